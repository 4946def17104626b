"""Opsgenie: the answer of ``GET /v2/schedules/{id}`` with its rotations, as rotations of ours. Pure.

Its rotations add up, so all are of one layer. Participants that are teams, escalations or "none" have no person behind
them: their turns cannot be carried over, and are listed.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from geo.names import PersonId
from scheduling.beat import Unit
from scheduling.convert.hours import DAY, WEEK, weekly_of
from scheduling.convert.values import (
    Converted,
    Notes,
    instant_at,
    objects_at,
    read_object,
    rotation_id,
    text_at,
    wall_of,
)
from scheduling.errors import ScheduleFileError, SchedulingError
from scheduling.rotation import Line, Rotation
from scheduling.wallclock import zone as zone_named
from scheduling.weekly import WEEKDAYS, Weekly

_WHAT: Final = "an Opsgenie schedule"
_UNITS: Final = {"hourly": Unit.HOUR, "daily": Unit.DAY, "weekly": Unit.WEEK}


def convert(text: str, line: Line) -> Converted:
    """One schedule, as a file holds it.

    Raises:
        ScheduleFileError: it cannot be read; the place is named.
        UnknownZoneError: its time zone is none.
    """
    found = read_object(text, _WHAT)
    schedule = found.get("data", found)
    if not isinstance(schedule, dict) or "rotations" not in schedule:
        raise ScheduleFileError(f"This is not {_WHAT}: it has no “rotations”.")
    home = text_at(schedule, "timezone", "schedule")
    notes = Notes()
    if schedule.get("enabled") is False:
        notes.lose("The schedule is switched off there; here a rotation counts once it is taken.")
    made = [_rotation(each, home, line, notes) for each in objects_at(schedule, "rotations", "schedule")]
    return notes.converted([each for each in made if each is not None], home)


def _rotation(each: Mapping[str, Any], home: str, line: Line, notes: Notes) -> Rotation | None:
    name = str(each.get("name") or "Rotation")
    where = f"rotation “{name}”"
    unit, length = _UNITS.get(str(each.get("type"))), each.get("length", 1)
    people = list(_people(each, where, notes))
    if unit is None or not isinstance(length, int) or not people:
        notes.lose(f"{where}: it has nobody, or its turns are not hourly, daily or weekly.")
        return None
    clock = zone_named(home)
    first_day, hand_off = wall_of(instant_at(each, "startDate", where), clock)
    ends = instant_at(each, "endDate", where) if each.get("endDate") else None
    if ends is not None and wall_of(ends, clock)[1] != hand_off:
        notes.lose(f"{where}: it ends at another time than its hand-over; here it ends at the hand-over of that day.")
    try:
        return Rotation(
            id=rotation_id(str(each.get("id") or name), line),
            name=name,
            line=line,
            zone=home,
            first_day=first_day,
            hand_off=hand_off,
            every=length,
            unit=unit,
            turns=tuple(frozenset({person}) for person in people),
            last_day=wall_of(ends, clock)[0] if ends else None,
            only=_hours(each.get("timeRestriction"), where),
        )
    except SchedulingError as wrong:
        notes.lose(f"{where}: {wrong}")
        return None


def _people(each: Mapping[str, Any], where: str, notes: Notes) -> Iterator[PersonId]:
    for participant in objects_at(each, "participants", where):
        kind = participant.get("type")
        key = participant.get("id") or participant.get("username")
        if kind == "user" and isinstance(key, str):
            yield notes.person(key, str(participant.get("fullName") or participant.get("username") or key))
        else:
            named = participant.get("name") or kind
            notes.lose(f"{where}: a turn of “{named}”, which is no person; the others' turns move up.")


def _hours(restriction: Any, where: str) -> Weekly | None:
    if not restriction:
        return None
    if not isinstance(restriction, dict):
        raise ScheduleFileError(f"{where}: “timeRestriction” is no object.")
    if restriction.get("type") == "time-of-day":
        one = restriction.get("restriction")
        if not isinstance(one, dict):
            raise ScheduleFileError(f"{where}: “restriction” is no object.")
        start, end = _minutes(one, "start", where), _minutes(one, "end", where)
        return weekly_of((day * DAY + start, (end - start - 1) % DAY + 1) for day in range(7))
    return weekly_of(_spans(restriction, where))


def _spans(restriction: Mapping[str, Any], where: str) -> Iterator[tuple[int, int]]:
    for each in objects_at(restriction, "restrictions", where):
        start = _weekday(each, "startDay", where) * DAY + _minutes(each, "start", where)
        end = _weekday(each, "endDay", where) * DAY + _minutes(each, "end", where)
        yield start, (end - start - 1) % WEEK + 1


def _weekday(each: Mapping[str, Any], key: str, where: str) -> int:
    named = text_at(each, key, where).capitalize()
    if named not in WEEKDAYS:
        raise ScheduleFileError(f"{where}: “{key}” is no weekday.")
    return WEEKDAYS.index(named)


def _minutes(each: Mapping[str, Any], edge: str, where: str) -> int:
    hour, minute = each.get(f"{edge}Hour"), each.get(f"{edge}Min", 0)
    if not isinstance(hour, int) or not isinstance(minute, int) or not 0 <= hour * 60 + minute <= DAY:
        raise ScheduleFileError(f"{where}: “{edge}Hour” and “{edge}Min” are no time of day.")
    return (hour * 60 + minute) % DAY
