"""Outlines and the flat map: a place lies in its county, what is broken is refused, a drawing shows what it must."""

import pytest

from consortium.members.county_outlines import county_outlines
from consortium.outlines.make import compact
from geo import PlaceError, Point, miles
from geo.outlines import Box, read_outlines
from geo.places import point, vector
from geo.projection import fit

BEND, RADFORD, ROCK_HILL = Point(44.100351, -121.306493), Point(37.131452, -80.582105), Point(34.92522, -81.029515)


def test_a_station_lies_in_its_county_and_the_sea_in_none() -> None:
    outlines = county_outlines()
    found = [outlines.at(at) for at in (BEND, RADFORD, ROCK_HILL, Point(44.6, -126.0), Point(21.3, -157.86))]
    assert [each and f"{each.name}, {each.state}" for each in found] == [
        "Deschutes, OR",
        "Radford, VA",
        "York, SC",
        None,
        "Honolulu, HI",
    ]
    assert len(outlines.counties) > 3_200
    deschutes = outlines.named("deschutes county", "or")
    assert deschutes is not None
    assert outlines.at(outlines.middle(deschutes)) == deschutes
    assert outlines.named("Deschutes", "WA") is None


def test_outlines_are_read_as_they_were_packed_and_broken_ones_are_refused() -> None:
    square = {
        "transform": {"scale": [0.5, 0.25], "translate": [-120, 40]},
        "arcs": [[[0, 0], [4, 0], [0, 4]], [[4, 4], [-4, 0], [0, -4]]],
        "objects": {
            "counties": {
                "geometries": [
                    {"type": "Polygon", "id": "41001", "properties": {"name": "Año"}, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "id": "53003", "properties": {"name": "Back"}, "arcs": [[[-2, -1]]]},
                    {"type": None, "id": "53005", "properties": {"name": "Nowhere"}},
                ]
            }
        },
    }
    packed = compact(square)
    outlines = read_outlines(packed)
    one, back = outlines.counties
    assert (one.name, one.state, one.box) == ("Año", "OR", Box(40.0, -120.0, 41.0, -118.0))
    corners = {Point(40, -120), Point(40, -118), Point(41, -118), Point(41, -120)}
    assert set(outlines.shape(one)[0]) == set(outlines.shape(back)[0]) == corners
    assert outlines.middle(one) == Point(40.5, -119.0)
    for broken in (b"", b"OUTLINE1", packed[:-9], b"PK" + packed, packed[:8] + packed[8:][::-1]):
        with pytest.raises(PlaceError):
            read_outlines(broken)


@pytest.mark.parametrize(
    "seen", [[BEND], [BEND, Point(43.89, -121.44)], [RADFORD, ROCK_HILL, BEND], [Point(-14.3, -170.7)]]
)
def test_everything_that_must_be_seen_is_inside_the_drawing_and_its_box(seen: list[Point]) -> None:
    frame = fit(seen, width=860, heights=(380, 640), margin=46)
    for at in seen:
        x, y = frame.place(at)
        assert 45 < x < 815
        assert 45 < y < frame.height - 45
        assert frame.box.holds(at)
    assert 380 <= frame.height <= 640


def test_miles_on_the_map_are_miles_of_a_region() -> None:
    frame = fit([BEND, Point(44.76, -121.27), Point(44.30, -120.84)], width=860, heights=(380, 640), margin=46)
    north = Point(44.60, -121.2)
    (left, top), (right, bottom) = frame.place(BEND), frame.place(north)
    drawn = ((left - right) ** 2 + (top - bottom) ** 2) ** 0.5
    assert drawn == pytest.approx(frame.units(miles(BEND, north)), rel=0.01)
    there = point(vector(BEND))
    assert (there.lat, there.lon) == pytest.approx((BEND.lat, BEND.lon))
