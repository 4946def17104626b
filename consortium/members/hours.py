"""Set hours of a service, by the clock on the wall. Pure: whether it is open, when it opens next, and as spans."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from scheduling.spans import Span, union
from scheduling.wallclock import instant, zone

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=8)
_MIDNIGHT: Final = time(0)


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """The hours of one weekday, half-open; ``weekday`` counts from Monday, 0.

    An end that does not come after the start is one of the next day: 18:00 to 07:00 is a night, 00:00 to 00:00 a day.
    """

    weekday: int
    opens: time
    closes: time

    @property
    def all_day(self) -> bool:
        """From midnight to midnight."""
        return self.opens == self.closes == _MIDNIGHT


def open_spans(hours: Iterable[Hours], timezone: str, window: Span) -> tuple[Span, ...]:
    """When the service is open within the window, ordered, with hours that touch put together."""
    inside = (each.intersect(window) for each in _laid_out(tuple(hours), zone(timezone), window))
    return union(each for each in inside if each is not None)


def is_open(hours: Iterable[Hours], timezone: str, at: datetime) -> bool:
    """Whether the service is open at an instant."""
    return any(at in span for span in open_spans(hours, timezone, Span(at, at + timedelta(minutes=1))))


def next_opening(hours: Iterable[Hours], timezone: str, at: datetime) -> datetime | None:
    """The next instant at which it opens, if it is closed now; ``None`` where there are no hours at all."""
    spans = open_spans(hours, timezone, Span(at, at + _WEEK))
    return spans[0].start if spans else None


def _laid_out(hours: tuple[Hours, ...], clock: ZoneInfo, window: Span) -> Iterator[Span]:
    """Each day's hours from the day before the window to its last day; a jump of the clock may leave a day none."""
    day, last = window.start.astimezone(clock).date() - _DAY, window.end.astimezone(clock).date()
    while day <= last:
        for each in hours:
            if each.weekday == day.weekday():
                until = day if each.closes > each.opens else day + _DAY
                start, end = instant(day, each.opens, clock), instant(until, each.closes, clock)
                if start < end:
                    yield Span(start, end)
        day += _DAY
