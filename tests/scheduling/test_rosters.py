"""Plans, temporary schedules and the record: what replaces what."""

from dataclasses import replace
from uuid import UUID

import pytest

from geo.names import PersonId
from scheduling import (
    Assigned,
    Line,
    Recorded,
    Roster,
    RosterId,
    Schedule,
    Shift,
    ShiftId,
    Span,
    covered_from,
    errors,
    gaps,
    next_change,
    shifts,
    who,
)
from tests.scheduling.builders import ANA, BEN, CAL, DEE, a_leave, a_rotation, a_span, an_override, utc

WEEK = a_span("2026-01-12 13:00", "2026-01-19 13:00")
"""Ben's, by the rotation."""
NOON, SIX = "2026-01-14 12:00", "2026-01-14 18:00"
DURING = utc("2026-01-14 15:00")


def a_shift(number: int, person: PersonId, start: str, end: str, line: Line = Line.PRIMARY) -> Assigned:
    return Assigned(ShiftId(UUID(int=number)), line, person, a_span(start, end))


def a_roster(
    *shifts: Assigned, during: Span = WEEK, number: int = 1, final: bool = False, line: Line = Line.PRIMARY
) -> Roster:
    return Roster(RosterId(UUID(int=number)), number, frozenset([line]), during, shifts, final=final)


def primary(schedule: Schedule) -> set[PersonId]:
    return set(who(schedule, DURING).primary)


def test_a_plan_replaces_the_rotations_in_its_span_and_only_there() -> None:
    plan = a_roster(a_shift(1, CAL, NOON, SIX))
    schedule = Schedule((a_rotation(),), rosters=(plan,))
    found = [
        (shift.person, shift.span.start) for shift in shifts(schedule, a_span("2026-01-05 13:00", "2026-01-26 13:00"))
    ]
    assert found == [(ANA, utc("2026-01-05 13:00")), (CAL, utc(NOON)), (CAL, utc("2026-01-19 13:00"))]
    assert gaps(schedule, Line.PRIMARY, WEEK) == (a_span("2026-01-12 13:00", NOON), a_span(SIX, "2026-01-19 13:00"))
    assert who(schedule, DURING).backup == frozenset()


def test_a_plan_leaves_other_lines_to_their_rotations() -> None:
    backup = a_rotation(DEE, number=2, line=Line.BACKUP)
    schedule = Schedule((a_rotation(), backup), rosters=(a_roster(a_shift(1, CAL, NOON, SIX)),))
    assert who(schedule, DURING).backup == {DEE}


def test_of_two_plans_the_one_with_the_higher_number_counts() -> None:
    first = a_roster(a_shift(1, CAL, NOON, SIX), number=1)
    second = a_roster(a_shift(2, DEE, NOON, SIX), during=a_span(NOON, SIX), number=2)
    assert primary(Schedule((a_rotation(),), rosters=(second, first))) == {DEE}
    assert primary(Schedule(rosters=(first,))) == {CAL}


def test_overrides_come_on_top_of_a_plan_and_leave_takes_people_off_it() -> None:
    plan = a_roster(a_shift(1, CAL, NOON, SIX))
    cover = an_override(NOON, SIX, removes=CAL, adds=ANA)
    assert primary(Schedule((a_rotation(),), (cover,), rosters=(plan,))) == {ANA}
    assert primary(Schedule((a_rotation(),), leave=(a_leave(CAL, NOON, SIX),), rosters=(plan,))) == set()


def test_a_temporary_schedule_replaces_rotations_plans_and_overrides() -> None:
    plan = a_roster(a_shift(1, CAL, NOON, SIX), number=7)
    temporary = a_roster(a_shift(2, DEE, NOON, SIX), number=2, final=True)
    cover = an_override(NOON, SIX, removes=DEE, adds=ANA)
    everything = Schedule((a_rotation(),), (cover,), rosters=(plan, temporary))
    assert primary(everything) == {DEE}
    assert gaps(everything, Line.PRIMARY, WEEK) == (a_span("2026-01-12 13:00", NOON), a_span(SIX, "2026-01-19 13:00"))


