"""Whom an order holds, in which order, with which chances; and which zones nobody may serve."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
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
    required_crowd,
    same_side,
    thin,
    unserved,
    verify,
)
from geo.away import Ranging
from geo.roads import Measured, Roads, Told
from geo.routing import Routing, order, serve
from tests.geo.builders import (
    a_plan,
    a_sound_plan,
    a_zone,
    agency,
    an_offer,
    freely,
    person,
    plans_with_offers,
    tried,
    zone_id,
)

Case = tuple[VerifiedPlan, tuple[Offer, ...]]
DAY = date(2026, 7, 1)
seeds = st.integers(0, 2**64)


@pytest.mark.parametrize("load", [-0.1, math.nan, math.inf, 1_000_001])
def test_a_load_that_is_none_is_refused(load: float) -> None:
    with pytest.raises(OfferError, match="load") as refusal:
        an_offer(1, load=load)
    assert str(load) in str(refusal.value)
    assert isinstance(refusal.value, GeoError)


def test_a_zone_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(PlanError, match="no such part") as refusal:
        order(a_sound_plan(), zone_id(9), (), freely, seed=1)
    assert refusal.value.rule is Rule.UNKNOWN


def test_a_plan_that_broke_after_it_was_verified_routes_its_sound_zones_only() -> None:
    plan, away = a_sound_plan(), an_offer(1, 8)
    object.__setattr__(plan.zones[1].departments[0], "sworn", 3)
    assert order(plan, zone_id(0), (away,), freely, seed=1) == (away,)
    with pytest.raises(PlanError, match="has 33 officers") as refusal:
        order(plan, zone_id(1), (away,), freely, seed=1)
    assert (refusal.value.rule, refusal.value.zone) == (Rule.CROWD, zone_id(1))


@pytest.mark.parametrize("change", [{"load": 2.0}, {"at": Point(1, 1)}, {"affiliations": frozenset({agency(1)})}])
def test_two_offers_of_one_person_must_not_contradict_each_other(change: dict[str, object]) -> None:
    """A person outside by one row and inside by another would be asked by her own colleagues."""
    one = an_offer(7, 5, seat=Seat.PRIMARY)
    two = replace(one, seat=Seat.BACKUP, **change)  # type: ignore[arg-type]
    plan = a_sound_plan()
    for refuse in (
        lambda: order(plan, zone_id(0), (one, two), freely, seed=1),
        lambda: serve(plan, zone_id(0), (one, two), freely),
        lambda: unserved(plan, (one, two), freely),
    ):
        with pytest.raises(OfferError, match="differ in more than seat and role"):
            refuse()


def test_people_affiliated_inside_are_left_out_whatever_else_they_belong_to() -> None:
    plan = a_sound_plan()
    inside, both, outside, none = an_offer(1, 0), an_offer(2, 8, 1), an_offer(3, 8), an_offer(4)
    everybody = (inside, both, outside, none)
    assert set(order(plan, zone_id(0), everybody, freely, seed=3)) == {outside, none}
    assert set(serve(plan, zone_id(0), everybody, freely)) == {person(3), person(4)}


def test_people_of_an_absent_department_do_not_serve_its_zone() -> None:
    zones = a_plan().zones
    plan = verify(a_plan(None, replace(zones[0], absent=frozenset({agency(50)})), zones[1]))
    absent = an_offer(1, 50, at=Point(44, -121))
    assert order(plan, zone_id(0), (absent,), freely, seed=1) == ()
    assert order(plan, zone_id(1), (absent,), freely, seed=1) == (absent,)


def test_wanted_roles_come_first_then_seats_in_their_order() -> None:
    plan = a_sound_plan()
    offers = [an_offer(10 * wanted + seat, 8, seat=seat, wanted=bool(wanted)) for wanted in (0, 1) for seat in Seat]
    assert [each.person for each in order(plan, zone_id(0), offers, freely, seed=5)] == [
        person(number) for number in (11, 12, 13, 14, 1, 2, 4)
    ]


def test_a_clinician_is_asked_only_when_she_is_wanted() -> None:
    plan = a_sound_plan()
    offer = an_offer(1, seat=Seat.CLINICIAN)
    assert order(plan, zone_id(0), (offer,), freely, seed=1) == (offer,)
    assert order(plan, zone_id(0), (replace(offer, wanted=False),), freely, seed=1) == ()


def test_a_person_in_two_seats_is_asked_once_at_her_first_turn() -> None:
    plan = a_sound_plan()
    backup = an_offer(1, 8, seat=Seat.BACKUP)
    primary, off_duty = replace(backup, seat=Seat.PRIMARY), replace(backup, seat=Seat.OFF_DUTY)
    other = an_offer(2, 8, seat=Seat.BACKUP)
    assert order(plan, zone_id(0), (off_duty, backup, other, primary), freely, seed=1) == (primary, other)


@tried(50)
@given(plans_with_offers(), seeds)
def test_an_order_holds_each_outsider_once_and_nobody_else(case: Case, seed: int) -> None:
    plan, offers = case
    for zone in plan.zones:
        asked = order(plan, zone.id, offers, freely, seed=seed)
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
        assert order(plan, zone.id, iter(shuffled), freely, seed=seed) == order(
            plan, zone.id, offers, freely, seed=seed
        )
        assert serve(plan, zone.id, shuffled, freely) == serve(plan, zone.id, offers, freely)


@tried(50)
@given(plans_with_offers())
def test_chances_are_of_the_first_turn_and_sum_to_one(case: Case) -> None:
    """P1: nobody of the zone, nobody of a later turn."""
    plan, offers = case
    for zone in plan.zones:
        chances = serve(plan, zone.id, offers, freely)
        asked = order(plan, zone.id, offers, freely, seed=1)
        assert set(chances) == {each.person for each in asked if each.turn == asked[0].turn}
        assert min(chances.values(), default=0) >= 0
        if chances:
            assert math.fsum(chances.values()) == pytest.approx(1, abs=1e-12)


@tried(50)
@given(plans_with_offers())
def test_every_department_of_a_zone_asks_the_same_and_needs_less_than_the_zone_sends(case: Case) -> None:
    """P2. For each person who may be seen, required crowd times chance is at most what all officers send there."""
    plan, offers = case
    rows = {
        each.agency: (each.sworn, serve(plan, zone.id, offers, freely))
        for zone in plan.zones
        for each in zone.departments
    }
    for whom in {each.person for each in offers}:
        sent = math.fsum(sworn * row.get(whom, 0.0) for sworn, row in rows.values())
        for sworn, row in rows.values():
            assert required_crowd(sworn, plan.policy) * row.get(whom, 0.0) <= sent + 1e-9


@tried(50)
@given(plans_with_offers(), st.randoms(use_true_random=False))
def test_relabelling_agencies_changes_no_chance(case: Case, random: Random) -> None:
    """P7."""
    plan, offers = case
    known = sorted({each for zone in plan.zones for each in zone.inside} | {agency(900), agency(901)})
    others = list(known)
    random.shuffle(others)
    new = dict(zip(known, others, strict=True))
    relabelled = verify(
        replace(
            plan,
            zones=tuple(
                replace(zone, departments=tuple(replace(each, agency=new[each.agency]) for each in zone.departments))
                for zone in plan.zones
            ),
        )
    )
    people = [replace(o, affiliations=frozenset(new[each] for each in o.affiliations)) for o in offers]
    for zone in plan.zones:
        assert serve(relabelled, zone.id, people, freely) == serve(plan, zone.id, offers, freely)


OUTSIDE = 900
"""An agency of no zone: its people may serve all."""


def chances(offers: Sequence[Offer], policy: Policy | None = None, far: Ranging | None = None) -> list[float]:
    """Chances at the first zone of three, by person; the policy does not cap unless given."""
    plan = verify(a_plan(policy or Policy(load_factor=100)))
    return list(Routing(plan, offers, freely, far).chances(zone_id(0)).values())


def outsider(number: int, lon: float = -120.75, *, load: float = 0.0) -> Offer:
    """Of no zone, in the row of stations; the first zone stands at -121 to -120.5."""
    return an_offer(number, OUTSIDE + number, at=Point(44.0, lon), load=load)


def test_the_nearest_is_asked_first_and_the_others_keep_their_places() -> None:
    far, near, farther = outsider(1, -118.0), outsider(2), outsider(3, -115.0)
    assert chances((far, near, farther)) == [0, 1, 0]
    plan = verify(a_plan(Policy(load_factor=100)))
    for seed in range(5):
        assert order(plan, zone_id(0), (farther, far, near), freely, seed=seed) == (near, far, farther)


def test_who_cannot_be_told_from_the_nearest_is_asked_as_often_and_a_known_road_tells_them_apart() -> None:
    """Stations 20 and 27 straight miles off the middle: the roads are 22 to 33 and 29 to 45 miles."""
    one, two, far = outsider(1, -120.35), outsider(2, -120.21), outsider(3, -117.5)
    assert chances((one, two, far)) == pytest.approx([1 / 2, 1 / 2, 0], abs=0.02)
    homes = [each.home for each in (one, two, far) if each.home]
    at = {home: each.at for home, each in zip(homes, (one, two, far), strict=True) if each.at}
    zone = a_zone(0, (0, 1, 2))

    def roads(miles: Sequence[float | None]) -> Roads:
        told = {
            frozenset((home, each.agency)): (Told(far),)
            for home, far in zip(homes, miles, strict=True)
            for each in zone.departments
        }
        return Roads(at, told, {})

    assert chances((one, two, far), far=Ranging(roads((30, 29, 100)))) == [0, 1, 0]
    assert chances((one, two, far), far=Ranging(roads((None, 60, 59)))) == [0, 0, 1]
    measured = {pair: Measured(told[0].miles, DAY) for pair, told in roads((30, 29, 100)).told.items()}
    same = chances((one, two, far), far=Ranging(Roads(at, {}, measured)))
    assert same == pytest.approx([1 / 2, 1 / 2, 0], abs=0.02), "an engine may be a fiftieth off"


def test_a_road_that_is_closed_in_winter_counts_in_winter() -> None:
    one, two = outsider(1), outsider(2, -118.0)
    assert one.home is not None
    closed = {frozenset((one.home, each.agency)): (Told(None, 11, 4),) for each in a_zone(0, (0, 1, 2)).departments}
    roads = Roads({}, closed, {})
    assert chances((one, two), far=Ranging(roads, 7)) == [1, 0]
    assert chances((one, two), far=Ranging(roads, 12)) == [0, 1]


def test_miles_are_weighted_by_officers() -> None:
    """The station beside the large department is closer than the one beside the small department."""
    west, east = outsider(1, -121.5), outsider(2, -120.0)
    sizes = {0: 90, 1: 2, 2: 2}
    zones = a_plan().zones
    heavy = replace(
        zones[0],
        departments=tuple(replace(each, sworn=sizes[n]) for n, each in enumerate(zones[0].departments)),
    )
    plan = verify(a_plan(Policy(load_factor=100, crowd=20), heavy, *zones[1:]))
    assert serve(plan, zone_id(0), (west, east), freely) == {person(1): 1, person(2): 0}
    assert chances((west, east)) == pytest.approx([1 / 2, 1 / 2], abs=0.02)


def test_who_has_the_mean_load_has_half_the_chance_of_the_rested() -> None:
    one, two, three = chances([outsider(n, load=load) for n, load in enumerate((0.0, 6.0, 12.0))])
    assert one / two == pytest.approx(2, abs=0.01)
    assert one / three == pytest.approx(3, abs=0.01)


def test_rest_counts_among_the_equally_far_of_several_agencies_too() -> None:
    rested, tired = chances([outsider(1, -120.35), outsider(2, -120.21, load=9.0)])
    assert rested / tired == pytest.approx(3, abs=0.2)


def test_hours_or_talks_give_the_same_chances() -> None:
    hours = chances([outsider(n, load=load) for n, load in enumerate((2.0, 8.0))])
    talks = chances([outsider(n, load=load) for n, load in enumerate((1.0, 4.0))])
    assert hours == pytest.approx(talks)


def test_who_has_no_station_counts_as_far_as_the_median() -> None:
    near, middle, far, nowhere = outsider(1), outsider(2, -118.0), outsider(3, -115.0), an_offer(4)
    assert chances([near, middle, far, nowhere]) == [1, 0, 0, 0]
    assert chances([middle, far, nowhere, outsider(5, -118.0)]) == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3], abs=0.02)
    assert chances([an_offer(1), an_offer(2)]) == [0.5, 0.5]


@tried(40)
@given(st.lists(st.tuples(st.integers(-125, -115), st.sampled_from([0.0, 2.0, 9.0])), min_size=1, max_size=8))
def test_nobody_takes_more_officers_than_the_load_factor_allows_for_her_rest(people: list[tuple[int, float]]) -> None:
    """P14. All may serve all, so the factor can be kept; rest is what a share is even by."""
    offers = [outsider(n, float(lon), load=load) for n, (lon, load) in enumerate(people)]
    plan, mean = a_sound_plan(), math.fsum(load for _, load in people) / len(people)
    rest = [mean / (mean + load) if mean else 1.0 for _, load in people]
    officers = {zone.id: sum(each.weight for each in zone.departments) for zone in plan.zones}
    rows = {zone: serve(plan, zone, offers, freely) for zone in officers}
    for offer, mine in zip(offers, rest, strict=True):
        taken = math.fsum(officers[zone] * row[offer.person] for zone, row in rows.items())
        assert taken <= 2 * mine / math.fsum(rest) * sum(officers.values()) * 1.01


def test_one_zone_gives_way_to_another_that_has_nobody_else_as_near() -> None:
    """What makes it a sharing of all zones: the one between them goes to whom she saves the more miles."""
    west, middle, east = outsider(1, -122.5), outsider(2, -119.4), outsider(3, -104.0)
    plan = a_sound_plan()
    routing = Routing(plan, (west, middle, east), freely)
    assert routing.chances(zone_id(0))[person(1)] == 1
    assert routing.chances(zone_id(1))[person(2)] == 1
    assert routing.chances(zone_id(2))[person(2)] == 1


def test_one_person_alone_is_certain_and_nobody_is_nobody() -> None:
    assert chances([an_offer(1, 8, load=9)]) == [1]
    assert chances([]) == chances([an_offer(1, 0)]) == []


def test_who_is_not_let_through_the_gate_is_not_asked_and_takes_nobodys_place() -> None:
    one, two = outsider(1), outsider(2, -118.0)
    plan = a_sound_plan()
    found = serve(plan, zone_id(0), (one, two), lambda zone, who: (zone, who) != (zone_id(0), person(1)))
    assert found == {person(2): 1}


def test_the_first_is_drawn_by_her_chance_and_the_second_by_the_same_rule_without_her() -> None:
    """10,000 seeds, within six standard deviations."""
    plan, number = verify(a_plan(Policy(load_factor=Fraction(3, 2)))), 10_000
    offers = [outsider(1, -120.0), outsider(2, -119.0, load=3), outsider(3, -118.0, load=1), outsider(4, -121.6)]
    routing = Routing(plan, offers, freely)
    expected = routing.chances(zone_id(0))
    assert sum(0 < chance < 1 for chance in expected.values()) > 1
    firsts: dict[PersonId, int] = {}
    pairs: dict[tuple[PersonId, PersonId], int] = {}
    for seed in range(number):
        asked = routing.order(zone_id(0), seed)
        one, two = next(asked).person, next(asked).person
        firsts[one] = firsts.get(one, 0) + 1
        pairs[one, two] = pairs.get((one, two), 0) + 1
    for one, chance in expected.items():
        assert abs(firsts.get(one, 0) - number * chance) <= 6 * math.sqrt(number * chance * (1 - chance))
        for two, next_chance in routing.chances(zone_id(0), {one}).items():
            both = chance * next_chance
            assert abs(pairs.get((one, two), 0) - number * both) <= 6 * math.sqrt(number * both * (1 - both))


@tried(50)
@given(plans_with_offers(), seeds)
def test_unserved_and_thin_zones_are_those_whose_order_has_nobody_or_one(case: Case, seed: int) -> None:
    plan, offers = case
    lengths = {zone.id: len(order(plan, zone.id, offers, freely, seed=seed)) for zone in plan.zones}
    assert unserved(plan, offers, freely) == tuple(each for each, length in lengths.items() if length == 0)
    assert thin(plan, offers, freely) == tuple(each for each, length in lengths.items() if length == 1)


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
    broken = same_side([each.affiliations for each in holders], [], plan)
    assert broken == (bool(holders) and bool(unserved(plan, holders, freely)))
