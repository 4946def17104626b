"""What each term of the agreement's own life says in words (clauses 19 to 27). One function for each term.

A function returns a phrase or whole sentences, as its name stands in the texts; the empty text says nothing.
"""

from collections.abc import Callable, Mapping
from typing import Final

from agreements.clause_library.speech import BOARD, CAUSES, Speech, state_name
from agreements.clause_library.wording import in_words
from agreements.term_kinds import Amendment, Cause, Effect, Filing, Joinder, Renewal


def _effective_from(speech: Speech) -> str:
    day = speech.terms.effective_from
    return (
        "No earliest day is set for taking effect."
        if day is None
        else f"This Agreement takes effect on {in_words(day)} at the earliest."
    )


def _term_months(speech: Speech) -> str:
    months = speech.terms.term_months
    if months is None:
        return "This Agreement has no end of its own. It runs until clause 21 ends it or all active parties do."
    return f"The term of this Agreement is {speech.count(months, 'month')} from the day on which it takes effect."


def _renewal(speech: Speech) -> str:
    match speech.terms.renewal:
        case Renewal.NONE if speech.terms.term_months is None:
            return ""
        case Renewal.NONE:
            return "At the end of its term this Agreement ends; it does not renew itself."
        case Renewal.AFFIRM:
            return (
                "At the end of its term this Agreement goes on for one more term of the same length between the "
                "parties that have affirmed it in writing by then. If they are not those whom clause 20 asks for, it "
                "ends."
            )
        case Renewal.AUTO:
            return (
                "At the end of its term this Agreement goes on for one more term of the same length. A party that "
                "does not want this says so in writing before that day and leaves when the term ends. If those whom "
                "clause 20 asks for are then no longer there, it ends."
            )


def _review_months(speech: Speech) -> str:
    months = speech.terms.review_months
    if months is None:
        return "No regular review is set."
    return f"The heads of the parties review this Agreement at least once in every {speech.count(months, 'month')}."


def _effect(speech: Speech) -> str:
    if speech.terms.effect is Effect.EVALUATED:
        return (
            "This Agreement takes effect by itself at the first moment at which every condition of this clause is met."
        )
    return (
        "This Agreement takes effect from the day that the clerk records, once the conditions of this clause are met."
    )


def _least_parties(speech: Speech) -> str:
    return speech.count(speech.terms.least_parties, "party")


def _required_parties(speech: Speech) -> str:
    required = speech.terms.required_parties
    return f"This Agreement neither takes effect nor goes on without: {speech.called(required)}." if required else ""


def _filing(speech: Speech) -> str:
    match speech.terms.filing:
        case Filing.NONE:
            return "No filing is a condition of taking effect."
        case Filing.RECORDED:
            return (
                "This Agreement does not take effect before it has been filed with the recording officer of the county."
            )
        case Filing.PUBLISHED:
            return (
                "This Agreement does not take effect before it has been listed by subject on the public web page of a "
                "party or in another public electronic source."
            )


def _resolutions_required(speech: Speech) -> str:
    if speech.terms.resolutions_required:
        return (
            "A party's signature counts only together with a dated resolution, ordinance or other written act of the "
            "body or officer that has the power to bind that party."
        )
    return "This Agreement asks for no resolution beyond what the law of a party asks of that party."


def _notice_days(speech: Speech) -> str:
    return speech.count(speech.terms.notice_days, "day")


def _run_off_days(speech: Speech) -> str:
    return speech.count(speech.terms.run_off_days, "day")


def _lead(speech: Speech) -> str:
    lead = speech.terms.lead
    return "" if lead is None else f"The lead agency is {speech.name(lead)}."


def _joinder(speech: Speech) -> str:
    match speech.terms.joinder:
        case Joinder.ALL:
            return "Another agency may join with the written consent of every active party."
        case Joinder.MAJORITY:
            return "Another agency may join with the written consent of more than half of the active parties."
        case Joinder.LEAD:
            return "Another agency may join with the written consent of the lead agency, to which the others leave it."


def _amendment(speech: Speech) -> str:
    if speech.terms.amendment is Amendment.LEAVES:
        return (
            "A party that has not signed the later version when it takes effect is not bound by it and leaves this "
            "Agreement at that moment, with the run-off of clause 21."
        )
    return (
        "A party that has not signed the later version when it takes effect is not bound by it; this version goes on "
        "between that party and those who signed this one."
    )


def _board_may_change(speech: Speech) -> str:
    if not speech.terms.board_may_change:
        return "The heads in their meeting change no term by themselves."
    return (
        "The heads in their meeting may change, by a minuted decision that states the new term and its first day, "
        f"only: {'; '.join(BOARD.get(name, name) for name in sorted(speech.terms.board_may_change))}."
    )


def _suspend_on(speech: Speech) -> str:
    if not speech.terms.suspend_on:
        return "No recorded event makes a party's part rest."
    causes = [CAUSES[each] for each in Cause if each in speech.terms.suspend_on]
    return f"A party's part rests from the day on which it is recorded that {'; or '.join(causes)}."


def _law(speech: Speech) -> str:
    law = speech.terms.law
    if law:
        return f"The law of {state_name(law)} governs this Agreement."
    return "What each party does, and may do, under this Agreement is governed by the law of that party's own state."


def _binds_successors(speech: Speech) -> str:
    if speech.terms.binds_successors:
        return "This Agreement binds each party under every later head; no new head needs to sign again."
    return "This Agreement binds a party under the head who signed; under a later head only if that head signs."


def _signing_days(speech: Speech) -> str:
    days = speech.terms.signing_days
    if days is None:
        return "No time is set for signing."
    return (
        f"This version may be signed within {speech.count(days, 'day')} from the day on which it was sent out, and "
        f"lapses then."
    )


def _signing_order(speech: Speech) -> str:
    order = speech.terms.signing_order
    if not order:
        return "The parties may sign in any order and at the same time."
    return f"The parties sign in this order: {'; then '.join(map(speech.name, order))}."


SAYINGS: Final[Mapping[str, Callable[[Speech], str]]] = {
    "effective_from": _effective_from,
    "term_months": _term_months,
    "renewal": _renewal,
    "review_months": _review_months,
    "effect": _effect,
    "least_parties": _least_parties,
    "required_parties": _required_parties,
    "filing": _filing,
    "resolutions_required": _resolutions_required,
    "notice_days": _notice_days,
    "run_off_days": _run_off_days,
    "lead": _lead,
    "joinder": _joinder,
    "amendment": _amendment,
    "board_may_change": _board_may_change,
    "suspend_on": _suspend_on,
    "law": _law,
    "binds_successors": _binds_successors,
    "signing_days": _signing_days,
    "signing_order": _signing_order,
}
"""What says each term, by the term's name."""
