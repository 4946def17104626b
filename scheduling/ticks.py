"""Moments and wall times as whole microseconds since 1970, so that turns are found by arithmetic on plain numbers.

A *tick* is a microsecond. An instant is the ticks since 1970-01-01 00:00 UTC; a wall time is the ticks since a clock on
the wall showed 1970-01-01 00:00. What a wall time means as an instant is `scheduling.wallclock`'s rule, and only that:
here it is remembered, day by day, where a zone's clocks do not change and one subtraction gives the same answer.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from scheduling.spans import EARLIEST, LATEST
from scheduling.wallclock import instant_of, last_instant_of

SECOND: Final = 1_000_000
HOUR: Final = 3600 * SECOND
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_WALL_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a time on the wall
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_TICK: Final = timedelta(microseconds=1)


def ticks(moment: datetime) -> int:
    """The ticks of an aware moment."""
    return (moment - _EPOCH) // _TICK


def moment(ticks: int) -> datetime:
    """The UTC moment of these ticks."""
    return _EPOCH + timedelta(0, 0, ticks)


def wall_ticks(day: date, at: time) -> int:
    """The ticks of a day and time on the wall."""
    return (day.toordinal() - _EPOCH_DAY) * DAY + ticks_of_day(at)


def ticks_of_day(at: time) -> int:
    """The ticks from midnight to a time on the wall."""
    return ((at.hour * 60 + at.minute) * 60 + at.second) * SECOND + at.microsecond


def day_of(wall: int) -> date:
    """The day on which a wall time lies."""
    return date.fromordinal(wall // DAY + _EPOCH_DAY)


FIRST: Final = ticks(EARLIEST)
LAST: Final = ticks(LATEST)


class Clock:
    """The clocks of one zone. Equal only to itself; `clock_of` gives the same one for the same zone.

    A day on which the offset from UTC is the same at the midnights around it has no change of the clocks: no zone has
    ever left its offset and come back to it within four days since 1970 (looked up in all of tzdata 2025 and 2026).
    What is remembered ends with the days within reach, some 84,000.
    """

    __slots__ = ("_steady", "zone")

    def __init__(self, zone: ZoneInfo) -> None:
        """Begin with nothing remembered."""
        self.zone = zone
        self._steady: dict[int, int | None] = {}

    def first(self, wall: int) -> int:
        """The first instant at which the clocks show this time or a later one."""
        day = wall // DAY
        offset = self._steady[day] if day in self._steady else self._offset(day)
        return ticks(instant_of(_shown(wall), self.zone)) if offset is None else wall - offset

    def last(self, wall: int) -> int:
        """The first instant from which the clocks show this time or a later one, and never an earlier one again."""
        offset = self._offset(wall // DAY)
        return ticks(last_instant_of(_shown(wall), self.zone)) if offset is None else wall - offset

    def shows(self, at: int) -> int:
        """The wall time that the clocks show at an instant."""
        offset = self._offset(at // DAY)
        return at + (self._looked_up(at) if offset is None else offset)

    def _offset(self, day: int) -> int | None:
        """The offset from UTC throughout a day, whether of the wall or of UTC; None: the clocks change near it."""
        try:
            return self._steady[day]
        except KeyError:
            around = {self._looked_up((day + n) * DAY) for n in (-1, 0, 1, 2)}
            return self._steady.setdefault(day, around.pop() if len(around) == 1 else None)

    def _looked_up(self, at: int) -> int:
        offset = moment(at).astimezone(self.zone).utcoffset()
        return (offset or timedelta()) // _TICK


@lru_cache(maxsize=64)
def clock_of(zone: ZoneInfo) -> Clock:
    """The one clock of a zone."""
    return Clock(zone)


def _shown(wall: int) -> datetime:
    return _WALL_EPOCH + timedelta(microseconds=wall)
