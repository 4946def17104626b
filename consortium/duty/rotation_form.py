"""What a coordinator types into the form of a rotation, read into what ``publish_rotation`` takes. Pure.

Turns are told by numbers beside people: who has 1 is first, who has the same number shares the turn, and "1, 5" is
twice in the round. That works without a script, and nothing has to be dragged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from consortium.duty.links import read_line
from consortium.duty.publish_rotation import MOST_TURNS, rotation_of
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Rotation, RotationId

TURN: Final = "turn_"
EVERY: Final[Mapping[str, int]] = {"daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class Draft:
    """A rotation as typed, and the one that it is to replace."""

    rotation: Rotation
    replaces: RotationId | None

    @property
    def facts(self) -> dict[str, Any]:
        """What ``publish_rotation`` takes."""
        made = self.rotation
        return {
            "name": made.name,
            "line": made.line,
            "timezone": made.zone,
            "first_day": made.first_day,
            "hand_off": made.hand_off,
            "every_days": made.every_days,
            "turns": made.turns,
            "last_day": made.last_day,
            "replaces": self.replaces,
        }


def read_draft(form: Mapping[str, str], timezone: str) -> Draft:
    """The rotation that a form describes, with hand-offs by the clock of ``timezone``.

    Raises:
        BadInput: what cannot be taken; the field is named.
    """
    return Draft(
        rotation_of(
            name=form.get("name", ""),
            line=read_line(form.get("line", "")),
            timezone=timezone,
            first_day=day(form.get("first_day", ""), "first_day"),
            hand_off=_wall(form.get("hand_off", "")),
            every_days=_every(form),
            turns=_turns(form),
            last_day=day(form["last_day"], "last_day") if form.get("last_day") else None,
        ),
        replaces=RotationId(_id(form["replaces"])) if form.get("replaces") else None,
    )


def form_of_rotation(rotation: Rotation, first_day: date) -> dict[str, str]:
    """A form filled in with an earlier rotation, to be changed and published anew from ``first_day`` on."""
    numbers: dict[PersonId, list[str]] = {}
    for number, holders in enumerate(rotation.turns, start=1):
        for person in holders:
            numbers.setdefault(person, []).append(str(number))
    every = next((name for name, days in EVERY.items() if days == rotation.every_days), "days")
    return {
        "name": rotation.name,
        "line": rotation.line.value,
        "first_day": first_day.isoformat(),
        "hand_off": rotation.hand_off.strftime("%H:%M"),
        "every": every,
        "every_days": str(rotation.every_days),
        "last_day": rotation.last_day.isoformat() if rotation.last_day and rotation.last_day > first_day else "",
        "replaces": str(rotation.id),
        **{f"{TURN}{person}": ", ".join(found) for person, found in numbers.items()},
    }


def day(value: str, field: str) -> date:
    """A day as a form sends it.

    Raises:
        BadInput: it is none.
    """
    try:
        return date.fromisoformat(value.strip())
    except ValueError as wrong:
        raise BadInput("This is not a day. One looks like 2026-11-30.", field) from wrong


def _wall(value: str) -> time:
    try:
        return time.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError as wrong:
        raise BadInput("This is not a time of day. One looks like 07:00.", "hand_off") from wrong


def _every(form: Mapping[str, str]) -> int:
    chosen = form.get("every", "")
    if chosen in EVERY:
        return EVERY[chosen]
    typed = form.get("every_days", "").strip()
    if chosen != "days" or not typed.isdecimal() or len(typed) > 3:
        raise BadInput("Say how long a turn lasts: a day, a week, or a number of days.", "every")
    return int(typed)


def _turns(form: Mapping[str, str]) -> tuple[frozenset[PersonId], ...]:
    places: dict[int, set[PersonId]] = {}
    for field, value in form.items():
        if field.startswith(TURN) and value.strip():
            for number in _numbers(value, field):
                places.setdefault(number, set()).add(PersonId(_id(field.removeprefix(TURN))))
    if not places:
        raise BadInput("Give at least one person a number: 1 is first.", "turns")
    return tuple(frozenset(places[number]) for number in sorted(places))


def _numbers(value: str, field: str) -> list[int]:
    found = value.replace(",", " ").split()
    if len(found) > MOST_TURNS or not all(each.isdecimal() and 0 < int(each[:6]) <= MOST_TURNS for each in found):
        raise BadInput("Numbers of turns look like 1, or like 1, 5 for twice in the round.", field)
    return [int(each[:6]) for each in found]


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as wrong:
        raise BadInput("That form did not arrive whole. Open the page again.", "turns") from wrong
