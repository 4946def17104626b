from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scheduling import Line, Schedule, Span, hours_by_person, shifts, shifts_by_turn, who
from scheduling.roster import Assigned, Roster, RosterId, ShiftId
from tests.scheduling.builders import ANA, BEN, CAL, DEE, a_leave, a_rotation, a_span, an_override
from tests.scheduling.strategies import few, schedules

HOUR = timedelta(hours=1)
JANUARY = a_span("2026-01-05 13:00", "2026-01-26 13:00")


def test_everybody_has_the_hours_of_her_turns() -> None:
    assert hours_by_person(Schedule((a_rotation(),)), JANUARY) == dict.fromkeys((ANA, BEN, CAL), 168 * HOUR)


def test_who_stands_in_has_the_hours_and_who_is_away_has_not() -> None:
    stands_in = an_override("2026-01-14 12:00", "2026-01-14 18:00", adds=DEE, removes=BEN)
    away = a_leave(CAL, "2026-01-20 00:00", "2026-01-20 10:00")
    hours = hours_by_person(Schedule((a_rotation(),), (stands_in,), (away,)), JANUARY)
    assert (hours[BEN], hours[DEE], hours[CAL]) == (162 * HOUR, 6 * HOUR, 158 * HOUR)


def test_time_on_two_lines_at_once_counts_once() -> None:
    both = Schedule((a_rotation(ANA), a_rotation(ANA, number=2, line=Line.BACKUP)))
    assert hours_by_person(both, JANUARY) == {ANA: JANUARY.length}


def test_a_night_in_which_the_clocks_go_forward_has_an_hour_less() -> None:
    nights = a_rotation(ANA, BEN, every=1)
    day = a_span("2026-03-07 13:00", "2026-03-08 12:00")
    assert sum(hours_by_person(Schedule((nights,)), day).values(), timedelta()) == 23 * HOUR


@few
@given(schedules(days=12), st.integers(1, 11))
def test_hours_of_windows_that_touch_add_up(made: tuple[Schedule, Span], days: int) -> None:
    schedule, window = made
    middle = window.start + timedelta(days=days)
    whole = hours_by_person(schedule, window)
    parts = [hours_by_person(schedule, Span(*ends)) for ends in ((window.start, middle), (middle, window.end))]
    assert whole == {
        person: sum((part.get(person, timedelta()) for part in parts), timedelta()) for person in {*parts[0], *parts[1]}
    }


@few
@given(schedules(days=12))
def test_turns_are_the_same_time_as_shifts_and_only_cut_finer(made: tuple[Schedule, Span]) -> None:
    schedule, window = made
    turns = shifts_by_turn(schedule, window)
    for shift in shifts(schedule, window):
        mine = [turn.span for turn in turns if (turn.line, turn.person) == (shift.line, shift.person)]
        inside = [span for span in mine if shift.span.contains(span)]
        assert inside[0].start == shift.span.start
        assert inside[-1].end == shift.span.end
        assert all(one.end == after.start for one, after in pairwise(inside))
        assert all(shift.person in who(schedule, span.start)[shift.line] for span in inside)


def test_two_weeks_in_a_row_are_two_turns() -> None:
    turns = shifts_by_turn(Schedule((a_rotation(ANA),)), JANUARY)
    assert [turn.span.length for turn in turns] == [timedelta(days=7)] * 3


def test_two_days_of_a_plan_in_a_row_are_two_turns_and_the_rotation_under_it_cuts_nothing() -> None:
    start = JANUARY.start + timedelta(days=2)
    days = [Span(start + timedelta(days=number), start + timedelta(days=number + 1)) for number in range(10)]
    duties = tuple(
        Assigned(ShiftId(UUID(int=100 + number)), Line.PRIMARY, ANA, span) for number, span in enumerate(days)
    )
    during = Span(days[0].start, days[-1].end)
    plan = Roster(RosterId(UUID(int=99)), 1, frozenset({Line.PRIMARY}), during, duties)
    turns = shifts_by_turn(Schedule((a_rotation(BEN),), rosters=(plan,)), during)
    assert [(turn.person, turn.span) for turn in turns] == [(ANA, span) for span in days]
