"""From somebody's calendar to the times at which she is busy, and to nothing else: no title, place, person or id.

Read are events (RFC 5545 VEVENT with its series, exceptions and changed instances), free-busy lists (VFREEBUSY) and
availability (RFC 7953 VAVAILABILITY). Busy is what the calendar calls so: an event counts unless it is cancelled,
transparent, or shown as free; a tentative one counts, because she may be there. Times without a zone, and whole days,
are by the clock of ``home``.

A hostile calendar can make any reader work for hours. What is plainly a bomb is refused here; the caller lends this
a process with a limit of time and memory of its own, for what cannot be seen beforehand.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from scheduling.errors import AvailabilityError
from scheduling.spans import EARLIEST, LATEST, Span, subtract, union
from scheduling.wallclock import instant

MOST_COMPONENTS: Final = 10_000
MOST_DATES: Final = 20_000
MOST_SPANS: Final = 5_000
_MOST_FOUND: Final = 50_000
_OFTEN: Final = ("SECONDLY", "MINUTELY")
_RULES: Final = ("RRULE", "EXRULE")
_FREE: Final = frozenset({"FREE"})
_SERIES: Final = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SEQUENCE")
_DAY: Final = timedelta(days=1)
Part = Any
"""A component of icalendar's, whose properties are of thirty types; what is read of them is checked where used."""
_LOWEST: Final = 10
"""A priority of 0, or none, is the lowest (RFC 7953 §3.2)."""


class NoCalendarError(AvailabilityError):
    """What came is no calendar, or one that cannot be read."""


class TooMuchError(AvailabilityError):
    """A calendar holds more than anybody's calendar does."""


def busy_spans(data: bytes, window: Span, home: ZoneInfo) -> tuple[Span, ...]:
    """Give the busy time of the window, as the fewest spans, in order, cut to the window.

    Raises:
        NoCalendarError: the bytes are no iCalendar text.
        TooMuchError: they hold more than the limits of this module.
    """
    if data.upper().count(b"BEGIN:") > MOST_COMPONENTS:
        raise TooMuchError(f"A calendar holds {MOST_COMPONENTS:,} entries at most.")
    found: list[Span] = []
    for calendar in _calendars(data):
        _refuse_bombs(calendar)
        found += _of_events(calendar, window, home)
        found += _of_lists(calendar, window, home)
        found += _of_availability(calendar, window, home)
    merged = union(found)
    if len(merged) > MOST_SPANS:
        raise TooMuchError(f"A calendar is busy at most {MOST_SPANS:,} times.")
    return merged


def _calendars(data: bytes) -> list[Calendar]:
    told = data.upper()
    if b"BEGIN:VCALENDAR" not in told[:4096] or not told.rstrip(b"\0 \t\r\n").endswith(b"END:VCALENDAR"):
        raise NoCalendarError("This is no calendar, or not the whole of one.")
    try:
        found: Any = Calendar.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError) as broken:
        raise NoCalendarError("This calendar cannot be read.") from broken
    return list(found)


def _refuse_bombs(calendar: Part) -> None:
    dates = 0
    for part in calendar.walk():
        for name in _RULES:
            for rule in _listed(part.get(name)):
                if str(next(iter(rule.get("FREQ", [])), "")).upper() in _OFTEN:
                    raise TooMuchError("An entry that comes back every minute or second is no appointment.")
        for name in ("RDATE", "EXDATE"):
            dates += sum(len(getattr(each, "dts", ())) for each in _listed(part.get(name)))
    if dates > MOST_DATES:
        raise TooMuchError(f"The series of a calendar name at most {MOST_DATES:,} days.")


def _of_events(calendar: Part, window: Span, home: ZoneInfo) -> Iterator[Span]:
    """Busy time of events; the filter comes after the series is laid out, as one instance may be cancelled or free."""
    return (span for event in _instances(calendar, window) if _busy(event) for span in _span(event, window, home))


