"""Weekly hours, days off, and what a period without duty does to the order."""

from datetime import date, time

import pytest

from scheduling import Idle, Line, Rotation, Schedule, Span, Unit, Weekly, Window, gaps, shifts, turn_at, who
from scheduling.errors import RestrictionError
from tests.scheduling.builders import ANA, BEN, CAL, a_person, a_rotation, a_span, utc
from tests.scheduling.places import YEARS, a_year

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
OFFICE = Weekly(tuple(Window(day, time(8), time(18)) for day in range(5)))
NIGHTS = Weekly(tuple(Window(day, time(22), time(6)) for day in range(7)))
ALL_DAYS = Weekly(tuple(Window(day, time(0), time(0)) for day in range(7)))


def served(rotation: Rotation, start: str, end: str) -> list[tuple[int, str, str]]:
    """Who is on call from when to when, on the clock of the rotation's zone; people by their number."""
    clock = rotation.times.beat.clock.zone
    found = shifts(Schedule((rotation,)), a_span(start, end))
    return [
        (
            each.person.int,
            f"{each.span.start.astimezone(clock):%a %H:%M}",
            f"{each.span.end.astimezone(clock):%a %H:%M}",
        )
        for each in found
    ]


def test_weekdays_from_eight_to_six_are_those_hours_and_no_other() -> None:
    office = a_rotation(only=OFFICE)
    assert served(office, "2026-01-15 00:00", "2026-01-20 06:00") == [
        (2, "Thu 08:00", "Thu 18:00"),
        (2, "Fri 08:00", "Fri 18:00"),
        (3, "Mon 08:00", "Mon 18:00"),
    ]


def test_an_overnight_window_begins_on_its_day_and_ends_on_the_next() -> None:
    friday = a_rotation(ANA, only=Weekly((Window(FRI, time(22), time(6)),)))
    assert served(friday, "2026-01-05 00:00", "2026-01-12 00:00") == [(1, "Fri 22:00", "Sat 06:00")]


def test_round_the_clock_on_all_days_is_no_restriction_at_all() -> None:
    for zone in YEARS:
        plain = a_rotation(zone=zone, first_day=date(YEARS[zone], 1, 1), every=1)
        window = a_year(zone)
        always = a_rotation(zone=zone, first_day=date(YEARS[zone], 1, 1), every=1, only=ALL_DAYS)
        assert shifts(Schedule((always,)), window) == shifts(Schedule((plain,)), window)


@pytest.mark.parametrize("zone", sorted(YEARS))
@pytest.mark.parametrize("at", [time(0), time(0, 30), time(1, 30), time(2), time(2, 15)])
def test_windows_that_touch_never_gap_when_the_clocks_change(zone: str, at: time) -> None:
    day, night = ((Window(n, at, time(14)) for n in range(7)), (Window(n, time(14), at) for n in range(7)))
    both = a_rotation(ANA, BEN, zone=zone, first_day=date(YEARS[zone], 1, 1), every=1, only=Weekly((*day, *night)))
    begun = Span(both.begins, a_year(zone).end)
    assert gaps(Schedule((both,)), Line.PRIMARY, begun) == ()


def test_a_window_starts_at_the_first_and_ends_at_the_last_showing_of_its_time() -> None:
    twice = Weekly((Window(SUN, time(1, 30), time(4)), Window(SAT, time(22), time(1, 30))))
    both = Schedule((a_rotation(ANA, first_day=date(2026, 10, 1), only=twice),))
    assert not gaps(both, Line.PRIMARY, a_span("2026-11-01 03:00", "2026-11-01 10:00"))
    ends = Schedule((a_rotation(ANA, first_day=date(2026, 10, 1), only=Weekly(twice.windows[:1])),))
    begins = Schedule((a_rotation(ANA, first_day=date(2026, 10, 1), only=Weekly(twice.windows[1:])),))
    night = a_span("2026-11-01 00:00", "2026-11-02 00:00")
    assert [shift.span for shift in shifts(ends, night)] == [a_span("2026-11-01 03:00", "2026-11-01 07:30")]
    assert [shift.span for shift in shifts(begins, night)] == [a_span("2026-11-01 06:30", "2026-11-01 10:00")]


