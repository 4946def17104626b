"""What an import of the federal list would do to the agencies that are here. Pure: it compares and names.

A name that several agencies share gets its state, where that is not enough its county, and so on: officers must know
their department in the list. Agencies that are here keep their names.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from consortium.members.federal_list import FederalList, Listed, PassedOver, RowError, Why
from geo import AgencyId, Point

_COMPARED: Final = ("kind", "county", "state", "at", "sworn", "part_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """An agency that is here, as far as an import looks at it."""

    id: AgencyId
    key: str | None
    name: str
    kind: str
    county: str
    state: str
    at: Point
    sworn: int
    part_time: int
    counted_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An agency that is here and that the list knows otherwise; ``old`` and ``new`` hold what differs."""

    agency: AgencyId
    row: Listed
    old: Mapping[str, object]
    new: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import does. With errors it does nothing, unless bad rows are skipped."""

    added: tuple[Listed, ...]
    changed: tuple[Change, ...]
    unchanged: int
    passed_over: tuple[PassedOver, ...]
    errors: tuple[RowError, ...]
    unwanted: int


def plan_import(listed: FederalList, enrolled: Sequence[Enrolled]) -> ImportPlan:
    """Compare the list with what is here. The rows to add carry the names that they will have."""
    by_key = {each.key: each for each in enrolled if each.key}
    by_hand = {(each.name.casefold(), each.state) for each in enrolled if not each.key}
    added, changed, passed_over, unchanged = [], [], list(listed.passed_over), 0
    for row in listed.rows:
        here = by_key.get(row.key) if row.key else None
        if here is None and (row.name.casefold(), row.state) in by_hand:
            passed_over.append(PassedOver(line=row.line, name=row.name, why=Why.BY_HAND))
        elif here is None:
            added.append(row)
        elif not (different := _different(here, row)):
            unchanged += 1
        elif here.counted_on > row.counted_on:
            passed_over.append(PassedOver(line=row.line, name=here.name, why=Why.NEWER))
        else:
            changed.append(_change(here, row, different))
    named, alike = _named(added, (each.name for each in enrolled))
    return ImportPlan(
        added=named,
        changed=tuple(changed),
        unchanged=unchanged,
        passed_over=tuple(sorted(passed_over, key=lambda each: each.line)),
        errors=tuple(sorted((*listed.errors, *alike))),
        unwanted=listed.unwanted,
    )


def _different(here: Enrolled, row: Listed) -> list[str]:
    return [what for what in _COMPARED if getattr(here, what) != getattr(row, what)]


def _change(here: Enrolled, row: Listed, different: Iterable[str]) -> Change:
    names = tuple(different)
    return Change(
        agency=here.id,
        row=row,
        old={what: getattr(here, what) for what in names},
        new={what: getattr(row, what) for what in names},
    )


def _named(rows: Sequence[Listed], taken: Iterable[str]) -> tuple[tuple[Listed, ...], tuple[RowError, ...]]:
    """The rows under names that nobody else has; and an error for each whose every form somebody here has."""
    here = frozenset(name.casefold() for name in taken)
    names = {row.line: row.name for row in rows}
    waiting = set(names)
    for form in zip(*map(_forms, rows), strict=True):
        names |= {row.line: name for row, name in zip(rows, form, strict=True) if row.line in waiting}
        often = Counter(name.casefold() for name in names.values())
        waiting = {line for line in waiting if often[names[line].casefold()] > 1 or names[line].casefold() in here}
    alike = tuple(
        RowError(row.line, "NAME", f"“{row.name}” is the name of other agencies too; rename one")
        for row in rows
        if row.line in waiting
    )
    return tuple(replace(row, name=names[row.line]) for row in rows if row.line not in waiting), alike


def _forms(row: Listed) -> tuple[str, ...]:
    """Its name, alone and ever more exactly."""
    county = row.county or "no county"
    return (
        row.name,
        f"{row.name}, {row.state}",
        f"{row.name}, {row.state} ({county})",
        f"{row.name}, {row.state} ({county}, {row.kind.value})",
        f"{row.name}, {row.state} ({county}, {row.key})",
    )
