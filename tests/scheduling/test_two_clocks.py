"""Two clocks beside each other, through the nights on which they change."""

from datetime import UTC, date, datetime, timedelta

from scheduling.clocks import alike, apart, as_a_rule, next_change
from scheduling.wallclock import zone

PACIFIC, MOUNTAIN, ARIZONA = (zone(f"America/{name}") for name in ("Los_Angeles", "Denver", "Phoenix"))
HOUR = timedelta(hours=1)


def test_two_zones_that_change_at_the_same_hour_of_their_walls_are_out_of_step_for_an_hour() -> None:
    spring, autumn = datetime(2027, 3, 14, 9, 30, tzinfo=UTC), datetime(2027, 11, 7, 8, 30, tzinfo=UTC)

    assert apart(MOUNTAIN, PACIFIC, spring) == 2 * HOUR
    assert apart(MOUNTAIN, PACIFIC, autumn) == 0 * HOUR
    assert {apart(MOUNTAIN, PACIFIC, at + way * 2 * HOUR) for at in (spring, autumn) for way in (-1, 1)} == {HOUR}


def test_an_hour_out_of_step_is_not_how_they_stand_as_a_rule() -> None:
    assert as_a_rule(MOUNTAIN, PACIFIC, date(2027, 3, 14)) == HOUR
    assert next_change(MOUNTAIN, PACIFIC, date(2027, 1, 1)) is None
    assert not alike(MOUNTAIN, PACIFIC, date(2027, 1, 1))


def test_arizona_goes_with_the_pacific_in_summer_and_with_the_mountains_in_winter() -> None:
    assert as_a_rule(ARIZONA, PACIFIC, date(2027, 1, 1)) == HOUR
    assert next_change(ARIZONA, PACIFIC, date(2027, 1, 1)) == date(2027, 3, 14)
    assert as_a_rule(ARIZONA, PACIFIC, date(2027, 7, 1)) == 0 * HOUR
    assert next_change(ARIZONA, PACIFIC, date(2027, 7, 1)) == date(2027, 11, 7)


def test_zones_that_differ_in_times_long_past_only_are_alike() -> None:
    assert alike(zone("America/Boise"), MOUNTAIN, date(2027, 1, 1))
    assert alike(zone("America/Indiana/Indianapolis"), zone("America/Kentucky/Louisville"), date(2027, 1, 1))
    assert not alike(ARIZONA, MOUNTAIN, date(2027, 7, 1)), "alike today is not alike all year"
