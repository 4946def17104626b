"""Whom an order holds, in which order, with which chances; and which zones nobody may serve."""

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import (
    AgencyId,
    GeoError,
    Offer,
    OfferError,
    PersonId,
    PlanError,
    Point,
    Policy,
    Rule,
    Seat,
    VerifiedPlan,
    order,
    required_crowd,
    rough_miles,
    same_side,
    serve,
    thin,
    unserved,
    verify,
)
from tests.geo.builders import (
    a_plan,
    a_sound_plan,
    a_zone,
    agency,
    an_offer,
    person,
    plans_with_offers,
    tried,
    zone_id,
)

Case = tuple[VerifiedPlan, tuple[Offer, ...]]
seeds = st.integers(0, 2**64)


@pytest.mark.parametrize("load", [-0.1, math.nan, math.inf, 1_000_001])
def test_a_load_that_is_none_is_refused(load: float) -> None:
    with pytest.raises(OfferError, match="load") as refusal:
        an_offer(1, load=load)
    assert str(load) in str(refusal.value)
    assert isinstance(refusal.value, GeoError)


def test_a_zone_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(PlanError, match="no such part") as refusal:
        order(a_sound_plan(), zone_id(9), (), seed=1)
    assert refusal.value.rule is Rule.UNKNOWN


def test_a_plan_that_broke_after_it_was_verified_routes_its_sound_zones_only() -> None:
    plan, away = a_sound_plan(), an_offer(1, 8)
    object.__setattr__(plan.zones[1].departments[0], "sworn", 3)
    assert order(plan, zone_id(0), (away,), seed=1) == (away,)
    with pytest.raises(PlanError, match="has 33 officers") as refusal:
        order(plan, zone_id(1), (away,), seed=1)
    assert (refusal.value.rule, refusal.value.zone) == (Rule.CROWD, zone_id(1))


@pytest.mark.parametrize("change", [{"load": 2.0}, {"at": Point(1, 1)}, {"affiliations": frozenset({agency(1)})}])
def test_two_offers_of_one_person_must_not_contradict_each_other(change: dict[str, object]) -> None:
    """A person outside by one row and inside by another would be asked by her own colleagues."""
    one = an_offer(7, 5, seat=Seat.PRIMARY)
    two = replace(one, seat=Seat.BACKUP, **change)  # type: ignore[arg-type]
    plan = a_sound_plan()
    for refuse in (
        lambda: order(plan, zone_id(0), (one, two), seed=1),
        lambda: serve(plan.zones[0], (one, two), plan.policy),
        lambda: unserved(plan, {zone_id(0): (one, two)}),
    ):
        with pytest.raises(OfferError, match="differ in more than seat and role"):
            refuse()


def test_people_affiliated_inside_are_left_out_whatever_else_they_belong_to() -> None:
    plan = a_sound_plan()
    inside, both, outside, none = an_offer(1, 0), an_offer(2, 8, 1), an_offer(3, 8), an_offer(4)
    everybody = (inside, both, outside, none)
    assert set(order(plan, zone_id(0), everybody, seed=3)) == {outside, none}
    assert set(serve(plan.zones[0], everybody, plan.policy)) == {person(3), person(4)}


def test_people_of_an_absent_department_do_not_serve_its_zone() -> None:
    zones = a_plan().zones
    plan = verify(a_plan(None, replace(zones[0], absent=frozenset({agency(50)})), zones[1]))
    absent = an_offer(1, 50, at=Point(44, -121))
    assert order(plan, zone_id(0), (absent,), seed=1) == ()
    assert order(plan, zone_id(1), (absent,), seed=1) == (absent,)


def test_wanted_roles_come_first_then_seats_in_their_order() -> None:
    plan = a_sound_plan()
    offers = [an_offer(10 * wanted + seat, 8, seat=seat, wanted=bool(wanted)) for wanted in (0, 1) for seat in Seat]
    assert [each.person for each in order(plan, zone_id(0), offers, seed=5)] == [
        person(number) for number in (11, 12, 13, 14, 1, 2, 4)
    ]


def test_a_clinician_is_asked_only_when_she_is_wanted() -> None:
    plan = a_sound_plan()
    offer = an_offer(1, seat=Seat.CLINICIAN)
    assert order(plan, zone_id(0), (offer,), seed=1) == (offer,)
    assert order(plan, zone_id(0), (replace(offer, wanted=False),), seed=1) == ()


def test_a_person_in_two_seats_is_asked_once_at_her_first_turn() -> None:
    plan = a_sound_plan()
    backup = an_offer(1, 8, seat=Seat.BACKUP)
    primary, off_duty = replace(backup, seat=Seat.PRIMARY), replace(backup, seat=Seat.OFF_DUTY)
    other = an_offer(2, 8, seat=Seat.BACKUP)
    assert order(plan, zone_id(0), (off_duty, backup, other, primary), seed=1) == (primary, other)


