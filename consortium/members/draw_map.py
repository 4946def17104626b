"""A map as plain shapes: county outlines, a mark for each agency, names where there is room. Pure but for the outlines.

Nothing on it is said by colour alone: a part of the region has a letter, a pattern and a colour; a mark's form says how
it stands. Whatever the map says, the table beside it says in words.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

from consortium.members.county_outlines import county_outlines
from geo import Point
from geo.outlines import County
from geo.projection import Frame, fit, thinned

WIDTH: Final = 860
HEIGHTS: Final = (380, 640)
MARGIN: Final = 46
LOOKS: Final = 6
"""So many colours and so many patterns; the seventh part begins with the first colour and the second pattern."""
_RINGS: Final = (10, 20, 30, 60, 90, 120, 180, 240, 360, 480)
_CORNER: Final = 2.0
"""Units between two corners of an outline: what is nearer cannot be told apart on a phone."""
_LETTER: Final = 6.4
_LINE: Final = 15.0
_MARK: Final = 12.0
_CLEAR: Final = 21.0
_ROUNDS: Final = 8
_MOST_MOVED: Final = 150

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An agency to draw.

    Attributes:
        name: what stands beside it, and what a pointer is told.
        part: the number of its part of the region, from 0; ``None`` when it stands in none.
        form: "served", "thin" (one person only), "gap" (nobody), "none" (in no part), "new" (about to come in).
        weight: who is named first where room is short.
    """

    name: str
    at: Point
    part: int | None
    form: str
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A map for the template ``parts/map.html``; all lengths in its own units."""

    width: int
    height: int
    counties: tuple[dict[str, object], ...]
    marks: tuple[dict[str, object], ...]
    rings: tuple[dict[str, object], ...]
    hidden_names: int


def draw(marks: Sequence[Mark], *, around: Point | None = None) -> Drawn | None:
    """The map of these agencies, with rings around a place where one is given; ``None`` without any agency."""
    if not marks:
        return None
    frame = fit([mark.at for mark in marks], width=WIDTH, heights=HEIGHTS, margin=MARGIN)
    placed = [(mark, *at) for mark, at in zip(marks, _apart([frame.place(mark.at) for mark in marks]), strict=True)]
    names = _names(placed, frame)
    return Drawn(
        width=frame.width,
        height=frame.height,
        counties=_counties(frame, _parts_of_counties(marks)),
        marks=tuple(
            {
                "x": round(x, 1),
                "y": round(y, 1),
                "letter": "" if mark.part is None else letter(mark.part),
                "look": None if mark.part is None else mark.part % LOOKS,
                "form": mark.form,
                "name": mark.name,
                "label": names.get(number),
            }
            for number, (mark, x, y) in enumerate(placed)
        ),
        rings=() if around is None else _rings(frame, around),
        hidden_names=len(marks) - len(names),
    )


def letter(part: int) -> str:
    """The letter of a part: A to Z, then AA."""
    return chr(65 + part) if part < 26 else letter(part // 26 - 1) + letter(part % 26)


def pattern(part: int) -> int:
    """The pattern of a part."""
    return (part + part // LOOKS) % LOOKS


def _parts_of_counties(marks: Iterable[Mark]) -> dict[str, int]:
    """The part of every county whose agencies all stand in one, by the county's number."""
    outlines = county_outlines()
    found: dict[str, set[int | None]] = defaultdict(set)
    for mark in marks:
        county = outlines.at(mark.at)
        if county is not None and mark.form != "new":
            found[county.fips].add(mark.part)
    return {fips: part for fips, parts in found.items() if len(parts) == 1 and (part := next(iter(parts))) is not None}


def _counties(frame: Frame, parts: Mapping[str, int]) -> tuple[dict[str, object], ...]:
    shapes = [(county, path) for county, path in _paths(frame) if path]
    return tuple(
        {
            "path": path,
            "name": f"{county.name}, {county.state}",
            "look": parts[county.fips] % LOOKS if county.fips in parts else None,
            "pattern": pattern(parts[county.fips]) if county.fips in parts else None,
            "letter": letter(parts[county.fips]) if county.fips in parts else "",
        }
        for county, path in sorted(shapes, key=lambda pair: pair[0].fips in parts)
    )


