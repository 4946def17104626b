"""A feed as iCalendar text (RFC 5545, RFC 7986): that one is on call and on which line, and nothing else. Pure.

Times are UTC, so that no program has to know a time zone's rules. Duty does not block the day: it is transparent.
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from icalendar import Calendar, vDuration
from icalendar import Event as Entry

from consortium.duty.feeds.events import Event
from scheduling import Line

_EVERY: Final = timedelta(hours=1)
_NAMES: Final = {Line.PRIMARY: "primary", Line.BACKUP: "backup", Line.CLINICIAN: "clinician"}


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    """The whole calendar. ``name`` is shown by the program; the same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Consortium//Duty//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_EVERY), parameters={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(_EVERY)  # `add` would write 1:00:00, which no program reads
    for event in sorted(events, key=lambda each: (each.span.start, each.id)):
        calendar.add_component(_entry(event))
    return bytes(calendar.to_ical())


def etag_of(text: bytes) -> str:
    """What tells one version of the text from another (RFC 9110, section 8.8.3)."""
    return f'"{hashlib.sha256(text).hexdigest()[:32]}"'


def _entry(event: Event) -> Entry:
    entry = Entry()
    entry.add("uid", str(event.id))
    entry.add("dtstamp", event.changed_at.replace(microsecond=0))
    entry.add("last-modified", event.changed_at.replace(microsecond=0))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", event.span.start)
    entry.add("dtend", event.span.end)
    entry.add("summary", f"On call: {_NAMES[event.line]}")
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    return entry
