"""A list of agencies as an office keeps it, CSV or XLSX, with plain headings. Pure: a table in, rows out."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from consortium.members import checks
from consortium.members.coordinates import check_state, read_coordinates
from consortium.members.county_outlines import county_outlines
from consortium.members.federal_list import FederalList, Listed, RowError, Selection
from consortium.members.federal_row import MOST_SWORN
from consortium.members.gazetteer import Spot
from consortium.members.kinds import AgencyKind
from consortium.members.rosters.any_sheet import Sheet
from consortium.problems import BadInput
from geo import Point

Find = Callable[[str, str], tuple[Spot, ...]]

_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "agency", "agency name", "department"),
    "state": ("state", "st"),
    "county": ("county",),
    "kind": ("kind", "type"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "where": ("town", "city", "zip", "zip code", "place"),
    "sworn": ("sworn", "officers", "full time", "full-time", "sworn officers", "ftsworn"),
    "part_time": ("part time", "part-time", "reserve", "ptsworn"),
    "counted_on": ("counted on", "counted", "as of", "date"),
}
_WHOLE: Final = re.compile(r"\d{1,6}")
_SHERIFF: Final = re.compile(r"sheriff", re.IGNORECASE)


def is_own(sheet: Sheet) -> bool:
    """Whether the table is no federal list but names at least agencies, their states and their officers."""
    return {"name", "state"} <= set(_columns(sheet)) and "CSLLEA08ID" not in {each.upper() for each in sheet.headings}


def read_own(sheet: Sheet, wanted: Selection, find: Find, today: date) -> FederalList:
    """Read the table. What is wrong is told by line; a row without officers waits for a count.

    Args:
        sheet: the table.
        wanted: which rows.
        find: places by town, ZIP code or county, and state.
        today: the day of counts that have none.
    """
    columns = _columns(sheet)
    rows: list[Listed] = []
    unstaffed: list[Listed] = []
    errors: list[RowError] = []
    unwanted = 0
    for line, cells in sheet.rows:
        try:
            listed, counted = _row(line, {name: cells[at].strip() for name, at in columns.items()}, find, today)
        except BadInput as wrong:
            errors.append(RowError(line, wrong.field or "", str(wrong)))
            continue
        if (wanted.states and listed.state not in wanted.states) or not wanted.wants(listed):
            unwanted += 1
        else:
            (rows if counted else unstaffed).append(listed)
    return FederalList(
        rows=tuple(rows), passed_over=(), errors=tuple(errors), unwanted=unwanted, unstaffed=tuple(unstaffed)
    )


def _columns(sheet: Sheet) -> dict[str, int]:
    headings = [" ".join(each.casefold().replace("_", " ").split()) for each in sheet.headings]
    found = {}
    for meaning, names in _MEANT.items():
        at = next((headings.index(name) for name in names if name in headings), None)
        if at is not None:
            found[meaning] = at
    return found


def _row(line: int, cells: Mapping[str, str], find: Find, today: date) -> tuple[Listed, bool]:
    state = checks.state(cells["state"], "state")
    sworn = _officers(cells.get("sworn", ""), "sworn")
    listed = Listed(
        line=line,
        key="",
        name=checks.line(cells["name"], "name"),
        kind=_kind(cells.get("kind", ""), cells["name"]),
        county=checks.line(cells.get("county", ""), "county", most=60, empty=True),
        state=state,
        at=_place(cells, state, find),
        sworn=sworn or 0,
        part_time=_officers(cells.get("part_time", ""), "part time") or 0,
        counted_on=_day(cells.get("counted_on", ""), today),
    )
    return listed, sworn is not None


def _place(cells: Mapping[str, str], state: str, find: Find) -> Point:
    lat, lon, where = cells.get("lat", ""), cells.get("lon", ""), cells.get("where", "")
    if lat:
        read = read_coordinates(lat, lon, state)
        if read.how:
            raise BadInput(f"is it {read.at.lat:g}, {read.at.lon:g}? {read.how}", "latitude")
        check_state(county_outlines(), read.at, state)
        return read.at
    if not where:
        raise BadInput("the place is missing: give latitude and longitude, or a town or ZIP code", "latitude")
    spots = [spot for spot in find(where, state) if spot.state == state and spot.exact != "county"]
    if len(spots) != 1:
        many = f"{len(spots)} places in {state} are" if spots else f"no place in {state} is"
        raise BadInput(f"{many} called “{where[:60]}”; give latitude and longitude", "town")
    return spots[0].at


def _officers(cell: str, heading: str) -> int | None:
    """A count of officers; ``None`` where the cell is empty."""
    plain = cell.replace(",", "")
    if not plain:
        return None
    if plain.startswith("-"):
        raise BadInput(f"{cell[:20]} is below zero", heading)
    if not _WHOLE.fullmatch(plain) or int(plain) > MOST_SWORN:
        raise BadInput(f"“{cell[:40]}” is no number of officers", heading)
    return int(plain)


def _kind(cell: str, name: str) -> AgencyKind:
    if cell.casefold() in set(AgencyKind):
        return AgencyKind(cell.casefold())
    return AgencyKind.SHERIFF if _SHERIFF.search(cell or name) else AgencyKind.POLICE


def _day(cell: str, today: date) -> date:
    if not cell:
        return today
    try:
        return checks.past_day(date.fromisoformat(cell[:10]), "counted on", today=today)
    except ValueError as wrong:
        raise BadInput(f"“{cell[:20]}” is no day such as 2026-01-15", "counted on") from wrong
