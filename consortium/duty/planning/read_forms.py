"""What a coordinator types into the forms of planning, read into what the verbs take. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final
from uuid import UUID

from consortium.duty.planning.begin_draft import MOST_SECONDS
from consortium.duty.planning.shapes import NONE, Shape, shape_of
from consortium.duty.rotation_form import day
from consortium.duty.see_changes import read_times
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Span

SECONDS: Final = (5, 20, 60)
"""How long the planner may look, as the page offers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be planned."""

    title: str
    first_day: date
    last_day: date
    hand_off: time
    shapes: Mapping[Line, Shape]
    need: Mapping[Line, int]
    seconds: int


def read_wanted(form: Mapping[str, str]) -> Wanted:
    """What the form of planning describes.

    Raises:
        BadInput: what cannot be taken; the field is named.
    """
    hand_off = wall(form.get("hand_off", ""), "hand_off")
    shapes, need = {}, {}
    for line in Line:
        key = line.value
        shape = shape_of(
            form.get(f"shape_{key}", NONE),
            hand_off,
            own_days=form.get(f"days_{key}", ""),
            own_times=form.get(f"times_{key}", ""),
            field=key,
        )
        if shape is not None:
            shapes[line], need[line] = shape, whole(form.get(f"need_{key}", "1"), f"need_{key}")
    return Wanted(
        title=form.get("title", ""),
        first_day=day(form.get("first_day", ""), "first_day"),
        last_day=day(form.get("last_day", ""), "last_day"),
        hand_off=hand_off,
        shapes=shapes,
        need=need,
        seconds=seconds_of(form),
    )


def read_copy(form: Mapping[str, str], timezone: str) -> tuple[frozenset[Line], Span]:
    """The lines and the time of which a draft is to be made.

    Raises:
        BadInput: no line is ticked, or the time is none.
    """
    lines = frozenset(line for line in Line if form.get(f"line_{line.value}") == "yes")
    if not lines:
        raise BadInput("Tick at least one line.", "lines")
    return lines, read_times(form, timezone)


def read_person(form: Mapping[str, str], field: str = "person") -> PersonId | None:
    """The person of a form; ``None`` for nobody.

    Raises:
        BadInput: this names nobody whom there could be.
    """
    value = form.get(field, "")
    if not value:
        return None
    try:
        return PersonId(UUID(value))
    except ValueError as wrong:
        raise BadInput("Choose a person from the list.", field) from wrong


def seconds_of(form: Mapping[str, str]) -> int:
    """For how long the planner may look.

    Raises:
        BadInput: that is no such number.
    """
    found = whole(form.get("seconds", str(SECONDS[1])), "seconds")
    if not 1 <= found <= MOST_SECONDS:
        raise BadInput(f"The planner looks for 1 to {MOST_SECONDS} seconds.", "seconds")
    return found


def whole(typed: str, field: str) -> int:
    """A whole number as a form sends it.

    Raises:
        BadInput: it is none.
    """
    tidy = typed.strip()
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) < 7):
        raise BadInput("This must be a whole number.", field)
    return int(tidy)


def wall(value: str, field: str) -> time:
    """A time of the day as a form sends it.

    Raises:
        BadInput: it is none.
    """
    try:
        return time.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError as wrong:
        raise BadInput("This is not a time of day. One looks like 07:00.", field) from wrong
