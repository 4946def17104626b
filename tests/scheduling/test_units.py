"""Turns by the hour, day, week and month, by the clock on the wall."""

from datetime import date, time, timedelta
from itertools import islice

import pytest

from scheduling import Rotation, Schedule, Span, Unit, shifts, turn_at, turns_between
from scheduling.spans import EARLIEST, LATEST
from tests.scheduling.builders import ANA, BEN, CAL, a_rotation, a_span, utc
from tests.scheduling.places import YEARS, a_year

EVER = Span(EARLIEST, LATEST)


def starts(rotation: Rotation, many: int) -> list[str]:
    """The first hand-offs, on the clock of the rotation's zone."""
    clock = rotation.times.beat.clock.zone
    found = islice(turns_between(rotation, EVER), many)
    return [f"{turn.span.start.astimezone(clock):%m-%d %H:%M}" for turn in found]


@pytest.mark.parametrize("zone", sorted(YEARS))
def test_twenty_four_hours_are_one_day_and_seven_days_one_week(zone: str) -> None:
    year = a_year(zone)
    first = date(YEARS[zone], 1, 1)
    for unit, every, days in ((Unit.HOUR, 24, 1), (Unit.WEEK, 1, 7), (Unit.HOUR, 168, 7)):
        counted = a_rotation(zone=zone, first_day=first, every=every, unit=unit)
        by_day = a_rotation(zone=zone, first_day=first, every=days)
        assert list(turns_between(counted, year)) == list(turns_between(by_day, year))


def test_twelve_hour_turns_keep_seven_and_seven_across_a_change_of_the_clocks() -> None:
    halves = a_rotation(ANA, BEN, first_day=date(2026, 10, 31), every=12, unit=Unit.HOUR)
    assert starts(halves, 4) == ["10-31 07:00", "10-31 19:00", "11-01 07:00", "11-01 19:00"]
    nights = [turn.span.length for turn in islice(turns_between(halves, EVER), 2)]
    assert nights == [timedelta(hours=12), timedelta(hours=13)]


def test_hours_that_do_not_divide_a_day_follow_the_wall_clock_over_midnight() -> None:
    fives = a_rotation(first_day=date(2026, 3, 7), every=5, unit=Unit.HOUR)
    assert starts(fives, 7) == [
        *("03-07 07:00", "03-07 12:00", "03-07 17:00", "03-07 22:00"),
        *("03-08 03:00", "03-08 08:00", "03-08 13:00"),
    ]
    assert [turn.span.length // timedelta(hours=1) for turn in islice(turns_between(fives, EVER), 5)] == [5, 5, 5, 4, 5]


def test_the_hour_that_comes_twice_is_one_turn_of_two_hours_and_the_one_left_out_is_none() -> None:
    hourly = a_rotation(first_day=date(2026, 11, 1), hand_off=time(0), every=1, unit=Unit.HOUR)
    assert [turn.span.length // timedelta(hours=1) for turn in islice(turns_between(hourly, EVER), 3)] == [1, 2, 1]
    spring = a_rotation(first_day=date(2026, 3, 8), hand_off=time(0), every=1, unit=Unit.HOUR)
    assert [turn.index for turn in islice(turns_between(spring, EVER), 4)] == [0, 1, 3, 4]


def test_months_keep_the_day_of_the_first_and_clamp_from_it_alone() -> None:
    monthly = a_rotation(first_day=date(2026, 1, 31), every=1, unit=Unit.MONTH)
    days = [start[:5] for start in starts(monthly, 6)]
    assert days == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    quarters = a_rotation(first_day=date(2023, 11, 30), every=3, unit=Unit.MONTH)
    assert [start[:5] for start in starts(quarters, 6)] == ["11-30", "02-29", "05-30", "08-30", "11-30", "02-28"]


def test_the_turn_of_a_month_is_found_on_its_last_minute_and_its_first() -> None:
    monthly = a_rotation(ANA, BEN, CAL, first_day=date(2026, 1, 31), every=1, unit=Unit.MONTH)
    for moment, index in (
        ("2026-02-28 12:59", 0),
        ("2026-02-28 13:00", 1),
        ("2026-03-31 11:59", 1),
        ("2026-03-31 12:00", 2),
    ):
        turn = turn_at(monthly, utc(moment))
        assert turn
        assert turn.index == index, moment


def test_a_month_that_began_in_another_century_of_months_needs_no_walk() -> None:
    old = a_rotation(ANA, BEN, first_day=date(1970, 1, 31), every=1, unit=Unit.MONTH)
    turn = turn_at(old, utc("2199-03-01 12:00"))
    assert turn
    assert turn.index == (2199 - 1970) * 12 + 1


def test_a_rotation_ends_in_the_midst_of_a_turn_when_its_last_day_says_so() -> None:
    short = a_rotation(first_day=date(2026, 1, 5), last_day=date(2026, 1, 8), every=5, unit=Unit.HOUR)
    found = list(turns_between(short, EVER))
    assert found[-1].span == a_span("2026-01-08 11:00", "2026-01-08 13:00")
    assert shifts(Schedule((short,)), a_span("2026-01-08 13:00", "2026-02-01 00:00")) == ()
