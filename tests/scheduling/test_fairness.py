"""Fairness is told in hours that weigh more at night, on weekends and on holidays."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling import Line, Shift, Span
from scheduling.errors import WeightError
from scheduling.fairness import Burden, Weights, burden, burdens, expected, weighted_hours
from tests.scheduling.builders import a_person

CHICAGO = Weights(zone="America/Chicago", holidays={date(2026, 12, 25): "Christmas Day"})
ANNE, BETH, CARA = (a_person(number) for number in (1, 2, 3))


def at(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_an_hour_of_an_ordinary_morning_weighs_one() -> None:
    assert weighted_hours([Span(at(1, 15), at(1, 16))], CHICAGO) == 1.0


def test_a_night_weighs_half_as_much_again_and_a_holiday_twice() -> None:
    night = Span(at(2, 4), at(2, 12))  # 10 p.m. to 6 a.m. in Chicago, a Tuesday
    christmas = Span(at(25, 6), at(26, 6))  # midnight to midnight, a Friday with its nights
    assert burden([night], CHICAGO) == Burden(hours=8, nights=8, weighted=12)
    assert burden([christmas], CHICAGO) == Burden(
        hours=24, nights=8, holidays=24, weighted=48, kept=((date(2026, 12, 25), "Christmas Day"),)
    )


def test_the_night_in_which_clocks_go_back_has_an_hour_more() -> None:
    span = Span(datetime(2026, 11, 1, 3, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC))  # 10 p.m. to 6 a.m.
    assert burden([span], CHICAGO).nights == 9


def test_a_holiday_is_kept_by_whoever_had_an_hour_of_it_not_by_whoever_had_minutes() -> None:
    minutes = Span(at(25, 6), at(25, 6) + timedelta(minutes=30))
    assert burden([minutes], CHICAGO).kept == ()


@given(st.lists(st.integers(0, 900), min_size=2, max_size=8, unique=True))
def test_weights_are_the_same_however_the_time_is_cut(hours: list[int]) -> None:
    cuts = sorted(datetime(2026, 10, 20, tzinfo=UTC) + timedelta(hours=hour) for hour in hours)
    whole = Span(cuts[0], cuts[-1])
    parts = [Span(start, end) for start, end in pairwise(cuts)]
    assert sum(weighted_hours([part], CHICAGO) for part in parts) == pytest.approx(weighted_hours([whole], CHICAGO))
    assert whole.length / timedelta(hours=1) <= weighted_hours([whole], CHICAGO)


def test_time_on_two_lines_at_once_is_counted_once() -> None:
    span = Span(at(1, 15), at(1, 17))
    found = burdens([Shift(Line.PRIMARY, ANNE, span), Shift(Line.BACKUP, ANNE, span)], CHICAGO)
    assert found[ANNE].hours == 2


def test_what_is_expected_follows_the_promised_share_and_adds_up() -> None:
    found = {ANNE: Burden(weighted=90), BETH: Burden(weighted=30), CARA: Burden(weighted=1000)}
    assert expected(found, {ANNE: 1.0, BETH: 0.5}) == {ANNE: 80.0, BETH: 40.0}
    assert expected(found, {ANNE: 0.0}) == {ANNE: 0.0}


@pytest.mark.parametrize("weight", [0.5, 11.0, float("nan")])
def test_a_weight_that_nobody_could_mean_is_refused(weight: float) -> None:
    with pytest.raises(WeightError, match="1 to 10 times"):
        Weights(zone="America/Chicago", night=weight)
