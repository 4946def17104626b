"""Grafana OnCall: ``GET /api/v1/schedules/{id}`` with its ``on_call_shifts``, as rotations of ours. Pure.

The file holds the schedule and, as ``on_call_shifts`` or ``results``, the answers of ``GET /api/v1/on_call_shifts``.
``rolling_users`` become rotations; each period of theirs has one window of duty, of ``duration`` seconds. Single events
and overrides lie at one time and are listed; so is what recurs by month or by rules that we have not.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from geo.names import PersonId
from scheduling.beat import Unit
from scheduling.convert.hours import DAY, WEEK, weekly_of
from scheduling.convert.values import Converted, Notes, objects_at, read_object, rotation_id, text_at, turned, wall_of
from scheduling.errors import ScheduleFileError, SchedulingError
from scheduling.rotation import Line, Rotation
from scheduling.wallclock import zone as zone_named
from scheduling.weekly import Weekly

_WHAT: Final = "a Grafana OnCall schedule"
_UNITS: Final = {"hourly": Unit.HOUR, "daily": Unit.DAY, "weekly": Unit.WEEK, "monthly": Unit.MONTH}
_LENGTHS: Final = {Unit.HOUR: 60, Unit.DAY: DAY, Unit.WEEK: WEEK}
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ONCE: Final = {"single_event": "a single event", "override": "an override"}


def convert(text: str, line: Line) -> Converted:
    """One schedule with its shifts, as a file holds them.

    Raises:
        ScheduleFileError: it cannot be read; the place is named.
        UnknownZoneError: a time zone is none.
    """
    found = read_object(text, _WHAT)
    key = "on_call_shifts" if "on_call_shifts" in found else "results"
    if key not in found:
        raise ScheduleFileError(f"This is not {_WHAT}: it has neither “on_call_shifts” nor “results”.")
    schedule = found.get("schedule", found)
    home = str((schedule.get("time_zone") if isinstance(schedule, dict) else None) or "UTC")
    notes = Notes()
    _names(found, notes)
    made = [_rotation(each, home, line, notes) for each in objects_at(found, key, "file")]
    return notes.converted([each for each in made if each is not None], home)


def _names(found: Mapping[str, Any], notes: Notes) -> None:
    """People's names, where the file has them beside: the shifts name ids only."""
    for user in objects_at(found, "users", "file"):
        notes.person(text_at(user, "id", "users"), str(user.get("username") or user.get("email") or ""))


def _rotation(each: Mapping[str, Any], home: str, line: Line, notes: Notes) -> Rotation | None:
    name, kind = str(each.get("name") or "Shift"), str(each.get("type"))
    where = f"shift “{name}”"
    if kind in _ONCE:
        notes.lose(f"{where} is {_ONCE[kind]}: enter it as a change of duty, if it lies ahead.")
        return None
    unit, every = _UNITS.get(str(each.get("frequency"))), each.get("interval") or 1
    turns = tuple(_turns(each, where, notes))
    lacking = next((key for key in ("by_month", "by_monthday") if each.get(key)), None)
    if unit is None or not isinstance(every, int) or not turns or lacking:
        notes.lose(f"{where}: it has nobody, or recurs in a way that rotations here do not ({lacking or kind}).")
        return None
    zone = str(each.get("time_zone") or home)
    first_day, hand_off = _start(each, zone, where)
    try:
        return Rotation(
            id=rotation_id(str(each.get("id") or name), line),
            name=name,
            line=line,
            zone=zone,
            first_day=first_day,
            hand_off=hand_off,
            every=every,
            unit=unit,
            turns=turned(turns, int(each.get("start_rotation_from_user_index") or 0)),
            last_day=_until(each, zone, first_day, notes, where),
            only=_hours(each, unit, every, first_day, hand_off, notes, where),
            layer=int(each.get("level") or 0),
        )
    except SchedulingError as wrong:
        notes.lose(f"{where}: {wrong}")
        return None


def _turns(each: Mapping[str, Any], where: str, notes: Notes) -> Iterator[frozenset[PersonId]]:
    """``rolling_users`` take turns group by group; ``users`` of a recurrent event are all on it each time."""
    groups = each.get("rolling_users") if each.get("type") == "rolling_users" else [each.get("users") or []]
    for group in groups or []:
        if not isinstance(group, list) or not all(isinstance(key, str) for key in group):
            raise ScheduleFileError(f"{where}: its users are no lists of ids.")
        if group:
            yield frozenset(notes.person(key, key) for key in group)


def _start(each: Mapping[str, Any], zone: str, where: str) -> tuple[date, time]:
    """``start`` is a wall time of its zone, or UTC where it ends in Z."""
    value = text_at(each, "rotation_start" if each.get("rotation_start") else "start", where)
    try:
        at = datetime.fromisoformat(value)
    except ValueError as wrong:
        raise ScheduleFileError(f"{where}: “start” is not a time in ISO 8601.") from wrong
    if at.tzinfo is not None:
        return wall_of(at.astimezone(UTC), zone_named(zone))
    return at.date(), at.time()


def _until(each: Mapping[str, Any], zone: str, first: date, notes: Notes, where: str) -> date | None:
    value = each.get("until")
    if not value:
        return None
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError as wrong:
        raise ScheduleFileError(f"{where}: “until” is not a time in ISO 8601.") from wrong
    notes.lose(f"{where}: it ends with the hand-over of the day of its “until”.")
    day = wall_of(at, zone_named(zone))[0] if at.tzinfo else at.date()
    return max(day, date.fromordinal(first.toordinal() + 1))


def _hours(
    each: Mapping[str, Any], unit: Unit, every: int, first: date, at: time, notes: Notes, where: str
) -> Weekly | None:
    """The duty of each period: its days, or its first moment, and ``duration``; all of the period: None."""
    seconds = each.get("duration")
    if not isinstance(seconds, int) or seconds < 60:
        raise ScheduleFileError(f"{where}: “duration” is no length.")
    minutes, start = seconds // 60, at.hour * 60 + at.minute
    by_day = each.get("by_day") or []
    if by_day:
        if not set(by_day) <= set(_DAYS):
            raise ScheduleFileError(f"{where}: “by_day” names no weekdays.")
        return weekly_of((_DAYS.index(day) * DAY + start, min(minutes, DAY)) for day in by_day)
    period = _LENGTHS.get(unit, 28 * DAY) * every
    if minutes >= period:
        return None
    if unit is Unit.DAY and every == 1:
        return weekly_of((day * DAY + start, minutes) for day in range(7))
    if unit is Unit.WEEK and every == 1:
        return weekly_of([(first.weekday() * DAY + start, minutes)])
    notes.lose(f"{where}: it is on duty for a part of each turn only; here for the whole turn. Give it weekly hours.")
    return None
