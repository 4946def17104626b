"""Days as agreements count and print them: by their own calendar. Pure."""

from datetime import date, datetime, timedelta

from agreements import Pact, Version
from agreements.times import day_of, start_of
from scheduling.wallclock import zone


def calendar_of(pact: Pact) -> str:
    """The zone whose days count: that of the newest version."""
    return pact.versions[-1].terms.calendar


def said_day(at: datetime, calendar: str) -> str:
    """An instant's day in words, such as ``March 4, 2027``."""
    local = at.astimezone(zone(calendar))
    return f"{local:%B} {local.day}, {local.year}"


def last_day(at: datetime, calendar: str) -> str:
    """The last day before an instant at which something is over."""
    return said_day(at - timedelta(microseconds=1), calendar)


def today_of(at: datetime, version: Version) -> date:
    """The civil day there."""
    return day_of(at, version.terms.calendar)


def beginning(day: date, calendar: str) -> datetime:
    """The instant at which a day begins there."""
    return start_of(day, calendar)


def end(day: date, calendar: str) -> datetime:
    """The first instant after a day there."""
    return start_of(day + timedelta(days=1), calendar)
