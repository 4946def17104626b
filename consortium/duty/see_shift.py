"""Which shift a phone may be kept signed in for: the one that runs, or the next within twelve hours. Pure."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from scheduling import Schedule, Span, shifts

SOON: Final = timedelta(hours=12)
_AHEAD: Final = timedelta(days=28)


def end_of_shift(schedule: Schedule, person: UUID, now: datetime) -> datetime | None:
    """The end of the shift that this person holds at ``now``, else of the one that begins within :data:`SOON`."""
    mine = (shift.span for shift in shifts(schedule, Span(now, now + _AHEAD)) if shift.person == person)
    first = min(mine, key=lambda span: span.start, default=None)
    return first.end if first is not None and first.start <= now + SOON else None
