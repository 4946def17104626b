"""The three pilot regions of the field's guidebook, with real places and sizes (HIFLD, counts of 2008)."""

import csv
from pathlib import Path
from uuid import UUID

import pytest

from geo import AgencyId, Department, Point, Policy, ZonePlan, certificate, first_partition, rough_miles, verify
from tests.geo.builders import ids

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hifld_local_law_enforcement_9_states.csv"


def nearest_thirty(state: str, centre: Point) -> list[Department]:
    """The 30 agencies of 1 to 60 full-time sworn whose stations are nearest to the centre."""
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["STATE"] == state and 1 <= int(row["FTSWORN"]) <= 60]
    departments = [
        Department(
            AgencyId(UUID(int=int(row["ID"]))),
            Point(float(row["LATITUDE"]), float(row["LONGITUDE"])),
            int(row["FTSWORN"]),
        )
        for row in rows
    ]
    return sorted(departments, key=lambda each: (rough_miles(each.at, centre), each.agency))[:30]


def miles_to_nearest_outside(plan: ZonePlan) -> float:
    """Officer-weighted mean great-circle miles from each department to the nearest agency of another zone."""
    total = officers = 0.0
    for zone in plan.zones:
        outside = [each for other in plan.zones if other != zone for each in other.departments]
        for one in zone.departments:
            total += one.sworn * min(rough_miles(one.at, each.at) for each in outside)
            officers += one.sworn
    return total / officers


@pytest.mark.skipif(not FILE.exists(), reason="the federal list of agencies is not beside this repository")
@pytest.mark.parametrize(
    ("state", "centre"), [("VA", Point(37.15, -80.4)), ("OR", Point(44.1, -121.3)), ("SC", Point(34.8, -80.9))]
)
def test_a_pilot_region_of_thirty_small_agencies_keeps_a_crowd_of_forty(state: str, centre: Point) -> None:
    departments = nearest_thirty(state, centre)
    assert len(departments) == 30
    plan = first_partition(departments, Policy(), ids=ids())
    assert plan is not None
    crowds = [certificate(zone, plan.policy).crowd for zone in verify(plan).zones]
    assert len(crowds) >= 2
    assert min(crowds) >= 40
    away = miles_to_nearest_outside(plan)
    print(f"{state}: {len(crowds)} parts, crowds {sorted(crowds)}, {away:.1f} rough miles to the nearest outside")
