"""Make ``us_counties.bin`` from us-atlas's ``counties-10m.json``: the same lines, a quarter of the size.

python -m consortium.outlines.make counties-10m.json us_counties.bin
"""

import json
import struct
import sys
import zlib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from geo.outlines import HEAD, MAGIC, Grid


def compact(topology: dict[str, Any]) -> bytes:
    """The counties of a TopoJSON file in our own form."""
    move = topology["transform"]
    counties = [
        (int(each["id"]), str(each["properties"]["name"]), _rings(each))
        for each in topology["objects"]["counties"]["geometries"]
        if each["type"] is not None
    ]
    return write_outlines(Grid(*move["scale"], *move["translate"]), topology["arcs"], counties)


def _rings(county: dict[str, Any]) -> list[list[int]]:
    parts = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
    return [ring for part in parts for ring in part]


def write_outlines(
    grid: Grid,
    borders: Sequence[Sequence[tuple[int, int]]],
    counties: Sequence[tuple[int, str, Sequence[Sequence[int]]]],
) -> bytes:
    """Write the compact form.

    Args:
        grid: what a step is.
        borders: each as its first point and then the steps from point to point, as TopoJSON has them.
        counties: FIPS number, name, and rings of borders.
    """
    out = bytearray(struct.pack(HEAD, *grid, len(borders), len(counties)))
    out += struct.pack(f"<{len(borders)}H", *(len(line) - 1 for line in borders))
    out += struct.pack(f"<{2 * len(borders)}i", *(number for line in borders for number in line[0]))
    steps = [number for line in borders for step in line[1:] for number in step]
    out += struct.pack(f"<{len(steps)}h", *steps)
    for fips, name, rings in counties:
        _put_county(out, fips, name, rings, borders)
    return MAGIC + zlib.compress(bytes(out), 9)


def _put_county(
    out: bytearray,
    fips: int,
    name: str,
    rings: Sequence[Sequence[int]],
    borders: Sequence[Sequence[tuple[int, int]]],
) -> None:
    own = [borders[number if number >= 0 else ~number] for ring in rings for number in ring]
    xs, ys = ([part for line in own for part in accumulate(step[axis] for step in line)] for axis in (0, 1))
    spelled = name.encode()
    _put(out, fips)
    _put(out, len(spelled))
    out += spelled
    for number in (min(xs), min(ys), max(xs), max(ys)):
        _put(out, _zigzag(number))
    _put(out, len(rings))
    for ring in rings:
        _put(out, len(ring))
        for number in ring:
            _put(out, _zigzag(number))


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else ~(number << 1)


def _put(out: bytearray, number: int) -> None:
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(compact(json.loads(Path(sys.argv[1]).read_text())))
