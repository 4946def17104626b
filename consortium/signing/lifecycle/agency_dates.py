"""Dates that stand in no agreement and yet decide what one does: heads' authority and teams' accreditations run out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agreements import Pact, Surroundings, standing_at
from agreements.clauses import Clause
from agreements.dates import Due
from agreements.times import start_of
from consortium.signing.lifecycle.ahead_words import Coming
from consortium.signing.signatures.authority import Authority, Right
from geo import AgencyId

Names = Mapping[AgencyId, str]
_CLAUSES: Final = {Due.AUTHORITY_ENDS: Clause.COUNTERPARTS, Due.ACCREDITATION_ENDS: Clause.SUSPENSION}


@dataclass(frozen=True, slots=True)
class RunsOut:
    """What of an agency runs out, at the first instant at which it counts no more."""

    agency: AgencyId
    at: datetime
    kind: Due
    what: str


def running_out(
    authorities: Iterable[Authority], around: Surroundings, names: Names, at: datetime, calendar: str
) -> tuple[RunsOut, ...]:
    """All that runs out after ``at``, by what is recorded; an authority by the consortium's ``calendar``."""
    return tuple(
        sorted(
            {*_of_heads(authorities, names, at, calendar), *_of_teams(around, names, at)},
            key=lambda each: (each.at, each.what),
        )
    )


def under_agreements(pacts: Iterable[Pact], ends: Iterable[RunsOut], at: datetime) -> Iterator[tuple[Pact, Coming]]:
    """Each of them once, under the first agreement that binds the agency; of one that nothing binds, none."""
    bound = [(pact, standing_at(pact, at)) for pact in pacts]
    for each in ends:
        found = next(((pact, now) for pact, now in bound if now.in_force and each.agency in now.parties), None)
        if found is not None and found[1].in_force is not None:
            number = found[1].in_force.number
            yield found[0], Coming(each.at, each.kind, each.what, int(_CLAUSES[each.kind]), each.agency, number)


def _of_heads(authorities: Iterable[Authority], names: Names, at: datetime, calendar: str) -> Iterator[RunsOut]:
    """Of each right that runs out and that no other one of hers, already recorded, takes over."""
    known = tuple(authorities)
    for each in known:
        if each.until is None or each.ended_on is not None or any(_follows(other, each) for other in known):
            continue
        ends = start_of(each.until + timedelta(days=1), calendar)
        if ends > at:
            what = f"The authority of {each.name} to sign for {names.get(each.agency, 'an agency')} runs out."
            yield RunsOut(each.agency, ends, Due.AUTHORITY_ENDS, what)


def _follows(other: Authority, each: Authority) -> bool:
    """Whether another right of the same agency is recorded that holds on the day after this one ends.

    Of the same person; or, where this one is an office, the office of whoever comes after her.
    """
    if each.until is None or other.id == each.id or other.agency != each.agency:
        return False
    same = other.person == each.person
    successor = Right.DELEGATED not in {each.right, other.right}
    return (same or successor) and other.in_its_days(each.until + timedelta(days=1))


def _of_teams(around: Surroundings, names: Names, at: datetime) -> Iterator[RunsOut]:
    for agency, periods in around.accredited.items():
        last = max((period.until for period in periods if period.until is not None), default=None)
        if last is not None and last > at:
            what = f"The accreditation of the team of {names.get(agency, 'an agency')} runs out."
            yield RunsOut(agency, last, Due.ACCREDITATION_ENDS, what)
