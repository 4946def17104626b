"""Why a party's part rests at an instant, since when, and whether by nothing but its own wish (clauses 6, 17, 24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from agreements.clauses import Clause
from agreements.facts import FactKind
from agreements.pacts import Pact, standing_at
from agreements.resting import OWN_WISH, rests_for, uninsured
from agreements.standing import Bound
from agreements.surroundings import NOTHING_KNOWN, Surroundings
from agreements.term_kinds import Cause
from geo.names import AgencyId

__all__ = ["OWN_WISH", "Resting", "causes", "insured_until", "paused", "why_it_rests"]


@dataclass(frozen=True, slots=True)
class Resting:
    """One reason for which a party's part rests under one version.

    Args:
        version: the number of the version in force.
        cause: the code of the cause, of ``Cause`` or as a fact tells it.
        since: from when; it is not before that version is in force.
        by_itself: no fact says so: it follows from what has run out, and ends when a new paper is recorded.
    """

    version: int
    cause: str
    since: datetime
    by_itself: bool

    @property
    def clause(self) -> Clause:
        """The clause that lets it rest."""
        return Clause.AVAILABILITY if self.cause in OWN_WISH else Clause.SUSPENSION


def causes(pact: Pact, agency: AgencyId, at: datetime) -> frozenset[str]:
    """The causes told by dated facts and not lifted, whether or not a version rests for them."""
    return frozenset(_told(pact, agency, at))


def why_it_rests(
    pact: Pact, agency: AgencyId, at: datetime, around: Surroundings = NOTHING_KNOWN
) -> tuple[Resting, ...]:
    """Every reason for which an agency's part rests in each version in force, the newest version first.

    ``around`` tells of accreditations; without it a part that rests for want of one is not told.
    """
    found: list[Resting] = []
    for bound in standing_at(pact, at).bindings:
        if agency in bound.members:
            found += sorted(_within(pact, bound, agency, at, around), key=lambda each: each.since)
    return tuple(found)


def paused(pact: Pact, agency: AgencyId, at: datetime) -> bool:
    """Whether an agency's part rests by its own wish and for nothing else that the agreement itself tells."""
    why = why_it_rests(pact, agency, at)
    return bool(why) and all(each.cause in OWN_WISH for each in why)


def _within(pact: Pact, bound: Bound, agency: AgencyId, at: datetime, around: Surroundings) -> Iterator[Resting]:
    version, terms = bound.version, bound.version.terms
    for cause, since in _told(pact, agency, at).items():
        if rests_for(version, cause):
            yield Resting(version.number, cause, max(since, bound.since), by_itself=False)
    until = insured_until(pact, agency, at)
    if uninsured(terms, until, at):
        yield Resting(version.number, Cause.INSURANCE, max(until or bound.since, bound.since), by_itself=True)
    if Cause.ACCREDITATION in terms.suspend_on and around.unaccredited(agency, at):
        ended = around.accreditation_ended(agency, at)
        yield Resting(version.number, Cause.ACCREDITATION, max(ended or bound.since, bound.since), by_itself=True)


def insured_until(pact: Pact, agency: AgencyId, at: datetime) -> datetime | None:
    """Until when the certificates run that count by an instant; ``None``: there is none."""
    facts = (fact for fact in pact.facts if fact.kind is FactKind.INSURED and fact.agency == agency and fact.at <= at)
    return max((fact.leaves_on for fact in facts if fact.leaves_on is not None), default=None)


def _told(pact: Pact, agency: AgencyId, at: datetime) -> dict[str, datetime]:
    """Each cause that is not lifted, with the instant from which it holds. Of one instant the suspension wins."""
    found: dict[str, datetime] = {}
    facts = (fact for fact in pact.facts if fact.agency == agency and fact.at <= at)
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.kind is FactKind.SUSPENDED)):
        if fact.kind is FactKind.SUSPENDED:
            found.setdefault(fact.cause or "", fact.at)
        elif fact.kind is FactKind.RESUMED:
            found.pop(fact.cause or "", None)
    return found
