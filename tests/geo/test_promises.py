"""What few agencies can promise: the study's table by hand, and what is missing is really what is missing."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import Policy, first_partition
from geo.promises import Promises, most_promised
from geo.zones import holds
from tests.geo.builders import a_department, ids, tried

PLAIN = Policy(headroom=1)


def promised(sizes: list[int], policy: Policy = PLAIN) -> Promises:
    """Agencies in a row, each of which lends a peer to all others."""
    everyone = len(sizes)
    line = [a_department(number, sworn) for number, sworn in enumerate(sizes)]
    return most_promised(line, np.ones((everyone, everyone)), ~np.eye(everyone, dtype=np.bool_), policy)


@pytest.mark.parametrize(
    ("sizes", "crowd_only", "one"),
    [([12, 12], 0, 12), ([12] * 3, 0, 24), ([8, 10, 12, 14], 22, 30), ([6, 8, 10, 12, 14], 24, 37), ([10] * 6, 30, 50)],
)
def test_small_consortia_can_promise_what_the_study_says(sizes: list[int], crowd_only: int, one: int) -> None:
    """With two departments a part at least: one of a single department would tell the department."""
    loose = replace(PLAIN, small=0)
    found = promised(sizes, loose)
    assert (found.crowd_only.crowd, found.one) == (crowd_only, one)
    assert found.settled.crowd == (30 if len(sizes) == 6 else 0)
    assert promised(sizes).crowd_only == found.crowd_only
    assert promised(sizes).one_crowd_only == one


@tried(25)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.sampled_from([Policy(), PLAIN, Policy(slack=2)]))
def test_what_is_told_is_kept_and_what_is_missing_is_enough_and_no_more(sizes: list[int], policy: Policy) -> None:
    found = promised(sizes, policy)
    two = replace(policy, least_departments=2)
    rungs = ((found.settled, policy), (found.mixed, two), (found.crowd_only, replace(two, small=0)))
    for halves, rules in rungs:
        assert (halves.crowd > 0) == (len(halves.parts) == 2)
        assert all(holds(part, replace(rules, crowd=halves.crowd)) for part in halves.parts)
        assert Fraction(0) <= halves.surest <= 1
    assert found.settled.crowd <= found.mixed.crowd <= found.crowd_only.crowd
    assert found.mixed.surest <= max(policy.agency_cap, Fraction(1) if max(sizes) > policy.small else policy.agency_cap)
    sized = sorted(each for each in sizes if each)
    if found.more_agencies is None or not sized:
        return
    middle = sized[(len(sized) - 1) // 2]
    for more in {found.more_agencies, max(found.more_agencies - 1, 0)}:
        line = [a_department(number, sworn) for number, sworn in enumerate(sizes)]
        line += [replace(a_department(100 + number, middle), at=line[0].at) for number in range(more)]
        assert (first_partition(line, policy, ids=ids()) is not None) == (more == found.more_agencies)
