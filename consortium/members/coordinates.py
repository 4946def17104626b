"""Latitude and longitude as people type them. Pure.

Plain degrees are taken as they are. What was meant otherwise (degrees and minutes, the two swapped, the minus of the
west forgotten) is recognised and offered back as it would be read; nothing is turned round without being said.
"""

import re
from dataclasses import dataclass
from typing import Final

from consortium.problems import BadInput
from geo import PlaceError, Point
from geo.outlines import Box, County, Outlines

_PLAIN: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW]?)", re.IGNORECASE)
_ALIKE: Final = str.maketrans(
    {"\u2013": "-", "\u2212": "-", "\u2032": "'", "\u2019": "'", "\u2033": '"', "\u201d": '"'}
)
"""Dashes, primes and quotes as keyboards and maps write them, and what is meant."""
_MINUTES: Final = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<minus>-)?(?P<degrees>\d{1,3})\s*[°d:\s]\s*(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['m:]?\s*"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:[\"s]|'')?)?\s*(?P<after>[NSEW])?",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(r"\s*[,;]\s*|(?<=[NSns])\s+|(?<=[\"'])\s+(?=[\dEWew-])")
_NORTH: Final = (13.0, 72.0)
_WEST: Final = (-180.0, -64.0)
_SOUTHERN: Final = frozenset({"AS"})
_EASTERN: Final = frozenset({"AK", "GU", "MP"})
"""States and territories of which some lies south of the equator, or east of the 180th meridian."""
_SHORE: Final = 0.08
"""Degrees by which a place may miss the outlines: piers, and shores that were drawn with few corners."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the point, and in words how it was meant where it was not typed as plain degrees."""

    at: Point
    how: str


def read_coordinates(lat: str, lon: str, state: str = "") -> Read:
    """The point that was typed, in two fields or both in the first.

    Raises:
        BadInput: nothing in it can be read as a place in the United States; the field is named.
    """
    typed = [lat.translate(_ALIKE).strip(), lon.translate(_ALIKE).strip()]
    if not typed[1]:
        parts = [part for part in _PAIR.split(typed[0]) if part]
        typed = parts if len(parts) == 2 else typed
    north, how_north = _degrees(typed[0], "lat")
    west, how_west = _degrees(typed[1], "lon")
    how = how_north or how_west
    place = state.strip().upper()
    return _placed(north, west, place, how)


def check_state(outlines: Outlines, at: Point, state: str) -> None:
    """Whether the point lies in this state, as far as the outlines can tell.

    Raises:
        BadInput: it lies in another one, or in none at all.
    """
    wanted = state.strip().upper()
    found = outlines.at(at)
    if not wanted or (found is not None and found.state == wanted):
        return
    around = Box(at.lat - _SHORE, at.lon - _SHORE, at.lat + _SHORE, at.lon + _SHORE)
    if any(county.state == wanted for county in _touching(outlines, around)):
        return
    if found is None:
        raise BadInput(f"{_shown(at)} lies in no county of the United States. Are the two numbers right?", "lat")
    raise BadInput(
        f"{_shown(at)} lies in {found.name}, {found.state}, and not in {wanted}. Mend the numbers or the state.",
        "lat",
    )


def _touching(outlines: Outlines, around: Box) -> list[County]:
    """The counties with a corner or their inside in the box."""
    corners = [Point(lat, lon) for lat in (around.south, around.north) for lon in (around.west, around.east)]
    return [
        county
        for county in outlines.near(around)
        if any(around.holds(corner) for ring in outlines.shape(county) for corner in ring)
        or any(outlines.at(corner) == county for corner in corners)
    ]


def _placed(north: float, west: float, state: str, how: str) -> Read:
    north_ok, west_ok = _within(north, _NORTH) or state in _SOUTHERN, _within(west, _WEST) or state in _EASTERN
    if not (north_ok and west_ok):
        if _within(west, _NORTH) and _within(north, _WEST):
            north, west, how = west, north, "latitude and longitude were swapped"
        elif _within(west, _NORTH) and _within(-north, _WEST):
            north, west, how = west, -north, "the two were swapped, and the minus of the west was missing"
        elif _within(north, _NORTH) and _within(-west, _WEST):
            west, how = -west, "the minus sign of a western longitude was missing"
        else:
            raise BadInput(f"{north:g}, {west:g} is not in the United States.", "lat")
    try:
        return Read(Point(round(north, 6), round(west, 6)), how)
    except PlaceError as wrong:
        raise BadInput(str(wrong), "lat") from wrong


def _degrees(typed: str, name: str) -> tuple[float, str]:
    """Degrees, and how they were meant where they are not plain."""
    plain = _PLAIN.fullmatch(typed)
    if plain:
        degrees = float(plain[1])
        return (-abs(degrees) if plain[2].upper() in {"S", "W"} else degrees), ""
    found = _MINUTES.fullmatch(typed)
    if found is None or float(found["minutes"]) >= 60 or float(found["seconds"] or 0) >= 60:
        example = "44.2726" if name == "lat" else "-121.1739"
        raise BadInput(f"Give degrees with a decimal point, such as {example}. A map shows both.", name)
    degrees = int(found["degrees"]) + float(found["minutes"]) / 60 + float(found["seconds"] or 0) / 3600
    side = (found["before"] or found["after"] or "").upper()
    return (-degrees if found["minus"] or side in {"S", "W"} else degrees), "read as degrees and minutes"


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _shown(at: Point) -> str:
    return f"{at.lat:g}, {at.lon:g}"
