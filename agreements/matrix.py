"""The designation matrix, people by agencies: what is missing, and what runs out next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agreements.answers import Deny, Why
from agreements.people import PeerFacts
from agreements.reach import Reach
from agreements.terms import Service
from agreements.times import MOMENT, utc
from geo.names import AgencyId, PersonId


@dataclass(frozen=True, slots=True)
class Gap:
    """That a person may not serve an agency, and why not."""

    agency: AgencyId
    person: PersonId
    deny: Deny


@dataclass(frozen=True, slots=True)
class Lapse:
    """The instant at which pairs are lost, and which, sorted by agency and person."""

    at: datetime
    lost: tuple[tuple[AgencyId, PersonId], ...]


def gaps(
    reach: Reach,
    agencies: Iterable[AgencyId],
    peers: Iterable[PeerFacts],
    at: datetime,
    service: Service = Service.ONE_TO_ONE,
) -> tuple[Gap, ...]:
    """Each pair that can't be served at any hour, sorted by agency and person.

    That nobody serves her own agency is no gap, nor is it one that an agreement has weekly hours.
    """
    wanted = sorted(set(agencies))
    found = []
    for peer in sorted(peers, key=lambda peer: peer.person):
        served = reach.serves(peer, at, service, whenever=True)
        for agency in wanted:
            if agency in served:
                continue
            answer = reach.may_serve(frozenset((agency,)), peer, at, service, whenever=True)
            if isinstance(answer, Deny) and answer.why is not Why.OWN_AGENCY:
                found.append(Gap(agency, peer.person, answer))
    return tuple(sorted(found, key=lambda gap: (gap.agency, gap.person)))


def next_lapse(
    reach: Reach, peers: Iterable[PeerFacts], at: datetime, service: Service = Service.ONE_TO_ONE
) -> Lapse | None:
    """The first instant after ``at`` at which somebody may no longer serve an agency, by what is already dated."""
    people = list(peers)
    ahead: dict[datetime, list[PeerFacts]] = {change: people for change in reach.changes if change > utc(at)}
    for peer in people:
        for instant in set(peer.losses()):
            if instant > at and ahead.get(instant) is not people:
                ahead.setdefault(instant, []).append(peer)
    for instant in sorted(ahead):
        lost = {pair for peer in ahead[instant] for pair in _lost(reach, peer, instant, service)}
        if lost:
            return Lapse(instant, tuple(sorted(lost)))
    return None


def _lost(reach: Reach, peer: PeerFacts, at: datetime, service: Service) -> Iterable[tuple[AgencyId, PersonId]]:
    before = reach.serves(peer, at - MOMENT, service, whenever=True)
    gone = before - reach.serves(peer, at, service, whenever=True)
    return ((agency, peer.person) for agency in gone)
