"""Rows of a matched list, read as what people said: every error with its line, none stops the reading. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from consortium.duty.availability.list_cells import (
    read_day,
    read_said,
    read_share,
    read_time,
    read_weekdays,
    read_whole,
)
from consortium.duty.availability.list_columns import Column
from consortium.duty.availability.say_time import FURTHEST, MOST_TIMES
from consortium.duty.availability.set_limits import MOST_DUTIES, MOST_NOTICE
from consortium.duty.availability.values import NO_LIMITS, Limits, Said
from consortium.duty.store.availability_imports import Peer
from consortium.members.rosters.any_sheet import Sheet
from consortium.members.rosters.columns import plain
from consortium.members.rosters.entries import Wrong
from geo import PersonId
from scheduling.availability import WeeklyTime, wall_span
from scheduling.errors import SchedulingError
from scheduling.spans import Span
from scheduling.wallclock import instant

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SaidTime:
    """One time of a row: once, or of every week."""

    person: PersonId
    said: Said
    once: Span | None = None
    weekly: WeeklyTime | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list comes to: times to add, limits to set, how many rows say what is kept already, what is wrong."""

    times: tuple[SaidTime, ...]
    limits: Mapping[PersonId, Limits]
    same: int
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already: people, times that they said, limits; and the clock and day by which rows are read."""

    peers: Sequence[Peer]
    times: frozenset[SaidTime]
    limits: Mapping[PersonId, Limits]
    clock: ZoneInfo
    today: date


def read_rows(sheet: Sheet, match: Sequence[Column], known: Known) -> Rows:
    """Read every row of the list."""
    columns = {column: at for at, column in enumerate(match) if column is not Column.NOT_KEPT}
    people = _People(known.peers)
    times, wrong, same = dict[SaidTime, int](), list[Wrong](), 0
    limits, counts = dict[PersonId, Limits](), defaultdict[PersonId, int](int)
    for each in known.times:
        counts[each.person] += 1
    for line, cells in sheet.rows:
        row = _Row({column: cells[at] for column, at in columns.items()}, known)
        person = people.find(row)
        told, limit = row.said_time(person), row.said_limits(person, limits) if person else None
        if not row.wrong and told is None and limit is None:
            row.refuse(Column.FIRST, "this row says neither a time nor a limit")
        if not row.wrong and told is not None and told not in known.times and counts[told.person] >= MOST_TIMES:
            row.refuse(Column.FIRST, f"at most {MOST_TIMES} times are kept of one person")
        wrong += [Wrong(line, sheet.headings[columns[at]] if at in columns else "", words) for at, words in row.wrong]
        if row.wrong:
            continue
        changed = False
        if told is not None and told not in known.times and told not in times:
            times[told], changed = line, True
            counts[told.person] += 1
        if person and limit is not None and limit != limits.get(person, known.limits.get(person, NO_LIMITS)):
            limits[person], changed = limit, True
        same += not changed
    return Rows(tuple(times), limits, same, tuple(sorted(wrong)))


class _People:
    """Those who answer, found by mail address or by name."""

    def __init__(self, peers: Sequence[Peer]) -> None:
        self._by_mail = {peer.email.lower(): peer.person for peer in peers if peer.email}
        self._by_name: defaultdict[str, list[PersonId]] = defaultdict(list)
        for peer in peers:
            self._by_name[plain(peer.name)].append(peer.person)

    def find(self, row: "_Row") -> PersonId | None:
        """Whom a row is about; what is wrong is noted in the row."""
        mail = row.cell(Column.EMAIL).lower()
        if mail in self._by_mail:
            return self._by_mail[mail]
        name = row.cell(Column.NAME) or f"{row.cell(Column.FIRST_NAME)} {row.cell(Column.LAST_NAME)}"
        found = self._by_name.get(plain(_turned(name)), [])
        if len(found) == 1 and not mail:
            return found[0]
        at = Column.EMAIL if mail else Column.NAME if row.cell(Column.NAME) else Column.LAST_NAME
        many = len(found) > 1 and not mail
        row.refuse(at, "more than one who answers has this name; give her mail address" if many else _NOBODY)
        return None


_NOBODY: Final = "nobody of those who answer is known by this"


def _turned(name: str) -> str:
    """“Alvarez, Rosa” as “Rosa Alvarez”."""
    last, comma, first = name.partition(",")
    return f"{first} {last}" if comma else name


class _Row:
    """One row being read; ``wrong`` gathers what cannot be taken."""

    def __init__(self, cells: Mapping[Column, str], known: Known) -> None:
        self.wrong: list[tuple[Column, str]] = []
        self._cells = cells
        self._known = known

    def cell(self, column: Column) -> str:
        """What stands there, tidied; nothing where there is no such column."""
        return self._cells.get(column, "")

    def refuse(self, column: Column, words: str) -> None:
        """Note what is wrong."""
        self.wrong.append((column, words))

    def said_time(self, person: PersonId | None) -> SaidTime | None:
        """The time of the row; None where it has none, or somebody or something of it is wrong."""
        if not (self.cell(Column.FIRST) or self.cell(Column.WEEKDAYS)):
            return None
        said = self._read(Column.SAID, read_said, "say cannot, gladly or rather not", empty=True)
        start = self._read(Column.FROM, read_time, _NO_TIME) if self.cell(Column.FROM) else None
        end = self._read(Column.UNTIL, read_time, _NO_TIME) if self.cell(Column.UNTIL) else None
        first = self._read(Column.FIRST, read_day, _NO_DAY) if self.cell(Column.FIRST) else None
        last = self._read(Column.LAST, read_day, _NO_DAY) if self.cell(Column.LAST) else None
        days = self._read(Column.WEEKDAYS, read_weekdays, _NO_WEEKDAY) if self.cell(Column.WEEKDAYS) else None
        if self.wrong or person is None or said is None:
            return None
        if days is not None:
            weekly = self._weekly(days, (start, end), first and first[0], last and last[0])
            return SaidTime(person, said, weekly=weekly) if weekly else None
        once = self._once(first or _never(), last or first or _never(), start, end)
        return SaidTime(person, said, once=once) if once else None

    def said_limits(self, person: PersonId, set_before: Mapping[PersonId, Limits]) -> Limits | None:
        """The limits as they would be after this row; None where it names none."""
        told: dict[str, Any] = {}
        for column, name, read, words in (
            (Column.SHARE, "share_percent", read_share, "give a share of 5 to 200 percent"),
            (Column.MOST, "most_per_month", lambda text: read_whole(text, MOST_DUTIES), "give a number up to 62"),
            (Column.NOTICE, "notice_hours", lambda text: read_whole(text, MOST_NOTICE), "give hours, up to 1,440"),
        ):
            if self.cell(column):
                told[name] = self._read(column, read, words)
        if not told or self.wrong:
            return None
        return replace(set_before.get(person, self._known.limits.get(person, NO_LIMITS)), **told)

    def _weekly(
        self, days: frozenset[int], times: tuple[time | None, time | None], first: date | None, last: date | None
    ) -> WeeklyTime | None:
        start, end = times
        if (start is None) != (end is None):
            self.refuse(Column.UNTIL if end is None else Column.FROM, "give both times, or none for the whole day")
            return None
        if last is not None and last < self._known.today:
            self.refuse(Column.LAST, _OVER)
            return None
        try:
            return WeeklyTime(weekdays=days, start=start or time(0), end=end or time(0), first=first, last=last)
        except SchedulingError:
            self.refuse(Column.LAST, "the last day comes before the first")
            return None

    def _once(
        self, first: tuple[date, time | None], last: tuple[date, time | None], start: time | None, end: time | None
    ) -> Span | None:
        """From the first day to the end of the last; times make it begin later or end earlier.

        On one day, an end that is not after the start is one of the next day.
        """
        begins, ends = start or first[1], end or last[1]
        if first[0].year not in range(1970, 2199) or last[0].year not in range(1970, 2199):
            self.refuse(Column.FIRST, "give a day of this century")
            return None
        if first[0] == last[0] and begins is not None and ends is not None and self.cell(Column.LAST) == "":
            span = wall_span(first[0], begins, ends, self._known.clock)
        else:
            starts = instant(first[0], begins or time(0), self._known.clock)
            day, at = (last[0], ends) if ends else (last[0] + timedelta(days=1), time(0))
            stops = instant(day, at, self._known.clock)
            span = Span(starts, stops) if starts < stops else None
        if span is None:
            self.refuse(Column.LAST, "the end does not come after the start")
        elif last[0] < self._known.today:
            self.refuse(Column.FIRST, _OVER)
        elif first[0] > self._known.today + FURTHEST:
            self.refuse(Column.FIRST, "it lies more than two years ahead")
        else:
            return span
        return None

    def _read(self, column: Column, read: Callable[[str], T], words: str, *, empty: bool = False) -> T | None:
        try:
            return read(self.cell(column)) if self.cell(column) or empty else None
        except (ValueError, KeyError):
            self.refuse(column, words)
            return None


_NO_TIME: Final = "this is no time, such as 07:00 or 7 PM"
_NO_DAY: Final = "this is no day, such as 2026-11-23 or 11/23/2026"
_NO_WEEKDAY: Final = "these are no days of the week, such as Mon-Fri"
_OVER: Final = "this time is over"


def _never() -> tuple[date, time | None]:
    return date(1900, 1, 1), None
