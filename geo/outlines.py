"""Outlines of counties in a compact form: borders that neighbours share are kept once. Pure: bytes in, shapes out.

The form: eight bytes of name, then zlib. Inside, little-endian: four doubles (steps to the degree of longitude and
latitude, and where counting begins), two counts, then of all borders their lengths (16 bits), their first points (32
bits) and the steps from point to point (16 bits). Then the counties: FIPS number, name, box and rings, as whole
numbers of seven bits a byte, signed ones zigzagged; a ring is a list of borders, the complement meaning backwards (as
in TopoJSON). ``consortium/outlines/make.py`` writes it.
What the outlines are made from stands beside the file.
"""

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from geo.errors import PlaceError
from geo.places import Point

MAGIC: Final = b"OUTLINE1"
HEAD: Final = "<4dII"
HEAD_BYTES: Final = struct.calcsize(HEAD)
_POSTAL: Final = (
    "AL AK _ AZ AR CA _ CO CT DE DC FL GA _ HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH "
    "OK OR PA _ RI SC SD TN TX UT VT VA _ WA WV WI WY"
)
_STATES: Final[Mapping[int, str]] = {
    **dict(enumerate(_POSTAL.split(), start=1)),
    60: "AS",
    66: "GU",
    69: "MP",
    72: "PR",
    78: "VI",
}
"""The states by the first two digits of FIPS county numbers, which leave some out."""

Ring = tuple[Point, ...]
"""A closed line: its first point does not come again at the end."""


class Box(NamedTuple):
    """A stretch of latitude and longitude in degrees, ends included."""

    south: float
    west: float
    north: float
    east: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have a point in common."""
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )

    def holds(self, at: Point) -> bool:
        """Whether the point lies inside."""
        return self.south <= at.lat <= self.north and self.west <= at.lon <= self.east


@dataclass(frozen=True, slots=True)
class County:
    """A county or what stands for one. ``rings`` name its borders, negative ones backwards; islands are rings too."""

    fips: str
    name: str
    state: str
    box: Box
    rings: tuple[tuple[int, ...], ...]


class Grid(NamedTuple):
    """Degrees of longitude and latitude in a step, and those of the step (0, 0)."""

    dx: float
    dy: float
    west: float
    south: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """Counties, with their borders as steps; points are worked out only where they are asked for."""

    counties: tuple[County, ...]
    grid: Grid
    borders: tuple["array[int]", ...]

    def near(self, box: Box) -> tuple[County, ...]:
        """The counties whose boxes meet this one: all that can be seen in it, and perhaps some more."""
        return tuple(county for county in self.counties if county.box.meets(box))

    def at(self, point: Point) -> County | None:
        """The county in which the point lies; ``None`` at sea, and beyond the outlines."""
        able = (county for county in self.counties if county.box.holds(point))
        return next((county for county in able if _inside(point, self.shape(county))), None)

    def named(self, name: str, state: str) -> County | None:
        """The county of this name, in any case, with or without the word after it: "Deschutes", "Radford city"."""
        wanted = bare(name)
        inside = [county for county in self.counties if county.state == state.upper()]
        exact = (county for county in inside if county.name.casefold() == name.strip().casefold())
        return next(exact, None) or next((county for county in inside if bare(county.name) == wanted), None)

    def shape(self, county: County) -> tuple[Ring, ...]:
        """The county's rings as points."""
        return tuple(tuple(self._walk(ring)) for ring in county.rings)

    def middle(self, county: County) -> Point:
        """The centre of gravity of the county's largest ring: its middle, to a few miles."""
        lat, lon, _ = max(map(_gravity, self.shape(county)), key=lambda found: found[2])
        return Point(round(lat, 4), round(lon, 4))

    def _walk(self, ring: Sequence[int]) -> Iterator[Point]:
        for number in ring:
            steps = self.borders[number if number >= 0 else ~number]
            points = list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))
            for x, y in (points if number >= 0 else points[::-1])[:-1]:
                yield Point(self.grid.south + y * self.grid.dy, self.grid.west + x * self.grid.dx)