@tried(50)
@given(plans_with_offers(), seeds)
def test_an_order_holds_each_outsider_once_and_nobody_else(case: Case, seed: int) -> None:
    plan, offers = case
    for zone in plan.zones:
        asked = order(plan, zone.id, offers, seed=seed)
        turns = [(not each.wanted, each.seat) for each in asked]
        assert turns == sorted(turns)
        assert len({each.person for each in asked}) == len(asked)
        assert {each.person for each in asked} == {
            each.person
            for each in offers
            if not each.affiliations & zone.inside and (each.wanted or each.seat != Seat.CLINICIAN)
        }
        assert set(asked) <= set(offers)


@tried(50)
@given(plans_with_offers(), seeds, st.randoms(use_true_random=False))
def test_an_order_depends_on_zone_offers_and_seed_and_not_on_how_offers_are_listed(
    case: Case, seed: int, random: Random
) -> None:
    plan, offers = case
    shuffled = list(offers)
    random.shuffle(shuffled)
    for zone in plan.zones:
        assert order(plan, zone.id, iter(shuffled), seed=seed) == order(plan, zone.id, offers, seed=seed)
        assert serve(zone, shuffled, plan.policy) == serve(zone, offers, plan.policy)


@tried(50)
@given(plans_with_offers())
def test_chances_are_positive_sum_to_one_and_stay_below_the_load_cap(case: Case) -> None:
    plan, offers = case
    for zone in plan.zones:
        chances = serve(zone, offers, plan.policy)
        assert list(chances) == sorted({each.person for each in offers if each.affiliations.isdisjoint(zone.inside)})
        if chances:
            assert math.fsum(chances.values()) == pytest.approx(1, abs=1e-12)
            assert min(chances.values()) > 0
            cap = plan.policy.load_factor / len(chances)
            assert max(chances.values()) <= cap + 1e-12 or cap >= 1


@tried(50)
@given(plans_with_offers())
def test_every_department_of_a_zone_asks_the_same_and_needs_less_than_the_zone_sends(case: Case) -> None:
    """For each person who may be seen, required crowd times chance is at most what all officers send there."""
    plan, offers = case
    rows = {
        each.agency: (each.sworn, serve(zone, offers, plan.policy)) for zone in plan.zones for each in zone.departments
    }
    for whom in {each.person for each in offers}:
        sent = math.fsum(sworn * row.get(whom, 0.0) for sworn, row in rows.values())
        for sworn, row in rows.values():
            assert required_crowd(sworn, plan.policy) * row.get(whom, 0.0) <= sent + 1e-9


@tried(50)
@given(plans_with_offers(), st.randoms(use_true_random=False))
def test_relabelling_agencies_changes_no_chance(case: Case, random: Random) -> None:
    plan, offers = case
    known = sorted({each for zone in plan.zones for each in zone.inside} | {agency(900), agency(901)})
    others = list(known)
    random.shuffle(others)
    new = dict(zip(known, others, strict=True))
    for zone in plan.zones:
        relabelled = replace(
            zone, departments=tuple(replace(each, agency=new[each.agency]) for each in zone.departments)
        )
        people = [replace(o, affiliations=frozenset(new[each] for each in o.affiliations)) for o in offers]
        assert serve(relabelled, people, plan.policy) == serve(zone, offers, plan.policy)


def chances(offers: Sequence[Offer], policy: Policy | None = None) -> list[float]:
    """Chances at the first zone of three, in the order of the offers; the policy does not cap unless given."""
    return list(serve(a_sound_plan().zones[0], offers, policy or Policy(load_factor=100)).values())


def test_twice_as_far_counts_a_quarter_once_the_doorstep_is_added() -> None:
    zone = a_zone(0, (0, 1, 2))
    near, far = an_offer(1, 5), an_offer(2, 8)
    away = [
        10 + sum(rough_miles(each.at, offer.at) for each in zone.departments if offer.at) / 3 for offer in (near, far)
    ]
    one, two = chances((near, far))
    assert one / two == pytest.approx((away[1] / away[0]) ** 2)


def test_miles_are_weighted_by_officers() -> None:
    """The station beside the large department is closer than the one beside the small department."""
    zone = a_zone(0, (0, 1, 2))
    heavy = replace(
        zone,
        departments=(replace(zone.departments[0], sworn=90), zone.departments[1], zone.departments[2]),
    )
    west, east = an_offer(1, at=zone.departments[0].at), an_offer(2, at=zone.departments[2].at)
    assert serve(zone, (west, east), Policy())[person(1)] == pytest.approx(0.5, abs=1e-6)
    assert serve(heavy, (west, east), Policy())[person(1)] > 0.6


def test_who_has_the_mean_load_has_half_the_chance_of_the_rested() -> None:
    one, two, three = chances([an_offer(n, 8, load=load) for n, load in enumerate((0.0, 6.0, 12.0))])
    assert one / two == pytest.approx(2)
    assert one / three == pytest.approx(3)


def test_hours_or_talks_give_the_same_chances() -> None:
    hours = chances([an_offer(n, 8, load=load) for n, load in enumerate((2.0, 8.0))])
    talks = chances([an_offer(n, 8, load=load) for n, load in enumerate((1.0, 4.0))])
    assert hours == pytest.approx(talks)


