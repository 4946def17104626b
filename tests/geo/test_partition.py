"""A region is parted soundly, within states where that can be, and honestly refused where it cannot."""

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import (
    AgencyId,
    Department,
    PlanError,
    Point,
    Policy,
    Rule,
    ZonePlan,
    best_promise,
    certificate,
    first_partition,
    rough_miles,
    verify,
)
from geo.closer import bring_closer
from geo.halves import sound_halves
from geo.hilbert import along_curve
from geo.zones import holds
from tests.geo.builders import (
    a_department,
    agency,
    ids,
    policies,
    regions,
    states,
    tried,
    two_sound_halves,
    zone_id,
)


def parted(
    departments: tuple[Department, ...], policy: Policy, state: Mapping[AgencyId, str] | None = None
) -> ZonePlan:
    plan = first_partition(departments, policy, ids=ids(), group=state or {})
    assert plan is not None
    return plan


def designed(policy: Policy) -> Policy:
    return replace(policy, crowd=math.ceil(policy.crowd * policy.headroom))


def a_grid(rows: int, columns: int, sworn: int = 16) -> tuple[Department, ...]:
    return tuple(
        a_department(row * columns + column, sworn, lat=44 + row / 5, lon=-121 + column / 4)
        for row in range(rows)
        for column in range(columns)
    )


@tried(50)
@given(regions(most=14), policies)
def test_a_first_partition_holds_every_department_once_and_keeps_the_promise_with_headroom(
    departments: tuple[Department, ...], policy: Policy
) -> None:
    plan = first_partition(departments, policy, ids=ids(), version=7)
    if plan is None:
        return
    assert (plan.version, plan.policy) == (7, policy)
    assert len(plan.zones) >= 2
    assert sorted(each.agency for zone in plan.zones for each in zone.departments) == [
        each.agency for each in departments
    ]
    assert verify(replace(plan, policy=designed(policy))).zones == verify(plan).zones == plan.zones
    for zone in plan.zones:
        assert certificate(zone, policy).crowd >= policy.crowd * policy.headroom
        assert not zone.absent


@tried(60)
@given(regions(least=4, most=7), policies)
def test_a_small_region_is_refused_only_when_no_two_sound_parts_exist(
    departments: tuple[Department, ...], policy: Policy
) -> None:
    found = first_partition(departments, policy, ids=ids())
    assert (found is not None) == two_sound_halves(departments, designed(policy))


@tried(25)
@given(regions(least=4, most=7, largest=12), policies)
def test_the_best_promise_of_a_small_region_is_the_largest_that_any_two_parts_can_keep(
    departments: tuple[Department, ...], policy: Policy
) -> None:
    possible = [
        crowd
        for crowd in range(2, sum(each.sworn for each in departments) + 1)
        if two_sound_halves(departments, designed(replace(policy, crowd=crowd)))
    ]
    assert best_promise(departments, policy) == max(possible, default=0)


@tried(50)
@given(regions(least=5, most=20), policies)
def test_the_best_promise_can_be_kept_and_one_more_cannot(departments: tuple[Department, ...], policy: Policy) -> None:
    best = best_promise(departments, policy)
    if best:
        assert first_partition(departments, replace(policy, crowd=best), ids=ids()) is not None
    assert first_partition(departments, replace(policy, crowd=max(2, best + 1)), ids=ids()) is None


def test_six_departments_of_ten_promise_thirty_without_headroom_and_twenty_six_with_it() -> None:
    departments = a_grid(2, 3, sworn=10)
    assert best_promise(departments, Policy(headroom=1)) == 30
    assert best_promise(departments, Policy()) == 26
    assert first_partition(departments, Policy(), ids=ids()) is None


def test_five_departments_cannot_make_two_parts_of_three() -> None:
    assert best_promise(a_grid(1, 5, sworn=60), Policy()) == 0
    assert first_partition(a_grid(1, 5, sworn=60), Policy(), ids=ids()) is None


def test_a_region_without_departments_promises_nothing() -> None:
    assert best_promise((), Policy()) == 0
    assert first_partition((), Policy(), ids=ids()) is None