def bare(name: str) -> str:
    """A county's name in small letters, without the word that says what it is."""
    small = " ".join(name.casefold().split())
    for ending in (" county", " parish", " borough", " census area", " municipality", " city and borough", " city"):
        small = small.removesuffix(ending)
    return small


def read_outlines(data: bytes) -> Outlines:
    """Read the compact form.

    Raises:
        PlaceError: it is not that form, or broken.
    """
    if not data.startswith(MAGIC):
        raise PlaceError("These bytes are no outlines in the compact form.")
    try:
        content = zlib.decompress(data[len(MAGIC) :])
        *grid, borders, counties = struct.unpack_from(HEAD, content)
        lengths = struct.unpack_from(f"<{borders}H", content, HEAD_BYTES)
        at = HEAD_BYTES + 2 * borders
        firsts = struct.unpack_from(f"<{2 * borders}i", content, at)
        at += 8 * borders
        steps = array("h", struct.unpack_from(f"<{2 * sum(lengths)}h", content, at))
        numbers = _Numbers(content, at + 4 * sum(lengths))
        found = tuple(_county(numbers, Grid(*grid)) for _ in range(counties))
    except (zlib.error, struct.error, IndexError, KeyError, UnicodeDecodeError) as broken:
        raise PlaceError("These outlines are broken.") from broken
    ends = list(accumulate(lengths, initial=0))
    lines = tuple(
        array("i", (*firsts[2 * number : 2 * number + 2], *steps[2 * ends[number] : 2 * ends[number + 1]]))
        for number in range(borders)
    )
    return Outlines(found, Grid(*grid), lines)


@dataclass(slots=True)
class _Numbers:
    """Reads whole numbers of seven bits a byte, one after another."""

    content: bytes
    at: int

    def take(self) -> int:
        """The next number."""
        found = shift = 0
        while True:
            byte = self.content[self.at]
            self.at += 1
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7

    def signed(self) -> int:
        """The next signed number."""
        number = self.take()
        return (number >> 1) ^ -(number & 1)

    def text(self) -> str:
        """The next text."""
        length = self.take()
        self.at += length
        return self.content[self.at - length : self.at].decode()


def _county(numbers: _Numbers, grid: Grid) -> County:
    fips, name = numbers.take(), numbers.text()
    west, south, east, north = (numbers.signed() for _ in range(4))
    rings = tuple(tuple(numbers.signed() for _ in range(numbers.take())) for _ in range(numbers.take()))
    box = Box(
        grid.south + south * grid.dy,
        grid.west + west * grid.dx,
        grid.south + north * grid.dy,
        grid.west + east * grid.dx,
    )
    return County(f"{fips:05d}", name, _STATES[fips // 1000], box, rings)


def _inside(at: Point, rings: Iterable[Ring]) -> bool:
    """Even and odd: how often a line to the east crosses the rings, holes being rings as well."""
    odd = False
    for ring in rings:
        before = ring[-1]
        for corner in ring:
            if (corner.lat > at.lat) != (before.lat > at.lat):
                along = (at.lat - corner.lat) / (before.lat - corner.lat)
                odd ^= at.lon < corner.lon + along * (before.lon - corner.lon)
            before = corner
    return odd


def _gravity(ring: Ring) -> tuple[float, float, float]:
    """Latitude and longitude of a ring's centre, and its size in square degrees."""
    twice = lat = lon = 0.0
    before = ring[-1]
    for corner in ring:
        cross = before.lon * corner.lat - corner.lon * before.lat
        twice += cross
        lat += (before.lat + corner.lat) * cross
        lon += (before.lon + corner.lon) * cross
        before = corner
    if not twice:
        return ring[0].lat, ring[0].lon, 0.0
    return lat / (3 * twice), lon / (3 * twice), abs(twice) / 2
