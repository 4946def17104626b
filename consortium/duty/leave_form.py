"""The form for leave: whole days, or from and until a time of the day, by the consortium's clock. No reason."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from consortium.db import Reading
from consortium.members import fields
from consortium.members.store import load_region
from consortium.problems import BadInput
from scheduling.wallclock import instant, zone

_LONGEST = timedelta(days=730)


async def read_leave(reading: Reading, form: Mapping[str, str]) -> tuple[datetime, datetime]:
    """From the first day away to the end of the last one; a time makes it begin later or end earlier.

    Raises:
        BadInput: a day is missing, the last comes before the first or is over, or a time is none.
    """
    first, last = fields.day(form, "first"), fields.day(form, "last")
    clock = zone((await load_region(reading)).timezone)
    today = reading.now.astimezone(clock).date()
    if last < max(first, today):
        raise BadInput("The last day must not come before the first, nor be over.", "last")
    if first < today - timedelta(days=1) or last > today + _LONGEST:
        raise BadInput("Leave is taken from today on, and for two years ahead at most.", "first")
    begins, ends = _time(form, "leaves_at"), _time(form, "returns_at")
    start = instant(first, begins or time(0), clock)
    end = instant(last, ends, clock) if ends else instant(_next(last), time(0), clock)
    if end <= start:
        raise BadInput("The end must come after the start.", "returns_at")
    return start, end


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _time(form: Mapping[str, str], name: str) -> time | None:
    typed = fields.text(form, name)
    if not typed:
        return None
    try:
        return time.fromisoformat(typed).replace(tzinfo=None)
    except ValueError as wrong:
        raise BadInput("Give a time, such as 07:00, or leave this empty.", name) from wrong
