"""What a list of agencies leaves open, for a person to decide: who may be the same, and who lacks a count. Pure.

An agency that came in twice would be counted twice among those who hide each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Final

from consortium.members.federal_list import FederalList, Listed, PassedOver, Why
from consortium.members.federal_row import MOST_SWORN
from consortium.members.import_plan import Enrolled
from consortium.members.place_names import folded
from geo import rough_miles

NEAR: Final = 8.0
"""Miles within which two agencies of one name may be one."""
_COMMON: Final = frozenset(
    (
        *("police", "department", "dept", "sheriff", "sheriffs", "office", "county", "city", "town", "of", "the"),
        *("public", "safety", "marshal", "division", "district", "substation", "headquarters", "jail", "pd", "so"),
    )
)


@dataclass(frozen=True, slots=True)
class Twin:
    """Two rows that may be one agency; ``other`` stands further down in the file."""

    one: Listed
    other: Listed
    miles: float


@dataclass(frozen=True, slots=True)
class Alike:
    """A row that may be an agency which is here already, and which no key of the list knows again."""

    row: Listed
    here: Enrolled
    miles: float


@dataclass(frozen=True, slots=True)
class Choices:
    """What was decided so far, by the lines of the rows.

    Attributes:
        same: of each twin, whether the lower row is left out as the same agency.
        here: of each row that is alike to an agency here, whether it is left out as that one.
        staff: how many sworn officers a row without a count has; 0 leaves it out.
    """

    same: Mapping[int, bool] = field(default_factory=dict)
    here: Mapping[int, bool] = field(default_factory=dict)
    staff: Mapping[int, int] = field(default_factory=dict)


def twins(rows: Iterable[Listed]) -> tuple[Twin, ...]:
    """The pairs that may be one agency: of one kind and state, alike by name, and near."""
    alike: dict[tuple[str, str, str], list[Listed]] = defaultdict(list)
    for row in rows:
        alike[_core(row.name), row.kind.value, row.state].append(row)
    found = [
        Twin(one, other, rough_miles(one.at, other.at))
        for group in alike.values()
        for one, other in combinations(sorted(group, key=lambda row: row.line), 2)
        if rough_miles(one.at, other.at) <= NEAR
    ]
    return tuple(sorted(found, key=lambda twin: twin.other.line))


def alike_here(rows: Iterable[Listed], enrolled: Iterable[Enrolled]) -> tuple[Alike, ...]:
    """Each row with the nearest agency here that it may be: of one state, and of one name or alike by name and kind.

    How far apart they lie is shown and decides nothing, as one of the two places may be wrong. Two with a federal key
    each are told apart by it. What bears the very name of an agency that was enrolled by hand is passed over anyway.
    """
    named_so: dict[tuple[str, ...], list[Enrolled]] = defaultdict(list)
    known = tuple(enrolled)
    for each in known:
        named_so[_core(each.name), each.kind, each.state].append(each)
        named_so[each.name.casefold(), each.state].append(each)
    by_hand = {(each.name.casefold(), each.state) for each in known if not each.key}
    found = []
    for row in rows:
        named = (row.name.casefold(), row.state)
        if named in by_hand:
            continue
        may_be = [
            Alike(row, each, rough_miles(row.at, each.at))
            for each in (*named_so.get(named, ()), *named_so.get((_core(row.name), row.kind.value, row.state), ()))
            if not (row.key and each.key)
        ]
        if may_be:
            found.append(min(may_be, key=lambda alike: (alike.miles, alike.here.name)))
    return tuple(found)


def without(listed: FederalList, alike: Iterable[Alike], choices: Choices) -> FederalList:
    """The list without the rows that were decided to be agencies which are here already."""
    gone = {each.row.line: each.row for each in alike if choices.here.get(each.row.line)}
    left_out = tuple(PassedOver(line=line, name=row.name, why=Why.HERE) for line, row in gone.items())
    return replace(
        listed,
        rows=tuple(row for row in listed.rows if row.line not in gone),
        passed_over=(*listed.passed_over, *left_out),
    )


def on_one_point(rows: Iterable[Listed]) -> tuple[tuple[Listed, ...], ...]:
    """The groups of agencies that stand on exactly one point: one building, or a point that was copied."""
    groups: dict[tuple[float, float], list[Listed]] = defaultdict(list)
    for row in rows:
        groups[row.at.lat, row.at.lon].append(row)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def settled(listed: FederalList, choices: Choices, today: date) -> FederalList:
    """The list as it was decided on: twins that are one left out once, rows that got a count taken as of today."""
    doubted = {twin.other.line for twin in twins(listed.rows)}
    merged = {line for line, same in choices.same.items() if same and line in doubted}
    counted = tuple(
        replace(row, sworn=choices.staff[row.line], counted_on=today)
        for row in listed.unstaffed
        if 0 < choices.staff.get(row.line, 0) <= MOST_SWORN
    )
    lines = {row.line for row in counted}
    left_out = tuple(
        PassedOver(line=row.line, name=row.name, why=Why.TWICE) for row in listed.rows if row.line in merged
    )
    return replace(
        listed,
        rows=tuple(
            sorted((*(row for row in listed.rows if row.line not in merged), *counted), key=lambda row: row.line)
        ),
        passed_over=(*(each for each in listed.passed_over if each.line not in lines), *left_out),
        unstaffed=tuple(row for row in listed.unstaffed if row.line not in lines),
    )


def undecided(listed: FederalList, choices: Choices) -> tuple[Twin, ...]:
    """The twins that nobody has decided on."""
    return tuple(twin for twin in twins(listed.rows) if twin.other.line not in choices.same)


def _core(name: str) -> str:
    words = [word for word in folded(name.split("/", maxsplit=1)[0]).split() if word not in _COMMON]
    return " ".join(words) or folded(name)
