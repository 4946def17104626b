"""What a converter gives, and what all of them need: reading JSON by name, people, lengths of turns. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from geo.names import PersonId
from scheduling.beat import Unit
from scheduling.errors import ScheduleFileError
from scheduling.rotation import Line, Rotation, RotationId
from scheduling.schedule import Schedule

_OURS: Final = UUID("5f0f2c1e-7a0c-4c53-9b63-0e5ac2a1d6b4")
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_WEEK: Final = 7 * _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A schedule of another system in our values.

    ``people`` are the names that the file has, by ids made from the file's own; ``left_out`` are sentences on what
    could not be carried over, in the order of the file.
    """

    schedule: Schedule
    people: Mapping[PersonId, str]
    zone: str
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class Notes:
    """People met and things left out, while a file is read."""

    people: dict[PersonId, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def person(self, key: str, name: str) -> PersonId:
        """Somebody, by the id that the file has for her; the first name that is more than the id stays."""
        person = PersonId(uuid5(_OURS, key))
        if person not in self.people or self.people[person] == key:
            self.people[person] = name or key
        return person

    def lose(self, sentence: str) -> None:
        """Note what cannot be carried over, once."""
        if sentence not in self.left_out:
            self.left_out.append(sentence)

    def converted(self, rotations: Sequence[Rotation], zone: str) -> Converted:
        """All that was read; people whom no rotation names are left out."""
        held = {person for rotation in rotations for holders in rotation.turns for person in holders}
        return Converted(
            schedule=Schedule(tuple(rotations)),
            people={person: name for person, name in self.people.items() if person in held},
            zone=zone,
            left_out=tuple(self.left_out),
        )


def read_object(text: str, what: str) -> dict[str, Any]:
    """The object that a file holds.

    Raises:
        ScheduleFileError: it is no JSON, or no object.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise ScheduleFileError(f"This is not a JSON file of {what}.") from wrong
    if isinstance(found, list):
        found = {"results": found}
    if not isinstance(found, dict):
        raise ScheduleFileError(f"This is not a JSON file of {what}: an object was expected.")
    return found


def text_at(found: Mapping[str, Any], key: str, where: str) -> str:
    """A text that must be there.

    Raises:
        ScheduleFileError: it is not.
    """
    value = found.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ScheduleFileError(f"{where}: “{key}” is missing or is no text.")
    return value


def objects_at(found: Mapping[str, Any], key: str, where: str) -> Iterator[dict[str, Any]]:
    """The objects of a list; none, where it is missing.

    Raises:
        ScheduleFileError: it is no list of objects.
    """
    value = found.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ScheduleFileError(f"{where}: “{key}” is no list of objects.")
    yield from value


def instant_at(found: Mapping[str, Any], key: str, where: str) -> datetime:
    """An instant with its offset, in UTC.

    Raises:
        ScheduleFileError: it is none.
    """
    try:
        at = datetime.fromisoformat(text_at(found, key, where))
    except ValueError as wrong:
        raise ScheduleFileError(f"{where}: “{key}” is not a time in ISO 8601.") from wrong
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def wall_of(at: datetime, zone: ZoneInfo) -> tuple[date, time]:
    """Day and time on the wall."""
    local = at.astimezone(zone)
    return local.date(), local.time().replace(second=0, microsecond=0)


def length_of(seconds: int) -> tuple[int, Unit] | None:
    """The length of a turn in our units: whole weeks, days or hours; None where it is none of these."""
    for each, unit in ((_WEEK, Unit.WEEK), (_DAY, Unit.DAY), (_HOUR, Unit.HOUR)):
        if seconds > 0 and seconds % each == 0:
            return seconds // each, unit
    return None


def rotation_id(key: str, line: Line) -> RotationId:
    """An id that is the same whenever the same file is read."""
    return RotationId(uuid5(_OURS, f"{line.value}/{key}"))


def turned(turns: Sequence[frozenset[PersonId]], by: int) -> tuple[frozenset[PersonId], ...]:
    """The order from the turn of this number on."""
    start = by % len(turns)
    return (*turns[start:], *turns[:start])


def later(day: date, at: time, seconds: int) -> tuple[date, time]:
    """Day and time of the wall clock so many seconds later."""
    moved = datetime.combine(day, at) + timedelta(seconds=seconds)
    return moved.date(), moved.time()
