"""The weekly hours of an agreement, by the wall clock of its calendar.

A window is a time of the wall clock: an hour that the clocks leave out is in no window, and one that comes twice is
in its window twice. So the hours open and close at instants that no one writes down, and every week again; what
remembers answers asks here for the instants that matter to it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from agreements.term_kinds import Window
from agreements.times import utc, zone_of

_DAY: Final = 24 * 60


def begins_within(hours: tuple[Window, ...], calendar: str, at: datetime) -> bool:
    """Whether somebody may be asked to begin at an instant; without any hours, always."""
    if not hours:
        return True
    minute = _minute_of_week(calendar, at.replace(second=0, microsecond=0))
    return any(window.start <= minute < window.end for window in hours)


def turns(hours: tuple[Window, ...], calendar: str, since: datetime, until: datetime) -> Iterator[datetime]:
    """Every instant in ``[since, until)`` at which the hours open or close, in no order, maybe twice.

    Jumps of the clock are among them wherever they may open or close something.
    """
    if not hours:
        return
    edges = {edge % (7 * _DAY) for window in hours for edge in (window.start, window.end)}
    zone = zone_of(calendar)
    day = utc(since).astimezone(zone).date() - timedelta(days=1)
    last = utc(until).astimezone(zone).date() + timedelta(days=1)
    while day <= last:
        for edge in edges:
            if edge // _DAY == day.weekday():
                yield from (at for at in _instants(calendar, day, edge % _DAY) if since <= at < until)
        yield from (at for at in _jump(calendar, day) if since <= at < until)
        day += timedelta(days=1)


@lru_cache(maxsize=4096)
def _minute_of_week(calendar: str, at: datetime) -> int:
    local = at.astimezone(zone_of(calendar))
    return local.weekday() * _DAY + local.hour * 60 + local.minute


@lru_cache(maxsize=4096)
def _instants(calendar: str, day: date, minute: int) -> tuple[datetime, ...]:
    """The instants at which the wall clock may show that minute; both, where it shows it twice."""
    zone = zone_of(calendar)
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    return tuple({wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)})


@lru_cache(maxsize=4096)
def _jump(calendar: str, day: date) -> tuple[datetime, ...]:
    """The instant of that day at which the clock is moved, if it is."""
    zone = zone_of(calendar)
    start, end = (datetime.combine(each, time(0), zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    before = start.astimezone(zone).utcoffset()
    if before == end.astimezone(zone).utcoffset():
        return ()
    low, high = 0, int((end - start) / timedelta(minutes=1))
    while high - low > 1:
        middle = (low + high) // 2
        same = (start + timedelta(minutes=middle)).astimezone(zone).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return (start + timedelta(minutes=high),)
