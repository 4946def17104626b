"""A schedule as one JSON file that people can write, read and compare: `docs/schedule-file.md` tells each field.

Whatever a schedule can be goes into the file and comes out of it the same. Reading is strict, and errors name the
place. Opening files is not handled here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.names import PersonId
from scheduling.errors import ScheduleFileError, SchedulingError
from scheduling.file_parts import Parts
from scheduling.file_place import Place
from scheduling.file_record import record_of
from scheduling.schedule import Schedule
from scheduling.wallclock import zone

FORMAT: Final = "peer-support-schedule/1"
LARGEST: Final = 5_000_000
"""Bytes of a file; a schedule of 200 rotations with 10,000 changes has about half as many."""


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A schedule with the names of its people, and the zone in which its file tells times without an offset."""

    schedule: Schedule
    people: Mapping[PersonId, str]
    zone: str


def from_json(data: str | bytes) -> ScheduleFile:
    """Read a file's text.

    Raises:
        ScheduleFileError: it cannot be read; the message names the place in the file, in words.
    """
    if len(data) > LARGEST or len(data.encode(errors="replace") if isinstance(data, str) else data) > LARGEST:
        raise ScheduleFileError(f"The file is too large: {LARGEST // 1_000_000} MB is the most.")
    whole = Place(_parsed(data))
    fields = whole.fields("format zone people", "rotations overrides temporary plans swaps absences recorded")
    if fields["format"].text() != FORMAT:
        raise fields["format"].wrong(f"This is not known. This program reads “{FORMAT}”.")
    try:
        clock = zone(fields["zone"].text())
    except SchedulingError as wrong:
        raise fields["zone"].wrong(wrong) from None
    parts = Parts(clock, _people(fields["people"]))
    try:
        return ScheduleFile(parts.schedule(fields), parts.names, clock.key)
    except ScheduleFileError:
        raise
    except SchedulingError as wrong:
        raise whole.wrong(wrong) from None


def to_json(file: ScheduleFile) -> str:
    """Write a file's text: the same for the same schedule, and read back the same."""
    people = {str(person): name for person, name in sorted(file.people.items())}
    record = {"format": FORMAT, "zone": file.zone, "people": people, **record_of(file.schedule, file.zone)}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _people(place: Place) -> dict[str, tuple[PersonId, str]]:
    """Each person's key in the file with her id and name."""
    found: dict[str, tuple[PersonId, str]] = {}
    ids = set[PersonId]()
    for key, name in place.entries().items():
        person = PersonId(Place(key, name.path).id("person"))
        if person in ids:
            raise name.wrong("This person is there twice.")
        ids.add(person)
        found[key] = (person, name.text())
    return found


def _parsed(data: str | bytes) -> Any:
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as wrong:
        raise ScheduleFileError("The file: This is not text in UTF-8.") from wrong
    except json.JSONDecodeError as wrong:
        at = f"line {wrong.lineno}, column {wrong.colno}"
        raise ScheduleFileError(f"The file, {at}: This is not JSON ({wrong.msg}).") from wrong
    except RecursionError as wrong:
        raise ScheduleFileError("The file: Brackets stand in each other too deeply.") from wrong
    except ScheduleFileError:
        raise
    except ValueError as wrong:  # a number of thousands of digits
        raise ScheduleFileError("The file: A number in it is too large.") from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ScheduleFileError(f"The file: “{key[:60]}” stands twice in one object.")
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise ScheduleFileError(f"The file: {word} is not a number that a schedule could mean.")
