"""Names for the parts of the region, from where they lie: "East", "North-west". Pure; no two are the same.

A name says where a part lies as seen from the middle of all parts, and nothing about who lives in it. Where two would
be alike, a county of theirs is added, that with most officers before others; where that is not enough, a number.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping

from geo import AgencyId, Zone, ZoneId

_NAMES = ("East", "North-east", "North", "North-west", "West", "South-west", "South", "South-east")
_MIDDLE = "Middle"
_NEAR = 0.2
"""Nearer to the middle than this share of the farthest part's distance is the middle itself."""

_Place = tuple[float, float]


def part_names(zones: Collection[Zone], counties: Mapping[AgencyId, str]) -> Mapping[ZoneId, str]:
    """A name for each part. The same parts get the same names, in whatever order they come."""
    ordered = sorted(zones, key=lambda zone: (-zone.officers, zone.departments[0].agency))
    places = [_middle(zone) for zone in ordered]
    names = _directions(places)
    often = Counter(names)
    told: list[str] = []
    for name, zone in zip(names, ordered, strict=True):
        exact = [f"{name}, {county}" for county in _counties(zone, counties)] if often[name] > 1 else [name]
        told.append(next((each for each in exact if each not in told), name))
    return {zone.id: name for zone, name in zip(ordered, _numbered(told), strict=True)}


def _middle(zone: Zone) -> _Place:
    """Degrees of latitude and longitude of the officer-weighted middle; flat, which is enough for a name."""
    first, total = zone.departments[0].at.lon, sum(each.weight for each in zone.departments)
    lat = math.fsum(each.at.lat * each.weight for each in zone.departments) / total
    lon = math.fsum(_turn(each.at.lon - first) * each.weight for each in zone.departments) / total
    return lat, first + lon


def _turn(degrees: float) -> float:
    """The same difference of longitudes between -180 and 180: some of Alaska lies beyond the date line."""
    return (degrees + 180) % 360 - 180


def _directions(places: list[_Place]) -> list[str]:
    """Where each place lies as seen from the middle of all."""
    first = places[0][1]
    lat = math.fsum(place[0] for place in places) / len(places)
    lon = math.fsum(_turn(place[1] - first) for place in places) / len(places)
    steps = [((_turn(at[1] - first) - lon) * math.cos(math.radians(lat)), at[0] - lat) for at in places]
    near = _NEAR * max(math.hypot(*step) for step in steps)
    return [_MIDDLE if math.hypot(*step) <= near else _direction(*step) for step in steps]


def _direction(east: float, north: float) -> str:
    return _NAMES[round(math.atan2(north, east) / (math.pi / 4)) % 8]


def _counties(zone: Zone, counties: Mapping[AgencyId, str]) -> list[str]:
    """The counties of the part's departments, the one with most officers first; of equals the first by name."""
    officers: Counter[str] = Counter()
    for each in zone.departments:
        officers[counties.get(each.agency, "")] += each.weight
    return sorted(filter(None, officers), key=lambda county: (-officers[county], county))


def _numbered(names: list[str]) -> list[str]:
    """The same names, those that come again with a number."""
    given: set[str] = set()
    told = []
    for name in names:
        number, own = 1, name
        while own in given:
            number += 1
            own = f"{name} {number}"
        given.add(own)
        told.append(own)
    return told
