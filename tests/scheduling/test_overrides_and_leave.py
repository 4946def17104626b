from datetime import date, datetime

import pytest

from geo.names import PersonId
from scheduling import Duty, Leave, Line, Override, Schedule, Shift, gaps, shifts, who, with_override
from tests.scheduling.builders import ANA, BEN, CAL, DEE, a_leave, a_rotation, a_span, an_override, utc
from tests.scheduling.places import TICK

NOON, SIX = "2026-01-14 12:00", "2026-01-14 18:00"
"""Hours in Ben's week, January 12 to 19."""

DURING = utc("2026-01-14 15:00")


def on_call(*parts: Override | Leave, at: datetime = DURING) -> set[PersonId]:
    """Ask who is primary while Ben has the turn."""
    overrides = tuple(part for part in parts if isinstance(part, Override))
    leave = tuple(part for part in parts if isinstance(part, Leave))
    return set(who(Schedule((a_rotation(),), overrides, leave), at).primary)


def test_to_add_somebody_leaves_the_others_on_call() -> None:
    assert on_call(an_override(NOON, SIX, adds=DEE)) == {BEN, DEE}


def test_to_add_somebody_who_is_on_call_changes_nothing() -> None:
    assert on_call(an_override(NOON, SIX, adds=BEN)) == {BEN}


def test_to_remove_somebody_leaves_a_gap() -> None:
    removed = an_override(NOON, SIX, removes=BEN)
    assert on_call(removed) == set()
    window = a_span("2026-01-14 00:00", "2026-01-15 00:00")
    assert gaps(Schedule((a_rotation(),), (removed,)), Line.PRIMARY, window) == (a_span(NOON, SIX),)


def test_to_remove_somebody_who_is_not_on_call_changes_nothing() -> None:
    assert on_call(an_override(NOON, SIX, removes=DEE)) == {BEN}


def test_to_replace_somebody_puts_another_in_her_stead() -> None:
    assert on_call(an_override(NOON, SIX, removes=BEN, adds=DEE)) == {DEE}


def test_to_replace_somebody_who_is_not_on_call_adds_nobody() -> None:
    assert on_call(an_override(NOON, SIX, removes=ANA, adds=DEE)) == {BEN}


def test_to_cover_somebody_for_a_month_is_to_cover_her_turns_in_it() -> None:
    cover = an_override("2026-01-08 00:00", "2026-02-08 00:00", removes=BEN, adds=DEE)
    window = a_span("2026-01-05 13:00", "2026-02-09 13:00")
    served = shifts(Schedule((a_rotation(),), (cover,)), window)
    assert [(shift.person, shift.span.start) for shift in served] == [
        (ANA, utc("2026-01-05 13:00")),
        (DEE, utc("2026-01-12 13:00")),
        (CAL, utc("2026-01-19 13:00")),
        (ANA, utc("2026-01-26 13:00")),
        (DEE, utc("2026-02-02 13:00")),
        (BEN, utc("2026-02-08 00:00")),
    ]


def test_an_override_holds_from_its_start_until_just_before_its_end() -> None:
    added = an_override(NOON, SIX, adds=DEE)
    assert on_call(added, at=utc(NOON) - TICK) == {BEN}
    assert on_call(added, at=utc(NOON)) == {BEN, DEE}
    assert on_call(added, at=utc(SIX) - TICK) == {BEN, DEE}
    assert on_call(added, at=utc(SIX)) == {BEN}


def test_an_override_changes_its_own_line_only() -> None:
    backup = an_override(NOON, SIX, adds=DEE, line=Line.BACKUP)
    duty = who(Schedule((a_rotation(),), (backup,)), DURING)
    assert duty == Duty(primary=frozenset([BEN]), backup=frozenset([DEE]))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"adds": DEE}, {"removes": DEE}, {BEN}),
        ({"removes": DEE}, {"adds": DEE}, {BEN, DEE}),
        ({"removes": BEN}, {"adds": BEN}, {BEN}),
        ({"adds": BEN}, {"removes": BEN}, set()),
        ({"removes": BEN, "adds": CAL}, {"removes": CAL, "adds": DEE}, {DEE}),
        ({"removes": CAL, "adds": DEE}, {"removes": BEN, "adds": CAL}, {CAL}),
        ({"removes": BEN, "adds": CAL}, {"removes": BEN, "adds": DEE}, {CAL}),
        ({"removes": BEN}, {"removes": BEN, "adds": DEE}, set()),
    ],
)
def test_of_overrides_that_overlap_the_later_made_has_the_last_word(
    first: dict[str, PersonId], second: dict[str, PersonId], expected: set[PersonId]
) -> None:
    made = (an_override(NOON, SIX, number=1, **first), an_override(NOON, SIX, number=2, **second))  # type: ignore[arg-type]
    assert on_call(*made) == expected
    assert on_call(*reversed(made)) == expected


