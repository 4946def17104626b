"""What is believed of officers is what Bayes says by hand; and parts leave nobody surer than their certificate."""

from fractions import Fraction
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import VerifiedPlan, certificate
from geo.beliefs import at_worst, believed, usual
from tests.geo.builders import sound_plans, tried

TENTHS = st.integers(0, 10).map(lambda tenths: tenths / 10)


@tried(60)
@given(sound_plans())
def test_who_sees_the_part_is_exactly_as_sure_as_its_certificate_says(plan: VerifiedPlan) -> None:
    """P3, for whichever department she thinks likelier by what the policy admits."""
    slack = float(plan.policy.slack)
    line = [each for zone in plan.zones for each in zone.departments]
    sworn = [each.sworn for each in line]
    for zone in plan.zones:
        inside = np.array([each.agency in zone.agencies for each in line], dtype=np.float64)
        told = certificate(zone, plan.policy)
        rates = [
            [slack if other == one else 1.0 for other in range(len(line))] for one in range(len(line)) if inside[one]
        ]
        found = [belief for each in rates if (belief := believed([inside] * 3, sworn, each))]
        assert min(belief.crowd for belief in found) == told.crowd
        assert max(belief.departments.max() for belief in found) == pytest.approx(float(told.largest_department))


@tried(60)
@given(st.data(), st.integers(1, 4), st.integers(2, 5))
def test_a_belief_is_the_share_of_what_she_saw(data: st.DataObject, links: int, size: int) -> None:
    sworn = data.draw(st.lists(st.integers(0, 30), min_size=size, max_size=size))
    rates = data.draw(st.lists(st.sampled_from([1.0, 2.0, 5.0]), min_size=size, max_size=size))
    seen = [data.draw(st.lists(TENTHS, min_size=size, max_size=size)) for _ in range(links)]
    weights = [
        Fraction(count) * Fraction(rate) * prod(Fraction(each[place]).limit_denominator(10) for each in seen)
        for place, (count, rate) in enumerate(zip(sworn, rates, strict=True))
    ]
    belief = believed([np.array(each) for each in seen], sworn, rates)
    if not sum(weights):
        assert belief is None
        return
    assert belief is not None
    shares = [float(weight / sum(weights)) for weight in weights]
    assert belief.departments == pytest.approx(shares)
    assert belief.officer == pytest.approx(
        max(share / count for share, count in zip(shares, sworn, strict=True) if count)
    )


def test_the_department_that_stands_out_most_is_found_and_what_it_gives_away_adds_up() -> None:
    """Four departments; at the first instant one agency is nearest to two of them, at the second to two others."""
    first, second = np.zeros((4, 2)), np.zeros((4, 2))
    first[[0, 1], 0] = first[[2, 3], 1] = 1.0
    second[[0, 2], 0] = second[[1, 3], 1] = 1.0
    sworn, alike = [10, 4, 20, 30], [1.0] * 4
    once, twice = at_worst([first], range(4), sworn, alike), at_worst([first, second], range(4), sworn, alike)
    assert once is not None
    assert twice is not None
    assert (once[0], once[1].crowd) == (0, 14)
    assert (twice[0], twice[1].crowd, twice[1].departments.tolist()) == (1, 4, [0, 1, 0, 0])
    among = at_worst([first, second], [2, 3], sworn, alike)
    assert among is not None
    assert (among[0], among[1].crowd) == (2, 20)


def test_who_is_never_served_gives_nothing_away_and_an_instant_without_anybody_tells_nothing() -> None:
    nobody, all_alike = np.zeros((3, 2)), np.full((3, 2), 0.5)
    assert at_worst([nobody], range(3), [5, 5, 5], [1.0] * 3) is None
    assert at_worst([all_alike], [0], [0, 5, 5], [1.0] * 3) is None
    found = at_worst([nobody, all_alike], range(3), [5, 5, 5], [1.0] * 3)
    assert found is not None
    assert found[1].crowd == 15
    assert usual(np.stack([nobody, all_alike, all_alike])).tolist() == all_alike.tolist()
