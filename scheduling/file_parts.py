"""The parts of a schedule, read from a file: rotations, changes, plans, temporary schedules, absences, the record.

What each field means is told in `docs/schedule-file.md`; what a value may be is checked by the value itself.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from geo.names import PersonId
from scheduling.beat import Unit
from scheduling.errors import ScheduleFileError, SchedulingError
from scheduling.file_place import Place, span_of
from scheduling.order import Idle, Pause
from scheduling.roster import Assigned, Part, Recorded, Roster, RosterId, Shift, ShiftId, Swap, SwapId, TurnRef
from scheduling.rotation import Line, Rotation, RotationId
from scheduling.schedule import Leave, Override, OverrideId, Schedule
from scheduling.weekly import MOST_WINDOWS, Weekly, Window

MOST_ROTATIONS: Final = 200
MOST_TURNS: Final = 400
MOST_HOLDERS: Final = 50
MOST_DATED: Final = 20_000
MOST_PAUSES: Final = 200
MOST_DAYS_OFF: Final = 1000

_Made = TypeVar("_Made")


class Weekday(StrEnum):
    """The days of a week, as a file writes them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEKDAYS: Final = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Parts:
    """Reads the parts of one file: ``clock`` is its zone, ``people`` are the keys by which it names people."""

    clock: ZoneInfo
    people: Mapping[str, tuple[PersonId, str]]

    @property
    def names(self) -> dict[PersonId, str]:
        """Everybody's name by id."""
        return dict(self.people.values())

    def schedule(self, fields: Mapping[str, Place]) -> Schedule:
        """The schedule of the file's fields.

        Raises:
            ScheduleFileError: a part cannot be read; its place is named.
            SchedulingError: the parts do not fit each other.
        """
        overrides, swaps = _all(fields, "overrides", "override"), _all(fields, "swaps", "swap")
        free = count(max((_number(place) for place in (*overrides, *swaps)), default=0) + 1)
        return Schedule(
            rotations=tuple(self._rotation(place) for place in _all(fields, "rotations", "rotation")),
            overrides=tuple(self._override(place, free) for place in overrides),
            leave=tuple(self._leave(place) for place in _all(fields, "absences", "absence")),
            rosters=(
                *(self._roster(place, final=False) for place in _all(fields, "plans", "plan")),
                *(self._roster(place, final=True) for place in _all(fields, "temporary", "temporary schedule")),
            ),
            swaps=tuple(self._swap(place, free) for place in swaps),
            recorded=self._recorded(fields["recorded"]) if "recorded" in fields else None,
        )

    def _person(self, place: Place) -> PersonId:
        key = place.text()
        if key not in self.people:
            raise place.wrong(f"“{key[:60]}” is not among the people of this file.")
        return self.people[key][0]

    def _rotation(self, at: Place) -> Rotation:
        found = at.fields(
            "name line first_day hand_off every turns", "id zone unit last_day only idle off pauses owed layer"
        )
        place = at.named(found["name"].text())
        found = {key: place.within(f"“{key}”", each.value) for key, each in found.items()}
        return _made(
            place,
            lambda: Rotation(
                id=RotationId(_id(at, found, "rotation")),
                name=found["name"].text(),
                line=found["line"].word(Line),
                zone=found["zone"].text() if "zone" in found else self.clock.key,
                first_day=found["first_day"].day(),
                last_day=found["last_day"].day() if "last_day" in found else None,
                hand_off=found["hand_off"].wall(),
                unit=found["unit"].word(Unit) if "unit" in found else Unit.DAY,
                every=found["every"].number(),
                turns=tuple(self._holders(turn) for turn in found["turns"].several("turn", MOST_TURNS)),
                only=_weekly(found["only"]) if "only" in found else None,
                idle=found["idle"].word(Idle) if "idle" in found else Idle.TURNS,
                off=frozenset(day.day() for day in _several(found, "off", "day off", MOST_DAYS_OFF)),
                pauses=tuple(self._pause(pause) for pause in _several(found, "pauses", "pause", MOST_PAUSES)),
                owed=found["owed"].flag() if "owed" in found else True,
                layer=found["layer"].number() if "layer" in found else 0,
            ),
        )

    def _holders(self, place: Place) -> frozenset[PersonId]:
        """A turn: one person, or a list of people."""
        if isinstance(place.value, str):
            return frozenset([self._person(place)])
        return frozenset(self._person(person) for person in place.several("person", MOST_HOLDERS))

    def _pause(self, place: Place) -> Pause:
        found = place.fields("person from", "to")
        return Pause(self._person(found["person"]), span_of(place, found, self.clock))

    def _override(self, place: Place, free: Iterator[int]) -> Override:
        found = place.fields("line from to", "id number adds removes")
        return _made(
            place,
            lambda: Override(
                id=OverrideId(_id(place, found, "override")),
                number=found["number"].number() if "number" in found else next(free),
                line=found["line"].word(Line),
                during=span_of(place, found, self.clock),
                adds=self._person(found["adds"]) if "adds" in found else None,
                removes=self._person(found["removes"]) if "removes" in found else None,
            ),
        )

    def _leave(self, place: Place) -> Leave:
        found = place.fields("person from", "to")
        return Leave(self._person(found["person"]), span_of(place, found, self.clock))

    def _roster(self, place: Place, *, final: bool) -> Roster:
        found = place.fields("lines from to shifts", "id number")
        lines = [line.word(Line) for line in found["lines"].several("line", len(Line))]
        number = int(place.path.rpartition(" ")[2])
        return _made(
            place,
            lambda: Roster(
                id=RosterId(_id(place, found, "temporary schedule" if final else "plan")),
                number=found["number"].number() if "number" in found else number,
                lines=frozenset(lines),
                during=span_of(place, found, self.clock),
                shifts=tuple(self._assigned(shift) for shift in _several(found, "shifts", "shift", MOST_DATED)),
                final=final,
            ),
        )

    def _assigned(self, place: Place) -> Assigned:
        found = place.fields("line person from to", "id")
        line, person = found["line"].word(Line), self._person(found["person"])
        return Assigned(ShiftId(_id(place, found, "shift")), line, person, span_of(place, found, self.clock))

    def _swap(self, place: Place, free: Iterator[int]) -> Swap:
        found = place.fields("line giver taker turn", "id number part")
        return _made(
            place,
            lambda: Swap(
                id=SwapId(_id(place, found, "swap")),
                number=found["number"].number() if "number" in found else next(free),
                line=found["line"].word(Line),
                giver=self._person(found["giver"]),
                taker=self._person(found["taker"]),
                turn=_turn(found["turn"]),
                part=_part(found["part"]) if "part" in found else None,
            ),
        )

    def _recorded(self, place: Place) -> Recorded:
        found = place.fields("until shifts")
        shifts = tuple(self._shift(shift) for shift in found["shifts"].several("shift", MOST_DATED))
        return _made(place, lambda: Recorded(found["until"].instant(self.clock), shifts))

    def _shift(self, place: Place) -> Shift:
        found = place.fields("line person from to")
        line, person = found["line"].word(Line), self._person(found["person"])
        return Shift(line, person, span_of(place, found, self.clock))


