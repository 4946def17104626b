"""When agreements lapse, departments leave, broken zones merge, and nothing else changes."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from geo import AgencyId, Point, Policy, VerifiedPlan, Zone, ZonePlan, certificate, standing, verify
from geo.routing import order
from tests.geo.builders import (
    a_department,
    a_plan,
    a_zone,
    agency,
    an_offer,
    freely,
    sound_plans,
    tried,
    zone_id,
)

EVERYONE = frozenset(agency(number) for number in range(9))


@st.composite
def plans_and_live(draw: st.DrawFn) -> tuple[VerifiedPlan, frozenset[AgencyId]]:
    plan = draw(sound_plans())
    every = sorted(each for zone in plan.zones for each in zone.inside)
    gone = draw(st.frozensets(st.sampled_from(every), max_size=6)) if every else frozenset()
    return plan, frozenset(every) - gone


def test_with_all_agreements_in_force_the_plan_stands_as_it_is() -> None:
    now = standing(a_plan(), EVERYONE | {agency(500)})
    assert now.plan == verify(a_plan())
    assert (dict(now.moved), now.without_zone) == ({}, frozenset())


def test_a_lapse_that_leaves_the_promise_whole_takes_out_one_department_and_nothing_else() -> None:
    """The neighbours keep their cover; the department's people still do not serve the zone."""
    plan = a_plan(Policy(crowd=30, least_departments=2, agency_cap=Fraction(1, 2)))
    now = standing(plan, EVERYONE - {agency(4)})
    assert now.plan.zones[0] == plan.zones[0]
    assert now.plan.zones[2] == plan.zones[2]
    assert now.plan.zones[1] == Zone(zone_id(1), (a_department(3), a_department(5)), frozenset({agency(4)}))
    assert (dict(now.moved), now.without_zone) == ({}, frozenset({agency(4)}))
    away, absent = an_offer(1, 8), an_offer(2, 4)
    assert order(now.plan, zone_id(1), (away, absent), freely, seed=1) == (away,)
    assert set(order(now.plan, zone_id(0), (away, absent), freely, seed=1)) == {away, absent}


def test_a_lapse_that_breaks_the_promise_merges_the_zone_into_the_nearest_one() -> None:
    now = standing(a_plan(), EVERYONE - {agency(8)})
    assert [zone.id for zone in now.plan.zones] == [zone_id(0), zone_id(1)]
    assert dict(now.moved) == {zone_id(2): zone_id(1)}
    assert now.plan.zones[0] == a_plan().zones[0]
    assert now.plan.zones[1].agencies == {agency(number) for number in (3, 4, 5, 6, 7)}
    assert now.plan.zones[1].absent == {agency(8)}
    assert now.without_zone == {agency(8)}
    assert certificate(now.plan.zones[1], now.plan.policy).crowd == 75


def test_the_nearest_zone_is_nearest_by_its_officers_not_by_its_outline() -> None:
    """The eastern zone reaches closer, but most of its officers work far away."""
    middle = a_zone(0, (0, 1, 2), sworn=14)
    west = Zone(zone_id(1), tuple(a_department(3 + n, 20, lon=-123) for n in range(3)))
    east = Zone(zone_id(2), (a_department(6, 1, lon=-120.2), *(a_department(n, 25, lon=-115) for n in (7, 8))))
    now = standing(a_plan(None, middle, west, east), EVERYONE - {agency(0)})
    assert dict(now.moved) == {zone_id(0): zone_id(1)}


def test_the_nearest_zone_of_the_same_state_is_preferred() -> None:
    state = {agency(number): "OR" if number in (0, 1, 2, 6, 7, 8) else "WA" for number in range(9)}
    now = standing(a_plan(), EVERYONE - {agency(8)}, group=state)
    assert dict(now.moved) == {zone_id(2): zone_id(0)}


def test_a_zone_of_its_own_state_alone_merges_across_the_line_rather_than_break() -> None:
    state = {agency(number): "OR" if number < 6 else "WA" for number in range(9)}
    now = standing(a_plan(), EVERYONE - {agency(8)}, group=state)
    assert dict(now.moved) == {zone_id(2): zone_id(1)}


def test_a_zone_whose_departments_all_lapse_moves_to_its_neighbour_for_talks_that_are_finishing() -> None:
    now = standing(a_plan(), EVERYONE - {agency(6), agency(7), agency(8)})
    assert dict(now.moved) == {zone_id(2): zone_id(1)}
    assert now.plan.zones[1].absent == {agency(6), agency(7), agency(8)}
    assert now.plan.zones[1].departments == a_plan().zones[1].departments


