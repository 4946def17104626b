"""What noise does to a number, by itself: how much it hides, what it costs, and what a noisy number is shown as."""

from collections.abc import Callable
from datetime import date
from math import exp

import pytest

from consortium.reports import noise
from consortium.reports.budget import BUDGET_FIRST, BUDGET_OTHER, EPSILON, TABLES, due_on
from consortium.reports.noise import FEWEST, OverBudgetError, draw, half_width, share, shown
from consortium.reports.see_statistics import coming, years_of
from consortium.reports.store import Key, Release
from consortium.support.lists import ABOUT, CELLS, FIRST, LISTS, Span
from consortium.support.store.counters import Period

TRIALS = 1_500
Guess = Callable[[], bool]


def right_guesses(tell: Callable[[int], int], middle: float) -> float:
    """How often somebody who knows all other requests says rightly from one release whether one more was made.

    She says so where the number lies above the middle between the two, which is the best that she can do.
    """
    right = sum(
        tell(one_more) > middle if one_more else tell(one_more) <= middle for one_more in (0, 1) * (TRIALS // 2)
    )
    return right / TRIALS


def bound(epsilon: float) -> float:
    return exp(epsilon) / (1 + exp(epsilon))


def test_a_single_release_lets_nobody_guess_better_than_its_budget_says() -> None:
    found = right_guesses(lambda one_more: draw([40 + one_more], EPSILON)[0], 40)

    assert bound(EPSILON) == pytest.approx(0.622, abs=0.001)
    assert 0.55 < found < bound(EPSILON) + 0.05
    assert right_guesses(lambda one_more: draw([40 + one_more], 1.0)[0], 40) > found, (
        "the measure does tell a difference"
    )


def test_a_chief_who_sends_requests_of_her_own_and_takes_them_off_again_learns_no_more() -> None:
    """The attack that opens every suppressed number: fill the cell up to eleven, look, subtract."""
    probes = FEWEST
    found = right_guesses(lambda one_more: draw([probes + one_more], EPSILON)[0] - probes, 0)

    assert found < bound(EPSILON) + 0.05


def test_the_total_less_the_other_cells_is_further_from_the_truth_than_the_cell_itself() -> None:
    def tell(one_more: int) -> int:
        total = draw([60 + one_more], EPSILON)[0]
        return total - sum(draw([10] * 6 + [one_more], EPSILON)[:6])

    assert right_guesses(tell, 0) < bound(EPSILON) + 0.05


def test_drawing_the_same_number_again_and_again_would_give_it_away_so_it_is_never_done() -> None:
    def tell(one_more: int) -> int:
        return sum(draw([40 + one_more], EPSILON)[0] for _ in range(30))

    right = sum(tell(one_more) > 30 * 40.5 if one_more else tell(one_more) <= 30 * 40.5 for one_more in (0, 1) * 30)

    assert right / 60 > 0.62, "this is why a second draw has to be impossible"


def test_opendp_says_what_a_release_costs_and_a_dearer_mechanism_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert noise._mechanism(EPSILON).map(1) == EPSILON
    dear = noise._mechanism(1.0)
    monkeypatch.setattr(noise, "_mechanism", lambda _epsilon: dear)
    with pytest.raises(OverBudgetError):
        draw([1], EPSILON)


def test_a_range_holds_the_true_number_in_95_of_100_draws() -> None:
    assert [half_width(1, epsilon) for epsilon in (0.25, 0.5, 1.0)] == [12, 6, 3]
    assert [half_width(cells, EPSILON) for cells in (2, 4, 7)] == [8, 11, 15]
    width, many = half_width(4, EPSILON), 600
    inside = sum(abs(sum(draw([0] * 4, EPSILON))) <= width for _ in range(many))
    assert inside / many > 0.91


def test_few_are_told_as_few_and_zero_in_the_same_way() -> None:
    few = {shown(noisy, cells=1, epsilon=EPSILON).words for noisy in range(-9, FEWEST)}

    assert few == {"fewer than 11"}
    assert shown(FEWEST, cells=1, epsilon=EPSILON).words == "5 to 17"
    assert shown(11, cells=7, epsilon=EPSILON).words == "0 to 26", "nothing below zero"


def test_a_share_of_too_few_is_not_told() -> None:
    assert share((5, 1), (19, 4), epsilon=EPSILON, least=20) is None
    low, high = share((40, 1), (160, 4), epsilon=EPSILON, least=20) or (0, 0)
    assert 0 < low < 25 < high < 50


def test_a_request_is_in_no_more_counters_than_the_budget_was_made_for() -> None:
    assert (BUDGET_FIRST, BUDGET_OTHER) == (1.0, 0.5)
    assert {table.epsilon for table in TABLES.values()} == {EPSILON}
    assert set(CELLS) == set(TABLES)
    assert set(LISTS) == {"outcome", "topic", "onward"}, "nothing is asked that nothing releases"


def test_a_period_is_released_in_the_middle_of_the_month_after_it() -> None:
    days = {due_on(Period(date(2026, month, 1), Span.QUARTER)).isoformat() for month in (1, 4, 7, 10)}
    assert days == {"2026-04-15", "2026-07-15", "2026-10-15", "2027-01-15"}
    assert due_on(Period(date(2026, 1, 1), Span.YEAR)) == date(2027, 1, 15)
    (first, periods), (second, _) = coming(date(2026, 11, 22))
    assert (first, second) == (date(2027, 1, 15), date(2027, 4, 15))
    assert {each.span for each in periods} == {Span.QUARTER, Span.YEAR}
    assert coming(date(2027, 1, 15))[0][0] == date(2027, 4, 15), "what is due today is no more to come"


def test_a_year_is_the_sum_of_its_quarters_and_is_not_told_while_one_is_missing_or_lost() -> None:
    def quarter(month: int, drawn: int | None) -> Release:
        key = Key(Period(date(2026, month, 1), Span.QUARTER), FIRST)
        return Release(key, EPSILON, None if drawn is None else {"all": drawn}, date(2026, 4, 15))

    about = Release(
        Key(Period(date(2026, 1, 1), Span.YEAR), ABOUT), EPSILON, dict.fromkeys(CELLS[ABOUT], 4), date(2027, 1, 15)
    )
    some = [quarter(1, 20), quarter(4, 3)]

    assert years_of(some)[0].whole is None
    whole = years_of([*some, quarter(7, 30), quarter(10, -1), about])[0].whole
    assert whole is not None
    assert whole.shown == shown(52, cells=4, epsilon=EPSILON)
    lost = years_of([*some, quarter(7, None), about])[0].whole
    assert lost is not None
    assert lost.lost
