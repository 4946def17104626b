"""What people and agencies said about when they can serve, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from geo import AgencyId, PersonId
from scheduling.availability import WeeklyTime
from scheduling.patterns import Pattern
from scheduling.spans import Span

FULL_SHARE: Final = 100
"""A whole share in percent."""


class Said(StrEnum):
    """What somebody says about a time; the value is what the database holds."""

    BLOCKED = "blocked"
    PREFERRED = "preferred"
    UNDESIRED = "undesired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Her promised share in percent of a whole one, most duties a calendar month (None: no limit), notice in hours."""

    share_percent: int = FULL_SHARE
    most_per_month: int | None = None
    notice_hours: int = 0


NO_LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTime:
    """A time and what was said about it: once, or of every week by the consortium's clock; one of the two is there."""

    id: UUID
    person: PersonId
    said: Said
    once: Span | None = None
    weekly: WeeklyTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPattern:
    """The pattern in which somebody works elsewhere, under its name."""

    id: UUID
    person: PersonId
    name: str
    pattern: Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyCalendar:
    """A calendar that somebody lets us read, without its address.

    ``trouble`` is the code of why the last try failed, empty if it did not; ``read_at`` when it was last read well.
    """

    id: UUID
    person: PersonId
    name: str
    trouble: str
    failures: int
    tried_at: datetime | None
    read_at: datetime | None
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LentHours:
    """Hours in which an agency's people may be on call on days from ``first`` to ``last``; ``weekly`` None: never."""

    id: UUID
    agency: AgencyId
    weekly: WeeklyTime | None
    first: date
    last: date | None
