"""A file with agencies, federal or of one's own, read as far as it is wanted."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from consortium.members.federal_list import HEADINGS, FederalList, Listed, Selection, read_agencies
from consortium.members.gazetteer import Spot, gazetteer
from consortium.members.own_list import is_own, read_own
from consortium.members.rosters.any_sheet import read_any
from consortium.members.sheet import decode
from consortium.problems import BadInput
from geo import PlaceError, Point

_FEDERAL_MARK: Final = b"CSLLEA08ID"


def read_selection(wanted: Mapping[str, Any]) -> Selection:
    """A selection as it is kept, as a value.

    Raises:
        BadInput: it makes no sense; the field is named.
    """
    near, miles = str(wanted.get("near", "")), wanted.get("miles")
    if bool(near) != bool(miles):
        raise BadInput("A place and miles around it belong together.", "near")
    lat, _, lon = near.partition(",")
    try:
        at = Point(float(lat), float(lon)) if near else None
    except (ValueError, PlaceError) as wrong:
        raise BadInput("Give latitude and longitude, such as 44.27, -121.17.", "near") from wrong
    return Selection(
        states=frozenset(wanted.get("states", ())),
        counties=frozenset(wanted.get("counties", ())),
        near=at,
        miles=float(miles or 0),
        most_sworn=wanted.get("most_sworn"),
    )


async def read_list(content: bytes, wanted: Selection, today: date) -> tuple[dict[str, int], FederalList]:
    """How many rows each state has, and the list of what is wanted.

    Raises:
        BadInput: it is no list of agencies.
    """
    if _FEDERAL_MARK in content[:4000].upper():
        return await asyncio.to_thread(_read_federal, content, wanted)
    sheet = await asyncio.to_thread(read_any, content)
    if not is_own(sheet):
        raise BadInput(
            f"These headings are not those of the federal list ({', '.join(HEADINGS[:3])}, …), and not of a list of "
            "one's own either: that has at least name, state, latitude and longitude (or town), and sworn.",
            "file",
        )
    lists = await gazetteer() if any(each.casefold() in {"town", "city", "zip"} for each in sheet.headings) else None

    def find(name: str, state: str) -> tuple[Spot, ...]:
        return lists.find(name, state) if lists else ()

    listed = await asyncio.to_thread(read_own, sheet, wanted, find, today)
    return _by_state(listed.rows), listed


def _read_federal(content: bytes, wanted: Selection) -> tuple[dict[str, int], FederalList]:
    listed = read_agencies(decode(content), wanted)
    every = listed if wanted == Selection() else read_agencies(decode(content))
    return _by_state(every.rows), listed


def _by_state(rows: tuple[Listed, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.state] = found.get(row.state, 0) + 1
    return dict(sorted(found.items()))
