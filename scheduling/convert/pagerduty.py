"""PagerDuty: the answer of ``GET /schedules/{id}`` (REST API v2, layers), as rotations of ours. Pure.

Each layer becomes a rotation. ``rotation_virtual_start`` anchors the order, ``start`` is when the layer begins.
One layer replaces another while it has somebody, so they become layers of ours; the list has the strongest first.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from scheduling.convert.hours import DAY, weekly_of
from scheduling.convert.values import (
    Converted,
    Notes,
    instant_at,
    later,
    length_of,
    objects_at,
    read_object,
    rotation_id,
    text_at,
    turned,
    wall_of,
)
from scheduling.errors import ScheduleFileError, SchedulingError
from scheduling.rotation import Line, Rotation
from scheduling.wallclock import zone as zone_named
from scheduling.weekly import Weekly

_WHAT = "a PagerDuty schedule"


def convert(text: str, line: Line) -> Converted:
    """One schedule, as a file holds it.

    Raises:
        ScheduleFileError: it cannot be read; the place is named.
        UnknownZoneError: its time zone is none.
    """
    found = read_object(text, _WHAT)
    schedule = found.get("schedule", found)
    if not isinstance(schedule, dict) or "schedule_layers" not in schedule:
        raise ScheduleFileError(f"This is not {_WHAT}: it has no “schedule_layers”.")
    home = text_at(schedule, "time_zone", "schedule")
    notes = Notes()
    layers = list(objects_at(schedule, "schedule_layers", "schedule"))
    made = [_rotation(layer, number, home, line, notes) for number, layer in enumerate(reversed(layers))]
    if len(layers) > 1:
        notes.lose("Several layers: the first one listed is taken as the strongest. Compare with their final schedule.")
    overrides = schedule.get("overrides_subschedule") or {}
    entries = overrides.get("rendered_schedule_entries") if isinstance(overrides, dict) else None
    if entries:
        notes.lose(f"{len(entries)} overrides of single times: enter those that lie ahead as changes of duty.")
    return notes.converted([each for each in made if each is not None], home)


def _rotation(layer: Mapping[str, Any], number: int, home: str, line: Line, notes: Notes) -> Rotation | None:
    name = str(layer.get("name") or f"Layer {number + 1}")
    where = f"layer “{name}”"
    seconds = layer.get("rotation_turn_length_seconds")
    length = length_of(seconds) if isinstance(seconds, int) else None
    people = [_person(each, where, notes) for each in objects_at(layer, "users", where)]
    if length is None or not people:
        notes.lose(f"{where}: it has nobody, or its turns do not last whole hours, days or weeks.")
        return None
    clock = zone_named(home)
    virtual, start = instant_at(layer, "rotation_virtual_start", where), instant_at(layer, "start", where)
    day, at = wall_of(virtual, clock)
    begun = max(0, int((_wall(start, clock) - _wall(virtual, clock)).total_seconds())) // int(seconds or 1)
    first_day, hand_off = later(day, at, begun * int(seconds or 1))
    if (first_day, hand_off) != wall_of(max(start, virtual), clock):
        notes.lose(f"{where}: it begins in the middle of a turn; here it begins with that turn.")
    end = layer.get("end")
    try:
        return Rotation(
            id=rotation_id(str(layer.get("id") or name), line),
            name=name,
            line=line,
            zone=home,
            first_day=first_day,
            hand_off=hand_off,
            every=length[0],
            unit=length[1],
            turns=turned([frozenset({each}) for each in people], begun),
            last_day=wall_of(instant_at(layer, "end", where), clock)[0] if end else None,
            only=_hours(layer, where, notes),
            layer=number,
        )
    except SchedulingError as wrong:
        notes.lose(f"{where}: {wrong}")
        return None


def _person(entry: Mapping[str, Any], where: str, notes: Notes) -> Any:
    user = entry.get("user", entry)
    if not isinstance(user, dict):
        raise ScheduleFileError(f"{where}: a user is no object.")
    key = text_at(user, "id", where)
    return notes.person(key, str(user.get("summary") or user.get("name") or user.get("email") or key))


def _hours(layer: Mapping[str, Any], where: str, notes: Notes) -> Weekly | None:
    spans = [span for each in objects_at(layer, "restrictions", where) for span in _spans(each, where, notes)]
    return weekly_of(spans) if spans else None


def _spans(each: Mapping[str, Any], where: str, notes: Notes) -> Iterator[tuple[int, int]]:
    """Minutes after Monday's midnight, and how many; ``start_day_of_week`` is 1 for Monday."""
    seconds = each.get("duration_seconds")
    try:
        at = time.fromisoformat(text_at(each, "start_time_of_day", where))
    except ValueError as wrong:
        raise ScheduleFileError(f"{where}: “start_time_of_day” is no time of day.") from wrong
    if not isinstance(seconds, int) or seconds < 60:
        raise ScheduleFileError(f"{where}: “duration_seconds” is no length.")
    if seconds % 60 or at.second:
        notes.lose(f"{where}: its hours are kept to the minute.")
    start, length = at.hour * 60 + at.minute, seconds // 60
    if each.get("type") == "weekly_restriction":
        yield (int(each.get("start_day_of_week") or 1) - 1) % 7 * DAY + start, length
    else:
        yield from ((day * DAY + start, length) for day in range(7))


def _wall(at: datetime, clock: ZoneInfo) -> datetime:
    return at.astimezone(clock).replace(tzinfo=None)