def test_only_leave_takes_people_off_a_temporary_schedule() -> None:
    temporary = a_roster(a_shift(2, DEE, NOON, SIX), final=True)
    assert primary(Schedule((a_rotation(),), leave=(a_leave(DEE, NOON, SIX),), rosters=(temporary,))) == set()


def test_two_shifts_of_one_roster_may_hold_the_same_time() -> None:
    assert primary(Schedule(rosters=(a_roster(a_shift(1, CAL, NOON, SIX), a_shift(2, DEE, NOON, SIX)),))) == {CAL, DEE}


def test_two_temporary_schedules_that_overlap_on_a_line_are_refused_by_name() -> None:
    one, other = a_roster(number=1, final=True), a_roster(number=2, final=True)
    with pytest.raises(errors.RostersOverlapError, match="of the primary line overlap from 2026-01-12T13:00"):
        Schedule(rosters=(one, other))
    after = replace(other, during=Span(WEEK.end, utc("2026-02-01 00:00")))
    backup = a_roster(number=3, line=Line.BACKUP, final=True)
    assert Schedule(rosters=(after, backup, one)).rosters == (one, after, backup)
    long = replace(one, during=Span(WEEK.start, utc("2026-03-01 00:00")))
    short = replace(one, id=RosterId(UUID(int=9)), during=a_span("2026-01-12 14:00", "2026-01-12 15:00"))
    with pytest.raises(errors.RostersOverlapError):
        Schedule(rosters=(long, replace(after, number=4), short))


def test_before_its_moment_the_record_is_the_answer_and_nothing_else_counts() -> None:
    served = Recorded(utc("2026-01-14 16:00"), (Shift(Line.PRIMARY, CAL, a_span(NOON, SIX)),))
    now = Schedule(
        (a_rotation(),),
        (an_override(NOON, SIX, adds=DEE),),
        (a_leave(CAL, NOON, SIX),),
        (a_roster(a_shift(1, DEE, NOON, SIX), final=True),),
        recorded=served,
    )
    assert primary(now) == {CAL}
    assert who(now, utc("2026-01-14 16:00")).primary == {DEE}
    assert who(now, utc("2026-01-13 16:00")).primary == frozenset()
    assert next_change(now, DURING) == utc("2026-01-14 16:00")


def test_history_does_not_change_when_the_rota_is_edited() -> None:
    before = Schedule((a_rotation(),))
    until = utc("2026-01-20 00:00")
    past = Span(utc("2026-01-01 00:00"), until)
    served = Recorded(until, shifts(before, past))
    edited = Schedule((a_rotation(DEE),), recorded=served)
    assert shifts(edited, past) == shifts(before, past)
    assert who(edited, until).primary == {DEE}


def test_cover_is_found_where_a_plan_begins() -> None:
    plan = a_roster(a_shift(1, CAL, NOON, SIX))
    assert covered_from(Schedule(rosters=(plan,)), Line.PRIMARY, utc("2026-01-01 00:00")) == utc(NOON)


@pytest.mark.parametrize(
    ("shift", "words"),
    [
        (a_shift(1, ANA, NOON, SIX, Line.BACKUP), "not of that line"),
        (a_shift(1, ANA, NOON, "2026-01-20 00:00"), "reaches beyond"),
    ],
)
def test_a_shift_that_is_not_the_rosters_own_is_refused(shift: Assigned, words: str) -> None:
    with pytest.raises(errors.RosterError, match=words):
        a_roster(shift)


def test_a_roster_is_of_a_line_and_its_shifts_have_ids_of_their_own() -> None:
    with pytest.raises(errors.RosterError, match="at least one line"):
        replace(a_roster(), lines=frozenset())
    with pytest.raises(errors.RosterError, match="share an id"):
        a_roster(a_shift(1, ANA, NOON, SIX), a_shift(1, BEN, NOON, SIX))
    with pytest.raises(errors.RepeatedError, match="plans or temporary schedules share an id"):
        Schedule(rosters=(a_roster(), a_roster()))
    with pytest.raises(errors.RepeatedError, match="plans share a number"):
        Schedule(rosters=(a_roster(), replace(a_roster(), id=RosterId(UUID(int=5)))))
