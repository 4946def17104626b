"""When a rotation is on call, and to which of its turns each time belongs: beat, weekly hours and days off together.

The rules:

* without weekly hours, a period's time is all of it, from hand-off to hand-off;
* a window of the week is a shift, and a shift belongs to the turn of the instant at which it starts: it stays with its
  holder although the hand-off comes in its midst. A window of a whole day is no shift but an opening, and where turns
  are counted in hours they are shorter than any shift: those windows are cut at every hand-off;
* where the rotation itself begins or ends in a window, the window is cut there;
* a day off takes away every window that starts on it, to its end; without weekly hours, the time from its hand-off to
  the next day's;
* a period is inactive if, by the wall clock, no time of it is left. (A period that only a change of the clocks leaves
  without time is not: it has had its turn.)

Who holds a turn is not handled here; see `scheduling.order`.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate
from math import lcm
from typing import Final

from scheduling.beat import Beat, Unit
from scheduling.ticks import DAY, HOUR, WEEK, wall_ticks
from scheduling.wallclock import MIDNIGHT
from scheduling.weekly import Weekly

Piece = tuple[int, int, int]
"""Start and end (instants, in ticks) of some time on call, and the number of the turn that it belongs to."""

_MONDAY: Final = -3 * DAY
"""The wall time of Monday, December 29, 1969, at midnight."""

_REACH: Final = 2 * DAY
"""More than the clocks of any zone have ever jumped."""


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a rotation: its beat, with what weekly hours and days off leave of it."""

    beat: Beat
    only: Weekly | None = None
    off: frozenset[date] = frozenset()
    _off: frozenset[int] = field(init=False, compare=False, repr=False)
    _holes: tuple[tuple[int, int], ...] = field(init=False, compare=False, repr=False)
    _table: tuple[tuple[int, int, bool], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep at hand the days off, the spans that they take away without weekly hours, and the windows."""
        days = sorted(wall_ticks(day, MIDNIGHT) // DAY for day in self.off)
        object.__setattr__(self, "_off", frozenset(days))
        object.__setattr__(self, "_holes", () if self.only else tuple(self._holes_of(days)))
        cuts, windows = self.beat.unit is Unit.HOUR, self.only.windows if self.only else ()
        table = tuple((window.opens, window.length, cuts or window.whole_day) for window in windows)
        object.__setattr__(self, "_table", table)

    @property
    def whole(self) -> bool:
        """Tell whether every period is on call throughout."""
        return self.only is None and not self.off

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Yield every piece that has time in ``[start, end)``, by start; pieces are never cut to what is asked."""
        if self.only is not None:
            return self._windows(start, end)
        return self._besides_holes(start, end) if self._holes else self.beat.periods(start, end)

    def of(self, index: int) -> tuple[Piece, ...]:
        """All pieces of one turn, in order; none for a number that is no turn's."""
        if not 0 <= index < self.beat.count:
            return ()
        start = self.beat.starts(index)
        found = self.pieces(start, max(self.beat.starts(index + 1), start + 1))
        return tuple(piece for piece in found if piece[2] == index)

    def duty_starts(self, index: int) -> int:
        """The instant at which a turn's duty begins; for a turn without any, at which its period does."""
        return next(iter(self.of(index)), (self.beat.starts(index),))[0]

    def first_from(self, instant: int) -> int:
        """The number of the first turn whose duty begins at the instant or later; `Beat.count` if there is none."""
        if instant >= self.beat.ends:
            return self.beat.count
        index = self.beat.at(max(instant, self.beat.begins)) or 0
        while index > 0 and self.duty_starts(index - 1) >= instant:
            index -= 1
        while index < self.beat.count and self.duty_starts(index) < instant:
            index += 1
        return index

    def active(self, index: int) -> bool:
        """Tell whether a period has time on call, by the wall clock."""
        start, end = self.beat.wall(index), self.beat.wall(index + 1)
        if self.only is not None:
            found = self._week(start, end)
            return any(cut or opens >= start or index == 0 for opens, _, cut in found)
        hand_off = self.beat.first % DAY
        days = range((start - hand_off) // DAY, (end - 1 - hand_off) // DAY + 1)
        return not self._off or any(day not in self._off for day in days)

    def active_before(self, index: int) -> int:
        """Count the active periods of which the number is lower: by arithmetic, not by walking."""
        return index if self.whole else _counts(self).before(index)

    def _windows(self, start: int, end: int) -> Iterator[Piece]:
        beat, clock = self.beat, self.beat.clock
        for opens, closes, cut in self._week(clock.shows(start) - _REACH, clock.shows(end) + _REACH):
            begun, over = max(clock.first(opens), beat.begins), min(clock.last(closes), beat.ends)
            if begun >= over or over <= start or end <= begun:
                continue
            if not cut:
                yield begun, over, max(beat.index(opens), 0)
                continue
            for since, until, index in beat.periods(max(begun, start), min(over, end)):
                yield max(since, begun), min(until, over), index

    def _week(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Yield each window that has time in these wall times: start, end, and whether hand-offs cut it."""
        for monday in range((start - DAY - _MONDAY) // WEEK * WEEK + _MONDAY, end, WEEK):
            for opens, length, cut in self._table:
                begins = monday + opens
                if begins + length > start and begins < end and begins // DAY not in self._off:
                    yield begins, begins + length, cut

    def _besides_holes(self, start: int, end: int) -> Iterator[Piece]:
        for begun, over, index in self.beat.periods(start, end):
            since = begun
            hole = bisect_left(self._holes, begun, key=lambda each: each[1])
            while since < over:
                opens, closes = self._holes[hole] if hole < len(self._holes) else (over, over)
                until = min(opens, over)
                if since < until and since < end and start < until:
                    yield since, until, index
                since, hole = max(since, closes), hole + 1

    def _holes_of(self, days: list[int]) -> Iterator[tuple[int, int]]:
        """The spans that days off take away, by start: from the day's hand-off to the next day's."""
        hand_off = self.beat.first % DAY
        for day in days:
            yield self.beat.clock.first(day * DAY + hand_off), self.beat.clock.first((day + 1) * DAY + hand_off)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many periods are active: the week's pattern comes round, and days off are exceptions to it."""

    first: bool
    """Whether period 0 is active; it alone takes up a window that has begun before it."""
    sums: tuple[int, ...]
    """Active periods among the first n of a round, for n from 0 to the round's length."""
    idle: tuple[int, ...]
    """Periods after the first that would be active but for days off, in order."""

    def before(self, index: int) -> int:
        if index <= 0:
            return 0
        return self.first + self._by_week(index) - self._by_week(1) - bisect_left(self.idle, index)

    def _by_week(self, index: int) -> int:
        rounds, rest = divmod(index, len(self.sums) - 1)
        return rounds * self.sums[-1] + self.sums[rest]


@lru_cache(maxsize=512)
def _counts(times: Times) -> _Counts:
    """Count once for all rotations of these times."""
    beat, usual = times.beat, replace(times, off=frozenset())
    length = 1
    if beat.unit in (Unit.HOUR, Unit.DAY):
        step = beat.every * (HOUR if beat.unit is Unit.HOUR else DAY)
        length = lcm(step, WEEK) // step
    pattern = [usual.active(index) for index in range(length, 2 * length)]
    near = {index for day in times.off for index in _touched(times, wall_ticks(day, MIDNIGHT))}
    idle = sorted(index for index in near if usual.active(index) and not times.active(index))
    return _Counts(times.active(0), tuple(accumulate(pattern, initial=0)), tuple(idle))


def _touched(times: Times, day: int) -> range:
    """The numbers of the periods after the first that a day off may touch; ``day`` is its midnight on the wall."""
    return range(max(1, times.beat.index(day)), min(times.beat.index(day + 2 * DAY), times.beat.count) + 1)
