"""Random regions as tables: departments, miles, agreements both ways, and who is on call at a few instants."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from geo import Department, road_miles
from geo.tables import Tables
from tests.geo.builders import regions


def miles_between(departments: Sequence[Department]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[road_miles(one.at, other.at) for other in departments] for one in departments])


@st.composite
def tables(
    draw: st.DrawFn, *, least: int = 3, most: int = 9, smallest: int = 1, largest: int = 40, samples: int = 4
) -> Tables:
    """Agreements hold both ways, for all or for most pairs; somebody is on call at each instant."""
    departments = draw(regions(least=least, most=most, smallest=smallest, largest=largest))
    size, rng = len(departments), np.random.default_rng(draw(st.integers(0, 2**31)))
    chance = np.triu(rng.random((size, size)), 1)
    allowed = chance + chance.T < draw(st.sampled_from([2.0, 0.9, 0.7]))
    on_call = (rng.random((samples, size)) < 0.6) * rng.integers(1, 4, size=(samples, size))
    on_call[np.arange(samples), rng.integers(size, size=samples)] += 1
    return Tables(departments, miles_between(departments), allowed, on_call)


def shuffled(told: Tables, seed: int) -> tuple[Tables, list[int]]:
    """The same region told in another order, and which department stands where."""
    order = np.random.default_rng(seed).permutation(len(told.departments)).tolist()
    both = np.ix_(order, order)
    departments = tuple(told.departments[each] for each in order)
    return Tables(departments, told.miles[both], told.allowed[both], told.samples[:, order]), order
