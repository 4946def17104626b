"""What the terms of the second form must keep to, each said in words. Used by ``agreements.terms`` only."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from agreements.errors import TermsError
from agreements.term_kinds import Effect, Filing, Joinder, Renewal, Window

if TYPE_CHECKING:
    from agreements.terms import Terms

BOARD_CHANGEABLE: Final = frozenset(
    {
        "answer_minutes",
        "hours",
        "least_training_hours",
        "most_miles",
        "provides",
        "receives",
        "review_months",
        "yearly_training_hours",
    }
)
"""Terms that a board may be given power over: none that says who is bound, for how long, or who is protected."""

_STATE = re.compile(r"[A-Z]{2}")
_PAIR = 2


def check_second_form(terms: Terms) -> None:
    """Refuse terms that can't be kept or contradict each other.

    Raises:
        TermsError: with the sentence.
    """
    _check_who(terms)
    _check_numbers(terms)
    _check_hours(terms.hours)
    _check_time(terms)
    if terms.law and not _STATE.fullmatch(terms.law):
        raise TermsError(f"{terms.law!r} is not the postal code of a state such as OR.")


def check_new(terms: Terms) -> None:
    """Refuse what an earlier document may say, and no new one.

    Raises:
        TermsError: with the sentence.
    """
    if not terms.binds_successors:
        raise TermsError(
            "A party is bound under every later head: nothing here could tell when a new head has to sign."
        )


def _check_who(terms: Terms) -> None:
    for what, named in (("lend less", terms.provides), ("receive less", terms.receives)):
        if not named.keys() <= terms.parties:
            raise TermsError(f"An agency that would {what} than the others is not named among the parties.")
        if any(not services <= terms.services for services in named.values()):
            raise TermsError("A party can't give or receive a service that the agreement does not offer.")
    if any(len(pair) != _PAIR or not pair <= terms.parties for pair in terms.kept_apart):
        raise TermsError("Those who are kept apart are two different parties.")
    if terms.lead is not None and terms.lead not in terms.parties:
        raise TermsError("The lead agency is not named among the parties.")
    if terms.joinder is Joinder.LEAD and terms.lead is None:
        raise TermsError("The lead consents to who joins, and no lead agency is named.")
    if terms.signing_order and sorted(terms.signing_order) != sorted(terms.parties):
        raise TermsError("A set order of signing names each party once.")
    if beyond := sorted(terms.board_may_change - BOARD_CHANGEABLE):
        raise TermsError(f"The board can't be given power over {', '.join(beyond)}: that needs new signatures.")


def _check_numbers(terms: Terms) -> None:
    within("The greatest distance, in miles,", terms.most_miles, 1, 3000)
    within("The training of a year, in hours,", terms.yearly_training_hours, 0, 10_000)
    within("The years for which it is kept", terms.agreement_years, 0, 100)
    within("The term, in months,", terms.term_months, 1, 1200)
    within("The months between reviews", terms.review_months, 1, 1200)
    within("The days for signing", terms.signing_days, 1, 3660)
    if terms.yearly_training_hours and not terms.training_required:
        raise TermsError("The agreement asks for training each year and says that no training is needed.")


def _check_hours(hours: tuple[Window, ...]) -> None:
    if list(hours) != sorted(hours) or any(later.start < each.end for each, later in pairwise(hours)):
        raise TermsError("The weekly hours must stand in order and must not overlap.")


def _check_time(terms: Terms) -> None:
    if terms.renewal is not Renewal.NONE and terms.term_months is None:
        raise TermsError("An agreement without an end can't be renewed.")
    if terms.effect is Effect.RECORDED and (terms.filing is not Filing.NONE or terms.resolutions_required):
        raise TermsError("Filings and resolutions belong to an agreement that takes effect by its own conditions.")


def within(what: str, number: int | None, least: int, most: int) -> None:
    """Refuse a number out of ``least`` to ``most``, both included; ``None`` says nothing and passes.

    Raises:
        TermsError: with the sentence, which begins with ``what``.
    """
    if number is not None and (type(number) is not int or not least <= number <= most):
        raise TermsError(f"{what} must be a whole number from {least} to {most}, not {number!r}.")
