"""Places on a flat drawing: Albers' equal-area conic, fitted to what is to be seen (Snyder 1987, p. 98). Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from geo.outlines import Box
from geo.places import EARTH_RADIUS_MILES, Point

LEAST_MILES: Final = 24.0
"""What is drawn is at least so wide, so that one agency alone stands in a landscape and not in a point."""
_FLAT: Final = 1e-3
_SIDES: Final = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing of ``width`` by ``height`` units. Made by ``fit``.

    Attributes:
        middle: the longitude that points straight up, and the latitude whose parallel is at zero; radians.
        cone: Albers' n and C.
        scale: units to the earth's radius.
        shift: what is added to x and y.
    """

    width: int
    height: int
    middle: tuple[float, float]
    cone: tuple[float, float]
    scale: float
    shift: tuple[float, float]

    def place(self, at: Point) -> tuple[float, float]:
        """Where a point stands: units from the left and from the top; outside the drawing too."""
        x, y = _flat(at, self.middle, self.cone)
        return self.shift[0] + self.scale * x, self.shift[1] - self.scale * y

    def units(self, miles: float) -> float:
        """How long so many miles are; true to a hundredth within a region of some hundred miles."""
        return self.scale * miles / EARTH_RADIUS_MILES

    @property
    def miles_wide(self) -> float:
        """How many miles lie between its sides."""
        return self.width / self.scale * EARTH_RADIUS_MILES

    @property
    def box(self) -> Box:
        """The latitudes and longitudes that can be seen, or a little more."""
        steps = [step / (_SIDES - 1) for step in range(_SIDES)]
        seen = [self._back(across * self.width, down * self.height) for across, down in product(steps, steps)]
        return Box(
            min(lat for lat, _ in seen),
            min(lon for _, lon in seen),
            max(lat for lat, _ in seen),
            max(lon for _, lon in seen),
        )

    def _back(self, x: float, y: float) -> tuple[float, float]:
        n, c = self.cone
        across, up = (x - self.shift[0]) / self.scale, (self.shift[1] - y) / self.scale
        apex = _radius(self.middle[1], self.cone) - up
        radius = math.copysign(math.hypot(across, apex), n)
        turn = math.atan2(across, apex) if n > 0 else math.atan2(-across, -apex)
        sine = max(-1.0, min(1.0, (c - (radius * n) ** 2) / (2 * n)))
        return math.degrees(math.asin(sine)), math.degrees(self.middle[0] + turn / n)


def fit(points: Iterable[Point], *, width: int, heights: tuple[int, int], margin: int) -> Frame:
    """A drawing that shows all these points; at least one.

    Args:
        points: what must be seen.
        width: units from side to side.
        heights: the least and the most units from top to bottom.
        margin: units that stay free around the points.
    """
    seen = tuple(points)
    south, north = (pick(each.lat for each in seen) for pick in (min, max))
    west, east = (pick(each.lon for each in seen) for pick in (min, max))
    middle = (math.radians((west + east) / 2), math.radians((south + north) / 2))
    cone = _cone(math.radians(south), math.radians(north))
    flat = [_flat(each, middle, cone) for each in seen]
    (left, low), (right, high) = (tuple(pick(each[axis] for each in flat) for axis in (0, 1)) for pick in (min, max))
    least = LEAST_MILES / EARTH_RADIUS_MILES
    across, up = max(right - left, least), max(high - low, least / 2)
    scale = min((width - 2 * margin) / across, (heights[1] - 2 * margin) / up)
    height = max(heights[0], min(heights[1], math.ceil(scale * up + 2 * margin)))
    shift = (width / 2 - scale * (left + right) / 2, height / 2 + scale * (low + high) / 2)
    return Frame(width, height, middle, cone, scale, shift)


def _cone(south: float, north: float) -> tuple[float, float]:
    """Albers' n and C for parallels a sixth of the way in from either end."""
    first, second = south + (north - south) / 6, north - (north - south) / 6
    n = (math.sin(first) + math.sin(second)) / 2
    n = n if abs(n) > _FLAT else math.copysign(_FLAT, n)
    return n, math.cos(first) ** 2 + 2 * n * math.sin(first)


def _flat(at: Point, middle: tuple[float, float], cone: tuple[float, float]) -> tuple[float, float]:
    turn = (math.radians(at.lon) - middle[0] + math.pi) % (2 * math.pi) - math.pi
    radius = _radius(math.radians(at.lat), cone)
    return radius * math.sin(cone[0] * turn), _radius(middle[1], cone) - radius * math.cos(cone[0] * turn)


def _radius(lat: float, cone: tuple[float, float]) -> float:
    n, c = cone
    return math.sqrt(max(0.0, c - 2 * n * math.sin(lat))) / n


def thinned(line: Iterable[tuple[float, float]], least: float) -> Iterator[tuple[int, int]]:
    """The corners of a closed line in whole units, without those that are nearer than ``least`` to the one before."""
    last: tuple[int, int] | None = None
    for x, y in line:
        here = (round(x), round(y))
        if last is None or abs(here[0] - last[0]) + abs(here[1] - last[1]) >= least:
            yield here
            last = here
