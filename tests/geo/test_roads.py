"""Roads: an estimate is a range, whoever knows better counts first, and what cannot be told apart is not ranked."""

import csv
import math
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from geo import AgencyId, PlaceError, Point
from geo.roads import HIGH_FACTOR, LOW_FACTOR, Measured, Roads, Source, Told, clash, estimate, indistinguishable

ROADS = Path(__file__).parents[3] / "shared/data/roads/pilot_road_km.csv"
A, B, C = (AgencyId(UUID(int=number)) for number in (1, 2, 3))
AT = {A: Point(44.27, -121.18), B: Point(43.89, -121.44), C: Point(44.37, -121.64)}
JANUARY, JULY = date(2027, 1, 15), date(2027, 7, 15)


def ratios() -> list[float]:
    """Road by straight line, of every measured road of the pilot regions."""
    with ROADS.open() as file:
        rows = [row for row in csv.DictReader(file) if row["road_km_est"] and float(row["crow_km"]) > 0]
    return [float(row["road_km_est"]) / float(row["crow_km"]) for row in rows]


def test_a_pass_that_is_closed_in_winter_is_no_way_then_and_what_was_measured_otherwise() -> None:
    pass_closed = Told(None, 11, 4)
    roads = Roads(AT, {frozenset((A, B)): (pass_closed,)}, {frozenset((A, B)): Measured(38.4, JULY)})
    winter, summer = roads.miles_between(A, B, JANUARY), roads.miles_between(B, A, JULY)
    assert (winter.source, winter.reachable, math.isinf(winter.low)) == (Source.CLOSED, False, True)
    assert (summer.source, summer.likely) == (Source.MEASURED, 38.4)
    assert sorted(pass_closed.months) == [1, 2, 3, 4, 11, 12]
    assert clash(Told(50, 4, 6), (pass_closed,)) == {4}


def test_distances_that_differ_by_less_than_their_error_are_not_told_apart() -> None:
    roads = Roads(AT, {}, {frozenset((A, B)): Measured(38.4, JULY), frozenset((A, C)): Measured(31.0, JULY)})
    assert indistinguishable(estimate(AT[A], AT[B]), estimate(AT[A], AT[C]))
    assert not indistinguishable(roads.miles_between(A, B, JULY), roads.miles_between(A, C, JULY))
    assert not indistinguishable(roads.miles_between(A, B, JULY), roads.miles_between(A, A, JULY))


@pytest.mark.parametrize(
    ("miles", "months"), [(0.0, ()), (-3.0, ()), (9e9, ()), (math.nan, ()), (9, (5, None)), (9, (0, 3))]
)
def test_a_road_that_cannot_be_is_refused(miles: float, months: tuple[int | None, ...]) -> None:
    with pytest.raises(PlaceError):
        Told(miles, *months)


@pytest.mark.skipif(not ROADS.exists(), reason="the measured roads of the pilot regions are not here")
def test_the_range_holds_for_as_many_measured_roads_as_the_page_says() -> None:
    """The page says six in seven, one in twenty below, one in eleven above, half below 1.25."""
    found = ratios()
    assert len(found) >= 658
    shares = [sum(low <= ratio < high for ratio in found) / len(found) for low, high in (
        (0, LOW_FACTOR), (LOW_FACTOR, HIGH_FACTOR), (HIGH_FACTOR, 99), (0, 1.25))]  # fmt: skip
    assert shares == pytest.approx([0.05, 6 / 7, 1 / 11, 0.5], abs=0.02)
