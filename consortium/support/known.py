"""What is known of one consortium at one version, as values: its parts, who may serve them, and what keeps one out.

What follows from that for an instant, who is asked and in which order, is ``support.facts``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from agreements import Allow, Deny, PeerFacts, Reach, Why
from consortium.duty.coverage.values import Bar, Barred
from consortium.members.parts import left_among
from consortium.members.values import CrisisLine, Notice, PeerCard, Region
from consortium.members.zone_codes import ZoneCode
from consortium.support.sisters import GuestZone, Link, Sister
from geo import AgencyId, Department, PersonId, Standing, Zone, ZoneId, ZonePlan, standing
from geo.roads import NO_ROADS, Roads
from scheduling import Schedule

_LEAST_ZONES: Final = 2
"""With fewer, there is nobody outside."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """One consortium at one version. ``standings`` are remembered answers, not facts.

    ``linked`` are those of the ``plans`` that an earlier request may have been asked under, within a year.
    """

    version: int
    region: Region
    plans: tuple[ZonePlan, ...]
    labels: Mapping[ZoneId, str]
    departments: Mapping[AgencyId, Department]
    agency_names: Mapping[AgencyId, str]
    agency_states: Mapping[AgencyId, str]
    reach: Reach
    peers: Mapping[PersonId, PeerFacts]
    cards: Mapping[PersonId, PeerCard]
    mails: Mapping[PersonId, str]
    schedule: Schedule
    linked: tuple[ZonePlan, ...] = ()
    lines: tuple[CrisisLine, ...] = ()
    notices: Mapping[tuple[str, str], Notice] = field(default_factory=dict)
    codes: tuple[ZoneCode, ...] = ()
    proved: frozenset[UUID] = frozenset()
    roads: Roads = NO_ROADS
    links: tuple[Link, ...] = ()
    sisters: tuple[Sister, ...] = ()
    standings: dict[tuple[int, frozenset[AgencyId]], Standing] = field(default_factory=dict)

    def standing(self, at: datetime) -> Standing | None:
        """How the newest plan of zones stands: checked, with lapsed agencies out; ``None`` without a plan."""
        return self._standing(self.plans[-1], at) if self.plans else None

    def parts(self, at: datetime) -> tuple[Zone, ...]:
        """The parts of the region that stand, where each has somebody outside it."""
        now = self.standing(at)
        return now.plan.zones if now is not None and len(now.plan.zones) >= _LEAST_ZONES else ()

    def asked_before(self, zone: Zone) -> int | None:
        """Among how many an officer of this zone hides at least who asked before too; ``None``: among all of it."""
        return left_among(zone.departments, self.linked, self.region.policy)

    def zone(self, zone: UUID, at: datetime) -> Zone | None:
        """The zone that holds what was this zone when a request came in; ``None`` if nothing sound does."""
        found = self._held(zone, at)
        return found[1] if found else None

    def asked_for(self, zone: UUID, at: datetime) -> Iterator[tuple[frozenset[AgencyId], frozenset[AgencyId]]]:
        """Of which members the gate was asked when somebody was paged for this zone, and who was inside it.

        First as it stands, then as it was planned: numbers of officers have no past, so that a promise which broke by
        them may seem never to have held.
        """
        held = self._held(zone, at)
        if held is not None:
            yield held[1].agencies, held[1].inside
        for sister in self.sisters:
            if sister.id == zone:
                yield frozenset({sister.party}), frozenset({sister.party})
        for plan in self.plans:
            for each in plan.zones:
                if each.id == zone:
                    yield each.agencies & self.reach.live(at), each.inside

    def unhidden(self, zone: UUID, at: datetime, *, nobody: bool) -> bool:
        """Whether the promise to who asked from this zone is broken, so that no page goes out for her any more.

        Nothing sound holds the zone; or all that is left is one whole, which hides her but has nobody outside it. That
        one can still be served by who belongs to no agency: it counts only where ``nobody`` can be asked.
        """
        held = self._held(zone, at)
        if held is None or isinstance(held[1], GuestZone):
            return held is None
        return nobody and len(held[0].plan.zones) < _LEAST_ZONES

    def is_sister(self, zone: UUID) -> bool:
        """Whether this is a sister consortium as one part, and none of ours."""
        return any(sister.id == zone for sister in self.sisters)

    def takes_code(self, code: str, at: datetime) -> bool:
        """Whether this is a code of ours that is in date, of a part that some part still holds."""
        today = at.date()
        return any(
            each.code == code and each.taken(today) and self.zone(each.zone, at) is not None for each in self.codes
        )

    def label(self, zone: Zone) -> str:
        """The zone's name on screen."""
        return zone.title if isinstance(zone, GuestZone) else self.labels[zone.id]

    def departments_in(self, zone: Zone) -> tuple[str, ...]:
        """The names of the zone's departments, by name; of a sister consortium no name is known here."""
        if isinstance(zone, GuestZone):
            return (f"all of {zone.title}",)
        return tuple(sorted(self.agency_names[each.agency] for each in zone.departments))

    def gate(self, person: UUID, zone: Zone, at: datetime) -> Allow | Deny:
        """The one gate: whether every agency of the zone allows this peer now, and none of it, even absent, is hers."""
        own = zone.inside & self._bonds[PersonId(person)]
        if own:
            return Deny(Why.OWN_AGENCY, min(own))
        return self.reach.may_serve(zone.agencies, self.peers[PersonId(person)], at)

    def allowed(
        self, person: PersonId, members: frozenset[AgencyId], inside: frozenset[AgencyId], at: datetime
    ) -> bool:
        """The one gate, without its reason, asked of these members; who is of any ``inside`` never serves them."""
        return inside.isdisjoint(self._bonds[person]) and self.reach.allows(members, self.peers[person], at)

    def steps(self, zone: Zone | None, at: datetime) -> tuple[timedelta, ...]:
        """How long each page waits for an answer; an agreement can only shorten it."""
        if zone is None:
            return tuple(timedelta(minutes=minutes) for minutes in self.region.steps)
        return tuple(
            timedelta(minutes=self.reach.answer_minutes(zone.agencies, at, minutes)) for minutes in self.region.steps
        )

    def states_of(self, zone: Zone) -> frozenset[str]:
        """The states of the zone's departments."""
        if isinstance(zone, GuestZone):
            return zone.states
        return frozenset(self.agency_states[each.agency] for each in zone.departments)

    def barred(self, person: PersonId, zone: Zone | None, at: datetime) -> Barred | None:
        """Why somebody cannot be counted on for a zone, or, without one, for any; ``None`` if she can.

        All that keeps routing from asking her, and besides: she has never shown that a page reaches her. Routing tries
        her all the same, as that is better than nobody; coverage must not promise it.
        """
        if any(leave.person == person and at in leave.during for leave in self.schedule.leave):
            return Barred(Bar.AWAY)
        found = self._barred(person, zone, at, "call_peer")
        return found if found or person in self.proved else Barred(Bar.UNPROVED)

    def _barred(self, person: PersonId, zone: Zone | None, at: datetime, way: str) -> Barred | None:
        """What keeps routing from asking somebody who is there: the one gate, limits not approved, no way to reach."""
        if person not in self.peers:
            return Barred(Bar.STRANGER)
        if zone is None:
            no = Deny(Why.PEER_SUSPENDED) if self.peers[person].papers.at(at).suspended else None
        else:
            answer = self.gate(person, zone, at)
            no = answer if isinstance(answer, Deny) else None
        if no is not None:
            return Barred(Bar.GATE, no.why.value, no.agency)
        if person not in self._noticed:
            return Barred(Bar.LIMITS)
        if person not in self.mails:
            return Barred(Bar.NO_MAIL)
        return Barred(Bar.NO_NUMBER) if way == "call_peer" and not self.cards[person].talk_number else None

    def _reached(self, person: PersonId, way: str) -> bool:
        """Whether she can be paged, limits of hers are approved, and she can be talked with in this way."""
        if person not in self.mails or person not in self._noticed:
            return False
        return way != "call_peer" or bool(self.cards[person].talk_number)

    @cached_property
    def _noticed(self) -> frozenset[PersonId]:
        """Those in whose states the limits have been approved: nobody else may be offered (decision 8)."""
        return frozenset(
            person
            for person, agencies in self._own.items()
            if all((self.agency_states[agency], "en") in self.notices for agency in agencies)
        )

    @cached_property
    def _bonds(self) -> Mapping[PersonId, frozenset[AgencyId]]:
        """Whom she may be known by: her agencies, and each sister consortium in which she may be, by its party."""
        bonds = dict(self._own)
        for sister in self.sisters:
            bonds |= {person: bonds[person] | {sister.party} for person in sister.tied}
        return bonds

    @cached_property
    def _own(self) -> Mapping[PersonId, frozenset[AgencyId]]:
        return {person: frozenset(bond.agency for bond in peer.affiliations) for person, peer in self.peers.items()}

    def _held(self, zone: UUID, at: datetime) -> tuple[Standing, Zone] | None:
        """The newest plan that knows this zone, as it stands, and the zone that holds it now; or a sister as one."""
        for sister in self.sisters:
            if sister.id == zone:
                return sister.guest(at)
        for plan in reversed(self.plans):
            if any(each.id == zone for each in plan.zones):
                now = self._standing(plan, at)
                held = now.moved.get(ZoneId(zone), ZoneId(zone))
                return next(((now, each) for each in now.plan.zones if each.id == held), None)
        return None

    def _standing(self, plan: ZonePlan, at: datetime) -> Standing:
        key = (plan.version, self.reach.live(at))
        if key not in self.standings:
            self.standings[key] = standing(plan, key[1], group=self.agency_states)
        return self.standings[key]
