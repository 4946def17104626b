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
from typing import Final, Self
from uuid import UUID

from consortium.support.ahead import Ahead, OnCall, look_ahead
from consortium.support.known import Known
from geo import AgencyId, Offer, PersonId, Seat, Standing, Zone, recheck
from geo.away import Ranging
from geo.offers import in_turn
from geo.routing import Routing
from scheduling import Line, Schedule, Span, shifts, who
from scheduling.board import Duty

_LOOK_BACK: Final = timedelta(days=28)
_MOST_AHEADS: Final = 4
_MOST_ROUTINGS: Final = 64
_MOST_LOADS: Final = 31  # days; the pages that look two weeks ahead ask for each of them again and again

_SEATS: Mapping[Line, Seat] = {Line.PRIMARY: Seat.PRIMARY, Line.BACKUP: Seat.BACKUP, Line.CLINICIAN: Seat.CLINICIAN}


@dataclass(frozen=True, kw_only=True)
class Facts(Known):
    """What is known of one consortium, and whom it lets be asked. ``loads`` are remembered answers, not facts."""

    loads: dict[datetime, Mapping[PersonId, float]] = field(default_factory=dict)

    def offers(self, zone: Zone, at: datetime, *, wanted: str, way: str, without: frozenset[UUID]) -> list[Offer]:
        """Everybody who may serve the zone now: on call or rung off duty, allowed, reachable and free."""
        members, inside = zone.agencies, zone.inside
        people = (each for each in self._people(at, wanted, way) if each.person not in without)
        return [each for each in people if self.allowed(each.person, members, inside, at)]

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
            if each.person not in without and self.allowed(each.person, members, inside, at):
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
                lambda zone, person: self.allowed(person, *zones[zone], at),
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
            able = (person for person in self._noticed if self.allowed(person, members, inside, at))
            agencies = frozenset[AgencyId]().union(*(self._own[person] for person in able))
            ahead.states[key] = self.states_of(zone).union(self.agency_states[agency] for agency in agencies)
        return ahead.states[key]

    def _asked(
        self, person: PersonId, members: frozenset[AgencyId], inside: frozenset[AgencyId], at: datetime, way: str
    ) -> bool:
        """Whether ``_barred`` has nothing against her for a zone of these; quicker, as no reason is looked for."""
        return self._reached(person, way) and self.allowed(person, members, inside, at)

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
