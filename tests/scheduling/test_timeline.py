import pickle
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from scheduling import (
    Duty,
    Line,
    Schedule,
    Shift,
    Span,
    Stretch,
    covered_from,
    gaps,
    next_change,
    shifts,
    stretches,
    who,
)
from scheduling.spans import LATEST, union
from tests.scheduling.builders import ANA, BEN, CAL, a_leave, a_rotation, a_span, an_override, utc
from tests.scheduling.by_hand import ByHand
from tests.scheduling.places import TICK
from tests.scheduling.strategies import few, many, schedules, some, spans_in

A_WEEK = a_span("2026-01-12 13:00", "2026-01-19 13:00")
"""Ben's first turn of the usual rotation."""


def test_an_empty_schedule_is_a_gap_for_the_whole_window() -> None:
    for line in Line:
        assert gaps(Schedule(), line, A_WEEK) == (A_WEEK,)
    assert shifts(Schedule(), A_WEEK) == ()
    assert covered_from(Schedule(), Line.PRIMARY, A_WEEK.start) is None
    assert next_change(Schedule(), A_WEEK.start) is None


def test_every_line_has_an_answer_even_if_it_is_nobody() -> None:
    duty = who(Schedule((a_rotation(),)), A_WEEK.start)
    assert dict(duty) == {Line.PRIMARY: {BEN}, Line.BACKUP: set(), Line.CLINICIAN: set()}
    assert len(duty) == 3
    assert "nobody" not in duty


def test_all_rotations_of_a_line_are_on_call_together() -> None:
    both = Schedule((a_rotation(), a_rotation(CAL, number=2), a_rotation(BEN, number=3)))
    assert who(both, A_WEEK.start).primary == {BEN, CAL}


def test_two_turns_of_one_person_that_touch_are_one_shift() -> None:
    again = Schedule((a_rotation(ANA, ANA, BEN),))
    window = a_span("2026-01-05 13:00", "2026-02-02 13:00")
    assert shifts(again, window) == (
        Shift(Line.PRIMARY, ANA, a_span("2026-01-05 13:00", "2026-01-19 13:00")),
        Shift(Line.PRIMARY, BEN, a_span("2026-01-19 13:00", "2026-01-26 13:00")),
        Shift(Line.PRIMARY, ANA, a_span("2026-01-26 13:00", "2026-02-02 13:00")),
    )


def test_a_schedule_can_be_sent_to_another_process_and_back() -> None:
    schedule = Schedule((a_rotation(),), (an_override("2026-01-13 00:00", "2026-01-14 00:00", adds=ANA),))
    copy = pickle.loads(pickle.dumps(schedule))
    assert copy == schedule
    assert stretches(copy, A_WEEK) == stretches(schedule, A_WEEK)


@many
@given(schedules(days=9, near=True))
def test_a_sweep_by_hand_agrees_at_every_edge(given: tuple[Schedule, Span]) -> None:
    schedule, window = given
    found, by_hand = stretches(schedule, window), ByHand(schedule, window)
    marks = {stretch.span.start for stretch in found} | set(by_hand.edges())
    instants = [t for mark in marks for t in (mark - TICK, mark) if t in window]
    for t in sorted(instants):
        duty = next(stretch.duty for stretch in found if t in stretch.span)
        assert dict(duty) == by_hand.who(t)


