"""What anybody can see tells the part of the region and nothing more: the promise itself, by brute force.

"Seen" is all that a zone's requests bring about: whole orders, for many linked requests, on the same and on different
days. The watcher knows plan, offers and method, and remembers everything.
"""

import inspect
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import (
    AgencyId,
    Department,
    Offer,
    Policy,
    VerifiedPlan,
    Zone,
    ZoneId,
    certificate,
    standing,
)
from geo.routing import Routing, order, serve
from tests.geo.builders import (
    a_plan,
    a_sound_plan,
    agency,
    an_offer,
    freely,
    offers_for,
    plans_with_offers,
    sound_plans,
    tried,
    zone_id,
)

Case = tuple[VerifiedPlan, tuple[Offer, ...]]
Seen = tuple[object, ...]
seeds = st.lists(st.integers(0, 2**32), min_size=1, max_size=4)


def zone_table(plan: VerifiedPlan) -> dict[AgencyId, ZoneId]:
    """What her browser holds: the line that she picks, and the part of the region that is sent."""
    return {each.agency: zone.id for zone in plan.zones for each in zone.departments}


def departments(plan: VerifiedPlan) -> list[Department]:
    return [each for zone in plan.zones for each in zone.departments]


def surest(alike: Sequence[Department], policy: Policy, of: Sequence[Department] = ()) -> Fraction:
    """The worst belief about one officer of departments that look alike, over the beliefs the policy admits.

    With ``of`` about one of these, which are some of them.
    """
    worst = Fraction(0)
    for hot in of or alike:
        weight = {each.agency: Fraction(policy.slack) if each == hot else Fraction(1) for each in alike}
        total = sum((weight[each.agency] * each.sworn for each in alike), Fraction(0))
        worst = max(worst, *(weight[each.agency] / total for each in of or alike))
    return worst


@tried(40)
@given(plans_with_offers(), seeds)
def test_nobodys_chance_exceeds_the_promise_after_any_number_of_linked_requests(case: Case, draws: list[int]) -> None:
    plan, offers = case
    table = zone_table(plan)
    days = [offers, offers[::2], offers[1:]]
    alike: dict[Seen, list[Department]] = {}
    for each in departments(plan):
        seen = tuple(order(plan, table[each.agency], day, freely, seed=seed) for seed in draws for day in days)
        alike.setdefault(seen, []).append(each)
    for group in alike.values():
        assert surest(group, plan.policy) <= Fraction(1, plan.policy.crowd)


@tried(30)
@given(sound_plans(), seeds, st.data())
def test_the_promise_holds_across_a_lapse_for_who_links_before_and_after(
    plan: VerifiedPlan, draws: list[int], data: st.DataObject
) -> None:
    """Her crowd is then what is left of her planned zone: as large as the certificate of those who stayed."""
    offers = data.draw(offers_for(plan, most=6))
    every = sorted(zone_table(plan))
    live = frozenset(every) - (data.draw(st.frozensets(st.sampled_from(every), max_size=2)) if every else frozenset())
    later = standing(plan, live).plan
    before, after = zone_table(plan), zone_table(later)
    alike: dict[Seen, list[Department]] = {}
    for each in departments(later):
        seen = [order(plan, before[each.agency], offers, freely, seed=seed) for seed in draws]
        seen += [order(later, after[each.agency], offers, freely, seed=seed) for seed in draws]
        alike.setdefault(tuple(seen), []).append(each)
    for group in alike.values():
        for home in {plan.zone(before[each.agency]) for each in group}:
            stayed = tuple(each for each in home.departments if each.agency in live)
            hers = [each for each in group if each.agency in home.agencies]
            promised = certificate(Zone(home.id, stayed), plan.policy).crowd or 1
            assert surest(group, plan.policy, hers) <= Fraction(1, promised)


@tried(40)
@given(plans_with_offers(), st.integers(0, 2**32))
def test_no_order_holds_anybody_of_a_department_that_may_have_asked(case: Case, seed: int) -> None:
    plan, offers = case
    for each in departments(plan):
        asked = order(plan, zone_table(plan)[each.agency], offers, freely, seed=seed)
        assert all(each.agency not in offer.affiliations for offer in asked)