def test_mergers_go_on_until_the_promise_holds_and_the_last_keeper_is_named() -> None:
    """The weakest goes first, into a zone that is itself broken; together they go on."""
    plan = a_plan(Policy(crowd=40))
    now = standing(plan, frozenset(agency(number) for number in (0, 1, 3, 6, 7, 8)))
    assert [zone.id for zone in now.plan.zones] == [zone_id(0), zone_id(2)]
    assert dict(now.moved) == {zone_id(1): zone_id(0)}
    less = standing(plan, frozenset(agency(number) for number in (0, 3, 6, 7, 8)))
    assert dict(less.moved) == {zone_id(0): zone_id(2), zone_id(1): zone_id(2)}


def test_when_no_merger_can_keep_the_promise_the_plan_is_empty_and_says_so() -> None:
    now = standing(a_plan(), frozenset({agency(0), agency(4)}))
    assert now.plan.zones == ()
    assert dict(now.moved) == {}
    assert now.without_zone == EVERYONE


def test_a_plan_without_zones_stands() -> None:
    now = standing(ZonePlan(1, Policy(), ()), EVERYONE)
    assert (now.plan.zones, dict(now.moved), now.without_zone) == ((), {}, frozenset())


def test_an_agency_that_was_absent_before_stays_inside() -> None:
    early = replace(a_zone(0, (0, 1, 2)), absent=frozenset({agency(50)}))
    now = standing(a_plan(None, early, a_zone(1, (3, 4, 5))), EVERYONE | {agency(50)})
    assert now.plan.zones[0].absent == {agency(50)}
    assert now.without_zone == {agency(50)}


def test_officers_who_drop_below_the_promise_merge_the_zone_too() -> None:
    zones = a_plan().zones
    shrunk = replace(zones[1], departments=tuple(replace(each, sworn=9) for each in zones[1].departments))
    now = standing(a_plan(None, zones[0], shrunk, zones[2]), EVERYONE)
    assert list(now.moved) == [zone_id(1)]


@tried(60)
@given(plans_and_live())
def test_every_live_agency_is_in_one_zone_or_said_to_be_in_none(
    case: tuple[VerifiedPlan, frozenset[AgencyId]],
) -> None:
    plan, live = case
    now = standing(plan, live)
    counted = [each for zone in now.plan.zones for each in zone.agencies]
    every = frozenset(each for zone in plan.zones for each in zone.inside)
    assert len(counted) == len(set(counted))
    assert live >= set(counted) == every - now.without_zone
    assert not now.plan.zones or now.without_zone == every - live


@tried(60)
@given(plans_and_live())
def test_a_standing_only_ever_merges_planned_zones(case: tuple[VerifiedPlan, frozenset[AgencyId]]) -> None:
    """So who links what was seen before and after a lapse finds whole planned zones, less those who left."""
    plan, live = case
    now = standing(plan, live)
    home = {zone.id: now.moved.get(zone.id, zone.id) for zone in plan.zones}
    kept = {zone.id for zone in now.plan.zones}
    assert set(now.moved.values()) <= kept
    assert kept.isdisjoint(now.moved)
    for planned in plan.zones if kept else ():
        holder = now.plan.zone(home[planned.id])
        assert planned.inside <= holder.inside
        assert planned.agencies & live <= holder.agencies
        assert planned.agencies - live <= holder.absent
    for zone in now.plan.zones:
        assert zone.inside == frozenset().union(*(each.inside for each in plan.zones if home[each.id] == zone.id))


@tried(60)
@given(plans_and_live())
def test_a_zone_that_still_keeps_its_promise_is_never_moved(
    case: tuple[VerifiedPlan, frozenset[AgencyId]],
) -> None:
    plan, live = case
    now = standing(plan, live)
    for zone in plan.zones:
        if zone.agencies <= live:
            assert zone.id not in now.moved


@tried(60)
@given(plans_and_live())
def test_the_same_facts_stand_the_same_way_however_they_come(
    case: tuple[VerifiedPlan, frozenset[AgencyId]],
) -> None:
    plan, live = case
    shuffled = ZonePlan(plan.version, plan.policy, plan.zones[::-1])
    assert standing(shuffled, frozenset(sorted(live, reverse=True))) == standing(plan, live)


def test_far_zones_across_the_date_line_are_near() -> None:
    at = [Point(52, lon) for lon in (179.5, -179.5, 170)]
    zones = [Zone(zone_id(z), tuple(replace(a_department(3 * z + n), at=at[z]) for n in range(3))) for z in range(3)]
    assert dict(standing(a_plan(None, *zones), EVERYONE - {agency(0)}).moved) == {zone_id(0): zone_id(1)}
