"""The fallback for one single request: its promise is what brute force says it is, and never more."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import GeoError, Policy, required_crowd
from geo.judge import judge
from geo.measures import gini, linked_posterior, measure, posterior
from geo.one_request import WHOLE, OneRequest, hidden_in, lp_route, max_k, mean_bound
from geo.tables import Tables
from tests.geo.builders import slacks, tried
from tests.geo.builders_tables import shuffled, tables

crowds = st.sampled_from([5, 10, 20, 40])


def asked(told: Tables, policy: Policy, at: int = 0) -> OneRequest | None:
    on_call = np.flatnonzero(told.samples[at])
    sworn = [each.sworn for each in told.departments]
    return lp_route(told.miles[:, on_call], told.allowed[:, on_call], sworn, policy)


def worst_belief(found: OneRequest, sworn: list[int], slack: Fraction | int) -> Fraction:
    """Bayes by brute force: for each outcome and department, that department being the one thought likelier."""
    worst = Fraction(0)
    for outcome in range(found.shares.shape[1]):
        chances = [Fraction(int(each), WHOLE) for each in found.shares[:, outcome]]
        for suspect, chance in enumerate(chances):
            rates = [slack if one == suspect else 1 for one in range(len(sworn))]
            everyone = sum(
                (rate * size * each for rate, size, each in zip(rates, sworn, chances, strict=True)), Fraction(0)
            )
            if chance:
                worst = max(worst, slack * chance / everyone)
    return worst


@tried(60)
@given(tables(), crowds, slacks)
def test_an_answer_keeps_every_inequality_in_whole_numbers_and_hides_as_many_as_it_says(
    told: Tables, crowd: int, slack: Fraction | int
) -> None:
    """P1, P2 and P3."""
    policy = Policy(crowd=crowd, slack=slack)
    found = asked(told, policy)
    if found is None:
        return
    on_call = np.flatnonzero(told.samples[0])
    sworn = [each.sworn for each in told.departments]
    assert (found.shares >= 0).all()
    assert (found.shares.sum(axis=1) == WHOLE).all()
    assert not found.shares[~told.allowed[:, on_call]].any()
    for column in found.shares.T.tolist():
        everyone = sum(size * each for size, each in zip(sworn, column, strict=True))
        assert all(required_crowd(size, policy) * each <= everyone for size, each in zip(sworn, column, strict=True))
    worst = worst_belief(found, sworn, slack)
    assert found.crowd <= 1 / worst < found.crowd + 1 + max(sworn)
    assert found.crowd >= crowd
    assert sum(found.chances(0)) == 1


@tried(40)
@given(tables(), crowds)
def test_a_stronger_promise_is_never_nearer_and_the_nearest_is_never_beaten(told: Tables, crowd: int) -> None:
    """P6, for one request."""
    weak, strong = (asked(told, Policy(crowd=each)) for each in (crowd, 2 * crowd))
    if strong is None:
        return
    assert weak is not None
    assert weak.miles <= strong.miles + 1e-4
    on_call = np.flatnonzero(told.samples[0])
    far = np.where(told.allowed[:, on_call], told.miles[:, on_call], np.inf).min(axis=1)
    assert float(told.weights @ far) / told.weights.sum() <= weak.miles + 1e-9


@tried(30)
@given(tables(least=6, most=9, smallest=10, samples=2))
def test_no_plan_of_parts_goes_below_the_optimum_for_one_request(told: Tables) -> None:
    """P6: the bound that is shown beside a plan is one, whatever plan it stands beside."""
    parts = np.arange(len(told.departments)) % 2
    sizes = [[each.sworn for each, part in zip(told.departments, parts, strict=True) if part == z] for z in (0, 1)]
    policy = Policy(crowd=2, small=0)
    assert all(sum(each) >= 2 for each in sizes)
    assert mean_bound(told, policy) <= judge(told, parts, 2, 2).charged + 1e-4


@tried(30)
@given(tables(), crowds, st.integers(0, 2**31))
def test_the_order_in_which_agencies_are_told_changes_no_answer(told: Tables, crowd: int, seed: int) -> None:
    """P7, for one request."""
    one, other = asked(told, Policy(crowd=crowd)), asked(shuffled(told, seed)[0], Policy(crowd=crowd))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.miles == pytest.approx(other.miles, abs=1e-3)


@tried(20)
@given(tables(least=5), st.integers(0, 2**31))
def test_simulated_requests_leave_the_beliefs_that_are_reckoned(told: Tables, seed: int) -> None:
    """P8: 20,000 requests, within six standard deviations."""
    found = asked(told, Policy(crowd=10))
    if found is None:
        return
    chances, sworn = found.shares / WHOLE, np.array([each.sworn for each in told.departments])
    rng = np.random.default_rng(seed)
    asking = rng.choice(len(sworn), size=20_000, p=sworn / sworn.sum())
    seen = np.minimum((rng.random(20_000)[:, None] > chances[asking].cumsum(axis=1)).sum(axis=1), chances.shape[1] - 1)
    beliefs = posterior(chances, sworn.tolist())
    for outcome in range(chances.shape[1]):
        these = asking[seen == outcome]
        if len(these) > 400:
            counted = np.bincount(these, minlength=len(sworn)) / len(these)
            assert np.abs(counted - beliefs[:, outcome]).max() < 6 * np.sqrt(0.25 / len(these))


@pytest.mark.parametrize(
    ("sworn", "most"),
    [([12] * 3, 24), ([8, 10, 12, 14], 30), ([6, 8, 10, 12, 14], 37), ([10] * 6, 50), ([25, 5, 5, 5, 5], 34)],
)
def test_the_most_that_small_consortia_can_promise_for_one_request(sworn: list[int], most: int) -> None:
    """Everybody on call, every agreement in force, no care for departments: known by hand or from the study.

    A vertex with odd denominators cannot be written in whole shares, so the crowd told may be one less; never more.
    """
    size = len(sworn)
    found = max_k(np.ones((size, size)), ~np.eye(size, dtype=np.bool_), sworn, Policy(agency_cap=1))
    assert found is not None
    assert most - 1 <= found.crowd <= most
    assert Fraction(1, found.crowd + 1) < worst_belief(found, sworn, 1) <= Fraction(1, found.crowd)


def test_what_cannot_be_promised_is_no_answer() -> None:
    allowed = ~np.eye(2, dtype=np.bool_)
    assert lp_route(np.ones((2, 2)), allowed, [12, 12], Policy(crowd=13)) is None
    assert lp_route(np.ones((2, 2)), allowed & False, [12, 12], Policy(crowd=2)) is None
    assert max_k(np.ones((2, 0)), np.ones((2, 0), dtype=np.bool_), [12, 12], Policy()) is None
    with pytest.raises(GeoError, match="do not fit"):
        lp_route(np.ones((2, 2)), allowed, [12], Policy())


def test_measures_of_a_table_that_anybody_can_check() -> None:
    """Two departments of 10 and 30: one outcome is the first's alone, the other is shared."""
    chances = np.array([[0.5, 0.5], [0.0, 1.0]])
    told = measure(chances, [10, 30])
    assert (told.crowd, told.department) == (10.0, 1.0)
    assert told.min_entropy == pytest.approx(np.log2(1.5))
    assert posterior(chances, [10, 30])[:, 1] == pytest.approx([5 / 35, 30 / 35])
    assert posterior(chances, [10, 30], [6, 1])[:, 1] == pytest.approx([0.5, 0.5])
    assert linked_posterior([chances[:, 1], chances[:, 1]], [10, 30]) == pytest.approx([2.5 / 32.5, 30 / 32.5])
    assert measure(np.ones((2, 1)), [10, 30]).mutual == pytest.approx(0.0)
    assert measure(np.ones((2, 1)), [10, 30]).effective == pytest.approx(40.0)
    assert hidden_in(np.ones((2, 1), dtype=np.int64), [10, 30], 2) == 25
    assert measure(np.ones((2, 1)), [10, 30], 2.0).crowd == pytest.approx(25.0)
    assert (gini([1, 1, 1]), gini([]), gini([0, 0, 0, 1])) == (0.0, 0.0, 0.75)