def _weekly(place: Place) -> Weekly:
    """Weekly hours; a window may be of one day, or of a list of days."""
    windows: list[Window] = []
    for each in place.several("weekly hours", MOST_WINDOWS):
        found = each.fields("on from to")
        on = found["on"]
        days = on.several("day", len(WEEKDAYS)) if isinstance(on.value, list) else [on]
        start, end = found["from"].wall(), found["to"].wall()
        windows += [Window(WEEKDAYS.index(day.word(Weekday)), start, end) for day in days]
    return _made(place, lambda: Weekly(tuple(windows)))


def _turn(place: Place) -> TurnRef:
    """A turn of a rotation by its number from 0, or a shift of a plan."""
    if isinstance(place.value, dict) and "shift" in place.value:
        return ShiftId(place.fields("shift")["shift"].id("shift"))
    found = place.fields("rotation number")
    return RotationId(found["rotation"].id("rotation")), found["number"].number()


def _part(place: Place) -> Part:
    found = place.fields("from to")
    return _made(place, lambda: Part(found["from"].length(), found["to"].length()))


def _all(fields: Mapping[str, Place], kind: str, one: str) -> list[Place]:
    """The parts of one kind; none, if the file has none."""
    return _several(fields, kind, one, MOST_ROTATIONS if kind == "rotations" else MOST_DATED)


def _several(fields: Mapping[str, Place], kind: str, one: str, most: int) -> list[Place]:
    return fields[kind].several(one, most) if kind in fields else []


def _number(place: Place) -> int:
    """The number that a change has in the file, or 0."""
    number = place.value.get("number") if isinstance(place.value, dict) else None
    return number if isinstance(number, int) else 0


def _id(place: Place, found: Mapping[str, Place], kind: str) -> UUID:
    """The part's id; without one in the file, one made from its place."""
    return found["id"].id(kind) if "id" in found else Place(place.path, place.path).id(f"{kind} at")


def _made(place: Place, make: Callable[[], _Made]) -> _Made:
    """Make a value; what it refuses is told with its place.

    Raises:
        ScheduleFileError: the value cannot be.
    """
    try:
        return make()
    except ScheduleFileError:
        raise
    except SchedulingError as wrong:
        raise place.wrong(wrong) from None
