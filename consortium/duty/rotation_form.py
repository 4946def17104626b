"""What a coordinator types into the form of a rotation, read into what ``publish_rotation`` takes. Pure.

What few rotations have (weekly hours, days off, a layer) is left out of most forms and then has its plain meaning.
Turns are told by numbers beside people: who has 1 is first, who has the same number shares the turn, and "1, 5" is
twice in the round. That works without a script, and nothing has to be dragged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from consortium.duty.blocks import Blocks, blocks_of, same_hours, weekly
from consortium.duty.links import read_line
from consortium.duty.publish_rotation import MOST_TURNS, rotation_of
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Idle, Rotation, RotationId, Unit, Weekly
from scheduling.spans import EARLIEST, LATEST

TURN: Final = "turn_"
DAY: Final = "day_"
MORE: Final = frozenset({"last_day", "number", "days", "only_from", "only_to", "idle", "off_days", "owed", "layer"})
EVERY: Final[Mapping[str, tuple[int, Unit]]] = {"daily": (1, Unit.DAY), "weekly": (1, Unit.WEEK)}
_WEEK_OF_DAYS: Final = (7, Unit.DAY)
_MOST_OFF: Final = 400


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
            "every": made.every,
            "unit": made.unit,
            "turns": made.turns,
            "last_day": made.last_day,
            "blocks": blocks_of(made),
            "replaces": self.replaces,
        }


def read_draft(form: Mapping[str, str], timezone: str) -> Draft:
    """The rotation that a form describes, with hand-offs by the clock of ``timezone``.

    Raises:
        BadInput: what cannot be taken; the field is named.
    """
    every, unit = _every(form)
    return Draft(
        rotation_of(
            name=form.get("name", ""),
            line=read_line(form.get("line", "")),
            timezone=timezone,
            first_day=day(form.get("first_day", ""), "first_day"),
            hand_off=wall(form.get("hand_off", "")),
            every=every,
            unit=unit,
            turns=read_turns(form),
            last_day=day(form["last_day"], "last_day") if form.get("last_day") else None,
            blocks=_blocks(form),
        ),
        replaces=RotationId(_id(form["replaces"])) if form.get("replaces") else None,
    )


def form_of_rotation(rotation: Rotation, first_day: date) -> dict[str, str]:
    """A form filled in with an earlier rotation, to be changed and published anew from ``first_day`` on."""
    numbers: dict[PersonId, list[str]] = {}
    for number, holders in enumerate(rotation.turns, start=1):
        for person in holders:
            numbers.setdefault(person, []).append(str(number))
    length = (rotation.every, rotation.unit)
    length = EVERY["weekly"] if length == _WEEK_OF_DAYS else length
    every = next((name for name, meant in EVERY.items() if meant == length), "other")
    return {
        "name": rotation.name,
        "line": rotation.line.value,
        "first_day": first_day.isoformat(),
        "hand_off": rotation.hand_off.strftime("%H:%M"),
        "every": every,
        "number": str(rotation.every),
        "unit": rotation.unit.value,
        "last_day": rotation.last_day.isoformat() if rotation.last_day and rotation.last_day > first_day else "",
        "replaces": str(rotation.id),
        **_form_of_blocks(rotation),
        **{f"{TURN}{person}": ", ".join(found) for person, found in numbers.items()},
    }


def has_more(form: Mapping[str, str]) -> bool:
    """Whether something is filled in of what few rotations have, so that it must not be folded away."""
    plain = {"idle": Idle.TURNS.value, "owed": "yes", "layer": "0"}
    return form.get("every") == "other" or any(
        value and value != plain.get(field) and (field in MORE - {"number"} or field.startswith(DAY))
        for field, value in form.items()
    )


def day(value: str, field: str) -> date:
    """A day as a form sends it.

    Raises:
        BadInput: it is none.
    """
    try:
        found = date.fromisoformat(value.strip())
    except ValueError as wrong:
        raise BadInput("This is not a day. One looks like 2026-11-30.", field) from wrong
    if not EARLIEST.year <= found.year < LATEST.year:
        raise BadInput("No schedule reaches so far. Days look like 2026-11-30.", field)
    return found


def wall(value: str, field: str = "hand_off") -> time:
    """A time of day as a form sends it.

    Raises:
        BadInput: it is none.
    """
    try:
        return time.fromisoformat(value.strip()).replace(tzinfo=None)
    except ValueError as wrong:
        raise BadInput("This is not a time of day. One looks like 07:00.", field) from wrong


def _every(form: Mapping[str, str]) -> tuple[int, Unit]:
    chosen = form.get("every", "")
    if chosen in EVERY:
        return EVERY[chosen]
    typed, unit = form.get("number", "").strip(), form.get("unit", "")
    if chosen != "other" or not typed.isdecimal() or len(typed) > 4 or unit not in set(Unit):
        raise BadInput(
            "Say how long a turn lasts: a day, a week, or a number of hours, days, weeks or months.", "every"
        )
    return int(typed), Unit(unit)


def _blocks(form: Mapping[str, str]) -> Blocks:
    layer = form.get("layer", "").strip() or "0"
    if not layer.isdecimal() or len(layer) > 3:
        raise BadInput("A layer is a whole number: 0 for most.", "layer")
    return Blocks(
        only=_only(form),
        idle=Idle.WAITS if form.get("idle") == Idle.WAITS else Idle.TURNS,
        off=_off(form.get("off_days", "")),
        owed=form.get("owed") != "no",
        layer=int(layer),
    )


def _only(form: Mapping[str, str]) -> Weekly | None:
    days = [number for number in range(7) if form.get(f"{DAY}{number}")]
    start, end = form.get("only_from", "").strip(), form.get("only_to", "").strip()
    if not days and not start and not end:
        return None
    if not days:
        raise BadInput("Tick the weekdays on which these hours begin.", "days")
    if bool(start) != bool(end):
        raise BadInput("Give both ends of the hours, or leave both empty for whole days.", "only_from")
    whole = form.get("hand_off", "")
    return weekly(days, wall(start or whole, "only_from"), wall(end or whole, "only_to"))


def _off(value: str) -> frozenset[date]:
    typed = value.replace(",", " ").split()
    if len(typed) > _MOST_OFF:
        raise BadInput(f"These are more than {_MOST_OFF} days.", "off_days")
    return frozenset(day(each, "off_days") for each in typed)


def _form_of_blocks(rotation: Rotation) -> dict[str, str]:
    found = {
        "idle": rotation.idle.value,
        "owed": "yes" if rotation.owed else "no",
        "layer": str(rotation.layer),
        "off_days": " ".join(each.isoformat() for each in sorted(rotation.off)),
    }
    same = same_hours(rotation.only) if rotation.only else None
    if same is None:
        return found
    days, start, end = same
    found |= {f"{DAY}{number}": "on" for number in sorted(days)}
    return found | {"only_from": start.strftime("%H:%M"), "only_to": end.strftime("%H:%M")}


def read_turns(form: Mapping[str, str]) -> tuple[frozenset[PersonId], ...]:
    """Who holds each turn, by the numbers beside people.

    Raises:
        BadInput: nobody has a number, or one cannot be read.
    """
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
