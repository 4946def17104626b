"""How far the peers of an agency are from a part of the region: a range, as each officer's road is one.

Where a road was told or measured, that is what counts; else the estimate from the straight line.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from geo.names import AgencyId
from geo.places import ROAD_FACTOR, Point, arc_miles, vector
from geo.roads import HIGH_FACTOR, LOW_FACTOR, NO_ROADS, Roads
from geo.scene import UNSERVED
from geo.zones import Department, Zone

_DIGITS = 3
"""A thousandth of a mile is what is reckoned with."""


class Away(NamedTuple):
    """Mean miles by road from an officer: hardly less than ``low``, hardly more than ``high``."""

    low: float
    likely: float
    high: float


class Ranging:
    """Miles from zones to stations in one month, each worked out once.

    Each officer of a zone counts once, and 1 counts where none is counted. Where there is no way by road, an officer
    counts ``UNSERVED`` miles.
    """

    def __init__(self, roads: Roads = NO_ROADS, month: int = 1) -> None:
        """``month`` is 1 to 12: some roads are closed in some."""
        self._roads, self._month = roads, month
        self._numbers: dict[tuple[AgencyId | None, Point], int] = {}
        self._stations: list[tuple[AgencyId | None, Point]] = []
        self._known: dict[tuple[Department, ...], dict[int, Away]] = {}

    def station(self, home: AgencyId | None, at: Point) -> int:
        """A number for an agency's station, for ``to``."""
        number = self._numbers.setdefault((home, at), len(self._stations))
        if number == len(self._stations):
            self._stations.append((home, at))
        return number

    def to(self, zone: Zone) -> Callable[[int], Away]:
        """For one zone, a function from a station's number to how far it is."""
        known = self._known.setdefault(zone.departments, {})

        def away(station: int) -> Away:
            if station not in known:
                known[station] = self._away(zone.departments, *self._stations[station])
            return known[station]

        return away

    def _away(self, departments: tuple[Department, ...], home: AgencyId | None, at: Point) -> Away:
        roads = {} if home is None else self._roads_from(home, departments)
        straight = _straight(departments)
        if not roads:
            return _rounded(*(factor * straight(at) for factor in (LOW_FACTOR, ROAD_FACTOR, HIGH_FACTOR)))
        rows = [(each.weight, roads.get(each.agency) or _estimate(each, at)) for each in departments]
        total = sum(weight for weight, _ in rows)
        return _rounded(*(math.fsum(weight * far[part] for weight, far in rows) / total for part in range(3)))

    def _roads_from(self, home: AgencyId, departments: tuple[Department, ...]) -> dict[AgencyId, Away]:
        found: dict[AgencyId, Away] = {}
        if self._roads.told or self._roads.measured:
            for each in departments:
                road = self._roads.known(home, each.agency, self._month)
                if road is not None:
                    away = Away(road.low, road.likely, road.high)
                    found[each.agency] = away if road.reachable else Away(UNSERVED, UNSERVED, UNSERVED)
        return found


def _estimate(department: Department, at: Point) -> Away:
    straight = arc_miles(vector(department.at), vector(at))
    return Away(LOW_FACTOR * straight, ROAD_FACTOR * straight, HIGH_FACTOR * straight)


def _rounded(low: float, likely: float, high: float) -> Away:
    return Away(round(low, _DIGITS), round(likely, _DIGITS), round(high, _DIGITS))


@lru_cache(maxsize=256)
def _straight(departments: tuple[Department, ...]) -> Callable[[Point], float]:
    """Mean miles as the crow flies from some departments, remembered for each station."""
    places = [(vector(each.at), each.weight) for each in departments]
    total = sum(weight for _, weight in places)

    @lru_cache(maxsize=512)
    def away(station: Point) -> float:
        there = vector(station)
        return math.fsum(weight * arc_miles(place, there) for place, weight in places) / total

    return away
