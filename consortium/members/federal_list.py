"""The federal list of local law-enforcement agencies (HIFLD), read by its own headings. Pure: text in, rows out.

The list says -999 or NOT AVAILABLE for what is missing. Rows without staff are substations, barracks and the like.
Staff was counted in the Census of State and Local Law Enforcement Agencies of 2008; CSLLEA08ID is the key that stays,
ID is not. No file is opened here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from consortium.members.federal_row import FederalRow
from consortium.members.kinds import AgencyKind
from consortium.members.sheet import read_sheet
from geo import Point, rough_miles

COUNTED_ON: Final = date(2008, 9, 30)
"""The reference day of the 2008 census, the day of every count in the list."""

HEADINGS: Final = (
    "NAME",
    "STATE",
    "TYPE",
    "STATUS",
    "COUNTY",
    "LATITUDE",
    "LONGITUDE",
    "CSLLEA08ID",
    "TRIBAL",
    "FTSWORN",
    "PTSWORN",
)
"""The headings that are read; others may stand beside them."""

_STATUSES: Final = frozenset({"OPEN", "CLOSED", "NOT AVAILABLE"})


class Why(StrEnum):
    """Why a sound row is not taken."""

    NO_STAFF = "a substation, barracks or the like: the list gives no staff for it"
    CLOSED = "it is closed"
    NOBODY = "it counts no sworn officer"
    TWICE = "the same agency stands further up"
    NEWER = "the count that is here is newer, and stays"
    BY_HAND = "an agency of this name was enrolled by hand, and stays as it is"
    HERE = "it is here already under another name, as was decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An agency of a list. ``line`` is where its row begins in the file, from 1; sworn are full-time.

    ``key`` is empty in a list of one's own, which has none.
    """

    line: int
    key: str
    name: str
    kind: AgencyKind
    county: str
    state: str
    at: Point
    sworn: int
    part_time: int
    counted_on: date = COUNTED_ON


@dataclass(frozen=True, slots=True, order=True)
class RowError:
    """What is wrong in one row."""

    line: int
    heading: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A sound row that is not taken, and why."""

    line: int
    name: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows are wanted; as it is made, all.

    Attributes:
        states: two letters each; empty for all.
        counties: names in any case, without "County"; empty for all.
        near: with ``miles``, only what lies within so many straight-line miles.
        most_sworn: only agencies of up to so many full-time sworn officers.
    """

    states: frozenset[str] = frozenset()
    counties: frozenset[str] = frozenset()
    near: Point | None = None
    miles: float = 0
    most_sworn: int | None = None

    def wants(self, row: Listed) -> bool:
        """Whether this agency is wanted."""
        return (
            (not self.counties or row.county.casefold() in {county.casefold() for county in self.counties})
            and (self.near is None or rough_miles(self.near, row.at) <= self.miles)
            and (self.most_sworn is None or row.sworn <= self.most_sworn)
        )


EVERYTHING: Final = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalList:
    """What the list holds: rows to take, rows passed over, errors by line, and how many rows were not wanted.

    ``unstaffed`` are those of the rows passed over that only lack a count of officers; each has none.
    """

    rows: tuple[Listed, ...]
    passed_over: tuple[PassedOver, ...]
    errors: tuple[RowError, ...]
    unwanted: int
    unstaffed: tuple[Listed, ...] = ()


def read_agencies(text: str, wanted: Selection = EVERYTHING) -> FederalList:
    """Read the whole list. Every error of every row of the wanted states is told; none stops the reading.

    Raises:
        BadInput: the text as a whole is no such list.
    """
    reading = _Reading(wanted)
    for line, cells in read_sheet(text, HEADINGS):
        if isinstance(cells, str):
            reading.errors.append(RowError(line, "", cells))
        else:
            reading.take(line, cells)
    return FederalList(
        rows=tuple(reading.rows.values()),
        passed_over=tuple(reading.passed_over),
        errors=tuple(sorted(reading.errors)),
        unwanted=reading.unwanted,
        unstaffed=tuple(reading.unstaffed),
    )


@dataclass(slots=True)
class _Reading:
    """What has been read so far; ``rows`` by key."""

    wanted: Selection
    rows: dict[str, Listed] = field(default_factory=dict)
    passed_over: list[PassedOver] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unwanted: int = 0
    unstaffed: list[Listed] = field(default_factory=list)

    def take(self, line: int, cells: Mapping[str, str]) -> None:
        row = FederalRow(cells)
        state = row.state()
        if state and self.wanted.states and state not in self.wanted.states:
            self.unwanted += 1
            return
        why = _passed_over(row)
        if why is not None:
            if why is Why.NO_STAFF:
                self._keep_unstaffed(line, FederalRow(cells), state)
            self._pass_over(line, row, why)
        elif (listed := _listed(line, row, state)) is not None:
            self._place(row, listed)
        self.errors += [RowError(line, heading, message) for heading, message in row.wrong.items()]

    def _place(self, row: FederalRow, listed: Listed) -> None:
        """Take a sound row, unless nobody wants it or its key has come before."""
        before = self.rows.get(listed.key)
        if not self.wanted.wants(listed):
            self.unwanted += 1
        elif not listed.sworn and not listed.part_time:
            self._pass_over(listed.line, row, Why.NOBODY)
        elif before is None:
            self.rows[listed.key] = listed
        elif replace(listed, line=before.line) == before:
            self._pass_over(listed.line, row, Why.TWICE)
        else:
            row.wrong["CSLLEA08ID"] = f"line {before.line} has the key {listed.key} too, with other facts"

    def _keep_unstaffed(self, line: int, row: FederalRow, state: str) -> None:
        """Keep a row that could come in if somebody says how many officers it has."""
        listed = _listed(line, row, state)
        if listed is not None and self.wanted.wants(listed):
            self.unstaffed.append(listed)

    def _pass_over(self, line: int, row: FederalRow, why: Why) -> None:
        self.passed_over.append(PassedOver(line=line, name=row.name() or "(no name)", why=why))
        row.wrong.pop("NAME", None)


def _passed_over(row: FederalRow) -> Why | None:
    """Why a row is of no interest, before its other cells are looked at."""
    status = row.cells["STATUS"].upper()
    if status not in _STATUSES and row.has("STATUS"):
        row.wrong["STATUS"] = f"“{row.cells['STATUS'][:40]}” is no status of the list"
    if status == "CLOSED":
        return Why.CLOSED
    return None if row.has("FTSWORN") else Why.NO_STAFF


def _listed(line: int, row: FederalRow, state: str) -> Listed | None:
    """The row as an agency; ``None`` when something is wrong with it, and all of that is told."""
    name, kind, county, key = row.name(), row.kind(), row.county(), row.key()
    at, sworn, part_time = row.place(), row.officers("FTSWORN"), row.officers("PTSWORN")
    if at is None or row.wrong:
        return None
    return Listed(
        line=line,
        key=key,
        name=name,
        kind=kind,
        county=county,
        state=state,
        at=at,
        sworn=sworn,
        part_time=part_time,
    )
