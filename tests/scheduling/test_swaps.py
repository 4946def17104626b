"""A swap moves with its turn, and does nothing when the turn is gone."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from geo.names import PersonId
from scheduling import (
    Line,
    Part,
    Pause,
    Rotation,
    Schedule,
    Swap,
    SwapId,
    TurnRef,
    Weekly,
    Window,
    errors,
    find_turn,
    shifts,
    who,
)
from tests.scheduling.builders import ANA, BEN, CAL, DEE, a_leave, a_rotation, a_span, an_override
from tests.scheduling.test_rosters import DURING, NOON, SIX, WEEK, a_roster, a_shift

ROTA = a_rotation()
BENS: TurnRef = (ROTA.id, 1)
"""The week of January 12."""


def a_swap(
    turn: TurnRef = BENS, *, giver: PersonId = BEN, taker: PersonId = DEE, number: int = 1, part: Part | None = None
) -> Swap:
    swap_id = SwapId(UUID(int=number))
    return Swap(id=swap_id, number=number, line=Line.PRIMARY, giver=giver, taker=taker, turn=turn, part=part)


def held(schedule: Schedule, person: PersonId) -> list[tuple[str, str]]:
    """When she is primary in January and February."""
    found = shifts(schedule, a_span("2026-01-01 00:00", "2026-03-01 00:00"))
    return [(f"{s.span.start:%m-%d %H}", f"{s.span.end:%m-%d %H}") for s in found if s.person == person]


def with_swaps(rotation: Rotation, *swaps: Swap) -> Schedule:
    return Schedule((rotation,), swaps=swaps)


def test_the_taker_has_the_turn_and_the_giver_the_others_of_hers() -> None:
    swapped = with_swaps(ROTA, a_swap())
    assert held(swapped, DEE) == [("01-12 13", "01-19 13")]
    assert held(swapped, BEN) == [("02-02 13", "02-09 13"), ("02-23 13", "03-01 00")]


def test_a_swap_moves_with_its_turn() -> None:
    later = replace(ROTA, hand_off=time(19))
    assert held(with_swaps(later, a_swap()), DEE) == [("01-13 01", "01-20 01")]
    shorter = replace(ROTA, every=3)
    assert held(with_swaps(shorter, a_swap()), DEE) == [("01-08 13", "01-11 13")]


def test_a_part_is_kept_as_time_from_the_start_and_moves_too() -> None:
    evening = Part.of(WEEK, a_span("2026-01-14 13:00", "2026-01-15 01:00"))
    assert evening == Part(timedelta(hours=48), timedelta(hours=60))
    assert held(with_swaps(ROTA, a_swap(part=evening)), DEE) == [("01-14 13", "01-15 01")]
    later = replace(ROTA, first_day=date(2026, 1, 6))
    assert held(with_swaps(later, a_swap(part=evening)), DEE) == [("01-15 13", "01-16 01")]
    assert evening.within(a_span("2026-01-12 13:00", "2026-01-14 19:00")) == a_span(
        "2026-01-14 13:00", "2026-01-14 19:00"
    )
    assert evening.within(a_span("2026-01-12 13:00", "2026-01-14 13:00")) is None


def test_when_the_turn_is_gone_the_swap_does_nothing() -> None:
    ended = replace(ROTA, last_day=date(2026, 1, 12))
    assert held(with_swaps(ended, a_swap()), DEE) == []
    assert held(with_swaps(a_rotation(number=2), a_swap()), DEE) == []
    assert held(with_swaps(replace(ROTA, line=Line.BACKUP), a_swap()), DEE) == []
    assert held(with_swaps(ROTA, a_swap((ROTA.id, -1)), a_swap((ROTA.id, 10**9), number=2)), DEE) == []


def test_when_the_turn_is_no_longer_the_givers_the_duty_is_its_holders() -> None:
    paused = replace(ROTA, pauses=(Pause(BEN, a_span("2026-01-12 00:00", "2026-01-13 00:00")),))
    swapped = with_swaps(paused, a_swap())
    assert who(swapped, DURING).primary == {CAL}
    also_on_call = Schedule((paused, a_rotation(BEN, number=2)), swaps=(a_swap(),))
    assert who(also_on_call, DURING).primary == {BEN, CAL}


def test_a_taker_may_give_the_turn_on() -> None:
    on = with_swaps(ROTA, a_swap(), a_swap(giver=DEE, taker=CAL, number=2))
    assert who(on, DURING).primary == {CAL}
    back = with_swaps(ROTA, a_swap(), a_swap(giver=DEE, taker=BEN, number=2))
    assert who(back, DURING).primary == {BEN}


def test_when_the_first_swap_falls_all_that_were_built_on_it_fall() -> None:
    chain = (a_swap(giver=ANA, taker=DEE), a_swap(giver=DEE, taker=CAL, number=2))
    assert who(with_swaps(ROTA, *chain), DURING).primary == {BEN}


def test_overrides_and_swaps_are_applied_in_order_of_making() -> None:
    cover = an_override(NOON, SIX, removes=DEE, adds=ANA, number=2)
    assert who(Schedule((ROTA,), (cover,), swaps=(a_swap(),)), DURING).primary == {ANA}
    assert who(Schedule((ROTA,), (cover,), swaps=(a_swap(number=3),)), DURING).primary == {DEE}
    with pytest.raises(errors.RepeatedError, match="overrides or swaps share a number: 2"):
        Schedule((ROTA,), (cover,), swaps=(a_swap(number=2),))


def test_a_swap_of_weekly_hours_holds_in_those_hours_only() -> None:
    nights = replace(ROTA, only=Weekly((Window(0, time(19), time(7)), Window(2, time(19), time(7)))))
    days = a_rotation(BEN, number=2)
    both = Schedule((nights, days), swaps=(a_swap(),))
    assert held(both, DEE) == [("01-13 01", "01-13 13"), ("01-15 01", "01-15 13")]
    assert held(both, BEN)[1][1] == "01-15 01"


def test_a_swap_counts_only_where_its_turn_does() -> None:
    plan = a_roster(a_shift(1, BEN, NOON, SIX))
    assert who(Schedule((ROTA,), swaps=(a_swap(),), rosters=(plan,)), DURING).primary == {BEN}
    upper = a_rotation(BEN, number=2, layer=1)
    assert who(Schedule((ROTA, upper), swaps=(a_swap(),)), DURING).primary == {BEN}


def test_a_shift_of_a_plan_is_swapped_wherever_the_next_plan_puts_it() -> None:
    shift = a_shift(1, BEN, NOON, SIX)
    swap = a_swap(shift.id)
    first = a_roster(shift)
    moved = a_roster(a_shift(1, BEN, "2026-01-15 12:00", "2026-01-15 18:00"), number=2)
    given_to_another = a_roster(a_shift(1, CAL, NOON, SIX), number=2)
    assert who(Schedule(rosters=(first,), swaps=(swap,)), DURING).primary == {DEE}
    assert held(Schedule(rosters=(first, moved), swaps=(swap,)), DEE) == [("01-15 12", "01-15 18")]
    assert who(Schedule(rosters=(first, given_to_another), swaps=(swap,)), DURING).primary == {CAL}


def test_a_temporary_schedule_knows_no_swaps_and_leave_takes_off_who_took_a_turn() -> None:
    shift = a_shift(1, BEN, NOON, SIX)
    temporary = a_roster(shift, final=True)
    assert who(Schedule(rosters=(temporary,), swaps=(a_swap(shift.id),)), DURING).primary == {BEN}
    away = Schedule((ROTA,), leave=(a_leave(DEE, NOON, SIX),), swaps=(a_swap(),))
    assert who(away, DURING).primary == frozenset()


def test_a_turn_is_found_by_its_name_as_it_is_at_present() -> None:
    shift = a_shift(1, BEN, NOON, SIX)
    later = replace(shift, span=a_span("2026-01-15 12:00", "2026-01-15 18:00"))
    schedule = Schedule((ROTA,), rosters=(a_roster(shift), a_roster(later, number=2), a_roster(number=3, final=True)))
    turn, planned = find_turn(schedule, BENS), find_turn(schedule, shift.id)
    assert turn
    assert (turn.span, turn.holders) == (WEEK, frozenset([BEN]))
    assert planned
    assert planned.span == later.span
    assert find_turn(Schedule(), BENS) is None
    assert [find_turn(schedule, (ROTA.id, index)) for index in (-1, 10**9)] == [None, None]
    assert find_turn(Schedule(), shift.id) is None


def test_a_swap_with_oneself_and_a_part_that_is_none_are_refused() -> None:
    with pytest.raises(errors.SwapError, match="from herself"):
        a_swap(giver=DEE)
    for start, end in ((5, 5), (6, 5), (-1, 5)):
        with pytest.raises(errors.SwapError, match="A part of a turn"):
            Part(timedelta(hours=start), timedelta(hours=end))
    with pytest.raises(errors.RepeatedError, match="swaps share an id"):
        with_swaps(ROTA, a_swap(), replace(a_swap(), number=2))
