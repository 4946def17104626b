"""Zones refuse to be wrong, plans are checked before they are routed on, and certificates tell the truth."""

import copy
import pickle
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import (
    Certificate,
    Department,
    GeoError,
    PlanError,
    Policy,
    Rule,
    VerifiedPlan,
    Zone,
    ZonePlan,
    certificate,
    recheck,
    required_crowd,
    verify,
)
from tests.geo.builders import (
    a_department,
    a_plan,
    a_sound_plan,
    a_zone,
    agency,
    policies,
    regions,
    sound_plans,
    tried,
    zone_id,
)


def test_a_department_with_fewer_than_no_officers_is_refused() -> None:
    with pytest.raises(PlanError, match="-1 sworn") as refusal:
        a_department(1, -1)
    assert (refusal.value.rule, refusal.value.zone) == (Rule.DEPARTMENTS, None)
    assert isinstance(refusal.value, GeoError)


def test_a_zone_without_departments_is_refused() -> None:
    with pytest.raises(PlanError, match="needs departments") as refusal:
        Zone(zone_id(7), ())
    assert (refusal.value.rule, refusal.value.zone) == (Rule.DEPARTMENTS, zone_id(7))


def test_an_agency_stands_once_in_a_zone_present_or_absent() -> None:
    for departments, absent in (
        ((a_department(1), a_department(1)), frozenset()),
        ((a_department(1), a_department(2)), frozenset({agency(2)})),
    ):
        with pytest.raises(PlanError, match="twice") as refusal:
            Zone(zone_id(7), departments, absent)
        assert (refusal.value.rule, refusal.value.zone) == (Rule.OVERLAP, zone_id(7))


def test_an_agency_stands_in_one_zone_only_also_when_it_is_absent_there() -> None:
    west, east = a_zone(0, (0, 1, 2)), a_zone(1, (2, 3, 4))
    for zones in ((west, east), (west, replace(a_zone(1, (3, 4, 5)), absent=frozenset({agency(2)})))):
        with pytest.raises(PlanError, match="twice") as refusal:
            ZonePlan(1, Policy(), zones)
        assert refusal.value.rule is Rule.OVERLAP


def test_two_zones_of_one_id_are_refused() -> None:
    with pytest.raises(PlanError, match="same id") as refusal:
        a_plan(None, a_zone(0, (0, 1, 2)), a_zone(0, (3, 4, 5)))
    assert refusal.value.rule is Rule.OVERLAP


def test_a_plan_is_the_same_in_whatever_order_its_rows_come() -> None:
    plan = a_plan()
    backwards = tuple(replace(zone, departments=zone.departments[::-1]) for zone in plan.zones[::-1])
    assert replace(plan, zones=backwards) == plan
    assert [zone.id for zone in plan.zones] == [zone_id(0), zone_id(1), zone_id(2)]


def test_a_zone_knows_who_counts_and_who_is_inside() -> None:
    zone = replace(a_zone(0, (0, 1, 2)), absent=frozenset({agency(9)}))
    assert zone.agencies == {agency(0), agency(1), agency(2)}
    assert zone.inside == {agency(0), agency(1), agency(2), agency(9)}
    assert zone.officers == 45


def test_a_zone_that_is_not_in_the_plan_is_refused() -> None:
    with pytest.raises(PlanError, match="no such part") as refusal:
        a_plan().zone(zone_id(77))
    assert (refusal.value.rule, refusal.value.zone) == (Rule.UNKNOWN, zone_id(77))


@pytest.mark.parametrize(
    ("sizes", "rule", "words"),
    [
        ((13, 13, 13), Rule.CROWD, "has 39 officers; to hide each among 40 it needs 40"),
        ((30, 30), Rule.DEPARTMENTS, "mixes 2 departments that have officers; it needs at least 3"),
        ((60, 30, 0), Rule.DEPARTMENTS, "mixes 2 departments"),
        ((25, 20, 4), Rule.SMALL, "has 49 officers; with 50 no small department would stand out"),
    ],
)
def test_a_broken_zone_is_refused_at_load_and_on_its_own(sizes: tuple[int, ...], rule: Rule, words: str) -> None:
    broken = Zone(zone_id(3), tuple(a_department(n, sworn) for n, sworn in enumerate(sizes)))
    plan = a_plan(None, broken, a_zone(4, (7, 8, 9)))
    for refuse in (
        lambda: verify(plan),
        lambda: recheck(broken, plan.policy),
        lambda: VerifiedPlan(1, Policy(), plan.zones),
    ):
        with pytest.raises(PlanError, match=words) as refusal:
            refuse()
        assert (refusal.value.rule, refusal.value.zone) == (rule, zone_id(3))