def test_a_window_whose_end_is_never_shown_ends_where_the_clocks_jump() -> None:
    only = Weekly((Window(SUN, time(1), time(2, 30)), Window(SUN, time(2, 30), time(5))))
    spring = Schedule((a_rotation(ANA, only=only),))
    found = shifts(spring, a_span("2026-03-08 00:00", "2026-03-09 00:00"))
    assert [shift.span for shift in found] == [a_span("2026-03-08 07:00", "2026-03-08 10:00")]


def test_a_window_on_a_day_that_a_zone_skipped_is_not_there() -> None:
    friday = a_rotation(
        ANA, zone="Pacific/Apia", first_day=date(2011, 12, 1), only=Weekly((Window(FRI, time(9), time(17)),))
    )
    found = shifts(Schedule((friday,)), a_span("2011-12-20 00:00", "2012-01-10 00:00"))
    assert [f"{shift.span.start:%m-%d %H:%M}" for shift in found] == ["12-23 19:00", "01-05 19:00"]


def test_a_shift_belongs_to_the_turn_of_the_instant_at_which_it_starts() -> None:
    midnight = a_rotation(ANA, BEN, hand_off=time(0), every=1, only=NIGHTS)
    assert served(midnight, "2026-01-06 04:00", "2026-01-08 00:00") == [
        (1, "Mon 22:00", "Tue 06:00"),
        (2, "Tue 22:00", "Wed 06:00"),
    ]


def test_a_window_of_a_whole_day_is_handed_over_in_its_midst() -> None:
    weekdays = Weekly(tuple(Window(day, time(0), time(0)) for day in range(5)))
    week = a_rotation(ANA, BEN, only=weekdays)
    assert served(week, "2026-01-12 06:00", "2026-01-13 06:00") == [
        (1, "Mon 00:00", "Mon 07:00"),
        (2, "Mon 07:00", "Tue 00:00"),
    ]


def test_turns_of_hours_are_handed_over_within_a_window() -> None:
    fours = a_rotation(
        ANA, BEN, CAL, hand_off=time(8), every=4, unit=Unit.HOUR, only=Weekly((Window(WED, time(8), time(20)),))
    )
    assert [(who, start[-5:]) for who, start, _ in served(fours, "2026-01-07 00:00", "2026-01-08 12:00")] == [
        (1, "08:00"),
        (2, "12:00"),
        (3, "16:00"),
    ]


def test_where_a_rotation_begins_or_ends_in_a_window_the_window_is_cut() -> None:
    nights = a_rotation(ANA, BEN, hand_off=time(0), every=1, only=NIGHTS, last_day=date(2026, 1, 7))
    assert served(nights, "2026-01-01 00:00", "2026-02-01 00:00") == [
        (1, "Mon 00:00", "Mon 06:00"),
        (1, "Mon 22:00", "Tue 06:00"),
        (2, "Tue 22:00", "Wed 00:00"),
    ]


def test_a_day_off_takes_away_the_shifts_that_start_on_it_to_their_end() -> None:
    off = a_rotation(ANA, only=NIGHTS, off=frozenset([date(2026, 1, 7)]))
    assert served(off, "2026-01-06 12:00", "2026-01-09 12:00") == [
        (1, "Tue 22:00", "Wed 06:00"),
        (1, "Thu 22:00", "Fri 06:00"),
    ]


def test_without_weekly_hours_a_day_off_goes_from_its_hand_off_to_the_next() -> None:
    week = Schedule((a_rotation(off=frozenset([date(2026, 1, 7), date(2026, 1, 8)])),))
    assert gaps(week, Line.PRIMARY, a_span("2026-01-05 13:00", "2026-01-19 13:00")) == (
        a_span("2026-01-07 13:00", "2026-01-09 13:00"),
    )


def test_another_rotation_of_a_lower_layer_takes_the_days_off() -> None:
    christmas = frozenset([date(2026, 1, 7)])
    usual = a_rotation(ANA, off=christmas, layer=1)
    holidays = a_rotation(CAL, number=2)
    both = Schedule((usual, holidays))
    assert [who(both, utc(f"2026-01-{day} 20:00")).primary for day in ("06", "07", "08")] == [{ANA}, {CAL}, {ANA}]


DAILY = Weekly(tuple(Window(day, time(8), time(20)) for day in (MON, TUE, WED)))


