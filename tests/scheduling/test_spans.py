from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduling import Span
from scheduling.spans import gaps, subtract, union
from tests.scheduling.builders import a_span, utc
from tests.scheduling.strategies import some

ZERO = datetime(2026, 1, 1, tzinfo=UTC)


def hours(first: int, last: int) -> Span:
    return Span(ZERO + timedelta(hours=first), ZERO + timedelta(hours=last))


short_spans = (
    st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda it: it[0] < it[1]).map(lambda it: hours(*it))
)
many_spans = st.lists(short_spans, max_size=6)


def hours_of(*spans: Span) -> set[int]:
    return {hour for hour in range(24) if any(ZERO + timedelta(hours=hour) in span for span in spans)}


def test_a_span_holds_its_start_and_not_its_end() -> None:
    span = a_span("2026-01-01 07:00", "2026-01-01 19:00")
    assert utc("2026-01-01 07:00") in span
    assert utc("2026-01-01 18:59:59.999999") in span
    assert utc("2026-01-01 19:00") not in span
    assert utc("2026-01-01 06:59:59.999999") not in span


def test_a_span_knows_how_much_time_passes_in_it() -> None:
    assert a_span("2026-01-01 07:00", "2026-01-02 08:30").length == timedelta(hours=25, minutes=30)


def test_spans_that_touch_neither_overlap_nor_leave_a_gap() -> None:
    assert not hours(1, 3).overlaps(hours(3, 5))
    assert hours(1, 3).intersect(hours(3, 5)) is None
    assert union([hours(3, 5), hours(1, 3)]) == (hours(1, 5),)


def test_spans_come_in_order_of_start() -> None:
    assert sorted([hours(3, 5), hours(1, 9), hours(1, 2)]) == [hours(1, 2), hours(1, 9), hours(3, 5)]


@some
@given(short_spans, short_spans)
def test_two_spans_share_what_both_hold(one: Span, other: Span) -> None:
    shared = one.intersect(other)
    assert hours_of(*([shared] if shared else [])) == hours_of(one) & hours_of(other)
    assert one.overlaps(other) == bool(hours_of(one) & hours_of(other)) == other.overlaps(one)
    assert one.contains(other) == (hours_of(other) <= hours_of(one))


@some
@given(many_spans)
def test_a_union_holds_the_same_time_in_spans_apart(spans: list[Span]) -> None:
    joined = union(spans)
    assert hours_of(*joined) == hours_of(*spans)
    assert all(one.end < other.start for one, other in pairwise(joined))


@some
@given(short_spans, many_spans)
def test_gaps_are_the_rest_of_the_window(window: Span, spans: list[Span]) -> None:
    free = gaps(window, spans)
    assert hours_of(*free) == hours_of(window) - hours_of(*spans)
    assert free == union(free)


@some
@given(many_spans, many_spans)
def test_what_is_subtracted_is_gone_and_the_rest_stays(spans: list[Span], holes: list[Span]) -> None:
    rest = subtract(spans, holes)
    assert hours_of(*rest) == hours_of(*spans) - hours_of(*holes)
    assert all(not one.overlaps(other) for one, other in pairwise(rest))


def test_without_spans_the_whole_window_is_a_gap() -> None:
    assert gaps(hours(0, 24), []) == (hours(0, 24),)
