"""What a list of agencies leaves open, for a person to decide: who may be the same, and who lacks a count. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Final

from consortium.members.federal_list import FederalList, Listed, PassedOver, Why
from consortium.members.federal_row import MOST_SWORN
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
class Choices:
    """What was decided so far, by the lines of the rows.

    Attributes:
        same: of each twin, whether the lower row is left out as the same agency.
        staff: how many sworn officers a row without a count has; 0 leaves it out.
    """

    same: Mapping[int, bool] = field(default_factory=dict)
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
