"""Whether a peer who has accepted may go on, although agreements or papers have changed since.

The instant of acceptance is not kept. It is the time at which she said that she could talk, less one of the waits that
she could choose; the latest of these at which she might have accepted is taken.
"""

from datetime import datetime, timedelta
from uuid import UUID

from agreements import Allow, Deny, Why, may_finish
from consortium.support.facts import Facts
from consortium.support.tables import RequestRow
from geo import AgencyId, PersonId

TALKS_IN = (0, 5, 15, 30)
"""After how many minutes a peer who accepts may say that she can talk."""

_BETWEEN_AGENCIES = frozenset(
    {
        Why.NO_AGREEMENT,
        Why.NOT_SIGNED,
        Why.NOT_IN_FORCE,
        Why.AGENCY_SUSPENDED,
        Why.AGENCY_PAUSED,
        Why.ACCREDITATION_LAPSED,
        Why.LEFT,
        Why.ENDED,
        Why.NOT_EMPOWERED,
        Why.NOT_TOGETHER,
    }
)


def may_go_on(facts: Facts, request: RequestRow, person: UUID, now: datetime) -> Allow | Deny:
    """Whether this peer, who accepted this request, may begin or go on to talk now (clause 21 of the agreements)."""
    begun = _begun(facts, request, person, now)
    if begun is None:
        return Deny(Why.NOT_BEGUN)
    accepted_at, members = begun
    return may_finish(facts.reach, members, facts.peers[PersonId(person)], opened=accepted_at, at=now)


def runs_off(facts: Facts, request: RequestRow, person: UUID, now: datetime) -> bool:
    """Whether an agreement that the talk began under holds no more, and the talk may still be finished."""
    begun = _begun(facts, request, person, now)
    if begun is None:
        return False
    answer = facts.reach.may_serve(begun[1], facts.peers[PersonId(person)], now)
    lapsed = isinstance(answer, Deny) and answer.why in _BETWEEN_AGENCIES
    return lapsed and isinstance(may_go_on(facts, request, person, now), Allow)


def _begun(
    facts: Facts, request: RequestRow, person: UUID, now: datetime
) -> tuple[datetime, frozenset[AgencyId]] | None:
    """When she accepted, as nearly as is known, and which agencies were members of the zone then."""
    for minutes in TALKS_IN:
        at = request.talks_at - timedelta(minutes=minutes) if request.talks_at else now
        if at > now:
            continue
        for members, inside in facts.asked_for(request.zone, at):
            if facts.allowed(PersonId(person), members, inside, at):
                return at, members
    return None