def _instances(calendar: Part, window: Span) -> Iterator[Part]:
    start, end = max(window.start - _DAY, EARLIEST), min(window.end + _DAY, LATEST)
    found = list(islice(recurring_ical_events.of(calendar).between(start, end), _MOST_FOUND + 1))
    if len(found) > _MOST_FOUND:
        raise TooMuchError(f"A calendar holds at most {_MOST_FOUND:,} events in a year.")
    return iter(found)


def _busy(event: Part) -> bool:
    told = {name: str(event.get(name, "")).upper() for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")}
    return (
        told["STATUS"] != "CANCELLED"
        and told["TRANSP"] != "TRANSPARENT"
        and told["X-MICROSOFT-CDO-BUSYSTATUS"] not in _FREE
    )


def _span(event: Part, window: Span, home: ZoneInfo) -> Iterator[Span]:
    """The time of one instance in the window; one without length, such as a reminder, has none."""
    starts = event["DTSTART"].dt
    ends = event["DTEND"].dt if "DTEND" in event else None
    if ends is None and "DURATION" in event:
        ends = starts + event["DURATION"].dt
    if ends is None:
        ends = starts if isinstance(starts, datetime) else starts + _DAY
    yield from _cut(_instant(starts, home), _instant(ends, home), window)


def _of_lists(calendar: Part, window: Span, home: ZoneInfo) -> Iterator[Span]:
    """Busy time of free-busy lists (RFC 5545 §3.6.4)."""
    for part in calendar.walk("VFREEBUSY"):
        for period in _listed(part.get("FREEBUSY")):
            told = getattr(period, "dt", None)
            if not isinstance(told, tuple) or str(period.params.get("FBTYPE", "BUSY")).upper() in _FREE:
                continue
            start, end = told
            until = start + end if isinstance(end, timedelta) else end
            yield from _cut(_instant(start, home), _instant(until, home), window)


def _of_availability(calendar: Part, window: Span, home: ZoneInfo) -> tuple[Span, ...]:
    """Busy time of availability (RFC 7953 §4): a part with a higher priority has the last word in its time."""
    busy: tuple[Span, ...] = ()
    for part in sorted(calendar.walk("VAVAILABILITY"), key=_priority, reverse=True):
        starts = _instant(part["DTSTART"].dt, home) if "DTSTART" in part else EARLIEST
        ends = _instant(part["DTEND"].dt, home) if "DTEND" in part else LATEST
        if "DURATION" in part and "DTSTART" in part:
            ends = starts + part["DURATION"].dt
        whole = tuple(_cut(starts, ends, window))
        free = list(_available(part, window, home))
        closed = () if str(part.get("BUSYTYPE", "")).upper() in _FREE else subtract(whole, free)
        busy = union((*subtract(busy, whole), *closed))
    return busy


def _available(part: Part, window: Span, home: ZoneInfo) -> Iterator[Span]:
    """The free times of one part, laid out as if each were an event."""
    laid = Calendar()
    for free in part.subcomponents:
        if free.name != "AVAILABLE":
            continue
        event = Event()
        for name in _SERIES:
            if name in free:
                event[name] = free[name]
        laid.add_component(event)
    return (span for event in _instances(laid, window) for span in _span(event, window, home))


def _priority(part: Part) -> int:
    return int(part.get("PRIORITY", 0)) or _LOWEST


def _cut(start: datetime, end: datetime, window: Span) -> Iterator[Span]:
    begins, stops = max(start, window.start), min(end, window.end)
    if begins < stops:
        yield Span(begins, stops)


def _instant(at: date, home: ZoneInfo) -> datetime:
    """Aware UTC within reach; a day, or a time without a zone, is by the clock of home."""
    if at.year < EARLIEST.year:
        return EARLIEST
    if at.year >= LATEST.year:
        return LATEST
    if not isinstance(at, datetime):
        return instant(at, time(0), home)
    if at.tzinfo is None:
        return instant(at.date(), at.time(), home)
    return min(max(at.astimezone(UTC), EARLIEST), LATEST)


def _listed(found: Any) -> Iterable[Any]:
    return () if found is None else found if isinstance(found, list) else (found,)
