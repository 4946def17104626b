"""Whom to ask, in which order, for an officer of one part of the region.

One rule, the same that parts are designed and their miles told by: at each seat the officers of all zones are shared
out over those who may serve them (``geo.transport``), and the first to ask is drawn by her zone's shares; the next one
by the same rule with the first marked as gone. What comes out depends on the zone, on the offers, on who may serve
whom and on the seed, and on nothing else: no function here can be told the agency of the one who asks. The caller hands
in a seed that is random and says nothing about the officer.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from random import Random

import numpy as np

from geo.away import Away, Ranging
from geo.names import PersonId, ZoneId
from geo.offers import Gate, Offer, Seat, able, in_turn
from geo.transport import Sharing, share_out
from geo.zones import VerifiedPlan, Zone, recheck

REST = 1000
"""What somebody with no load counts in whole numbers."""
_MOST_KEPT = 64

Turn = tuple[bool, Seat]


def order(plan: VerifiedPlan, zone: ZoneId, offers: Iterable[Offer], may: Gate, *, seed: int) -> tuple[Offer, ...]:
    """Everybody who may serve the zone, each person once, in the order in which to ask them.

    Those with the wanted role come first; within that, seat after seat; within a seat they are drawn one after the
    other by ``Routing.chances``. Clinicians are asked only when they are wanted. Whoever is affiliated to an agency of
    the zone, absent ones included, is left out. The order in which offers come does not matter.

    Raises:
        PlanError: the plan has no such zone, or the zone does not keep its promise now.
        OfferError: two offers of one person differ in more than seat and role.
    """
    return tuple(Routing(plan, offers, may).order(zone, seed))


def serve(plan: VerifiedPlan, zone: ZoneId, offers: Iterable[Offer], may: Gate) -> dict[PersonId, float]:
    """The chance of each person of the first turn to be asked first, by person; 0 for some, 1 in all.

    Raises:
        PlanError, OfferError: as ``order``.
    """
    return Routing(plan, offers, may).chances(zone)


class Routing:
    """The offers of one instant, and what follows from them, worked out as it is asked for and remembered."""

    def __init__(self, plan: VerifiedPlan, offers: Iterable[Offer], may: Gate, far: Ranging | None = None) -> None:
        """``may`` is asked for each zone and person when she may come in turn; ``far`` knows the roads.

        Raises:
            OfferError: two offers of one person differ in more than seat and role.
        """
        self.plan, self._may, self._far = plan, may, far or Ranging()
        self._people = in_turn(offers)
        self._able: dict[ZoneId, tuple[Offer, ...]] = {}
        self._turns: dict[Turn, _Turn] = {}

    def able(self, zone: ZoneId) -> tuple[Offer, ...]:
        """Everybody who may serve the zone, by turn and person.

        Raises:
            PlanError: the plan has no such zone, or the zone does not keep its promise now.
        """
        asked = self.plan.zone(zone)
        recheck(asked, self.plan.policy)
        if zone not in self._able:
            self._able[zone] = able(asked, self._people, self._may)
        return self._able[zone]

    def order(self, zone: ZoneId, seed: int) -> Iterator[Offer]:
        """``order``, one by one: what is not asked for is not worked out."""
        rng = Random(seed)  # noqa: S311 - a reproducible draw, not a secret
        for turn, group in groupby(self.able(zone), key=_turn_of):
            left, gone = list(group), frozenset[PersonId]()
            while left:
                chances = self._chances(zone, turn, left, gone)
                chosen = left.pop(_place(chances, rng.random()))
                gone |= {chosen.person}
                yield chosen

    def chances(self, zone: ZoneId, gone: Collection[PersonId] = ()) -> dict[PersonId, float]:
        """The chance of each person of the zone's first turn to be asked first, with some gone from everywhere.

        An agency has the share that the sharing gives it of the zone's officers. Among those of an agency who are
        alike but for that, chances go by rest: mean / (mean + load), mean being the mean load of the turn. Rest also
        weighs what an agency may take at most, and what the equally far take of each other. So somebody who served
        much is asked less often, and never more than the load factor allows.
        """
        out = frozenset(gone)
        here = [each for each in self.able(zone) if each.person not in out]
        first = [each for each in here if each.turn == here[0].turn]
        found = self._chances(zone, first[0].turn, first, out) if first else []
        return dict(zip((each.person for each in first), found, strict=True))

    def _chances(self, zone: ZoneId, turn: Turn, left: Sequence[Offer], gone: frozenset[PersonId]) -> list[float]:
        if len(left) == 1:
            return [1.0]
        if turn not in self._turns:
            people = tuple(each for each in self._people if each.turn == turn)
            self._turns[turn] = _Turn(self.plan, people, self._may, self._far)
        return self._turns[turn].chances(zone, [each.person for each in left], gone)


def _turn_of(offer: Offer) -> Turn:
    return offer.turn


def _place(chances: Sequence[float], lot: float) -> int:
    """Which of some is drawn by a lot in [0, 1)."""
    left = lot * math.fsum(chances)
    for place, chance in enumerate(chances):
        left -= chance
        if left < 0:
            return place
    return max(place for place, chance in enumerate(chances) if chance)


@dataclass(frozen=True, slots=True)
class _Server:
    """People who are equally far from every zone and may serve the same ones, by place among the zones.

    ``away`` is empty for those who have no station: they count as far as the median of the others.
    """

    zones: tuple[int, ...]
    away: tuple[Away, ...]


class _Turn:
    """Those of one turn, as servers of all zones. Neither ids of agencies nor the order of anything decides."""

    def __init__(self, plan: VerifiedPlan, people: Sequence[Offer], may: Gate, far: Ranging) -> None:
        self._plan, self._people = plan, people
        self._zones = {zone.id: place for place, zone in enumerate(plan.zones)}
        homes = _servers(plan.zones, people, may, far)
        self._servers = sorted(set(homes.values()), key=lambda each: (each.zones, each.away))
        places = {server: place for place, server in enumerate(self._servers)}
        self._home = {person: places[server] for person, server in homes.items()}
        self._shared: dict[frozenset[PersonId], tuple[Sharing, dict[PersonId, int]]] = {}

    def chances(self, zone: ZoneId, left: Sequence[PersonId], gone: frozenset[PersonId]) -> list[float]:
        """The chance of each of those left for a zone, in their order; all of them may serve it."""
        homes = [self._home[person] for person in left]
        sharing, rest = self._sharing(gone)
        together = dict.fromkeys(homes, 0)
        for person, home in zip(left, homes, strict=True):
            together[home] += rest[person]
        if len(together) == 1:
            return [rest[person] / together[home] for person, home in zip(left, homes, strict=True)]
        officers = dict(zip(sharing.on_call, sharing.officers[self._zones[zone]].tolist(), strict=True))
        total = sum(officers.values())
        return [
            officers[home] / total * rest[person] / together[home] for person, home in zip(left, homes, strict=True)
        ]

    def _sharing(self, gone: frozenset[PersonId]) -> tuple[Sharing, dict[PersonId, int]]:
        """How officers are shared out without some people, and what rest each of the others has."""
        if gone not in self._shared:
            if len(self._shared) >= _MOST_KEPT:
                self._shared.clear()
            here = [each for each in self._people if each.person not in gone]
            rest = _rest(here)
            room = [0] * len(self._servers)
            for person, each in rest.items():
                if person in self._home:
                    room[self._home[person]] += each
            sharing = share_out(
                [sum(each.weight for each in zone.departments) for zone in self._plan.zones],
                self._miles[1],
                self._serving,
                room,
                self._plan.policy.load_factor,
                (self._miles[0], self._miles[2]),
            )
            self._shared[gone] = (sharing, rest)
        return self._shared[gone]

    @cached_property
    def _serving(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        table = np.zeros((len(self._zones), len(self._servers)), dtype=np.bool_)
        for place, server in enumerate(self._servers):
            table[list(server.zones), place] = True
        return table

    @cached_property
    def _miles(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """(3, zones, servers): the least, the likely and the most; 0 where a server may not serve."""
        table = np.zeros((3, len(self._zones), len(self._servers)))
        for place, server in enumerate(self._servers):
            for zone, away in zip(server.zones, server.away, strict=False):
                table[:, zone, place] = away
        standing = np.array([home for home in self._home.values() if self._servers[home].away], dtype=np.int64)
        nowhere = [place for place, server in enumerate(self._servers) if not server.away]
        for zone in range(len(self._zones)) if nowhere else ():
            known = standing[self._serving[zone, standing]]
            table[:, zone, nowhere] = np.median(table[:, zone, known], axis=1)[:, None] if known.size else 0.0
        return table


def _servers(zones: Sequence[Zone], people: Sequence[Offer], may: Gate, far: Ranging) -> dict[PersonId, _Server]:
    """The server that each person belongs to; those who may serve no zone belong to none."""
    stations = [None if each.at is None else far.station(each.home, each.at) for each in people]
    places: list[list[int]] = [[] for _ in people]
    ways: list[list[Away]] = [[] for _ in people]
    for place, zone in enumerate(zones):
        inside, away = zone.inside, far.to(zone)
        for number, each in enumerate(people):
            if each.affiliations.isdisjoint(inside) and may(zone.id, each.person):
                places[number].append(place)
                station = stations[number]
                if station is not None:
                    ways[number].append(away(station))
    return {
        each.person: _Server(tuple(places[number]), tuple(ways[number]))
        for number, each in enumerate(people)
        if places[number]
    }


def _rest(people: Sequence[Offer]) -> dict[PersonId, int]:
    """Each person's rest, 1 or more: ``REST`` with no load, half of that with the mean load."""
    mean = math.fsum(each.load for each in people) / len(people)
    return {each.person: max(1, round(REST * mean / (mean + each.load))) if mean else REST for each in people}
