"""The inequality is exact, and equals the posterior it stands for."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import GeoError, Policy, PolicyError, required_crowd
from tests.geo.builders import policies, tried


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crowd", 1),
        ("crowd", -40),
        ("small", -1),
        ("least_departments", 1),
        ("slack", Fraction(99, 100)),
        ("headroom", Fraction(1, 2)),
        ("load_factor", 0),
        ("agency_cap", 0),
        ("agency_cap", Fraction(11, 10)),
    ],
)
def test_a_policy_out_of_range_is_refused_by_name(name: str, value: Fraction | int) -> None:
    values: dict[str, Any] = {name: value}
    with pytest.raises(PolicyError, match=name) as refusal:
        Policy(**values)
    assert str(value) in str(refusal.value)
    assert isinstance(refusal.value, GeoError)


@pytest.mark.parametrize("name", ["slack", "headroom", "load_factor", "agency_cap"])
@pytest.mark.parametrize("value", [1.0, math.nan, "1", True, None])
def test_a_policy_takes_no_inexact_number(name: str, value: object) -> None:
    values: dict[str, Any] = {name: value}
    with pytest.raises(PolicyError, match=f"{name} must be a whole number or a fraction"):
        Policy(**values)


@pytest.mark.parametrize("name", ["crowd", "small", "least_departments"])
@pytest.mark.parametrize("value", [40.0, Fraction(40), "40", True])
def test_counts_are_whole_numbers(name: str, value: object) -> None:
    values: dict[str, Any] = {name: value}
    with pytest.raises(PolicyError, match=f"{name} must be a whole number,"):
        Policy(**values)


@pytest.mark.parametrize(
    ("sworn", "needed"), [(0, 40), (1, 40), (20, 40), (21, 42), (25, 50), (26, 40), (40, 40), (90, 40)]
)
def test_the_default_policy_asks_what_a_pencil_finds(sworn: int, needed: int) -> None:
    assert required_crowd(sworn, Policy()) == needed


def test_slack_asks_for_more_and_exactly() -> None:
    policy = Policy(slack=Fraction(7, 3), small=0)
    assert required_crowd(1, policy) == 1 + 91
    assert required_crowd(2, policy) == 2 + 89  # 7/3 of 38 is 88 and two thirds
    assert required_crowd(40, policy) == 40


@tried(100)
@given(policies, st.integers(1, 60), st.integers(0, 200))
def test_a_zone_is_large_enough_exactly_when_both_posteriors_stay_below_their_caps(
    policy: Policy, sworn: int, others: int
) -> None:
    """The closed form against the posteriors themselves."""
    officer = Fraction(policy.slack) / (policy.slack * sworn + others)
    hidden = officer <= Fraction(1, policy.crowd)
    blurred = sworn > policy.small or officer * sworn <= policy.agency_cap
    assert (sworn + others >= required_crowd(sworn, policy)) == (hidden and blurred)


@tried(100)
@given(policies)
def test_a_department_with_no_counted_officer_asks_for_the_whole_crowd(policy: Policy) -> None:
    assert required_crowd(0, policy) == math.ceil(policy.slack * policy.crowd)