def test_a_sound_plan_is_verified_and_stays_verified_only_while_it_is_sound() -> None:
    plan = a_sound_plan()
    assert (plan.version, plan.policy, plan.zones) == (1, a_plan().policy, a_plan().zones)
    assert verify(plan) == plan
    assert plan != a_plan()
    with pytest.raises(PlanError):
        replace(plan, policy=Policy(crowd=46))


def test_a_plan_without_zones_is_sound() -> None:
    assert verify(ZonePlan(4, Policy(), ())).zones == ()


def test_errors_and_plans_travel_between_processes() -> None:
    error = PlanError("Too few.", Rule.CROWD, zone_id(1))
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (str(twin), twin.rule, twin.zone) == ("Too few.", Rule.CROWD, zone_id(1))
    plan = a_sound_plan()
    assert pickle.loads(pickle.dumps(plan)) == plan


@tried(60)
@given(regions(), policies)
def test_verify_refuses_exactly_what_breaks_a_rule(departments: tuple[Department, ...], policy: Policy) -> None:
    zone = Zone(zone_id(0), departments)
    enough = sum(each.sworn > 0 for each in departments) >= policy.least_departments
    keeps = enough and zone.officers >= max(required_crowd(each.sworn, policy) for each in departments)
    plan = ZonePlan(1, policy, (zone,))
    if keeps:
        assert verify(plan).zones == (zone,)
    else:
        with pytest.raises(PlanError):
            verify(plan)


def surest(zone: Zone, policy: Policy) -> tuple[Fraction, Fraction, Fraction]:
    """By brute force over single officers: the worst belief about an officer, a department, a small one.

    What is seen tells the zone only. Each department in turn is the one whose officers are thought likelier.
    """
    officers = [each for each in zone.departments for _ in range(each.sworn)]
    worst = [Fraction(0)] * 3
    for hot in zone.departments:
        weights = [Fraction(policy.slack) if each == hot else Fraction(1) for each in officers]
        for each in set(officers):
            its = sum((w for w, whose in zip(weights, officers, strict=True) if whose == each), Fraction(0))
            about = its / sum(weights, Fraction(0))
            small = about if each.sworn <= policy.small else Fraction(0)
            worst = [max(pair) for pair in zip(worst, (about / each.sworn, about, small), strict=True)]
    return worst[0], worst[1], worst[2]


@tried(60)
@given(sound_plans())
def test_the_certificate_is_what_brute_force_finds_in_the_population(plan: VerifiedPlan) -> None:
    for zone in plan.zones:
        officer, department, small = surest(zone, plan.policy)
        assert certificate(zone, plan.policy) == Certificate(
            officers=zone.officers,
            departments=len(zone.departments),
            crowd=int(1 / officer),
            largest_department=department,
            largest_small=small,
        )


@tried(60)
@given(sound_plans())
def test_a_verified_zone_keeps_the_crowd_and_the_cap_that_the_policy_names(plan: VerifiedPlan) -> None:
    for zone in plan.zones:
        shown = certificate(zone, plan.policy)
        assert shown.crowd >= plan.policy.crowd
        assert shown.largest_small <= plan.policy.agency_cap


@tried(60)
@given(sound_plans(), st.fractions(0, 1))
def test_a_milder_belief_than_the_worst_never_makes_anybody_surer(plan: VerifiedPlan, mildness: Fraction) -> None:
    mild = replace(plan.policy, slack=1 + (plan.policy.slack - 1) * mildness)
    for zone in plan.zones:
        assert certificate(zone, mild).crowd >= certificate(zone, plan.policy).crowd


@tried(60)
@given(sound_plans(smallest=0))
def test_departments_without_counted_officers_never_raise_the_certificate(plan: VerifiedPlan) -> None:
    for zone in plan.zones:
        counted = Zone(zone.id, tuple(each for each in zone.departments if each.sworn))
        with_them, without = certificate(zone, plan.policy), certificate(counted, plan.policy)
        assert with_them.crowd <= without.crowd
        assert replace(with_them, crowd=0) == replace(without, crowd=0)


def test_a_zone_of_uncounted_departments_promises_nothing() -> None:
    shown = certificate(a_zone(0, (0, 1, 2), sworn=0), Policy())
    assert shown == Certificate(0, 0, 0, Fraction(0), Fraction(0))


def test_the_default_zone_reads_one_of_forty_five_in_three_departments() -> None:
    third = Fraction(1, 3)
    assert certificate(a_zone(0, (0, 1, 2)), Policy()) == Certificate(45, 3, 45, third, third)
    assert certificate(a_zone(0, (0, 1, 2), sworn=30), Policy()) == Certificate(90, 3, 90, third, Fraction(0))
    assert certificate(a_zone(0, (0, 1, 2)), Policy(slack=2)).crowd == 30