@lru_cache(maxsize=32)
def _paths(frame: Frame) -> tuple[tuple[County, str], ...]:
    """The outlines of all counties that can be seen, as SVG paths; the same region is drawn again and again."""
    outlines = county_outlines()
    return tuple((county, _path(frame, outlines.shape(county))) for county in outlines.near(frame.box))


def _path(frame: Frame, rings: Iterable[Iterable[Point]]) -> str:
    drawn = ""
    for ring in rings:
        corners = list(thinned(map(frame.place, ring), _CORNER))
        if len(corners) < 3 or not _seen(corners, frame):
            continue
        (x, y), *rest = corners
        drawn += f"M{x} {y}l"
        steps = []
        for next_x, next_y in rest:
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
        drawn += " ".join(steps).replace(" -", "-") + "z"
    return drawn


def _seen(corners: Sequence[tuple[int, int]], frame: Frame) -> bool:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return max(across) > 0 and min(across) < frame.width and max(down) > 0 and min(down) < frame.height


def _apart(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places, those that would cover each other moved aside by as little as shows both; only where they are few."""
    moved = list(places)
    if len(moved) > _MOST_MOVED:
        return moved
    for _ in range(_ROUNDS):
        for one, other in combinations(range(len(moved)), 2):
            across, down = (moved[other][axis] - moved[one][axis] for axis in (0, 1))
            far = math.hypot(across, down)
            if far >= _CLEAR:
                continue
            across, down = (across / far, down / far) if far else (1.0, 0.0)
            push = (_CLEAR - far) / 2
            moved[one] = (moved[one][0] - push * across, moved[one][1] - push * down)
            moved[other] = (moved[other][0] + push * across, moved[other][1] + push * down)
    return moved


def _rings(frame: Frame, around: Point) -> tuple[dict[str, object], ...]:
    """Up to three rings that fit the drawing, with the miles that they stand for."""
    x, y = frame.place(around)
    fitting = [miles for miles in _RINGS if 50 <= frame.units(miles) <= max(frame.width, frame.height) * 0.6]
    return tuple(
        {"x": round(x, 1), "y": round(y, 1), "r": round(frame.units(miles), 1), "miles": miles}
        for miles in fitting[-3:] or _RINGS[:1]
    )


def _names(placed: Sequence[tuple[Mark, float, float]], frame: Frame) -> dict[int, dict[str, object]]:
    """Where each name stands, by the number of its mark; none where it would cover another or leave the drawing."""
    taken: list[Rectangle] = [(x - _MARK, y - _MARK, x + _MARK, y + _MARK) for _, x, y in placed]
    found: dict[int, dict[str, object]] = {}
    for number in sorted(range(len(placed)), key=lambda each: (-placed[each][0].weight, placed[each][0].name)):
        mark, x, y = placed[number]
        wide = len(mark.name) * _LETTER
        for anchor, left, top in (
            ("start", x + _MARK + 3, y - _LINE / 2),
            ("end", x - _MARK - 3 - wide, y - _LINE / 2),
            ("middle", x - wide / 2, y - _MARK - _LINE - 1),
            ("middle", x - wide / 2, y + _MARK + 1),
        ):
            room = (left, top, left + wide, top + _LINE)
            inside = room[0] >= 2 and room[1] >= 2 and room[2] <= frame.width - 2 and room[3] <= frame.height - 2
            if inside and not any(_meet(room, other) for other in taken):
                taken.append(room)
                at = {"start": left, "end": left + wide, "middle": left + wide / 2}[anchor]
                found[number] = {"x": round(at, 1), "y": round(top + 11.5, 1), "anchor": anchor}
                break
    return found


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
