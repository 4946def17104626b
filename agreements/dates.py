"""What is ahead for one agreement at an instant, as dated items: for a calendar, for reminders, for a head's page.

All days are days of the agreement's own calendar. An item lies after the instant asked about, and is worked out from
what is dated by then, so that a later fact may move it; only an end that a fact dates ahead is told from that fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from agreements.clauses import Clause
from agreements.facts import FactKind
from agreements.pacts import Pact, standing_at
from agreements.pauses import insured_until
from agreements.standing import OVER, Bound, Standing, VersionState
from agreements.term_kinds import Cause, Effect
from agreements.times import MOMENT, day_of, days_after, months_after, start_of, utc
from agreements.versions import Version
from geo.names import AgencyId

RENEWAL_DAYS: Final = (90, 60, 30)
"""So many days before a term is over, everybody is told."""


class Due(StrEnum):
    """What happens then, or is to be done by then.

    ``WINDOW_CLOSES``: it can be signed no more. ``EFFECT_POSSIBLE``: the first day on which it may take effect.
    ``RENEWAL_NOTICE``: the parties are told that the term is nearly over. ``TERM_ENDS``: the term is over; whether
    another follows is the clause's matter. ``ENDS``: a recorded end. ``REVIEW_DUE``: the parties look at it again.
    ``NOTICE_RUNS_OUT``: an agency has left. ``RUN_OFF_ENDS``: open talks of an agency that is no longer active, or
    without one of all, are to be finished by then. ``INSURANCE_ENDS``: a certificate runs out. ``AUTHORITY_ENDS``,
    ``ACCREDITATION_ENDS``: a head's right to sign, or the accreditation of a team, runs out; both stand in no
    agreement. ``KEPT_UNTIL``: text and evidence are kept until then.
    """

    WINDOW_CLOSES = "window_closes"
    EFFECT_POSSIBLE = "effect_possible"
    RENEWAL_NOTICE = "renewal_notice"
    TERM_ENDS = "term_ends"
    ENDS = "ends"
    REVIEW_DUE = "review_due"
    NOTICE_RUNS_OUT = "notice_runs_out"
    RUN_OFF_ENDS = "run_off_ends"
    INSURANCE_ENDS = "insurance_ends"
    AUTHORITY_ENDS = "authority_ends"
    ACCREDITATION_ENDS = "accreditation_ends"
    KEPT_UNTIL = "kept_until"


_CLAUSES: Final = {
    Due.WINDOW_CLOSES: Clause.COUNTERPARTS,
    Due.EFFECT_POSSIBLE: Clause.TERM,
    Due.RENEWAL_NOTICE: Clause.TERM,
    Due.TERM_ENDS: Clause.TERM,
    Due.ENDS: Clause.TERM,
    Due.REVIEW_DUE: Clause.TERM,
    Due.NOTICE_RUNS_OUT: Clause.WITHDRAWAL,
    Due.RUN_OFF_ENDS: Clause.WITHDRAWAL,
    Due.INSURANCE_ENDS: Clause.LIABILITY,
    Due.AUTHORITY_ENDS: Clause.COUNTERPARTS,
    Due.ACCREDITATION_ENDS: Clause.SUSPENSION,
    Due.KEPT_UNTIL: Clause.RECORDS,
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """One thing ahead.

    Args:
        at: when; a day is over, or begins, at this instant.
        version: the number of the version whose clause says so.
        agency: whose it is; ``None``: everybody's.
        days: for a renewal notice, how many days before the end.
    """

    at: datetime
    kind: Due
    version: int
    agency: AgencyId | None = None
    days: int | None = None

    @property
    def clause(self) -> Clause:
        """The clause that it follows from."""
        return _CLAUSES[self.kind]


def ahead(pact: Pact, at: datetime) -> tuple[Ahead, ...]:
    """All that lies after ``at``, by what is dated, the soonest first.

    Raises:
        InstantError: ``at`` is not an instant in UTC.
    """
    now = standing_at(pact, utc(at))
    found = {*_of_versions(pact, now, at), *_run_offs(pact, at), *_insurance(pact, now, at), *_kept(pact, now, at)}
    for bound in now.bindings:
        found |= {*_of_term(bound, at), *_reviews(bound, at), *_leaving(bound)}
    return tuple(sorted((each for each in found if each.at > at), key=_order))


def kept_until(pact: Pact, at: datetime) -> datetime | None:
    """Until when text and evidence are kept, once the agreement is over for its last party; ``None`` while it is not.

    That is when the last version in force came to its end, if none waits for its effect; where none ever was in
    force, when the last one open was over. Of several versions the longest time counts.
    """
    now = standing_at(pact, at)
    if now.in_force is not None or VersionState.EFFECT_PENDING in now.versions.values():
        return None
    past = [(change, standing_at(pact, change - MOMENT)) for change in pact.changes if change <= at]
    over = max((change for change, before in past if before.in_force is not None), default=None)
    if over is None and all(state in OVER for state in now.versions.values()):
        over = max(change for change, before in past if any(each not in OVER for each in before.versions.values()))
    return None if over is None else max(_years_after(over, version) for version in pact.versions)


def _order(item: Ahead) -> tuple[datetime, str, int, str, int]:
    return item.at, item.kind, item.version, str(item.agency or ""), item.days or 0


def _of_versions(pact: Pact, now: Standing, at: datetime) -> Iterator[Ahead]:
    for version in pact.versions:
        number, terms = version.number, version.terms
        state = now.versions[number]
        if state in OVER:
            continue
        for fact in pact.facts:
            if fact.kind is FactKind.ENDS and fact.digest == version.digest:
                yield Ahead(fact.at, Due.ENDS, number)
        if state is not VersionState.IN_FORCE:
            if terms.effective_from is not None:
                yield Ahead(start_of(terms.effective_from, terms.calendar), Due.EFFECT_POSSIBLE, number)
            if state is not VersionState.EFFECT_PENDING and (closes := window_closes(pact, version, at)):
                yield Ahead(closes, Due.WINDOW_CLOSES, number)


def window_closes(pact: Pact, version: Version, at: datetime) -> datetime | None:
    """The first instant at which a version that is out by ``at`` can be signed no more; ``None``: not out, or never."""
    facts = (fact for fact in pact.facts if fact.kind is FactKind.SENT_OUT and fact.digest == version.digest)
    sent_out = min((fact.at for fact in facts if fact.at <= at), default=None)
    terms = version.terms
    if sent_out is None or terms.signing_days is None or terms.effect is not Effect.EVALUATED:
        return None
    return days_after(sent_out, terms.signing_days, terms.calendar)


def _of_term(bound: Bound, at: datetime) -> Iterator[Ahead]:
    if bound.term is None:
        return
    ends, number = bound.term.at(at).ends, bound.version.number
    yield Ahead(ends, Due.TERM_ENDS, number)
    for days in RENEWAL_DAYS:
        told = start_of(day_of(ends, bound.term.calendar) - timedelta(days=days), bound.term.calendar)
        if told >= bound.since:
            yield Ahead(told, Due.RENEWAL_NOTICE, number, days=days)


def _reviews(bound: Bound, at: datetime) -> Iterator[Ahead]:
    months, calendar = bound.version.terms.review_months, bound.version.terms.calendar
    if months is None:
        return
    first, count = day_of(bound.since, calendar), 1
    while (due := start_of(months_after(first, count * months), calendar)) <= at:
        count += 1
    yield Ahead(due, Due.REVIEW_DUE, bound.version.number)


def _leaving(bound: Bound) -> Iterator[Ahead]:
    for agency, when in bound.leaving.items():
        yield Ahead(when, Due.NOTICE_RUNS_OUT, bound.version.number, agency)


def _run_offs(pact: Pact, at: datetime) -> Iterator[Ahead]:
    """For whoever is not active now, and was: the end of its days; for all at once where none is active any more."""
    active = standing_at(pact, at).active
    for change in (change for change in pact.changes if change <= at):
        before, after = standing_at(pact, change - MOMENT), standing_at(pact, change)
        if before.in_force is None:
            continue
        terms, number = before.in_force.terms, before.in_force.number
        ends = days_after(change, terms.run_off_days, terms.calendar)
        if before.active and not after.active and not active:
            yield Ahead(ends, Due.RUN_OFF_ENDS, number)
        else:
            yield from (Ahead(ends, Due.RUN_OFF_ENDS, number, each) for each in before.active - after.active - active)


def _insurance(pact: Pact, now: Standing, at: datetime) -> Iterator[Ahead]:
    for version in pact.versions:
        terms = version.terms
        wanted = terms.insurance_needed or Cause.INSURANCE in terms.suspend_on
        if not wanted or now.versions[version.number] in OVER:
            continue
        for agency in terms.parties | now.signed[version.number]:
            if (runs_out := insured_until(pact, agency, at)) is not None:
                yield Ahead(runs_out, Due.INSURANCE_ENDS, version.number, agency)


def _kept(pact: Pact, now: Standing, at: datetime) -> Iterator[Ahead]:
    if (until := kept_until(pact, at)) is not None:
        yield Ahead(until, Due.KEPT_UNTIL, max(now.versions))


def _years_after(over: datetime, version: Version) -> datetime:
    terms = version.terms
    return start_of(months_after(day_of(over, terms.calendar), 12 * terms.agreement_years), terms.calendar)
