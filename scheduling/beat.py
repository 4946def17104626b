"""The beat of a rotation: periods that follow each other, each beginning at a hand-off on the wall.

Every period is counted from the first hand-off, so that it is found by arithmetic: never by walking from the start, and
never from a neighbour. The rules:

* hours, days and weeks: so much on the wall clock after the hand-off before. 24 hours are one day, whatever the clocks
  do; hours that do not divide a day follow the wall clock as well, over midnight (every 5 hours from 7:00: 7:00, 12:00,
  17:00, 22:00, 3:00 …), so that a period in which the clocks change is longer or shorter by as much;
* months: the same day of the month as the ORIGINAL first day, or the month's last day where it has no such day
  (January 31, February 28, March 31);
* hand-offs are one instant, the first occurrence (`scheduling.wallclock`), so periods tile. A period that a change of
  the clocks leaves out altogether has no time.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from scheduling.ticks import DAY, FIRST, HOUR, LAST, WEEK, Clock, day_of, wall_ticks
from scheduling.wallclock import MIDNIGHT


class Unit(StrEnum):
    """What the length of a turn is counted in."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_STEP: Final = {Unit.HOUR: HOUR, Unit.DAY: DAY, Unit.WEEK: WEEK}


@dataclass(frozen=True, slots=True)
class Beat:
    """Periods of ``every`` units from the wall time ``first`` on, up to the wall time ``until``, the last cut there.

    Instants and wall times are ticks; periods are numbered from 0.
    """

    clock: Clock
    unit: Unit
    every: int
    first: int
    until: int
    count: int = field(init=False, compare=False)
    begins: int = field(init=False, compare=False)
    ends: int = field(init=False, compare=False)
    _step: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep at hand what every question needs."""
        keep = object.__setattr__
        keep(self, "_step", _STEP.get(self.unit, 0) * self.every)
        keep(self, "count", self.index(self.until - 1) + 1)
        keep(self, "ends", min(self.clock.first(self.until), LAST))
        keep(self, "begins", self.starts(0))

    def wall(self, index: int) -> int:
        """The wall time at which a period begins."""
        return self.first + index * self._step if self._step else self._month(index)

    def index(self, wall: int) -> int:
        """The number of the period that holds a wall time: negative before the first, and not bounded by the last."""
        if self._step:
            return (wall - self.first) // self._step
        first, day = day_of(self.first), day_of(wall)
        index = ((day.year - first.year) * 12 + day.month - first.month) // self.every
        return index - (self._month(index) > wall)

    def starts(self, index: int) -> int:
        """The instant at which a period begins; past the last, the end."""
        if index >= self.count:
            return self.ends
        return min(max(self.clock.first(self.wall(index)), FIRST), self.ends)

    def at(self, instant: int) -> int | None:
        """The number n for which period n has begun at an instant and period n + 1 has not; None outside."""
        return next((index for _, _, index in self.periods(instant, instant + 1)), None)

    def periods(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and number of every period that has time in ``[start, end)``, whole and in order.

        The wall clock gives the first at once. It is never too high: when the clocks show the hand-off's time or a
        later one, the hand-off is over, by the rule of `wallclock`. While they show times again it may be too low.
        """
        start, end = max(start, self.begins), min(end, self.ends)
        if start >= end:
            return
        index = max(self.index(self.clock.shows(start)), 0)
        over = self.starts(index + 1)
        while start >= over:
            index += 1
            over = self.starts(index + 1)
        begun, first, step = self.starts(index), self.clock.first, self._step
        while begun < end:
            if begun < over:
                yield begun, over, index
            index, begun = index + 1, over
            if step and FIRST < begun < end and index + 1 < self.count:  # as nearly always: what `starts` would give
                over = min(first(self.first + (index + 1) * step), self.ends)
            else:
                over = self.starts(index + 1)

    def _month(self, index: int) -> int:
        """The wall time of a period of months, with the day of the month clamped from the original first day."""
        first = day_of(self.first)
        year, month = divmod(first.year * 12 + first.month - 1 + index * self.every, 12)
        day = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
        return wall_ticks(day, MIDNIGHT) + self.first % DAY
