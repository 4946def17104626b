"""Parts designed by search: sound whatever comes, the same for the same seed, and never worse than the quick ones."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortium.members.parts import keeps_promise
from geo import Department, GeoError, Policy, Zone, ZonePlan, certificate, first_partition
from geo.design import Design, design
from geo.judge import figures_of
from geo.partition import designed_for
from geo.tables import Tables
from geo.zones import holds
from tests.geo.builders import a_department, agency, ids, policies, tried, two_sound_halves
from tests.geo.builders_tables import miles_between, shuffled, tables

WEAK = Policy(crowd=20, small=0)


def designed(told: Tables, policy: Policy = WEAK, seed: int = 1, **settled: object) -> Design | None:
    given_to = {"ids": ids(), "runs": 4} | settled
    return design(told.departments, told.miles, told.allowed, told.samples, policy, seed, **given_to)  # type: ignore[arg-type]


def homes(made: Design | None) -> set[frozenset[object]]:
    return set() if made is None else {zone.agencies for zone in made.plan.zones}


@tried(10)
@given(tables(least=6, most=11), policies, st.integers(0, 2**31))
def test_every_part_keeps_the_promise_with_headroom_and_may_be_served_from_outside(
    told: Tables, policy: Policy, seed: int
) -> None:
    """C1 to C4, and P1: whatever the search did, what comes out was checked exactly."""
    made = designed(told, policy, seed)
    if made is None:
        return
    rostered = {
        each.agency for each, on in zip(told.departments, (told.samples.sum(axis=0) > 0).tolist(), strict=True) if on
    }
    numbers = {each.agency: place for place, each in enumerate(told.departments)}
    assert {each for zone in made.plan.zones for each in zone.agencies} == set(numbers)
    assert len(made.plan.zones) >= 2
    for zone in made.plan.zones:
        assert holds(zone.departments, designed_for(policy))
        assert certificate(zone, policy).crowd >= policy.crowd
        members = [numbers[each] for each in zone.agencies]
        assert any(told.allowed[members, numbers[each]].all() for each in rostered - zone.agencies)
    again = figures_of(made.plan, told)
    assert (again.miles, again.uncovered) == pytest.approx((made.figures.miles, made.figures.uncovered), abs=2e-3)


@tried(4)
@given(tables(least=15, most=18, smallest=4), st.integers(0, 2**31))
def test_neither_the_order_nor_the_ids_of_agencies_decide_anything(told: Tables, seed: int) -> None:
    """P7: the same region told in another order, under other ids, is parted alike."""
    other, order = shuffled(told, seed)
    renamed = tuple(replace(each, agency=agency(700 + place)) for place, each in enumerate(other.departments))
    if len({(each.at, each.sworn) for each in renamed}) < len(renamed):
        return  # twins are told apart by nothing but their ids
    places = {each.agency: order[place] for place, each in enumerate(renamed)}
    first, second = (designed(each, runs=1) for each in (told, replace(other, departments=renamed)))
    before = {frozenset(zone) for zone in homes(first)}
    after = {frozenset(told.departments[places[each]].agency for each in zone) for zone in homes(second)}  # type: ignore[index]
    assert before == after


def clustered(towns: int = 12) -> Tables:
    """Two rows of departments, 15 officers each, with one peer on call in every second instant."""
    departments = tuple(Department(agency(n), a_department(n % 6, lat=44.0 + n // 6 / 4).at, 15) for n in range(towns))
    samples = np.random.default_rng(3).integers(0, 2, size=(30, towns))
    return Tables(departments, miles_between(departments), np.ones((towns, towns), dtype=np.bool_), samples)


def test_the_same_seed_gives_the_same_plan_and_the_search_beats_the_quick_parts() -> None:
    told = clustered()
    one, other, quick = designed(told, Policy()), designed(told, Policy()), designed(told, Policy(), runs=0)
    assert one is not None
    assert quick is not None
    assert one == other
    assert one.figures.miles < quick.figures.miles
    assert min(zone.officers for zone in one.plan.zones) >= 46  # forty, with headroom: three departments hold 45
    assert quick.plan.zones == _first(told, Policy()).zones


def _first(told: Tables, policy: Policy) -> ZonePlan:
    plan = first_partition(told.departments, policy, ids=ids())
    assert plan is not None
    return plan


def test_the_search_finds_what_trying_every_parting_finds() -> None:
    """Eight departments: all 35 ways to part them in two fours, judged one by one."""
    told = clustered(8)
    policy = Policy(crowd=40, headroom=1)
    made = designed(told, policy)
    assert made is not None
    best = min(
        figures_of(_halves(told, (0, *some), policy), told).charged
        for size in (2, 3, 4)
        for some in combinations(range(1, 8), size)
        if 3 <= 1 + len(some) <= 5
    )
    assert made.figures.charged == pytest.approx(best, abs=0.01)


def _halves(told: Tables, some: tuple[int, ...], policy: Policy) -> ZonePlan:
    new = ids()
    here = [told.departments[each] for each in some]
    there = [each for each in told.departments if each not in here]
    return ZonePlan(1, policy, (Zone(new(), tuple(here)), Zone(new(), tuple(there))))


def test_whole_states_come_before_fewer_miles_when_asked_and_a_doorstep_peer_is_left_out() -> None:
    told = clustered()
    states = {each.agency: ("OR", "WA")[n % 2] for n, each in enumerate(told.departments)}
    whole = designed(told, Policy(), group=states)
    free = designed(told, Policy(), group=states, whole_states=False)
    assert whole is not None
    assert free is not None
    assert all(len({states[each] for each in zone.agencies}) == 1 for zone in whole.plan.zones)
    assert free.figures.miles < whole.figures.miles
    apart = designed(told, Policy(), least_apart=20.0)
    assert apart is not None
    assert apart.figures.miles >= 20.0


def test_a_search_tells_how_far_it_is_can_be_stopped_and_needs_no_samples() -> None:
    told, heard = clustered(), list[float]()

    def listen(done: float, miles: float) -> bool:
        heard.append(done)
        return len(heard) < 3

    stopped = designed(told, Policy(), progress=listen, bound=True)
    assert stopped is not None
    assert len(heard) == 3
    assert heard == sorted(heard)
    assert stopped.figures.bound is not None
    assert 0 < stopped.figures.bound <= stopped.figures.miles
    assert designed(replace(told, samples=np.zeros((0, 12), dtype=np.int64)), Policy()) is not None
    assert designed(clustered(5), Policy()) is None
    assert not two_sound_halves(clustered(5).departments, designed_for(Policy()))


def test_tables_that_do_not_fit_are_refused_in_words() -> None:
    told = clustered(6)
    with pytest.raises(GeoError, match="6 by 6 agencies"):
        replace(told, miles=told.miles[:5])
    with pytest.raises(GeoError, match="how many peers"):
        replace(told, samples=-told.samples - 1)
    with pytest.raises(GeoError, match="Miles lie between"):
        replace(told, miles=told.miles * np.nan)


@tried(6)
@given(tables(least=9, most=12, smallest=15), st.integers(0, 2**31))
def test_what_two_plans_have_in_common_hides_everybody_or_the_second_is_refused(told: Tables, seed: int) -> None:
    """P12: whoever links what she saw under both faces the departments that stand together in both."""
    one, other = designed(told, WEAK, 1, runs=2), designed(told, WEAK, seed, runs=2, whole_states=False)
    if one is None or other is None:
        return
    common = [
        [each for each in zone.departments if each.agency in earlier.agencies]
        for zone in other.plan.zones
        for earlier in one.plan.zones
    ]
    sound = all(holds(together, WEAK) for together in common if together)
    assert keeps_promise(other.plan, [one.plan]) == sound
    assert keeps_promise(one.plan, [one.plan])
