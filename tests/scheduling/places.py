"""The zones that are tested, and when their clocks change."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from scheduling import Span

MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)

YEARS = {
    "America/Chicago": 2026,
    "America/New_York": 2026,
    "America/Los_Angeles": 2026,
    "America/Phoenix": 2026,
    "America/Denver": 2026,
    "Australia/Lord_Howe": 2026,  # half an hour
    "Asia/Kolkata": 2026,
    "Pacific/Apia": 2011,  # no December 30
    "America/Sao_Paulo": 2018,  # at midnight
}
"""Zones to test, each with a year in which both its changes happen, if it has any."""


@cache
def jumps(zone: str) -> tuple[datetime, ...]:
    """The hours of the zone's year after which its offset from UTC has changed."""
    hours = [datetime(YEARS[zone], 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(8760)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    pairs = zip(hours[1:], offsets[1:], offsets, strict=False)
    return tuple(hour for hour, offset, before in pairs if offset != before)


def a_year(zone: str) -> Span:
    year = YEARS[zone]
    return Span(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 2, 1, tzinfo=UTC))
