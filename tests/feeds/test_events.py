"""A shift keeps its event when it moves, gets its own when it is new, and is told as cancelled when it is gone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from consortium.duty.feeds.events import KEPT, Event, Wanted, reconcile, window_at
from scheduling import Line, Span

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def hours(start: int, end: int) -> Span:
    return Span(NOW + timedelta(hours=start), NOW + timedelta(hours=end))


def settle(known: Sequence[Event], wanted: Sequence[Wanted], at: datetime = NOW) -> tuple[Event, ...]:
    numbers = count(1 + max((each.id.int for each in known), default=0))
    return reconcile(known, wanted, at, lambda: UUID(int=next(numbers)))


spans = st.builds(lambda start, length: hours(start, start + length), st.integers(-400, 4000), st.integers(1, 200))
rotas = st.lists(st.tuples(st.sampled_from(Line), spans), max_size=8, unique=True)


def test_a_new_shift_gets_an_event_and_keeps_it_while_nothing_changes() -> None:
    wanted = [(Line.PRIMARY, hours(10, 34))]
    first = settle([], wanted)
    assert [(each.span, each.sequence, each.cancelled) for each in first] == [(hours(10, 34), 0, False)]
    assert settle(first, wanted, NOW + timedelta(days=1)) == first


def test_a_shift_that_moves_stays_the_same_event_with_a_higher_sequence() -> None:
    (before,) = settle([], [(Line.PRIMARY, hours(10, 34))])
    (after,) = settle([before], [(Line.PRIMARY, hours(12, 36))], NOW + timedelta(hours=1))
    assert (after.id, after.sequence, after.span) == (before.id, 1, hours(12, 36))
    assert after.changed_at == NOW + timedelta(hours=1)


def test_a_shift_of_another_line_is_another_event() -> None:
    (before,) = settle([], [(Line.PRIMARY, hours(10, 34))])
    after = settle([before], [(Line.BACKUP, hours(10, 34))])
    assert {(each.line, each.cancelled) for each in after} == {(Line.PRIMARY, True), (Line.BACKUP, False)}


def test_a_shift_that_is_gone_is_cancelled_for_ninety_days_and_then_forgotten() -> None:
    known = settle([], [(Line.PRIMARY, hours(10, 34))])
    (gone,) = settle(known, [])
    assert (gone.cancelled, gone.sequence) == (True, 1)
    assert settle([gone], [], NOW + KEPT) == (gone,)
    assert settle([gone], [], NOW + KEPT + timedelta(days=2)) == ()


def test_a_shift_that_comes_back_revives_its_event() -> None:
    wanted = [(Line.PRIMARY, hours(10, 34))]
    known = settle([], wanted)
    (back,) = settle(settle(known, []), wanted)
    assert (back.id, back.sequence, back.cancelled) == (known[0].id, 2, False)


def test_what_was_served_is_never_cancelled() -> None:
    known = settle([], [(Line.PRIMARY, hours(-40, -16))])
    assert settle(known, []) == known


@given(rotas, rotas, rotas)
def test_after_any_changes_what_is_told_is_the_rota_and_no_event_has_two_shifts(
    first: list[Wanted], second: list[Wanted], third: list[Wanted]
) -> None:
    known: tuple[Event, ...] = ()
    for step, wanted in enumerate((first, second, third)):
        before = {each.id: each for each in known}
        known = settle(known, wanted, NOW + timedelta(minutes=step))
        told = [
            (each.line, each.span) for each in known if not each.cancelled and each.span.end > NOW + timedelta(hours=1)
        ]
        ahead = [(line, span) for line, span in wanted if span.end > NOW + timedelta(hours=1)]
        assert sorted(told) == sorted(ahead)
        assert len({each.id for each in known}) == len(known)
        for each in known:
            if each.id in before and before[each.id] != each:
                assert each.sequence == before[each.id].sequence + 1, "programs ignore a change without a higher number"


def test_the_window_moves_with_the_month_and_not_with_the_day() -> None:
    assert window_at(NOW) == Span(datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))
    assert window_at(NOW + timedelta(days=8)) == window_at(NOW)