@tried(40)
@given(sound_plans())
def test_the_numbers_shown_are_those_of_the_people_there(plan: VerifiedPlan) -> None:
    """Whatever a page says from a certificate, counting heads says too."""
    for zone in plan.zones:
        shown = certificate(zone, plan.policy)
        heads = [each.agency for each in zone.departments for _ in range(each.sworn)]
        assert shown.officers == len(heads)
        assert shown.departments == len(set(heads))
        assert plan.policy.crowd <= shown.crowd <= len(heads)
        if plan.policy.slack == 1:
            assert shown.crowd == len(heads)
            assert shown.largest_department == Fraction(max(Counter(heads).values()), len(heads))


def test_nothing_that_routes_can_be_told_the_agency_of_who_asks() -> None:
    """P10, for the order: a zone is all that any of it takes of her."""
    assert list(inspect.signature(order).parameters) == ["plan", "zone", "offers", "may", "seed"]
    assert list(inspect.signature(serve).parameters) == ["plan", "zone", "offers", "may"]
    assert list(inspect.signature(Routing).parameters) == ["plan", "offers", "may", "far"]
    for function in (order, serve, Routing, Routing.able, Routing.order, Routing.chances, geo.unserved, geo.thin):
        types = [str(each.annotation) for each in inspect.signature(function).parameters.values()]
        assert not any("AgencyId" in each for each in types)
    assert {each.name for each in fields(Offer)} == {"person", "seat", "affiliations", "home", "at", "load", "wanted"}


def test_what_is_seen_over_twelve_thousand_requests_fits_the_posterior_that_is_promised() -> None:
    """Officers ask at random; for each first person asked, the departments behind are counted: within six sigma."""
    zones = a_plan().zones
    uneven = tuple(
        replace(zone, departments=tuple(replace(each, sworn=8 + 9 * n) for n, each in enumerate(zone.departments)))
        for zone in zones
    )
    plan = VerifiedPlan(1, Policy(), uneven)
    offers = [an_offer(n, n % 9, load=n) for n in range(12)]
    table, random, routing = zone_table(plan), Random(20), Routing(plan, offers, freely)
    officers = [each for each in departments(plan) for _ in range(each.sworn)]
    seen: Counter[tuple[Offer, AgencyId]] = Counter()
    for _ in range(12_000):
        asker = random.choice(officers)
        first = next(routing.order(table[asker.agency], random.getrandbits(64)))
        seen[first, asker.agency] += 1
    rows = {zone.id: serve(plan, zone.id, offers, freely) for zone in plan.zones}
    for offer in offers:
        number = sum(seen[offer, each.agency] for each in departments(plan))
        joint = {each.agency: each.sworn * rows[table[each.agency]].get(offer.person, 0) for each in departments(plan)}
        for each in departments(plan):
            belief = joint[each.agency] / (math.fsum(joint.values()) or 1.0)
            sigma = math.sqrt(number * belief * (1 - belief))
            assert abs(seen[offer, each.agency] - number * belief) <= 6 * sigma
            assert belief <= each.sworn / 40


def test_a_lapse_for_one_member_takes_nobody_from_another_zone() -> None:
    """P5. In which order they are asked may change: the officers of all zones are shared out over them."""
    plan = a_sound_plan()
    now = standing(plan, frozenset(agency(n) for n in range(9)) - {agency(8)})
    offers = [an_offer(n, n) for n in range(9)]
    before, after = (set(order(each, zone_id(0), offers, freely, seed=1)) for each in (plan, now.plan))
    assert before == after


@pytest.mark.parametrize("number", [0, 1, 2])
def test_colleagues_and_neighbours_of_one_zone_get_the_same_order(number: int) -> None:
    plan = a_sound_plan()
    offers = [an_offer(n, n % 9, load=n) for n in range(30)]
    table = zone_table(plan)
    orders = {order(plan, table[agency(3 * number + n)], offers, freely, seed=11) for n in range(3)}
    assert len(orders) == 1