@pytest.mark.parametrize(("idle", "second_week"), [(Idle.TURNS, [2, 3, 1]), (Idle.WAITS, [1, 2, 3])])
def test_inactive_days_consume_turns_or_do_not(idle: Idle, second_week: list[int]) -> None:
    three_days = a_rotation(hand_off=time(0), every=1, only=DAILY, idle=idle)
    assert [who for who, _, _ in served(three_days, "2026-01-05 06:00", "2026-01-11 06:00")] == [1, 2, 3]
    assert [who for who, _, _ in served(three_days, "2026-01-12 06:00", "2026-01-18 06:00")] == second_week


@pytest.mark.parametrize(("idle", "after"), [(Idle.TURNS, 3), (Idle.WAITS, 2)])
def test_a_holiday_consumes_a_turn_or_does_not(idle: Idle, after: int) -> None:
    days = a_rotation(every=1, off=frozenset([date(2026, 1, 6)]), idle=idle)
    assert who(Schedule((days,)), utc("2026-01-07 20:00")).primary == {a_person(after)}


def test_a_period_that_only_the_clocks_leave_empty_has_had_its_turn() -> None:
    early = Weekly((Window(SUN, time(2), time(2, 30)), Window(SUN, time(5), time(6))))
    hourly = a_rotation(
        hand_off=time(0), first_day=date(2026, 3, 1), every=1, unit=Unit.HOUR, only=early, idle=Idle.WAITS
    )
    sundays = [served(hourly, f"2026-03-{day} 05:00", f"2026-03-{day} 20:00") for day in ("01", "08", "15")]
    assert [[who for who, _, _ in found] for found in sundays] == [[1, 2], [1], [2, 3]]


def test_four_of_fourteen_people_do_get_a_shift_when_idle_days_wait() -> None:
    people = [a_person(number) for number in range(1, 15)]
    weekdays = Weekly(tuple(Window(day, time(8), time(18)) for day in range(5)))
    everybody = {idle: a_rotation(*people, every=1, hand_off=time(0), only=weekdays, idle=idle) for idle in Idle}
    year = a_span("2026-01-05 06:00", "2027-01-05 06:00")
    got = {idle: {shift.person for shift in shifts(Schedule((each,)), year)} for idle, each in everybody.items()}
    assert (len(got[Idle.TURNS]), len(got[Idle.WAITS])) == (10, 14)


def test_a_turn_tells_its_parts_and_asking_between_them_tells_none() -> None:
    office = a_rotation(only=OFFICE)
    turn = turn_at(office, utc("2026-01-14 20:00"))
    assert turn
    assert turn.span == a_span("2026-01-12 14:00", "2026-01-17 00:00")
    assert len(turn.times) == 5
    assert turn_at(office, utc("2026-01-14 06:00")) is None


def test_counting_idle_periods_takes_no_walk_however_old_the_rotation() -> None:
    old = a_rotation(first_day=date(1970, 1, 1), every=5, unit=Unit.HOUR, only=OFFICE, idle=Idle.WAITS)
    assert old.times.active_before(168_000) == 1000 * sum(old.times.active(n) for n in range(168))
    assert who(Schedule((old,)), utc("2199-06-05 16:00")).primary


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Weekly(()), "at least one window"),
        (lambda: Window(7, time(0), time(1)), "0 .Monday. to 6 .Sunday., not 7"),
        (lambda: Window(0, time(0, tzinfo=utc("2026-01-01 00:00").tzinfo), time(1)), "times on the wall"),
        (
            lambda: Weekly((Window(MON, time(8), time(12)), Window(MON, time(11), time(13)))),
            "overlap: Monday 08:00 to 12:00",
        ),
        (
            lambda: Weekly((Window(SUN, time(20), time(8)), Window(MON, time(7), time(9)))),
            "overlap: Sunday 20:00 to 08:00",
        ),
        (lambda: Weekly((Window(MON, time(8), time(9)),) * 2), "overlap"),
        (lambda: Weekly((Window(MON, time(8), time(9)),) * 101), "100 windows at most"),
    ],
)
def test_a_week_that_has_no_one_answer_is_refused(make: type, words: str) -> None:
    with pytest.raises(RestrictionError, match=words):
        make()


def test_windows_may_touch_and_a_day_may_have_several() -> None:
    touching = Weekly((Window(SUN, time(20), time(8)), Window(MON, time(8), time(9)), Window(MON, time(10), time(11))))
    assert [window.weekday for window in touching.windows] == [MON, MON, SUN]
