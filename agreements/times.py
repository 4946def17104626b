"""Instants, periods and whole days. All instants are aware UTC; nothing here reads a clock.

A *day* in an agreement is a civil day of the agreement's own calendar (clause 3), so that "30 days' notice" given
on the first of May is over when the 31st of May is over there, whatever the clocks did in between.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agreements.errors import InstantError, PeriodError, TermsError

ZERO: Final = timedelta(0)
MOMENT: Final = timedelta.resolution
YEARS: Final = range(1900, 3000)
_PLACE: Final = re.compile(
    r"UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(/[A-Za-z][A-Za-z_-]*)+"
)
"""The names of zones that mean the same everywhere; others, such as ``localtime``, hang on the machine."""


def utc(at: datetime) -> datetime:
    """The same instant, once it is sure that it is one.

    Raises:
        InstantError: naive, not UTC, or outside the years 1900 to 2999.
    """
    if at.tzinfo is not UTC and at.utcoffset() != ZERO:
        raise InstantError(f"{at.isoformat()} is not a time in UTC; give the time with its zone, as UTC.")
    if at.year not in YEARS:
        raise InstantError(f"The year {at.year} can't be meant; years run from 1900 to 2999.")
    return at


@dataclass(frozen=True, slots=True)
class Period:
    """The half-open time ``[since, until)``; ``None`` leaves that end open.

    Raises:
        InstantError: an end is not an instant in UTC.
        PeriodError: the end does not come after the start.
    """

    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a period that lasts no time."""
        since, until = self.since and utc(self.since), self.until and utc(self.until)
        if since and until and until <= since:
            raise PeriodError(f"This period ends at {until} but begins only at {since}.")

    def covers(self, at: datetime) -> bool:
        """Whether ``at`` lies within: the start does, the end does not."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@lru_cache(maxsize=512)
def zone_of(calendar: str) -> ZoneInfo:
    """The time zone of that name: an area and a place, or UTC.

    Raises:
        TermsError: there is none.
    """
    try:
        found = ZoneInfo(calendar) if _PLACE.fullmatch(calendar) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found = None
    if found is None:
        raise TermsError(f"{calendar!r} is not the name of a time zone such as America/Denver.")
    return found


ALWAYS: Final = Period()


@lru_cache(maxsize=4096)
def days_after(at: datetime, days: int, calendar: str) -> datetime:
    """The first instant after the ``days``-th whole civil day that follows the day of ``at``.

    The day of ``at`` itself is not counted, as is usual for notices; so no days end with that day itself.
    A midnight that the clocks leave out becomes the instant of the jump; of two midnights the later one counts.
    """
    return start_of(day_of(at, calendar) + timedelta(days=days + 1), calendar)


def day_of(at: datetime, calendar: str) -> date:
    """The civil day on which an instant falls."""
    return at.astimezone(zone_of(calendar)).date()


@lru_cache(maxsize=4096)
def start_of(day: date, calendar: str) -> datetime:
    """The instant at which a civil day begins there; the rule of ``days_after`` for midnights."""
    zone = zone_of(calendar)
    return max(datetime.combine(day, time(fold=fold), zone).astimezone(UTC) for fold in (0, 1))


def months_after(day: date, months: int) -> date:
    """The first day after ``months`` whole months that begin with ``day``.

    From the 1st of July on, 12 months end with the 30th of June. Where the last month has no such day, they end with
    its last one: from the 31st of January on, one month ends with the last day of February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    year, month = divmod(year * 12 + month + 1, 12)
    return date(year, month + 1, 1)
