"""The roads of one agency, and one road, as their pages show them. Pure."""

import calendar
import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from consortium.members.distance_values import Entry
from consortium.members.values import Agencies
from geo import AgencyId, miles, rough_miles
from geo.roads import Distance, Roads, Told, estimate, indistinguishable

MOST_ROWS: Final = 200
"""Roads on one page, the nearest ones: a region that needs more has other troubles."""
SORTS: Final = ("near", "name")


def see_roads(
    agencies: Agencies, roads: Roads, of: AgencyId, *, sort: str, on: date, slug: str
) -> tuple[list[dict[str, Any]], int]:
    """The roads from one agency to the others, by likely miles or by name; and how many are left out."""
    near = sorted(
        (each for each in agencies.names if each != of), key=lambda each: rough_miles(roads.at[of], roads.at[each])
    )
    found = [(each, roads.miles_between(of, each, on)) for each in near[:MOST_ROWS]]
    found.sort(key=lambda pair: (pair[1].likely, agencies.names[pair[0]]))
    alike = [
        any(indistinguishable(found[at][1], found[near][1]) for near in (at - 1, at + 1) if 0 <= near < len(found))
        for at in range(len(found))
    ]
    rows = [
        {
            "name": agencies.names[each],
            "state": agencies.states[each],
            "href": f"/{slug}/distances/{of}/{each}",
            "straight": round(miles(roads.at[of], roads.at[each])),
            "road": see_distance(distance),
            "alike": level,
        }
        for (each, distance), level in zip(found, alike, strict=True)
    ]
    if sort == "name":
        rows.sort(key=lambda row: str(row["name"]).casefold())
    return rows, len(near) - len(found)


def see_distance(found: Distance) -> dict[str, Any]:
    """A distance for the macro ``road``: whole miles, ``None`` where there is no way."""
    return {
        "likely": _whole(found.likely),
        "low": _whole(found.low),
        "high": _whole(found.high),
        "source": found.source.value,
    }


def see_road(roads: Roads, one: AgencyId, other: AgencyId, on: date) -> dict[str, Any]:
    """One road: what counts on this day, and what each source says."""
    measured = roads.measured.get(frozenset((one, other)))
    guess = estimate(roads.at[one], roads.at[other])
    return {
        "now": see_distance(roads.miles_between(one, other, on)),
        "straight": round(miles(roads.at[one], roads.at[other]), 1),
        "estimate": see_distance(guess),
        "measured": {"miles": measured.miles, "on": measured.on} if measured else None,
        "same_place": not miles(roads.at[one], roads.at[other]),
    }


def see_told(entries: Sequence[Entry], on: date) -> list[dict[str, Any]]:
    """What people told of a road."""
    return [
        {
            "id": str(entry.id),
            "miles": entry.told.miles,
            "months": _months(entry.told),
            "reason": entry.reason,
            "by": entry.by,
            "on": entry.on,
            "holds": on.month in entry.told.months,
        }
        for entry in entries
    ]


def _months(told: Told) -> tuple[str, str] | None:
    if told.first_month is None or told.last_month is None:
        return None
    return calendar.month_name[told.first_month], calendar.month_name[told.last_month]


def _whole(found: float) -> int | None:
    return round(found) if math.isfinite(found) else None