def test_a_long_line_that_closes_no_second_part_is_halved_along_the_curve() -> None:
    """Large departments first: the leftovers alone would be too few, so the cut is made elsewhere."""
    sizes = (60, 1, 1, 30, 40, 30, 1, 1, 1, 1, 1, 1, 1, 1)
    departments = tuple(a_department(n, sworn) for n, sworn in enumerate(sizes))
    plan = parted(departments, Policy(crowd=70, headroom=1))
    assert len(plan.zones) == 2
    assert all(zone.officers >= 70 for zone in plan.zones)


def test_a_long_line_without_two_sound_halves_is_refused() -> None:
    sizes = (200, *(1,) * 13)
    departments = tuple(a_department(n, sworn) for n, sworn in enumerate(sizes))
    assert first_partition(departments, Policy(crowd=100), ids=ids()) is None


def test_two_halves_straddle_as_few_states_as_they_can() -> None:
    """Six departments make two parts at most; by state is sound, though no state closes one at first."""
    departments = tuple(a_department(n, 20, lon=-121 + n / 9) for n in range(6))
    state = {agency(n): "OR" if n in (0, 2, 4) else "WA" for n in range(6)}
    plan = parted(departments, Policy(crowd=50), state)
    assert [states(state, zone) for zone in plan.zones] == [{"OR"}, {"WA"}]


def test_a_state_too_small_for_a_half_is_not_torn_between_two_even_ones() -> None:
    """80 and 75 officers would be more even than 90 and 65, but both parts would straddle the line."""
    departments = tuple(a_department(n, sworn) for n, sworn in enumerate((30, 20, 30, 30, 15, 30)))
    state = {agency(n): "WA" if n in (1, 4) else "OR" for n in range(6)}
    policy = Policy(crowd=60, headroom=1, small=0)
    halves = sound_halves(departments, policy, state)
    assert sorted(sorted({state[agency(n)] for n in half}) for half in halves) == [["OR"], ["OR", "WA"]]
    plan = parted(departments, policy, state)
    assert sorted(zone.officers for zone in plan.zones) == [65, 90]


def test_states_that_lie_across_each_other_can_promise_more_than_stretches_of_the_whole_line() -> None:
    large = {0: 10, 4: 20, 8: 50, 12: 40}
    departments = tuple(a_department(n, large.get(n, 1), lon=-121 + n / 9) for n in range(15))
    state = {agency(n): "OR" if n in (0, 1, 2, 8, 9, 10) else "WA" for n in range(15)}
    policy = Policy(headroom=1)
    assert best_promise(departments, policy) < best_promise(departments, policy, group=state) == 64
    assert first_partition(departments, replace(policy, crowd=64), ids=ids()) is None
    assert len(parted(departments, replace(policy, crowd=64), state).zones) == 2


def test_a_region_of_one_state_promises_what_it_promises_without_the_state() -> None:
    departments = tuple(a_department(n, 10 + n) for n in range(14))
    state = {each.agency: "OR" for each in departments}
    assert best_promise(departments, Policy(), group=state) == best_promise(departments, Policy()) == 100


def test_an_agency_given_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="twice") as refusal:
        first_partition((*a_grid(2, 3), a_department(0)), Policy(), ids=ids())
    assert refusal.value.rule is Rule.OVERLAP
    with pytest.raises(PlanError, match="twice"):
        best_promise((*a_grid(2, 3), a_department(0)), Policy())


def test_an_id_that_comes_twice_is_refused() -> None:
    with pytest.raises(PlanError, match="same id"):
        first_partition(a_grid(4, 3), Policy(), ids=lambda: zone_id(1))


@tried(50)
@given(regions(least=6, most=14, smallest=1), policies, st.data())
def test_states_that_can_stand_alone_are_never_mixed(
    departments: tuple[Department, ...], policy: Policy, data: st.DataObject
) -> None:
    names = [data.draw(st.sampled_from(["OR", "WA", "ID"])) for _ in departments]
    state = {each.agency: name for each, name in zip(departments, names, strict=True)}
    alone = {
        name: holds([each for each in departments if state[each.agency] == name], designed(policy))
        for name in sorted(set(names))
    }
    plan = first_partition(departments, policy, ids=ids(), group=state)
    if len(alone) > 1 and all(alone.values()):
        assert plan is not None
        assert all(len(states(state, zone)) == 1 for zone in plan.zones)


