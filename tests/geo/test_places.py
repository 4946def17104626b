"""Places refuse to be nowhere, and miles are miles."""

import math
from random import Random

import pytest
from geopy.distance import great_circle
from hypothesis import given
from hypothesis import strategies as st

from geo import GeoError, PlaceError, Point, miles, road_miles, rough_miles
from geo.places import middle, vector
from tests.geo.builders import tried

anywhere = st.builds(Point, st.floats(-90, 90).filter(lambda lat: lat != 0), st.floats(-180, 180, allow_nan=False))

BEND = Point(44.100351, -121.306493)
REDMOND = Point(44.273757, -121.175768)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(90.1, 0), (-90.1, 0), (math.nan, 5), (math.inf, 5), (5, math.nan), (5, -math.inf), (5, 180.1), (5, -180.1)],
)
def test_a_point_off_the_globe_is_refused_with_its_number(lat: float, lon: float) -> None:
    wrong, name = (lon, "longitude") if lat == 5 else (lat, "latitude")
    with pytest.raises(PlaceError, match=name) as refusal:
        Point(lat, lon)
    assert str(wrong) in str(refusal.value)
    assert isinstance(refusal.value, GeoError)


def test_a_missing_place_written_as_two_zeros_is_refused() -> None:
    with pytest.raises(PlaceError, match="missing"):
        Point(0.0, -0.0)


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90, -180), (0, 7), (7, 0)])
def test_the_ends_of_the_globe_and_single_zeros_are_places(lat: float, lon: float) -> None:
    assert (Point(lat, lon).lat, Point(lat, lon).lon) == (lat, lon)


def test_bend_is_thirteen_and_a_half_miles_from_redmond() -> None:
    assert miles(BEND, REDMOND) == pytest.approx(13.6, abs=0.1)
    assert road_miles(BEND, REDMOND) == 1.25 * rough_miles(BEND, REDMOND)


@tried(80)
@given(anywhere, anywhere)
def test_rough_miles_are_the_great_circle_the_same_both_ways(a: Point, b: Point) -> None:
    expected = great_circle((a.lat, a.lon), (b.lat, b.lon)).miles
    assert rough_miles(a, b) == pytest.approx(expected, rel=1e-6, abs=1e-3)
    assert rough_miles(a, b) == rough_miles(b, a)
    assert rough_miles(a, a) == 0


@tried(80)
@given(st.floats(24, 50), st.floats(-125, -66), st.floats(-3, 3), st.floats(-3, 3))
def test_rough_miles_stay_within_six_in_a_thousand_of_shown_miles(
    lat: float, lon: float, up: float, right: float
) -> None:
    a, b = Point(lat, lon), Point(lat + up, lon + right)
    assert rough_miles(a, b) == pytest.approx(miles(a, b), rel=6e-3, abs=1e-6)


@tried(80)
@given(st.lists(st.tuples(anywhere.map(vector), st.integers(1, 60)), min_size=1, max_size=8), st.randoms())
def test_the_middle_of_places_does_not_depend_on_their_order(
    weighted: list[tuple[tuple[float, float, float], int]], random: Random
) -> None:
    shuffled = list(weighted)
    random.shuffle(shuffled)
    assert middle(shuffled) == middle(weighted)
