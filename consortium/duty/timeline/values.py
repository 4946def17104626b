"""What the schedule's pages show, as frozen values; the first comments of the templates name the fields."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from geo import PersonId
from scheduling import Span

LEAVE: Final = "leave"
GAP: Final = "gap"


@dataclass(frozen=True, slots=True)
class Bar:
    """Something on a lane throughout ``[start, end)``.

    Attributes:
        key: a line, ``leave`` or ``gap``.
        place: the classes that place it.
        names: who; nobody for a gap, and one person in her own row.
        mark: ``new`` or ``gone`` by the draft that is shown, ``swap`` while somebody is asked to take it, or empty.
        href: where it leads.
        narrow: there is room for a letter or two only.
    """

    key: str
    start: datetime
    end: datetime
    place: str
    names: tuple[str, ...]
    mark: str = ""
    href: str = ""
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """A week of several in one cell: hours by line, of a person or with nobody; ``href`` opens the week."""

    first: date
    place: str
    href: str
    hours: tuple[tuple[str, int], ...]
    changes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """The final answer of one line. ``covered`` and ``total`` are hours, ``per_cent`` is rounded down to be honest."""

    key: str
    bars: tuple[Bar, ...]
    weeks: tuple[Week, ...]
    covered: int
    total: int
    per_cent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Weighted hours of somebody or of an agency against the share that was promised, all rounded to whole hours.

    ``most`` is the longest bar of all. ``state`` is ``over``, ``under`` or ``fair``: see :mod:`fair`.
    """

    hours: int
    share: int
    most: int
    state: str

    @property
    def over(self) -> int:
        """Hours above the share; less than nothing: below it."""
        return self.hours - self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person's row. ``load`` is ``None`` for whom no share is counted."""

    person: PersonId
    name: str
    role: str
    bars: tuple[Bar, ...]
    weeks: tuple[Week, ...]
    load: Load | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people whom one agency lends; ``name`` is empty for those whom nobody lends."""

    name: str
    people: tuple[PersonRow, ...]
    load: Load | None


@dataclass(frozen=True, slots=True)
class Day:
    """A column's heading."""

    date: date
    holiday: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The weeks shown: the final answer, then people by agency."""

    first: date
    last: date
    weeks: int
    days: tuple[Day, ...]
    mondays: tuple[date, ...]
    lines: tuple[LineRow, ...]
    groups: tuple[Group, ...]
    others: int
    counted: Span
    served_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One row of a duty day: who is on a line in ``[start, end)``; nobody: a gap. ``whole``: the whole duty day."""

    key: str
    names: tuple[str, ...]
    start: datetime
    end: datetime
    whole: bool
    mark: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """A duty day, from hand-off to hand-off."""

    date: date
    start: datetime
    end: datetime
    holiday: str | None
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekLine:
    """A week among several: per cent covered by line, and its gaps."""

    first: date
    last: date
    href: str
    covered: tuple[tuple[str, int], ...]
    gaps: tuple[Slot, ...]