def test_a_state_too_small_for_a_part_of_its_own_joins_one_neighbour() -> None:
    departments = (*a_grid(3, 4), a_department(50, 12, lat=44, lon=-119.9))
    state = {each.agency: "OR" for each in departments} | {agency(50): "ID"}
    plan = parted(departments, Policy(), state)
    mixed = [zone for zone in plan.zones if len(states(state, zone)) > 1]
    assert [agency(50) in zone.agencies for zone in mixed] == [True]


@tried(40)
@given(regions(least=6, most=14, smallest=1), policies, st.randoms(use_true_random=False))
def test_relabelling_agencies_and_shuffling_rows_changes_nothing_but_the_labels(
    departments: tuple[Department, ...], policy: Policy, random: Random
) -> None:
    labels = list(range(len(departments)))
    random.shuffle(labels)
    relabelled = [replace(each, agency=agency(n)) for each, n in zip(departments, labels, strict=True)]
    random.shuffle(relabelled)
    before = first_partition(departments, policy, ids=ids())
    after = first_partition(relabelled, policy, ids=ids())

    def shape(plan: ZonePlan | None) -> list[list[tuple[float, float, int]]]:
        zones = plan.zones if plan else ()
        return [sorted((each.at.lat, each.at.lon, each.sworn) for each in zone.departments) for zone in zones]

    assert shape(after) == shape(before)
    assert best_promise(relabelled, policy) == best_promise(departments, policy)


def test_parts_stay_closer_to_their_peers_than_stretches_of_the_curve_do() -> None:
    """Moves and swaps are worth their time: fewer miles from each department to the nearest one outside."""
    random = Random(4)
    departments = tuple(
        a_department(n, random.randint(5, 40), lat=44 + random.random(), lon=-121 + random.random()) for n in range(40)
    )
    line = along_curve(departments)
    stretches, start = [], 0
    for end in range(1, len(line) + 1):
        if holds(line[start:end], designed(Policy())):
            stretches.append(line[start:end])
            start = end
    stretches[-1] += line[start:]
    plan = parted(departments, Policy())
    assert len(plan.zones) == len(stretches)
    places = [tuple(line.index(each) for each in zone.departments) for zone in plan.zones]
    assert bring_closer(line, places, designed(Policy()), {}) == tuple(places), "one more move or swap would save miles"
    assert miles_out([zone.departments for zone in plan.zones]) < 0.9 * miles_out(stretches)


def miles_out(parts: list[tuple[Department, ...]]) -> float:
    """Officer-weighted mean miles to the three nearest departments outside, of a part as a whole."""
    total = 0.0
    for part in parts:
        outside = [each for other in parts if other != part for each in other]
        away = sorted(sum(one.sworn * rough_miles(one.at, each.at) for one in part) for each in outside)
        total += sum(away[:3]) / 3
    return total / sum(one.sworn for part in parts for one in part)


@tried(50)
@given(st.integers(1, 5), st.integers(1, 5))
def test_neighbours_on_the_curve_are_neighbours_on_a_grid(rows: int, columns: int) -> None:
    """On a full square grid whose side is a power of two each step leads to an adjoining place."""
    line = along_curve(
        tuple(
            Department(agency(8 * row + column), Point((row - 3.5) / 100, 10 + (column - 3.5) / 100), 9)
            for row in range(8)
            for column in range(8)
        )
    )
    assert len(line) == 64
    assert max(rough_miles(a.at, b.at) for a, b in pairwise(line)) < 0.7


def test_the_curve_crosses_the_date_line_without_a_jump() -> None:
    def at(lon: float, n: int) -> Department:
        return a_department(n, lat=52, lon=lon)

    here = along_curve([at(-121 + n / 10, n) for n in range(8)])
    there = along_curve([at((179.65 + n / 10 + 180) % 360 - 180, n) for n in range(8)])
    assert [each.agency for each in there] == [each.agency for each in here]


def test_departments_at_one_place_are_ordered_by_size_then_id() -> None:
    point = Point(44, -121)
    sizes = (9, 5, 9, 1)
    line = along_curve([Department(agency(n), point, sworn) for n, sworn in enumerate(sizes)])
    assert [each.agency for each in line] == [agency(3), agency(1), agency(0), agency(2)]
