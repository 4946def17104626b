"""Patrol patterns: a cycle of days on and off that comes round for a year, and the time it leaves nobody free in.

A cycle is one letter a day: D a day shift, E an evening one, N a night, a dash a day off. It is counted in days of the
calendar from its first day, so a change of the clocks never moves it. A shift belongs to the day on which it starts; it
begins at the first instant at which the clocks show its start and lasts until the last at which they show its end.
So nobody is planned into an hour in which she may still be at work, and shifts that follow each other on the wall
leave no time between them. How much rest she needs after a shift is a rule of the planner's, not handled here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from scheduling.availability import days_of, wall_span
from scheduling.errors import AvailabilityError
from scheduling.spans import Span, union

LONGEST_CYCLE: Final = 56
SHIFTS: Final = "DEN"
OFF: Final = "-"
_TYPED_OFF: Final = re.compile("[xo._\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"[\s,;/|]+")

Hours = tuple[time, time]
"""From and until, on the wall; until is of the next day where it is not later, so equal times are 24 hours."""


@dataclass(frozen=True, slots=True)
class Known:
    """A pattern that many departments work: what it is called, its cycle, and the hours that its shifts often have."""

    key: str
    name: str
    cycle: str
    hours: Mapping[str, Hours]


def _at(start: int, end: int) -> Hours:
    return time(start), time(end)


_TWELVES: Final[Mapping[str, Hours]] = {"D": _at(6, 18), "N": _at(18, 6)}
_EIGHTS: Final[Mapping[str, Hours]] = {"D": _at(7, 15), "E": _at(15, 23), "N": _at(23, 7)}
_ROUND: Final[Mapping[str, Hours]] = {"D": _at(7, 7)}
_PITMAN: Final = "DD--DDD--DD---"
_SWING: Final = "DDDDDDD--EEEEEEE--NNNNNNN---"


def _nights(cycle: str) -> str:
    return cycle.replace("D", "N")


KNOWN: Final[tuple[Known, ...]] = (
    Known("pitman-days", "2-2-3 (Pitman), 12-hour days", _PITMAN, _TWELVES),
    Known("pitman-nights", "2-2-3 (Pitman), 12-hour nights", _nights(_PITMAN), _TWELVES),
    Known("panama", "2-2-3 (Panama), two weeks of days, then two of nights", _PITMAN + _nights(_PITMAN), _TWELVES),
    Known("dupont", "DuPont, 12-hour days and nights in four weeks", "NNNN---DDD-NNN---DDDD-------", _TWELVES),
    Known("four-on-four-off", "4 on, 4 off, 12-hour days", "DDDD----", _TWELVES),
    Known("four-on-four-off-nights", "4 on, 4 off, 12-hour nights", "NNNN----", _TWELVES),
    Known("four-on-four-off-turning", "4 on, 4 off, days and nights in turn", "DDDD----NNNN----", _TWELVES),
    Known("two-two-four", "2 days, 2 nights, 4 off, 12 hours", "DDNN----", _TWELVES),
    Known("four-tens", "4/10: four 10-hour days, three off", "DDDD---", {"D": _at(7, 17)}),
    Known("four-tens-nights", "4/10: four 10-hour nights, three off", "NNNN---", {"N": _at(21, 7)}),
    Known("five-eights", "5/8: five 8-hour days, two off", "DDDDD--", _EIGHTS),
    Known("five-eights-evenings", "5/8: five 8-hour evenings, two off", "EEEEE--", _EIGHTS),
    Known("five-eights-nights", "5/8: five 8-hour nights, two off", "NNNNN--", _EIGHTS),
    Known("five-four-nines", "5/4/9: nine 9-hour days in two weeks", "DDDDD--DDDD---", {"D": _at(7, 16)}),
    Known("southern-swing", "Southern Swing: a week of days, of evenings, of nights", _SWING, _EIGHTS),
    Known("metropolitan", "2-2-2-2: days, evenings, nights, off", "DDEENN--", _EIGHTS),
    Known("twenty-four-forty-eight", "24/48: 24 hours on, 48 off", "D--", _ROUND),
    Known("forty-eight-ninety-six", "48/96: 48 hours on, 96 off", "DD----", _ROUND),
    Known("kelly", "Kelly: 24 hours on, off, on, off, on, then four days off", "D-D-D----", _ROUND),
)


def known(key: str) -> Known | None:
    """A pattern that has a name, by its key."""
    return next((each for each in KNOWN if each.key == key), None)


def read_cycle(typed: str) -> str:
    """A cycle as people write it: D, E, N in any case; X, O, a full stop or a dash is a day off; blanks mean nothing.

    Raises:
        AvailabilityError: another letter stands in it, no day is worked, or it is longer than 56 days.
    """
    bare = _TYPED_OFF.sub(OFF, _BETWEEN.sub("", typed)).upper()
    if strange := next((each for each in bare if each not in SHIFTS + OFF), None):
        raise AvailabilityError(f"“{strange}” is no shift. Write D, E or N for a shift and - for a day off.")
    if not 1 <= len(bare) <= LONGEST_CYCLE:
        raise AvailabilityError(f"A pattern has 1 to {LONGEST_CYCLE} days.")
    if not set(bare) & set(SHIFTS):
        raise AvailabilityError("A pattern has at least one day that is worked.")
    return bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One person's pattern: the cycle from ``first`` on, over and over, until ``last``, both days included.

    Raises:
        AvailabilityError: the cycle cannot be, a shift of it has no hours, or the last day comes before the first.
    """

    cycle: str
    hours: Mapping[str, Hours]
    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse what cannot come round."""
        if read_cycle(self.cycle) != self.cycle:
            raise AvailabilityError("A cycle is kept in its plain form.")
        if missing := set(self.cycle) - {OFF} - self.hours.keys():
            raise AvailabilityError(f"Say from when to when the shift {min(missing)} is.")
        if self.last < self.first:
            raise AvailabilityError("The last day must not come before the first.")

    def letter(self, day: date) -> str:
        """The shift that starts on this day; a dash on a day off and outside the pattern's days."""
        if not self.first <= day <= self.last:
            return OFF
        return self.cycle[(day - self.first).days % len(self.cycle)]

    def shifts(self, window: Span, clock: ZoneInfo) -> Iterator[tuple[date, str, Span]]:
        """Every shift that overlaps the window, whole: its day, its letter, its time; by day."""
        for day in days_of(window, clock):
            letter = self.letter(day)
            if letter == OFF:
                continue
            span = wall_span(day, *self.hours[letter], clock)
            if span is not None and span.overlaps(window):
                yield day, letter, span

    def worked(self, window: Span, clock: ZoneInfo) -> tuple[Span, ...]:
        """The time at work that overlaps the window, as the fewest spans, in order."""
        return union(span for _, _, span in self.shifts(window, clock))

    def days(self) -> Iterator[tuple[date, str]]:
        """Every day of the pattern with its letter, in order."""
        day = self.first
        while day <= self.last:
            yield day, self.letter(day)
            day += timedelta(days=1)
