import sys
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling import Line, Rotation, Schedule, Span, Turn, shifts, turn_at, turns_between, who
from scheduling.spans import EARLIEST, LATEST
from tests.scheduling.builders import ANA, BEN, CAL, a_rotation, a_span, utc
from tests.scheduling.by_hand import later
from tests.scheduling.places import MINUTE, TICK, YEARS, a_year, jumps
from tests.scheduling.strategies import few, rotations, some, spans_in

A_YEAR = a_span("2026-01-01 00:00", "2027-01-01 00:00")


def hours(turn: Turn | None) -> float:
    assert turn
    return turn.span.length / timedelta(hours=1)


def by_day(zone: str, first_day: date, hand_off: time = time(7)) -> Rotation:
    return a_rotation(zone=zone, first_day=first_day, hand_off=hand_off, every=1)


def test_people_take_turns_in_order_and_begin_again() -> None:
    window = a_span("2026-01-05 13:00", "2026-02-02 13:00")
    found = [(turn.index, *turn.holders, turn.span.start) for turn in turns_between(a_rotation(), window)]
    assert found == [
        (0, ANA, utc("2026-01-05 13:00")),
        (1, BEN, utc("2026-01-12 13:00")),
        (2, CAL, utc("2026-01-19 13:00")),
        (3, ANA, utc("2026-01-26 13:00")),
    ]


def test_a_turn_knows_its_line_and_all_who_hold_it() -> None:
    two = a_rotation(frozenset([ANA, BEN]), CAL, line=Line.BACKUP)
    first = Turn(Line.BACKUP, a_span("2026-01-05 13:00", "2026-01-12 13:00"), frozenset([ANA, BEN]), 0)
    assert turn_at(two, utc("2026-01-08 00:00")) == first


def test_nobody_holds_a_turn_before_the_first_day_or_from_the_last_day_on() -> None:
    short = a_rotation(first_day=date(2026, 1, 5), last_day=date(2026, 1, 15))
    assert turn_at(short, utc("2026-01-05 13:00") - TICK) is None
    assert turn_at(short, utc("2026-01-15 13:00") - TICK) == Turn(
        Line.PRIMARY, a_span("2026-01-12 13:00", "2026-01-15 13:00"), frozenset([BEN]), 1
    )
    assert turn_at(short, utc("2026-01-15 13:00")) is None
    assert not list(turns_between(short, a_span("2026-01-15 13:00", "2026-03-01 00:00")))
    assert not list(turns_between(short, a_span("2025-12-01 00:00", "2026-01-05 13:00")))


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/Chicago", date(2026, 3, 7), 23),
        ("America/Chicago", date(2026, 10, 31), 25),
        ("America/Phoenix", date(2026, 3, 7), 24),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 3), 23.5),
        ("America/Sao_Paulo", date(2018, 11, 3), 23),
        ("Pacific/Apia", date(2011, 12, 29), 17),
        ("Pacific/Apia", date(2011, 12, 30), 7),
    ],
)
def test_the_night_of_a_clock_change_is_as_long_as_it_is(zone: str, day: date, expected: float) -> None:
    assert hours(next(turns_between(by_day(zone, day), Span(EARLIEST, LATEST)))) == expected


def test_the_hour_that_comes_twice_does_not_bring_the_old_turn_back() -> None:
    rotation = by_day("America/Chicago", date(2026, 10, 31), time(1, 30))
    instants = ["06:29", "06:30", "06:59", "07:00", "07:29", "07:30"]  # 1:29, 1:30, 1:59, and 1:00, 1:29, 1:30 again
    found = [turn_at(rotation, utc(f"2026-11-01 {instant}")) for instant in instants]
    assert [turn.index for turn in found if turn] == [0, 1, 1, 1, 1, 1]
    held = [who(Schedule((rotation,)), utc(f"2026-11-01 {instant}")).primary for instant in instants]
    assert held == [{ANA}, *[{BEN}] * 5]


def test_a_turn_whose_day_was_skipped_whole_is_passed_over() -> None:
    around = a_span("2011-12-29 10:00", "2012-01-01 10:00")
    found = list(turns_between(by_day("Pacific/Apia", date(2011, 12, 29), time(0)), around))
    assert [(turn.index, turn.span) for turn in found] == [
        (0, a_span("2011-12-29 10:00", "2011-12-30 10:00")),
        (2, a_span("2011-12-30 10:00", "2011-12-31 10:00")),
        (3, a_span("2011-12-31 10:00", "2012-01-01 10:00")),
    ]


def test_a_rotation_of_only_a_skipped_day_has_no_turn() -> None:
    whole = Span(EARLIEST, LATEST)
    for turn in (ANA, BEN):
        nothing = a_rotation(
            *{ANA, turn},
            zone="Pacific/Apia",
            first_day=date(2011, 12, 30),
            last_day=date(2011, 12, 31),
            hand_off=time(0),
            every=1,
        )
        assert list(turns_between(nothing, whole)) == []
        assert shifts(Schedule((nothing,)), whole) == ()
        assert turn_at(nothing, utc("2011-12-30 10:00")) is None