def test_the_order_of_making_counts_and_not_the_order_of_beginning() -> None:
    made_first = an_override("2026-01-14 15:00", SIX, removes=BEN, adds=CAL, number=1)
    made_second = an_override(NOON, SIX, removes=CAL, adds=DEE, number=2)
    schedule = Schedule((a_rotation(),), (made_first, made_second))
    assert shifts(schedule, a_span(NOON, SIX)) == (
        Shift(Line.PRIMARY, BEN, a_span(NOON, "2026-01-14 15:00")),
        Shift(Line.PRIMARY, DEE, a_span("2026-01-14 15:00", SIX)),
    )


def test_leave_takes_one_person_off_two_lines_at_the_same_instant() -> None:
    both = Schedule((a_rotation(BEN), a_rotation(BEN, number=2, line=Line.BACKUP)), leave=(a_leave(BEN, NOON, SIX),))
    window = a_span("2026-01-14 00:00", "2026-01-15 00:00")
    assert [gaps(both, line, window) for line in (Line.PRIMARY, Line.BACKUP)] == [(a_span(NOON, SIX),)] * 2


def test_a_schedule_keeps_its_overrides_in_the_order_in_which_they_were_made() -> None:
    made = [an_override(NOON, SIX, adds=DEE, number=number) for number in (3, 1, 2)]
    assert [override.number for override in Schedule(overrides=tuple(made)).overrides] == [1, 2, 3]
    assert with_override(Schedule(overrides=tuple(made[:2])), made[2]) == Schedule(overrides=tuple(made))


def test_leave_takes_a_person_off_every_line_whatever_else_is_said() -> None:
    away = a_leave(BEN, NOON, SIX)
    assert on_call(away) == set()
    assert on_call(away, an_override(NOON, SIX, adds=BEN)) == set()
    both = Schedule((a_rotation(), a_rotation(BEN, number=2, line=Line.BACKUP)), leave=(away,))
    assert not any(who(both, DURING).values())


def test_somebody_may_stand_in_for_a_person_on_leave() -> None:
    assert on_call(a_leave(BEN, NOON, SIX), an_override(NOON, SIX, removes=BEN, adds=DEE)) == {DEE}


def test_who_stands_in_may_be_away_herself_and_that_is_a_gap() -> None:
    assert on_call(a_leave(DEE, NOON, SIX), an_override(NOON, SIX, removes=BEN, adds=DEE)) == set()


def test_two_leaves_that_overlap_end_with_the_later_end() -> None:
    away = (a_leave(BEN, NOON, SIX), a_leave(BEN, "2026-01-14 15:00", "2026-01-14 21:00"))
    window = a_span("2026-01-14 00:00", "2026-01-15 00:00")
    schedule = Schedule((a_rotation(),), leave=away)
    assert gaps(schedule, Line.PRIMARY, window) == (a_span(NOON, "2026-01-14 21:00"),)


def test_two_turns_at_once_of_one_person_end_with_the_later_end() -> None:
    one = a_rotation(ANA, BEN, every=1, last_day=date(2026, 1, 7))
    other = a_rotation(ANA, BEN, number=2, every=2, last_day=date(2026, 1, 7))
    window = a_span("2026-01-05 00:00", "2026-01-08 00:00")
    assert shifts(Schedule((one, other)), window) == (
        Shift(Line.PRIMARY, ANA, a_span("2026-01-05 13:00", "2026-01-07 13:00")),
        Shift(Line.PRIMARY, BEN, a_span("2026-01-06 13:00", "2026-01-07 13:00")),
    )
