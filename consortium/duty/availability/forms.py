"""The forms about availability as values: a time once, a time of every week, limits, a work pattern. Pure."""

from collections.abc import Mapping
from datetime import date, time
from typing import Final

from consortium.duty.availability.keep_pattern import year_of
from consortium.duty.availability.values import FULL_SHARE, Limits
from consortium.members import fields
from consortium.members.fields import Form
from consortium.problems import BadInput
from scheduling.availability import WeeklyTime
from scheduling.errors import AvailabilityError
from scheduling.patterns import OFF, Hours, Pattern, known, read_cycle

AWAY: Final = "away"
OWN: Final = "own"
_SHARES: Final = {"full": FULL_SHARE, "half": FULL_SHARE // 2}


def read_weekly(form: Form) -> WeeklyTime:
    """A time of every week: ``day_0`` … ``day_6`` for Monday to Sunday, from and until, and perhaps from and to a day.

    Both times empty: the whole day.

    Raises:
        BadInput: no day is ticked, one of the times is missing, or the last day comes before the first.
    """
    days = frozenset(number for number in range(7) if fields.text(form, f"day_{number}") == "yes")
    if not days:
        raise BadInput("Tick at least one day of the week.", "day_0")
    start, end = clock_time(form, "from_time"), clock_time(form, "to_time")
    if (start is None) != (end is None):
        raise BadInput("Give both times, or none for the whole day.", "to_time")
    try:
        return WeeklyTime(
            weekdays=days,
            start=start or time(0),
            end=end or time(0),
            first=day_or_none(form, "first_day"),
            last=day_or_none(form, "last_day"),
        )
    except AvailabilityError as wrong:
        raise BadInput(str(wrong), "last_day") from wrong


def read_limits(form: Form) -> Limits:
    """Share, most duties a month, notice; an empty limit is none.

    Raises:
        BadInput: a share was not chosen, or something is no number.
    """
    chosen = fields.text(form, "share")
    if chosen not in {*_SHARES, OWN}:
        raise BadInput("Choose what you promise.", "share")
    share = fields.whole(form, "share_percent") if chosen == OWN else _SHARES[chosen]
    most = fields.whole(form, "most_per_month") if fields.text(form, "most_per_month") else None
    return Limits(share_percent=share, most_per_month=most, notice_hours=fields.whole(form, "notice_hours", empty=0))


def read_pattern(form: Form, today: date) -> tuple[str, Pattern]:
    """A work pattern with its name: a known one, or ``own`` with its cycle; the hours of its shifts if typed.

    Raises:
        BadInput: none was chosen, its first day is missing, or it cannot be.
    """
    key = fields.text(form, "pattern")
    chosen = known(key)
    if chosen is None and key != OWN:
        raise BadInput("Choose a pattern, or your own.", "pattern")
    cycle = chosen.cycle if chosen else own_cycle(form)
    first = fields.day(form, "cycle_first")
    hours = {letter: _hours(form, letter, chosen.hours if chosen else {}) for letter in sorted(set(cycle) - {OFF})}
    return (chosen.name if chosen else cycle), year_of(cycle, hours, first, today)


def own_cycle(form: Form) -> str:
    """The cycle that was typed, in its plain form.

    Raises:
        BadInput: it is none.
    """
    try:
        return read_cycle(fields.text(form, "cycle"))
    except AvailabilityError as wrong:
        raise BadInput(str(wrong), "cycle") from wrong


def _hours(form: Form, letter: str, usual: Mapping[str, Hours]) -> Hours:
    start, end = clock_time(form, f"starts_{letter}"), clock_time(form, f"ends_{letter}")
    if start is not None and end is not None:
        return start, end
    if start is None and end is None and letter in usual:
        return usual[letter]
    raise BadInput(f"Say from when to when the shift {letter} is.", f"starts_{letter}")


def clock_time(form: Form, name: str) -> time | None:
    """A time on the wall, or None where nothing was typed.

    Raises:
        BadInput: it is none.
    """
    typed = fields.text(form, name)
    if not typed:
        return None
    try:
        return time.fromisoformat(typed).replace(tzinfo=None)
    except ValueError as wrong:
        raise BadInput("Give a time, such as 07:00, or leave this empty.", name) from wrong


def day_or_none(form: Form, name: str) -> date | None:
    """A day, or None where nothing was typed.

    Raises:
        BadInput: it is none.
    """
    return fields.day(form, name) if fields.text(form, name) else None
