"""Three starting points for a line: from people in an order, a hand-over and a first day to its rotations. Pure.

Each makes a whole line: round the clock, nobody on it twice at once. Who has days in one week has nights, or a weekend,
half a round later.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from consortium.duty.blocks import Blocks, weekly
from consortium.duty.publish_rotation import rotation_of
from consortium.pages import N_
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Rotation, Unit, Weekly

_ALL: Final = range(7)
_WEEKDAYS: Final = range(5)
_WEEKEND: Final = (5, 6)


class Shape(StrEnum):
    """How a line is shared out."""

    WEEKS = "weeks"
    DAYS_AND_NIGHTS = "days-and-nights"
    WEEKENDS = "weekends"


TITLES: Final[Mapping[Shape, str]] = {
    Shape.WEEKS: N_("24 hours, weekly turns"),
    Shape.DAYS_AND_NIGHTS: N_("12/12, days and nights"),
    Shape.WEEKENDS: N_("Weekdays and weekends"),
}
WORDS: Final[Mapping[Shape, str]] = {
    Shape.WEEKS: N_("One person has a week round the clock, then the next."),
    Shape.DAYS_AND_NIGHTS: N_("One person has the days of a week, another the nights; half a round later they change."),
    Shape.WEEKENDS: N_("One person has Monday to Friday and another the weekend; half a round later they change."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the form of a starting point says."""

    shape: Shape
    line: Line
    timezone: str
    first_day: date
    hand_off: time
    turns: Sequence[Collection[PersonId]]


def starting_rotations(start: Start) -> tuple[Rotation, ...]:
    """The rotations that make this line, not yet kept anywhere.

    Raises:
        BadInput: one of them cannot be; the field is named.
    """
    if start.shape is Shape.WEEKS:
        return (_made(start, "week by week"),)
    if len(start.turns) < 2:
        raise BadInput("This needs at least two people, so that nobody has both at once.", "turns")
    if start.shape is Shape.DAYS_AND_NIGHTS:
        change = (datetime.combine(start.first_day, start.hand_off) + timedelta(hours=12)).time()
        evening = change < start.hand_off
        first, second = ("nights", "days") if evening else ("days", "nights")
        on = start.first_day + timedelta(days=evening)
        return (
            _made(start, first, only=weekly(_ALL, start.hand_off, change)),
            _made(start, second, only=weekly(_ALL, change, start.hand_off), at=change, on=on, later=True),
        )
    if start.first_day.weekday() != 0:
        raise BadInput("Weekdays and weekends begin on a Monday. Choose one.", "first_day")
    saturday = start.first_day + timedelta(days=5)
    return (
        _made(start, "weekdays", only=weekly(_WEEKDAYS, start.hand_off, start.hand_off)),
        _made(start, "weekends", only=weekly(_WEEKEND, start.hand_off, start.hand_off), on=saturday, later=True),
    )


def _made(
    start: Start,
    what: str,
    *,
    only: Weekly | None = None,
    at: time | None = None,
    on: date | None = None,
    later: bool = False,
) -> Rotation:
    """One of the rotations; ``later``: its order begins half a round on."""
    half = len(start.turns) // 2 if later else 0
    return rotation_of(
        name=f"{start.line.value.capitalize()}, {what}",
        line=start.line,
        timezone=start.timezone,
        first_day=on or start.first_day,
        hand_off=at or start.hand_off,
        every=1,
        unit=Unit.WEEK,
        turns=[*start.turns[half:], *start.turns[:half]],
        blocks=Blocks(only=only),
    )
