"""A region from a plain list of agencies, for an audit without a database: name, lat, lon, sworn."""

import csv
from pathlib import Path
from typing import Final
from uuid import UUID

import numpy as np

from consortium.members.federal_row import MOST_SWORN
from consortium.problems import BadInput
from geo import AgencyId, Department, PlaceError, Point, road_miles
from geo.places import ROAD_FACTOR
from geo.roads import HIGH_FACTOR, LOW_FACTOR
from geo.tables import Tables

HEADINGS: Final = ("name", "lat", "lon", "sworn")
MOST_AGENCIES: Final = 400
ON_CALL: Final = 0.4
PEER_IN: Final = 9
"""One officer in so many is a peer, in agencies of five or more."""


def read_region(file: Path, instants: int, seed: int) -> Tables:
    """The agencies of a file as a region; who is on call at each instant is drawn by the seed.

    Raises:
        BadInput: the file cannot be read so, with the line that is wrong.
        OSError: there is no such file.
    """
    with file.open(newline="", encoding="utf-8-sig") as opened:
        rows = csv.DictReader(opened)
        if not set(HEADINGS) <= {each.strip().lower() for each in rows.fieldnames or ()}:
            raise BadInput(f"The file needs the headings {', '.join(HEADINGS)}.")
        line = tuple(
            _department(number, {k.strip().lower(): v for k, v in row.items() if k})
            for number, row in enumerate(rows, 2)
        )
    if not 2 <= len(line) <= MOST_AGENCIES:
        raise BadInput(f"An audit takes 2 to {MOST_AGENCIES} agencies; this file has {len(line)}.")
    size, rng = len(line), np.random.default_rng(seed)
    sworn = np.array([each.sworn for each in line])
    peers = np.where(sworn >= 5, np.maximum(1, np.rint(sworn / PEER_IN)), 0)
    there = (rng.random((instants, size)) < ON_CALL) & (peers > 0)
    on_call = np.where(there, 1 + (rng.random((instants, size)) * peers).astype(np.int64), 0)
    miles = np.array([[road_miles(one.at, other.at) for other in line] for one in line])
    ranges = (miles * (LOW_FACTOR / ROAD_FACTOR), miles * (HIGH_FACTOR / ROAD_FACTOR))
    return Tables(line, miles, np.ones((size, size), dtype=np.bool_), on_call, ranges)


def _department(number: int, row: dict[str, str]) -> Department:
    try:
        at, sworn = Point(float(row["lat"]), float(row["lon"])), int(row["sworn"])
    except (TypeError, ValueError, PlaceError) as wrong:
        raise BadInput(f"Line {number}: {wrong}") from wrong
    if not 0 <= sworn <= MOST_SWORN:
        raise BadInput(f"Line {number}: an agency has 0 to {MOST_SWORN:,} sworn officers.")
    return Department(AgencyId(UUID(int=number)), at, sworn)