def test_who_has_no_station_counts_as_far_as_the_median() -> None:
    three = [an_offer(1, 3), an_offer(2, 5), an_offer(3, 8)]
    with_one_more = chances([*three, an_offer(4)])
    assert with_one_more[3] == with_one_more[1]
    assert chances([an_offer(1), an_offer(2)]) == [0.5, 0.5]


def test_the_nearest_is_capped_at_twice_an_even_share_and_the_others_take_the_rest_by_weight() -> None:
    offers = [an_offer(1, 3), *(an_offer(n, 8) for n in range(2, 7))]
    free = chances(offers)
    assert free[0] > 1 / 3
    capped = chances(offers, Policy())
    assert capped[0] == 1 / 3
    assert capped[1:] == pytest.approx([2 / 15] * 5)


def test_a_load_factor_of_one_asks_everybody_alike() -> None:
    offers = [an_offer(n, 3 + n % 6, load=n) for n in range(7)]
    assert chances(offers, Policy(load_factor=1)) == pytest.approx([1 / 7] * 7)


def test_a_cap_that_fills_two_seats_leaves_the_rest_in_proportion() -> None:
    offers = [an_offer(n, home) for n, home in enumerate((3, 3, 6, 7, 8, 8))]
    free, capped = chances(offers), chances(offers, Policy(load_factor=Fraction(5, 4)))
    assert capped[:2] == [1.25 / 6] * 2
    assert [share / capped[5] for share in capped[2:]] == pytest.approx([each / free[5] for each in free[2:]])


def test_one_person_alone_is_certain_and_nobody_is_nobody() -> None:
    assert chances([an_offer(1, 8, load=9)]) == [1]
    assert chances([]) == chances([an_offer(1, 0)]) == []


def test_the_first_is_drawn_by_her_chance_and_the_second_by_what_remains() -> None:
    """10,000 seeds, within six standard deviations."""
    plan, number = a_sound_plan(), 10_000
    offers = [an_offer(n, home, load=n) for n, home in enumerate((3, 4, 6, 8))]
    expected = serve(plan.zones[0], offers, plan.policy)
    firsts: dict[PersonId, int] = {}
    pairs: dict[tuple[PersonId, PersonId], int] = {}
    for seed in range(number):
        first, second, *_ = order(plan, zone_id(0), offers, seed=seed)
        firsts[first.person] = firsts.get(first.person, 0) + 1
        pair = (first.person, second.person)
        pairs[pair] = pairs.get(pair, 0) + 1
    for one, chance in expected.items():
        assert abs(firsts[one] - number * chance) < 6 * math.sqrt(number * chance * (1 - chance))
        for two in expected.keys() - {one}:
            both = chance * expected[two] / (1 - chance)
            assert abs(pairs[one, two] - number * both) < 6 * math.sqrt(number * both * (1 - both))


@tried(50)
@given(plans_with_offers(), seeds)
def test_unserved_and_thin_zones_are_those_whose_order_has_nobody_or_one(case: Case, seed: int) -> None:
    plan, offers = case
    given_offers = {zone.id: offers for zone in plan.zones[1:]}
    lengths = {zone.id: len(order(plan, zone.id, given_offers.get(zone.id, ()), seed=seed)) for zone in plan.zones}
    assert unserved(plan, given_offers) == tuple(each for each, length in lengths.items() if length == 0)
    assert thin(plan, given_offers) == tuple(each for each, length in lengths.items() if length == 1)


def of(*numbers: int) -> frozenset[AgencyId]:
    return frozenset(agency(number) for number in numbers)


@pytest.mark.parametrize(
    ("primary", "backup", "broken"),
    [
        ([of(0)], [of(1)], True),
        ([of(0)], [of(3)], False),
        ([of(0), of(3)], [of(1)], False),
        ([of(0)], [of(1), of(3)], False),
        ([of(0, 3)], [of(4)], True),
        ([of(0, 3)], [of(4), of(1)], False),
        ([of(0, 8)], [of(4, 6)], True),
        ([of(0)], [of()], False),
        ([of(77)], [of(77)], False),
        ([of(0)], [], True),
        ([], [of(0)], True),
        ([], [], False),
        ([of()], [], False),
    ],
)
def test_primary_and_backup_are_on_one_side_when_some_zone_holds_them_all(
    primary: list[frozenset[AgencyId]], backup: list[frozenset[AgencyId]], broken: bool
) -> None:
    assert same_side(primary, iter(backup), a_sound_plan()) is broken


def test_an_absent_department_is_on_its_zones_side_too() -> None:
    zones = a_plan().zones
    plan = verify(a_plan(None, replace(zones[0], absent=of(50)), zones[1]))
    assert same_side([of(50)], [of(1)], plan)


@tried(50)
@given(plans_with_offers())
def test_one_side_means_exactly_that_those_holders_leave_a_zone_unserved(case: Case) -> None:
    plan, offers = case
    holders = [replace(each, seat=Seat.PRIMARY) for each in offers]
    everywhere = {zone.id: holders for zone in plan.zones}
    broken = same_side([each.affiliations for each in holders], [], plan)
    assert broken == (bool(holders) and bool(unserved(plan, everywhere)))
