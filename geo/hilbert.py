"""The order of departments along a Hilbert curve: neighbours on the curve are neighbours on the ground.

The curve fills a square around all departments, in a flat projection about their middle, so it also serves a region
that straddles the 180th meridian.
"""

import math
from collections.abc import Iterable

from geo.places import Point, middle, vector
from geo.zones import Department, refuse_twice

STEPS = 1 << 16
"""Cells along each side of the square; a cell of a state-wide region is about ten yards wide."""


def along_curve(departments: Iterable[Department]) -> tuple[Department, ...]:
    """The departments from one end of the curve to the other, in an order that no agency's id decides.

    Only departments at one place, of one size, are ordered by id.

    Raises:
        PlanError: an agency stands among them twice.
    """
    every = tuple(departments)
    refuse_twice(each.agency for each in every)
    if not every:
        return ()
    flat = _flatten([each.at for each in every])
    left, low = min(x for x, _ in flat), min(y for _, y in flat)
    side = max(max(x for x, _ in flat) - left, max(y for _, y in flat) - low) or 1.0
    cells = [_cell((x - left) / side, (y - low) / side) for x, y in flat]

    def place(index: int) -> tuple[object, ...]:
        each = every[index]
        return (cells[index], each.at.lat, each.at.lon, each.sworn, each.agency)

    return tuple(every[index] for index in sorted(range(len(every)), key=place))


def _flatten(points: list[Point]) -> list[tuple[float, float]]:
    """East and north of the middle, in degrees of latitude."""
    x, y, z = middle((vector(each), 1) for each in points)
    centre = math.degrees(math.atan2(y, x))
    squeeze = math.hypot(x, y) / (math.hypot(x, y, z) or 1.0)
    return [(squeeze * ((each.lon - centre + 180) % 360 - 180), each.lat) for each in points]


def _cell(x: float, y: float) -> int:
    """How far along the curve the cell of (x, y) lies; both from 0 to 1 (Hilbert 1891)."""
    column, row = (min(int(value * STEPS), STEPS - 1) for value in (x, y))
    distance, half = 0, STEPS >> 1
    while half:
        right, up = bool(column & half), bool(row & half)
        distance += half * half * ((3 * right) ^ up)
        column, row = column & (half - 1), row & (half - 1)
        if not up:
            if right:
                column, row = half - 1 - column, half - 1 - row
            column, row = row, column
        half >>= 1
    return distance