any_rotation = rotations(hand_offs=st.times())


@pytest.mark.parametrize("zone", sorted(YEARS))
@few
@given(st.data())
def test_turns_tile_the_year_in_every_zone_across_both_clock_changes(zone: str, data: st.DataObject) -> None:
    rotation = data.draw(rotations(zone=zone, hand_offs=st.times()))
    window = a_year(zone)
    found = list(turns_between(rotation, window))
    until = min(window.end, rotation.ends)
    assert bool(found) == (rotation.begins < until and rotation.ends > window.start)
    if found:
        assert found[0].span.start <= max(window.start, rotation.begins) < found[0].span.end
        assert found[-1].span.start < until <= found[-1].span.end
    assert all(one.span.end == other.span.start for one, other in pairwise(found))
    assert all(one.index < other.index for one, other in pairwise(found))
    assert all(turn.holders == rotation.turns[turn.index % len(rotation.turns)] for turn in found)


@some
@given(any_rotation)
def test_each_hand_off_is_the_first_instant_of_its_wall_time(rotation: Rotation) -> None:
    zone = ZoneInfo(rotation.zone)
    for turn in turns_between(rotation, a_year(rotation.zone)):
        wall = later(
            datetime.combine(rotation.first_day, rotation.hand_off), rotation.unit, turn.index * rotation.every
        )
        assert turn.span.start.astimezone(zone).replace(tzinfo=None) >= wall
        assert (turn.span.start - TICK).astimezone(zone).replace(tzinfo=None) < wall


@some
@given(any_rotation, st.data())
def test_the_turn_at_an_instant_is_the_one_of_any_window_that_holds_it(rotation: Rotation, data: st.DataObject) -> None:
    year = a_year(rotation.zone)
    window = data.draw(spans_in(year))
    of_year = list(turns_between(rotation, year))
    of_window = list(turns_between(rotation, window))
    assert of_window == [turn for turn in of_year if turn.span.overlaps(window)]
    for turn in of_window:
        assert turn_at(rotation, turn.span.start) == turn == turn_at(rotation, turn.span.end - TICK)
    holding = (turn for turn in of_year if window.start in turn.span)
    assert turn_at(rotation, window.start) == next(holding, None)


@few
@given(st.sampled_from(sorted(zone for zone in YEARS if jumps(zone))), st.data())
def test_walking_on_from_the_first_day_finds_the_same_turns(zone: str, data: st.DataObject) -> None:
    jump = data.draw(st.sampled_from(jumps(zone)))
    first_day = jump.date() - timedelta(days=data.draw(st.integers(0, 2)))
    near = st.sampled_from([time(0), time(0, 30), time(1), time(1, 45), time(2), time(2, 15), time(3), time(23, 30)])
    rotation = by_day(zone, first_day, data.draw(near))
    index, minute = -1, utc(f"{first_day} 00:00") - timedelta(hours=15)
    while minute < jump + timedelta(days=1):
        local = minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        while local >= datetime.combine(first_day + timedelta(days=index + 1), rotation.hand_off):
            index += 1
        turn = turn_at(rotation, minute)
        assert (turn.index if turn else -1) == index
        minute += 5 * MINUTE


def test_finding_a_turn_takes_no_walk_however_old_the_rotation() -> None:
    seen = 0

    def count(frame: FrameType, event: str, _: Any) -> None:
        nonlocal seen
        seen += event == "call" and frame.f_code.co_name == "starts"

    old = a_rotation(first_day=date(1970, 1, 1), every=1)
    sys.setprofile(count)
    try:
        turn = turn_at(old, utc("2199-06-01 00:00"))
    finally:
        sys.setprofile(None)
    assert turn
    assert turn.index == (date(2199, 5, 31) - date(1970, 1, 1)).days
    assert seen < 10


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Honolulu", "UTC"])
@pytest.mark.parametrize("hand_off", [time(0), time(23, 59)])
@pytest.mark.parametrize("every", [1, 366])
def test_a_rotation_without_end_reaches_from_the_first_year_to_the_last(zone: str, hand_off: time, every: int) -> None:
    rotation = a_rotation(zone=zone, first_day=date(1970, 1, 1), hand_off=hand_off, every=every)
    first = turn_at(rotation, rotation.begins)
    assert first
    assert EARLIEST <= first.span.start == rotation.begins < EARLIEST + timedelta(days=2)
    assert turn_at(rotation, LATEST - TICK)
    assert turn_at(rotation, LATEST) is None
    last = list(turns_between(rotation, Span(LATEST - timedelta(days=3), LATEST)))
    assert last[-1].span.end == LATEST
