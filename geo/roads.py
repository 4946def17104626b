"""How far it is from one agency to another by road, as honestly as it can be said. Pure.

Four sources, the best one first: what a person knows ("the pass is closed from November to April"), what a routing
engine measured, and the estimate from the straight line. The estimate is a range: whoever compares two of them asks
``indistinguishable`` first, because a difference smaller than their own error decides nothing.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from geo.errors import PlaceError
from geo.names import AgencyId
from geo.places import ROAD_FACTOR, Point, miles

LOW_FACTOR: Final = 1.08
"""One road in twenty is shorter than so many straight lines; measured as ``ROAD_FACTOR``, on 658 pairs."""
HIGH_FACTOR: Final = 1.65
"""Nine roads in a hundred are longer than so many straight lines: behind a mountain, a river, a lake."""
MEASURED_ERROR: Final = 0.02
"""What a routing engine's answer may be off, as a share: the way to the door, another choice of road."""
MOST_MILES: Final = 3_000.0
_YEAR: Final = 12

Pair = frozenset[AgencyId]


class Source(StrEnum):
    """Where a distance comes from."""

    SAME = "same"
    """The two stand in one place."""
    TOLD = "told"
    """Somebody who knows the road told it."""
    CLOSED = "closed"
    """Somebody told that there is no way by road on this day."""
    MEASURED = "measured"
    """A routing engine measured it."""
    NO_WAY = "no-way"
    """A routing engine found no way."""
    ESTIMATED = "estimated"
    """Worked out from the straight line."""


@dataclass(frozen=True, slots=True)
class Distance:
    """Miles by road: hardly less than ``low``, hardly more than ``high``, and most likely ``likely``.

    Infinite where there is no way. ``source`` says what that rests on.
    """

    low: float
    likely: float
    high: float
    source: Source

    @property
    def reachable(self) -> bool:
        """Whether there is a way by road at all, as far as is known."""
        return math.isfinite(self.likely)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person knows of the road between two agencies, the whole year or from one month to another.

    Attributes:
        miles: by road, above 0; ``None`` where there is no way.
        first_month: 1 to 12, the first in which it holds; ``None`` for the whole year.
        last_month: the last one, included; before the first when the new year lies between them.

    Raises:
        PlaceError: the miles or months cannot be, or one month is missing.
    """

    miles: float | None
    first_month: int | None = None
    last_month: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if self.miles is not None and not 0 < self.miles <= MOST_MILES:
            raise PlaceError(f"Miles by road lie above 0 and up to {MOST_MILES:,.0f}.")
        months = (self.first_month, self.last_month)
        if (months[0] is None) != (months[1] is None):
            raise PlaceError("Give both months, or none for the whole year.")
        if any(month is not None and not 1 <= month <= _YEAR for month in months):
            raise PlaceError("Months go from 1 to 12.")

    @property
    def months(self) -> frozenset[int]:
        """The months in which it holds."""
        if self.first_month is None or self.last_month is None:
            return frozenset(range(1, _YEAR + 1))
        length = (self.last_month - self.first_month) % _YEAR + 1
        return frozenset((self.first_month - 1 + step) % _YEAR + 1 for step in range(length))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a routing engine said, and when. ``miles`` is ``None`` where it found no way."""

    miles: float | None
    on: date


@dataclass(frozen=True, slots=True)
class Roads:
    """All that is known of the roads between some agencies: where they stand, what people told, what was measured."""

    at: Mapping[AgencyId, Point]
    told: Mapping[Pair, tuple[Told, ...]]
    measured: Mapping[Pair, Measured]

    def miles_between(self, one: AgencyId, other: AgencyId, on: date) -> Distance:
        """Miles by road between two agencies on a day; the same from either side.

        Raises:
            KeyError: an agency stands nowhere.
        """
        if one == other:
            return Distance(0.0, 0.0, 0.0, Source.SAME)
        return self.known(one, other, on.month) or estimate(self.at[one], self.at[other])

    def known(self, one: AgencyId, other: AgencyId, month: int) -> Distance | None:
        """What was told or measured of the road between two agencies, as it is in a month (1 to 12), if anything."""
        pair = frozenset((one, other))
        told = next((each for each in self.told.get(pair, ()) if month in each.months), None)
        if told is not None:
            return _exactly(told.miles, Source.TOLD, Source.CLOSED)
        measured = self.measured.get(pair)
        if measured is not None:
            return _exactly(measured.miles, Source.MEASURED, Source.NO_WAY, error=MEASURED_ERROR)
        return None


NO_ROADS: Final = Roads(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))
"""Nothing is known of any road: all is estimated."""


def estimate(one: Point, other: Point) -> Distance:
    """Miles by road between two places, worked out from the straight line alone."""
    straight = miles(one, other)
    if not straight:
        return Distance(0.0, 0.0, 0.0, Source.SAME)
    return Distance(LOW_FACTOR * straight, ROAD_FACTOR * straight, HIGH_FACTOR * straight, Source.ESTIMATED)


def indistinguishable(one: Distance, other: Distance) -> bool:
    """Whether neither can be called the nearer one: their ranges meet, or neither can be reached."""
    return one.low <= other.high and other.low <= one.high


def clash(told: Told, others: Iterable[Told]) -> frozenset[int]:
    """The months in which this and one of the others would both hold."""
    return frozenset(month for other in others for month in told.months & other.months)


def _exactly(found: float | None, source: Source, none: Source, *, error: float = 0.0) -> Distance:
    if found is None:
        return Distance(math.inf, math.inf, math.inf, none)
    return Distance(found * (1 - error), found, found * (1 + error), source)
