"""By which clock a place lives, from towns whose clocks are known. Pure.

No list says where one clock ends and the next begins, but towns say by which they live, and the border between two
clocks mostly follows county lines. So the towns of the place's own county are asked; where its county has none, those
of the state. The nearest town answers, and where a town of another clock is nearly as near, the answer is unsure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.places import Point, arc_miles, vector

CLEAR_BY: Final = 2.0
"""The nearest town of another clock must be so many times as far as the nearest town, or nobody is sure."""
CLEAR_MILES: Final = 6.0
"""And so many miles farther: a place is the middle of something, and a county has no town at its every corner."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town and the name of the clock on its wall."""

    at: Point
    clock: str


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The clock that a place lives by, as far as towns tell; ``sure`` unless another one is about as near."""

    clock: str
    sure: bool


def reckon(at: Point, county: Sequence[Town], state: Iterable[Town]) -> Reckoned | None:
    """The clock at a place, by the towns of its county, or where there are none, of its state; ``None`` without any."""
    far: dict[str, float] = {}
    here = vector(at)
    for town in county or state:
        away = arc_miles(here, vector(town.at))
        far[town.clock] = min(away, far.get(town.clock, away))
    if not far:
        return None
    (clock, near), *others = sorted(far.items(), key=lambda each: (each[1], each[0]))
    sure = not others or others[0][1] >= max(near * CLEAR_BY, near + CLEAR_MILES)
    return Reckoned(clock, sure)
