"""Pauses: a turn passes on, and whoever was passed over is owed one."""

from datetime import date, time

import pytest

from geo.names import PersonId
from scheduling import Idle, Pause, Schedule, Unit, Weekly, Window, turn_at, turns_between, who
from tests.scheduling.builders import ANA, BEN, CAL, DEE, a_rotation, a_span, utc

WEEKS = [
    f"2026-{day} 20:00" for day in ("01-05", "01-12", "01-19", "01-26", "02-02", "02-09", "02-16", "02-23", "03-02")
]
A_YEAR = a_span("2026-01-01 00:00", "2027-01-01 00:00")
LETTERS = {ANA: "A", BEN: "B", CAL: "C", DEE: "D"}


def order(*pauses: tuple[PersonId, str, str], owed: bool = True, turns: tuple[frozenset[PersonId], ...] = ()) -> str:
    """Who has the weeks from January 5 on, as letters; a dot is nobody."""
    made = tuple(Pause(person, a_span(f"2026-{start}", f"2026-{end}")) for person, start, end in pauses)
    rotation = a_rotation(*turns, pauses=made, owed=owed)
    held = [who(Schedule((rotation,)), utc(week)).primary for week in WEEKS]
    return " ".join("".join(sorted(LETTERS[person] for person in holders)) or "." for holders in held)


def test_without_a_pause_turns_come_round() -> None:
    assert order() == "A B C A B C A B C"


def test_the_turn_of_somebody_paused_passes_to_the_next() -> None:
    assert order((BEN, "01-12 00:00", "01-13 00:00"), owed=False) == "A C A B C A B C A"


def test_whoever_was_passed_over_gets_the_next_turn_after_she_is_back_and_the_order_goes_on() -> None:
    assert order((BEN, "01-12 00:00", "01-13 00:00")) == "A C B A B C A B C"
    assert order((BEN, "01-12 00:00", "01-20 00:00")) == "A C A B B C A B C"


def test_who_misses_several_turns_is_owed_one() -> None:
    assert order((BEN, "01-12 00:00", "02-10 00:00")) == "A C A C A C B A B"


def test_debts_are_paid_in_the_order_in_which_they_arose() -> None:
    both = ((BEN, "01-12 00:00", "01-20 00:00"), (CAL, "01-12 00:00", "01-20 00:00"))
    assert order(*both) == "A A A B C B C A B"


def test_a_pause_counts_for_turns_that_begin_in_it_and_a_turn_begun_goes_on() -> None:
    assert order((BEN, "01-12 13:00", "01-12 14:00"), owed=False).startswith("A C A")
    assert order((BEN, "01-12 13:01", "01-19 13:00"), owed=False).startswith("A B C")
    assert order((BEN, "01-05 00:00", "01-12 13:00"), owed=False).startswith("A B C")


def test_a_turn_of_two_is_held_by_the_other_and_nobody_is_owed() -> None:
    pair = (frozenset([ANA, BEN]), frozenset([CAL]), frozenset([DEE]))
    assert order((BEN, "01-01 00:00", "01-06 00:00"), turns=pair) == "A C D AB C D AB C D"


def test_when_everybody_is_paused_nobody_has_the_turn_and_the_order_stands_still() -> None:
    everybody = tuple((person, "01-12 00:00", "01-20 00:00") for person in (ANA, BEN, CAL))
    assert order(*everybody) == "A . . B C A B C A"
    pauses = tuple(Pause(person, a_span("2026-01-12 00:00", "2026-01-22 00:00")) for person in (ANA, BEN, CAL))
    for only in (None, Weekly((Window(2, time(8), time(20)),))):
        rotation = a_rotation(pauses=pauses, only=only)
        found = turns_between(rotation, a_span("2026-01-05 13:00", "2026-02-01 00:00"))
        assert [turn.index for turn in found] == [0, 3]


def test_a_pause_after_the_last_turn_passes_nothing_on() -> None:
    late = (Pause(ANA, a_span("2027-01-01 00:00", "2027-02-01 00:00")),)
    ended = a_rotation(last_day=date(2026, 3, 2), pauses=late)
    assert list(turns_between(ended, A_YEAR)) == list(turns_between(a_rotation(last_day=date(2026, 3, 2)), A_YEAR))


def test_a_pause_without_end_takes_her_out_of_the_order() -> None:
    gone = (Pause(BEN, a_span("2026-01-12 00:00", "2199-12-31 00:00")),)
    rotation = a_rotation(every=1, unit=Unit.HOUR, pauses=gone)
    held = [turn_at(rotation, utc(f"2199-06-01 {hour:02}:30")) for hour in range(4)]
    assert {person for turn in held if turn for person in turn.holders} == {ANA, CAL}


def test_a_pause_is_asked_about_where_the_duty_of_a_turn_begins() -> None:
    weekends = Weekly((Window(5, time(8), time(20)), Window(6, time(8), time(20))))
    away = (Pause(ANA, a_span("2026-01-07 00:00", "2026-01-11 00:00")),)
    rotation = a_rotation(only=weekends, pauses=away, owed=False)
    assert who(Schedule((rotation,)), utc("2026-01-10 18:00")).primary == {BEN}


@pytest.mark.parametrize(("idle", "expected"), [(Idle.TURNS, BEN), (Idle.WAITS, ANA)])
def test_a_debt_waits_for_a_period_with_duty_where_idle_periods_wait(idle: Idle, expected: PersonId) -> None:
    mondays = Weekly((Window(0, time(8), time(20)),))
    away = (Pause(ANA, a_span("2026-01-05 00:00", "2026-01-06 00:00")),)
    daily = a_rotation(ANA, BEN, every=1, hand_off=time(0), only=mondays, idle=idle, pauses=away)
    assert who(Schedule((daily,)), utc("2026-01-12 18:00")).primary == {expected}


def test_a_turn_that_the_clocks_left_without_time_is_passed_on_all_the_same() -> None:
    """The turn of 2 a.m. is Cal's and has no time; it begins at 3 a.m., as the next does."""
    at_three = (Pause(CAL, a_span("2026-03-08 08:00", "2026-03-08 08:01")),)
    hourly = a_rotation(
        first_day=date(2026, 3, 8), hand_off=time(0), every=1, unit=Unit.HOUR, pauses=at_three, owed=False
    )
    assert who(Schedule((hourly,)), utc("2026-03-08 08:30")).primary == {BEN}


def test_the_answer_is_the_same_whether_the_pause_was_written_as_one_or_as_two() -> None:
    one = order((BEN, "01-06 00:00", "01-27 00:00"))
    two = order((BEN, "01-06 00:00", "01-15 00:00"), (BEN, "01-15 00:00", "01-27 00:00"))
    assert one == two == "A C A C B A B C A"
