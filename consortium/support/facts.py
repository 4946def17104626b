"""What routing decides on: one consortium's region, agreements, peers and rota, as values, at one version.

The facts of a consortium change rarely and are asked often. Every change to a table that matters raises a version
number in the same transaction; a process keeps the facts it has read and asks for that number before it trusts them.
What changes by the minute (who is in a talk, who was tried) is never kept here. ``support.load_facts`` reads them.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Self
from uuid import UUID

from agreements import Allow, Deny, PeerFacts, Reach, Why
from consortium.duty.coverage.values import Bar, Barred
from consortium.members.values import CrisisLine, Notice, PeerCard, Region
from consortium.members.zone_codes import ZoneCode
from consortium.support.ahead import Ahead, OnCall, look_ahead
from consortium.support.sisters import GuestZone, Link, Sister
from geo import (
    AgencyId,
    Department,
    Offer,
    PersonId,
    Seat,
    Standing,
    Zone,
    ZoneId,
    ZonePlan,
    recheck,
    standing,
)
from geo.away import Ranging
from geo.offers import in_turn
from geo.roads import NO_ROADS, Roads
from geo.routing import Routing
from scheduling import Line, Schedule, Span, shifts, who
from scheduling.board import Duty

_LOOK_BACK = timedelta(days=28)
_MOST_AHEADS = 4
_LEAST_ZONES = 2
"""With fewer, there is nobody outside."""
_MOST_ROUTINGS = 64
_MOST_LOADS = 31  # days; the pages that look two weeks ahead ask for each of them again and again

_SEATS: Mapping[Line, Seat] = {Line.PRIMARY: Seat.PRIMARY, Line.BACKUP: Seat.BACKUP, Line.CLINICIAN: Seat.CLINICIAN}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One consortium at one version. ``standings`` and ``loads`` are remembered answers, not facts."""

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
    lines: tuple[CrisisLine, ...] = ()
    notices: Mapping[tuple[str, str], Notice] = field(default_factory=dict)
    codes: tuple[ZoneCode, ...] = ()
    proved: frozenset[UUID] = frozenset()
    roads: Roads = NO_ROADS
    links: tuple[Link, ...] = ()
    sisters: tuple[Sister, ...] = ()
    standings: dict[tuple[int, frozenset[AgencyId]], Standing] = field(default_factory=dict)
    loads: dict[datetime, Mapping[PersonId, float]] = field(default_factory=dict)

    def standing(self, at: datetime) -> Standing | None:
        """How the newest plan of zones stands: checked, with lapsed agencies out; ``None`` without a plan."""
        return self._standing(self.plans[-1], at) if self.plans else None

    def zone(self, zone: UUID, at: datetime) -> Zone | None:
        """The zone that holds what was this zone when a request came in; ``None`` if nothing sound does."""
        found = self._held(zone, at)
        return found[1] if found else None

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

    def steps(self, zone: Zone | None, at: datetime) -> tuple[timedelta, ...]:
        """How long each page waits for an answer; an agreement can only shorten it."""
        if zone is None:
            return tuple(timedelta(minutes=minutes) for minutes in self.region.steps)
        return tuple(
            timedelta(minutes=self.reach.answer_minutes(zone.agencies, at, minutes)) for minutes in self.region.steps
        )

    def offers(self, zone: Zone, at: datetime, *, wanted: str, way: str, without: frozenset[UUID]) -> list[Offer]:
        """Everybody who may serve the zone now: on call or rung off duty, allowed, reachable and free."""
        members, inside = zone.agencies, zone.inside
        people = (each for each in self._people(at, wanted, way) if each.person not in without)
        return [each for each in people if self._allowed(each.person, members, inside, at)]

    def able(
        self, zone: Zone, at: datetime, *, wanted: str, way: str, without: frozenset[UUID] = frozenset()
    ) -> tuple[Offer, ...]:
        """Whoever may be paged for the zone, by seat and not drawn. The zone's promise is checked again before.

        Raises:
            PlanError: the zone does not keep its promise.
        """
        found = self._held(zone.id, at)
        if found is None:
            return ()
        recheck(found[1], found[0].plan.policy)
        return in_turn(self.offers(found[1], at, wanted=wanted, way=way, without=without))

    def ladder(
        self, zone: Zone, at: datetime, *, wanted: str, way: str, without: frozenset[UUID], draw: int
    ) -> tuple[Offer, ...]:
        """Whom to page, in order. The zone's promise is checked again before the order is made.

        Raises:
            PlanError: the zone does not keep its promise.
        """
        return tuple(self._in_order(zone, at, wanted, way, without, draw))

    def next_to_ask(
        self, zone: Zone, at: datetime, *, wanted: str, way: str, without: frozenset[UUID], draw: int
    ) -> Offer | None:
        """The first of ``ladder``; ``None`` if it is empty. What comes after is not worked out."""
        return next(self._in_order(zone, at, wanted, way, without, draw), None)

    def _in_order(
        self, zone: Zone, at: datetime, wanted: str, way: str, without: frozenset[UUID], draw: int
    ) -> Iterator[Offer]:
        """The order by the rota alone; who is in a talk or was tried is passed over.

        So that somebody is busy changes nothing but that she is not asked, whatever part she is busy for. The gate is
        asked once more for each.
        """
        found = self._held(zone.id, at)
        if found is None:
            return
        members, inside = found[1].agencies, found[1].inside
        for each in self._routing(found[0], at, wanted, way).order(found[1].id, draw):
            if each.person not in without and self._allowed(each.person, members, inside, at):
                yield each

    def _routing(self, now: Standing, at: datetime, wanted: str, way: str) -> Routing:
        """How officers are shared out over those on call; remembered until that can change, and for the day's loads."""
        ahead = self._ahead(at, far=False)
        key = (now.plan.version, ahead.stretch(at), at.astimezone(UTC).date(), wanted, way)
        if key not in ahead.routings:
            if len(ahead.routings) >= _MOST_ROUTINGS:
                ahead.routings.clear()
            zones = {each.id: (each.agencies, each.inside) for each in now.plan.zones}
            ahead.routings[key] = Routing(
                now.plan,
                self._people(at, wanted, way),
                lambda zone, person: self._allowed(person, *zones[zone], at),
                self._ranging(at.month),
            )
        return ahead.routings[key]

    def _people(self, at: datetime, wanted: str, way: str) -> list[Offer]:
        """Everybody who is on call or rung off duty, reachable in this way and not away, at her first seat."""
        away = {leave.person for leave in self.schedule.leave if at in leave.during}
        loads, found = self._loads(at), dict[PersonId, Offer]()
        for person, seat in self._seated(at):
            if person in found or person in away or not self._reached(person, way):
                continue
            peer = self.peers[person]
            home = self.departments.get(peer.lent_by) if peer.lent_by else None
            found[person] = Offer(
                person=person,
                seat=seat,
                affiliations=self._bonds[person],
                home=peer.lent_by,
                at=home.at if home else None,
                load=loads.get(person, 0.0),
                wanted=peer.role.value == wanted,
            )
        return list(found.values())

    def served(self, zone: Zone, at: datetime) -> int:
        """How many people may be paged for the zone now, for who asks for a peer by telephone; remembered."""
        ahead = self._ahead(at, far=False)
        key = (zone.id, ahead.stretch(at))
        if key not in ahead.served:
            ahead.served[key] = len(self.able(zone, at, wanted="peer", way="call_peer"))
        return ahead.served[key]

    def with_schedule(self, schedule: Schedule) -> Self:
        """The same facts as they would be with another schedule: to look before something is changed."""
        return replace(self, schedule=schedule, loads={})

    def next_cover(
        self,
        zone: Zone,
        at: datetime,
        *,
        wanted: str = "peer",
        way: str = "call_peer",
        without: frozenset[UUID] = frozenset(),
    ) -> datetime | None:
        """From when, within two weeks, somebody on call may serve; ``None`` if there is no such time.

        Looked at is every dated change of duty, of agreements and of papers: see ``support.ahead``.
        """
        ahead = self._ahead(at)
        for place, later in ahead.after(at):
            able = self._on_call(ahead, zone, place, later)
            if any(each.suits(wanted=wanted, way=way, without=without) for each in able):
                return later
        return None

    def coming(self, zone: Zone, at: datetime) -> tuple[tuple[datetime, int], ...]:
        """How many people may be asked for the zone now, and from each later instant on: of those on call."""
        ahead = self._ahead(at)
        found = [(at, self.served(zone, at))]
        for place, later in ahead.after(at):
            able = self._on_call(ahead, zone, place, later)
            found.append((later, sum(each.suits(wanted="peer", way="call_peer", without=frozenset()) for each in able)))
        return tuple(found)

    def _ahead(self, at: datetime, *, far: bool = True) -> Ahead:
        """What can change after an instant, as ``far`` as is looked ahead, or only around it; once an hour."""
        known = next((each for each in self._aheads if (each.holds(at) if far else each.covers(at))), None)
        if known is None:
            known = look_ahead(self.schedule, self.reach, self.peers.values(), at)
            self._aheads.append(known)
        return known

    def _ranging(self, month: int) -> Ranging:
        """How far agencies are from parts in a month of the year; some roads are closed in some."""
        if month not in self._rangings:
            self._rangings[month] = Ranging(self.roads, month)
        return self._rangings[month]

    @cached_property
    def _rangings(self) -> dict[int, Ranging]:
        return {}

    @cached_property
    def _aheads(self) -> deque[Ahead]:
        """Of these facts alone, and few: whoever replaces a part of them begins anew."""
        return deque(maxlen=_MOST_AHEADS)

    def _on_call(self, ahead: Ahead, zone: Zone, place: int, at: datetime) -> tuple[OnCall, ...]:
        """Who of those on call from an instant ahead on may serve the zone as it stands then."""
        key = (zone.id, place)
        if key not in ahead.on_call:
            held = self._held(zone.id, at)
            ahead.on_call[key] = () if held is None else tuple(self._able(held[1], ahead.duties[place], at))
        return ahead.on_call[key]

    def _able(self, zone: Zone, duty: Duty, at: datetime) -> Iterable[OnCall]:
        members, inside, seen = zone.agencies, zone.inside, set[PersonId]()
        for line, seat in _SEATS.items():
            for person in sorted(duty[line] - seen):
                seen.add(person)
                if self._asked(person, members, inside, at, "text"):
                    rings = bool(self.cards[person].talk_number)
                    yield OnCall(person, seat, self.peers[person].role.value, rings)

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

    def _seated(self, at: datetime) -> Iterable[tuple[PersonId, Seat]]:
        duty = who(self.schedule, at)
        for line, seat in _SEATS.items():
            for person in sorted(duty[line]):
                yield person, seat
        for person in self.rung_off_duty:
            yield person, Seat.OFF_DUTY

    @cached_property
    def rung_off_duty(self) -> tuple[PersonId, ...]:
        """Who may be rung while she is on no line."""
        return tuple(sorted(person for person, card in self.cards.items() if card.ring_off_duty))

    def states_answering(self, zone: Zone, at: datetime) -> frozenset[str]:
        """The states of the zone's departments, and of everybody whom the gate lets serve it, whoever is on call."""
        ahead = self._ahead(at, far=False)
        key = (zone.id, ahead.stretch(at))
        if key not in ahead.states:
            members, inside = zone.agencies, zone.inside
            able = (person for person in self._noticed if self._allowed(person, members, inside, at))
            agencies = frozenset[AgencyId]().union(*(self._own[person] for person in able))
            ahead.states[key] = self.states_of(zone).union(self.agency_states[agency] for agency in agencies)
        return ahead.states[key]

    def states_of(self, zone: Zone) -> frozenset[str]:
        """The states of the zone's departments."""
        if isinstance(zone, GuestZone):
            return zone.states
        return frozenset(self.agency_states[each.agency] for each in zone.departments)

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

    def _asked(
        self, person: PersonId, members: frozenset[AgencyId], inside: frozenset[AgencyId], at: datetime, way: str
    ) -> bool:
        """Whether ``_barred`` has nothing against her for a zone of these; quicker, as no reason is looked for."""
        return self._reached(person, way) and self._allowed(person, members, inside, at)

    def _reached(self, person: PersonId, way: str) -> bool:
        """Whether she can be paged, limits of hers are approved, and she can be talked with in this way."""
        if person not in self.mails or person not in self._noticed:
            return False
        return way != "call_peer" or bool(self.cards[person].talk_number)

    def _allowed(
        self, person: PersonId, members: frozenset[AgencyId], inside: frozenset[AgencyId], at: datetime
    ) -> bool:
        """The one gate, without its reason."""
        return inside.isdisjoint(self._bonds[person]) and self.reach.allows(members, self.peers[person], at)

    def _loads(self, at: datetime) -> Mapping[PersonId, float]:
        """Hours on duty in the last four weeks, from the rota: never from requests."""
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        if day not in self.loads:
            if len(self.loads) >= _MOST_LOADS:
                self.loads.clear()
            hours: dict[PersonId, float] = {}
            for shift in shifts(self.schedule, Span(day - _LOOK_BACK, day)):
                length = (shift.span.end - shift.span.start) / timedelta(hours=1)
                hours[shift.person] = hours.get(shift.person, 0.0) + length
            self.loads[day] = hours
        return self.loads[day]