@few
@given(schedules(days=3))
def test_the_answer_at_an_instant_is_that_of_any_window(given: tuple[Schedule, Span]) -> None:
    schedule, window = given
    found, served = stretches(schedule, window), shifts(schedule, window)
    open_at = {line: gaps(schedule, line, window) for line in Line}
    for t in (window.start + n * timedelta(minutes=97) for n in range(window.length // timedelta(minutes=97))):
        duty = who(schedule, t)
        assert [stretch.duty for stretch in found if t in stretch.span] == [duty]
        for line in Line:
            on_it = [shift.person for shift in served if shift.line == line and t in shift.span]
            assert sorted(on_it) == sorted(duty[line])
            assert any(t in gap for gap in open_at[line]) == (not duty[line])


@some
@given(schedules(days=45))
def test_stretches_tile_the_window_and_who_agrees_at_every_edge(given: tuple[Schedule, Span]) -> None:
    schedule, window = given
    found = stretches(schedule, window)
    assert (found[0].span.start, found[-1].span.end) == (window.start, window.end)
    for one, other in pairwise(found):
        assert one.span.end == other.span.start
        assert one.duty != other.duty
    for stretch in found:
        assert who(schedule, stretch.span.start) == stretch.duty == who(schedule, stretch.span.end - TICK)


@some
@given(schedules(days=45))
def test_gaps_and_cover_share_the_window_without_rest(given: tuple[Schedule, Span]) -> None:
    schedule, window = given
    for line in Line:
        uncovered = gaps(schedule, line, window)
        covered = union(shift.span for shift in shifts(schedule, window) if shift.line == line)
        assert union([*uncovered, *covered]) == (window,)
        assert sum((span.length for span in (*uncovered, *covered)), timedelta()) == window.length


@some
@given(schedules(days=45))
def test_shifts_are_in_order_and_as_long_as_can_be(given: tuple[Schedule, Span]) -> None:
    found = shifts(*given)
    place = [(shift.span.start, list(Line).index(shift.line), shift.person) for shift in found]
    assert place == sorted(place)
    by_person = sorted(found, key=lambda shift: (shift.line, shift.person, shift.span))
    for one, other in pairwise(by_person):
        assert (one.line, one.person) != (other.line, other.person) or one.span.end < other.span.start


@some
@given(schedules(days=40), st.data())
def test_the_answer_does_not_depend_on_the_window_asked(given: tuple[Schedule, Span], data: st.DataObject) -> None:
    schedule, window = given
    part = data.draw(spans_in(window))
    cut = [(stretch.duty, stretch.span.intersect(part)) for stretch in stretches(schedule, window)]
    assert stretches(schedule, part) == tuple(Stretch(span, duty) for duty, span in cut if span)
    pieces = [(shift, shift.span.intersect(part)) for shift in shifts(schedule, window)]
    assert set(shifts(schedule, part)) == {Shift(it.line, it.person, span) for it, span in pieces if span}


@some
@given(schedules(days=40), st.randoms(use_true_random=False))
def test_the_order_in_which_parts_are_kept_changes_nothing(given: tuple[Schedule, Span], random: Random) -> None:
    schedule, window = given
    rotations, overrides, leave = list(schedule.rotations), list(schedule.overrides), list(schedule.leave)
    random.shuffle(rotations)
    random.shuffle(overrides)
    random.shuffle(leave)
    shuffled = replace(schedule, rotations=tuple(rotations), overrides=tuple(overrides), leave=tuple(leave))
    assert shuffled.overrides == schedule.overrides
    assert stretches(shuffled, window) == stretches(schedule, window)


@some
@given(schedules(days=20), st.data())
def test_the_next_change_is_the_first_instant_with_another_answer(
    given: tuple[Schedule, Span], data: st.DataObject
) -> None:
    schedule, window = given
    t = data.draw(spans_in(window)).start
    change = next_change(schedule, t)
    ahead = stretches(schedule, Span(t, t + timedelta(days=100)))
    if len(ahead) > 1:
        assert change == ahead[1].span.start
    else:
        assert change is None or change >= ahead[0].span.end


@some
@given(schedules(days=20), st.sampled_from(Line), st.data())
def test_cover_begins_again_where_the_gap_ends(given: tuple[Schedule, Span], line: Line, data: st.DataObject) -> None:
    schedule, window = given
    t = data.draw(spans_in(window)).start
    year = Span(t, t + timedelta(days=100))
    uncovered = gaps(schedule, line, year)
    expected = uncovered[0].end if uncovered and uncovered[0].start == t else t
    found = covered_from(schedule, line, t)
    if expected == year.end:
        assert found is None or found >= expected
    else:
        assert found == expected


def test_cover_is_found_however_far_ahead_it_begins() -> None:
    later = Schedule((a_rotation(first_day=date(2031, 1, 6)),))
    assert covered_from(later, Line.PRIMARY, utc("2026-01-01 00:00")) == utc("2031-01-06 13:00")
    assert next_change(later, utc("2026-01-01 00:00")) == utc("2031-01-06 13:00")
    alone = Schedule((a_rotation(ANA),), leave=(a_leave(ANA, "2026-01-06 00:00", "2150-01-01 00:00"),))
    assert covered_from(alone, Line.PRIMARY, utc("2026-02-01 00:00")) == utc("2150-01-01 00:00")


def test_what_never_changes_again_has_no_next_change() -> None:
    alone = Schedule((a_rotation(ANA, every=1),))
    assert next_change(alone, utc("2026-01-01 00:00")) == utc("2026-01-05 13:00")
    assert next_change(alone, utc("2026-01-05 13:00")) is None


def test_cover_that_has_ended_for_good_does_not_begin_again() -> None:
    over = Schedule((a_rotation(last_day=date(2026, 2, 2)),))
    assert covered_from(over, Line.PRIMARY, utc("2026-02-02 12:59")) == utc("2026-02-02 12:59")
    assert covered_from(over, Line.PRIMARY, utc("2026-02-02 13:00")) is None
    assert covered_from(over, Line.PRIMARY, LATEST) is None
    assert who(Schedule((a_rotation(ANA),)), LATEST) == Duty()
