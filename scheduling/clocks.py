"""Two clocks beside each other: how far one is ahead of the other, and when that changes. Pure.

Two zones that change at the same hour of their own walls are out of step in that night, and some never change at all.
So how far apart they are *as a rule* is asked at noon; at one instant, ask ``apart``.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from scheduling.wallclock import instant

_NOON: Final = time(12)
_YEAR: Final = 366


def apart(own: ZoneInfo, home: ZoneInfo, at: datetime) -> timedelta:
    """How far the clock of ``own`` is ahead of that of ``home`` at an instant; less than nothing: behind."""
    mine, theirs = at.astimezone(own).utcoffset(), at.astimezone(home).utcoffset()
    return (mine or timedelta()) - (theirs or timedelta())


@lru_cache(maxsize=8192)
def as_a_rule(own: ZoneInfo, home: ZoneInfo, on: date) -> timedelta:
    """How far ``own`` is ahead on a day, at noon by ``home``."""
    return apart(own, home, instant(on, _NOON, home))


@lru_cache(maxsize=1024)
def next_change(own: ZoneInfo, home: ZoneInfo, on: date) -> date | None:
    """The first day of the coming year on which they are otherwise apart than on this one; ``None``: it stays."""
    now = as_a_rule(own, home, on)
    days = (on + timedelta(days=ahead) for ahead in range(1, _YEAR + 1))
    return next((day for day in days if as_a_rule(own, home, day) != now), None)


def alike(own: ZoneInfo, home: ZoneInfo, on: date) -> bool:
    """Whether both show the same time throughout the year from this day on."""
    return own == home or (not as_a_rule(own, home, on) and next_change(own, home, on) is None)
