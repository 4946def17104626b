"""A schedule as the plain values that a file is written from: what `scheduling.file_parts` reads.

Instants are written in UTC, people and parts by their ids, and what is as usual is left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from scheduling.file_parts import WEEKDAYS
from scheduling.order import Idle
from scheduling.roster import Assigned, Recorded, Roster, Shift, Swap
from scheduling.rotation import Rotation
from scheduling.schedule import Override, Schedule
from scheduling.spans import LATEST, Span
from scheduling.weekly import Weekly

Record = dict[str, Any]


def record_of(schedule: Schedule, zone: str) -> Record:
    """All parts of a schedule, for a file of this zone."""
    plans = [roster for roster in schedule.rosters if not roster.final]
    temporary = [roster for roster in schedule.rosters if roster.final]
    found: Record = {
        "rotations": [_rotation(each, zone) for each in schedule.rotations],
        "overrides": [_override(each) for each in schedule.overrides],
        "plans": [_roster(each) for each in plans],
        "temporary": [_roster(each) for each in temporary],
        "swaps": [_swap(each) for each in schedule.swaps],
        "absences": [{"person": str(each.person), **_span(each.during)} for each in schedule.leave],
    }
    if schedule.recorded is not None:
        found["recorded"] = _recorded(schedule.recorded)
    return {name: parts for name, parts in found.items() if parts}


def _rotation(rotation: Rotation, zone: str) -> Record:
    found: Record = {
        "id": str(rotation.id),
        "name": rotation.name,
        "line": rotation.line.value,
        "first_day": rotation.first_day.isoformat(),
        "hand_off": _wall(rotation.hand_off),
        "unit": rotation.unit.value,
        "every": rotation.every,
        "turns": [_people(turn) for turn in rotation.turns],
    }
    if rotation.zone != zone:
        found["zone"] = rotation.zone
    if rotation.last_day is not None:
        found["last_day"] = rotation.last_day.isoformat()
    if rotation.only is not None:
        found["only"] = _weekly(rotation.only)
    if rotation.idle is not Idle.TURNS:
        found["idle"] = rotation.idle.value
    if rotation.off:
        found["off"] = [day.isoformat() for day in sorted(rotation.off)]
    if rotation.pauses:
        found["pauses"] = [{"person": str(each.person), **_span(each.during)} for each in rotation.pauses]
    if not rotation.owed:
        found["owed"] = False
    if rotation.layer:
        found["layer"] = rotation.layer
    return found


def _weekly(only: Weekly) -> list[Record]:
    """Windows of the same hours are written as one, with all their days."""
    days: dict[tuple[time, time], list[str]] = defaultdict(list)
    for window in only.windows:
        days[window.start, window.end].append(WEEKDAYS[window.weekday].value)
    return [{"on": on, "from": _wall(start), "to": _wall(end)} for (start, end), on in days.items()]


def _override(override: Override) -> Record:
    found = {"id": str(override.id), "number": override.number, "line": override.line.value}
    found |= _span(override.during, always=True)
    changes = (("adds", override.adds), ("removes", override.removes))
    return found | {name: str(person) for name, person in changes if person is not None}


def _roster(roster: Roster) -> Record:
    return {
        "id": str(roster.id),
        "number": roster.number,
        "lines": sorted(line.value for line in roster.lines),
        **_span(roster.during, always=True),
        "shifts": [{"id": str(shift.id), **_shift(shift)} for shift in roster.shifts],
    }


def _shift(shift: Assigned | Shift) -> Record:
    return {"line": shift.line.value, "person": str(shift.person), **_span(shift.span, always=True)}


def _swap(swap: Swap) -> Record:
    found: Record = {
        "id": str(swap.id),
        "number": swap.number,
        "line": swap.line.value,
        "giver": str(swap.giver),
        "taker": str(swap.taker),
    }
    if isinstance(swap.turn, tuple):
        found["turn"] = {"rotation": str(swap.turn[0]), "number": swap.turn[1]}
    else:
        found["turn"] = {"shift": str(swap.turn)}
    if swap.part is not None:
        found["part"] = {"from": _length(swap.part.start), "to": _length(swap.part.end)}
    return found


def _recorded(recorded: Recorded) -> Record:
    return {"until": _instant(recorded.until), "shifts": [_shift(shift) for shift in recorded.shifts]}


def _people(people: Iterable[object]) -> str | list[str]:
    found = sorted(str(person) for person in people)
    return found[0] if len(found) == 1 else found


def _span(span: Span, *, always: bool = False) -> Record:
    """From and to; the end of reach is no end, and left out where it may be."""
    if span.end == LATEST and not always:
        return {"from": _instant(span.start)}
    return {"from": _instant(span.start), "to": _instant(span.end)}


def _instant(moment: datetime) -> str:
    """An instant in UTC, without the seconds where there are none."""
    whole = moment.second == moment.microsecond == 0
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="minutes" if whole else "auto") + "Z"


def _wall(at: time) -> str:
    return at.isoformat(timespec="minutes" if at.second == at.microsecond == 0 else "auto")


def _length(length: timedelta) -> str:
    minutes, rest = divmod(length, timedelta(minutes=1))
    written = f"{minutes // 60}:{minutes % 60:02}"
    if not rest:
        return written
    return f"{written}:{rest.seconds:02}" + (f".{rest.microseconds:06}" if rest.microseconds else "")
