"""By which clock a place lives, from the towns around it."""

from geo import Point
from geo.clocks import Reckoned, Town, reckon

HERE = Point(44.0, -117.0)


def a_town(miles_east: float, clock: str) -> Town:
    return Town(Point(44.0, -117.0 + miles_east / 49.7), clock)


def test_the_towns_of_its_own_county_are_asked_before_nearer_ones_of_another() -> None:
    county, beyond = a_town(12, "Mountain"), a_town(1, "Pacific")

    assert reckon(HERE, [county], [beyond, county]) == Reckoned("Mountain", sure=True)
    assert reckon(HERE, [], [beyond, a_town(30, "Mountain")]) == Reckoned("Pacific", sure=True)


def test_where_two_clocks_are_about_as_near_nobody_is_sure() -> None:
    near, almost, far = a_town(4, "Mountain"), a_town(-9, "Pacific"), a_town(-11, "Pacific")

    assert reckon(HERE, [near, almost], []) == Reckoned("Mountain", sure=False)
    assert reckon(HERE, [near, far], []) == Reckoned("Mountain", sure=True)
    assert reckon(HERE, [], [a_town(40, "Mountain"), a_town(-75, "Pacific")]) == Reckoned("Mountain", sure=False)


def test_without_any_town_nothing_is_said() -> None:
    assert reckon(HERE, [], []) is None
