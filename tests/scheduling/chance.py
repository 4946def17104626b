"""Schedules of every shape from a seed: all building blocks, thickest around changes of the clocks.

From a seed rather than drawn part by part, as that is twenty times faster; a failing test prints the seed.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from geo.names import PersonId
from scheduling import (
    Assigned,
    Idle,
    Leave,
    Line,
    Override,
    OverrideId,
    Part,
    Pause,
    Recorded,
    Roster,
    RosterId,
    Rotation,
    RotationId,
    Schedule,
    Shift,
    ShiftId,
    Span,
    Swap,
    SwapId,
    TurnRef,
    Unit,
    Weekly,
    Window,
)
from scheduling.errors import RestrictionError, RostersOverlapError
from tests.scheduling.builders import a_person
from tests.scheduling.places import MINUTE, YEARS, a_year, jumps

PEOPLE = [a_person(number) for number in range(1, 6)]
LINES = list(Line)
LENGTHS = (
    [(Unit.DAY, n) for n in (1, 1, 2, 3, 7, 10, 28)]
    + [(Unit.HOUR, n) for n in (6, 12, 24, 5, 1)]
    + [(Unit.WEEK, 1), (Unit.WEEK, 2), (Unit.MONTH, 1), (Unit.MONTH, 3)]
)
_T = TypeVar("_T")


class Chance:
    """One draw after another from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.choice = self._random.choice
        self.below = self._random.randrange

    def perhaps(self, make: Callable[[], _T]) -> _T | None:
        return make() if self.below(2) else None

    def several(self, most: int, make: Callable[[int], _T]) -> tuple[_T, ...]:
        return tuple(make(number) for number in range(self.below(most + 1)))

    def span(self, window: Span) -> Span:
        """A span of whole minutes within the window."""
        length = window.length // MINUTE
        first = self.below(length)
        return Span(window.start + first * MINUTE, window.start + (first + 1 + self.below(length - first)) * MINUTE)

    def schedule(self, days: float, *, near: bool) -> tuple[Schedule, Span]:
        """A schedule and a window of so many days; mostly the window holds a change of the clocks."""
        zone = self.choice(sorted(YEARS))
        any_day = a_year(zone).start + timedelta(days=60 + self.below(240))
        middle: datetime = self.choice([any_day, *jumps(zone)])
        start = middle - self.below(int(days * 1440) + 1) * MINUTE
        window = Span(start, start + timedelta(days=days))
        return self.parts(zone, window, near=near), window

    def parts(self, zone: str, window: Span, *, near: bool) -> Schedule:
        """Up to four rotations of the zone's year, or beginning ``near`` the window; a few of everything else in it."""
        turning = self.several(4, lambda number: self.rotation(zone, number))
        turning = tuple(self.blocks(each, window) if near or self.below(2) else each for each in turning)
        rosters: tuple[Roster, ...] = ()
        for roster in self.several(2, lambda number: self.roster(window, number)):
            with suppress(RostersOverlapError):
                rosters = Schedule(rosters=(*rosters, roster)).rosters
        return Schedule(
            rotations=turning,
            overrides=self.several(5, lambda number: self.override(window, 2 * number)),
            leave=self.several(2, lambda _: Leave(self.choice(PEOPLE), self.span(window))),
            rosters=rosters,
            swaps=self.several(3, lambda number: self.swap(turning, rosters, 2 * number + 1)),
            recorded=None if self.below(4) else self.record(window),
        )

    def rotation(self, zone: str, number: int) -> Rotation:
        """A rotation without weekly hours, days off or pauses; it begins near New Year's Day and may end."""
        first_day = date(YEARS[zone], 1, 1) + timedelta(days=self.below(90) - 60)
        unit, every = self.choice(LENGTHS)
        lasts = self.perhaps(lambda: timedelta(days=1 + self.below(500)))
        return Rotation(
            id=RotationId(UUID(int=number)),
            name="Turns",
            line=self.choice(LINES),
            zone=zone,
            first_day=first_day,
            hand_off=time(self.below(24), self.choice([0, 0, 0, 30, self.below(60)])),
            every=every,
            turns=tuple(self.holders() for _ in range(1 + self.below(4))),
            last_day=first_day + lasts if lasts else None,
            unit=unit,
        )

    def holders(self) -> frozenset[PersonId]:
        return frozenset(self.choice(PEOPLE) for _ in range(self.choice([1, 1, 2])))

    def blocks(self, rotation: Rotation, window: Span) -> Rotation:
        """The rotation with weekly hours, days off and pauses, thickest in the window; begun not long before it."""
        near = window.start.date()
        first_day = near - timedelta(days=self.below(21))
        lasts = None if rotation.last_day is None else rotation.last_day - rotation.first_day
        wide = Span(window.start - timedelta(days=15), window.end)
        return replace(
            rotation,
            first_day=first_day,
            last_day=first_day + lasts if lasts else None,
            only=self.perhaps(self.week),
            idle=self.choice(list(Idle)),
            off=frozenset(near + timedelta(days=n) for n in self.several(6, lambda _: self.below(20) - 10)),
            pauses=self.several(3, lambda _: Pause(self.choice(PEOPLE), self.span(wide))),
            owed=bool(self.below(2)),
            layer=self.below(2),
        )

    def week(self) -> Weekly:
        """Up to four windows of a week, of which none overlap."""
        found = Weekly((self.window(),))
        for window in self.several(5, lambda _: self.window()):
            with suppress(RestrictionError):
                found = Weekly((*found.windows, window))
        return found

    def window(self) -> Window:
        start, end = (time(self.choice([0, 0, 1, 2, 3, 7, 8, 19, 23]), self.choice([0, 0, 30])) for _ in range(2))
        return Window(self.below(7), start, end)

    def override(self, window: Span, number: int) -> Override:
        adds, removes = self._random.sample([*PEOPLE, None], 2)
        override_id = OverrideId(UUID(int=number))
        during = self.span(window)
        line = self.choice(LINES)
        return Override(id=override_id, number=number, line=line, during=during, adds=adds, removes=removes)

    def roster(self, window: Span, number: int) -> Roster:
        during = self.span(window)
        of_lines = frozenset(self.choice(LINES) for _ in range(1 + self.below(3)))
        shifts = self.several(3, lambda n: self.shift(n + 10 * self.below(2), of_lines, during))
        of_ids = {shift.id: shift for shift in shifts}
        final = bool(self.below(2))
        return Roster(RosterId(UUID(int=number)), number, of_lines, during, tuple(of_ids.values()), final=final)

    def shift(self, number: int, of_lines: frozenset[Line], during: Span) -> Assigned:
        return Assigned(
            ShiftId(UUID(int=number)), self.choice(sorted(of_lines)), self.choice(PEOPLE), self.span(during)
        )

    def swap(self, rotations: tuple[Rotation, ...], rosters: tuple[Roster, ...], number: int) -> Swap:
        """A swap of some turn or shift; mostly of one that there is."""
        named: list[tuple[TurnRef, Line]] = [(shift.id, shift.line) for roster in rosters for shift in roster.shifts]
        named += [((rotation.id, self.below(24)), rotation.line) for rotation in rotations for _ in range(2)]
        turn, line = self.choice([*named, (ShiftId(UUID(int=7)), Line.PRIMARY)])
        giver, taker = self._random.sample(PEOPLE, 2)
        hours = sorted(self._random.sample(range(30), 2))
        part = Part(*(timedelta(hours=hour) for hour in hours)) if self.below(2) else None
        swap_id = SwapId(UUID(int=number))
        return Swap(id=swap_id, number=number, line=line, giver=giver, taker=taker, turn=turn, part=part)

    def record(self, window: Span) -> Recorded:
        def served(_: int) -> Shift:
            return Shift(self.choice(LINES), self.choice(PEOPLE), self.span(window))

        return Recorded(self.span(window).start, self.several(2, served))
