"""Planning the parts of the region: they hide everybody, keep to their state, are named, and change no promise."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count as numbers
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from agreements import FactKind
from consortium.db import Transaction
from consortium.journal import JournalRow
from consortium.members.part_names import part_names
from consortium.members.parts import grown, keeps_promise, left_among, still_linked
from consortium.members.plan_zones import RegionTooSmall, plan_zones
from consortium.members.store import load_agencies, load_zone_plan, load_zone_plans
from consortium.members.store.zone_tables import ZoneMemberRow, ZonePlanRow, ZoneRow
from consortium.members.tables import AgencyRow
from consortium.members.values import PlannedZones
from consortium.problems import Conflict
from consortium.signing.add_fact import add_fact
from consortium.signing.store import load_reach
from geo import AgencyId, Department, Point, Policy, Zone, ZoneId, ZonePlan, first_partition, standing, verify
from geo.zones import holds
from tests.harness import Ground
from tests.stories.members_world import (
    CLERK,
    TOWNS,
    Town,
    a_consortium,
    count,
    enrol,
    refused,
    sign_all,
    statements,
)

NEW_TOWN = Town("Ash Creek Police", 44.30, -121.20, 9)
VALLEY = tuple(
    Town(f"Valley {name} Police", 46.2 + step / 50, -119.2 + step / 60, 20 + step, state="WA", county="Vine")
    for step, name in enumerate(("One", "Two", "Three", "Four", "Five", "Six"))
)


async def settled(ground: Ground, towns: Sequence[Town] = TOWNS) -> tuple[UUID, dict[str, AgencyId]]:
    """A consortium whose agencies are all bound by one agreement."""
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        agencies = await enrol(tx, *towns)
        await sign_all(tx, agencies.values())
    return consortium, agencies


async def plan(tx: Transaction, *, nobody_has_asked: bool = False) -> PlannedZones:
    """Plan with the agencies that are bound now."""
    live = (await load_reach(tx)).live(tx.now)
    return await plan_zones(tx, live=live, nobody_has_asked=nobody_has_asked)


async def test_the_parts_that_were_planned_come_back_and_keep_their_promise(ground: Ground) -> None:
    consortium, agencies = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        made = await plan(tx)
    async with ground.database.reading(consortium) as reading:
        with statements(ground.database) as seen:
            found = await load_zone_plan(reading)
    assert len(seen) == 2
    assert found == made
    assert len(verify(made.plan).zones) >= 2
    assert {agency for zone in made.plan.zones for agency in zone.agencies} == set(agencies.values())
    assert len(set(made.labels.values())) == len(made.plan.zones)


async def test_parts_keep_to_their_state(ground: Ground) -> None:
    consortium, _ = await settled(ground, (*TOWNS, *VALLEY))
    async with ground.database.transaction(consortium) as tx:
        made = await plan(tx)
        states = (await load_agencies(tx)).states
    for zone in made.plan.zones:
        assert len({states[agency] for agency in zone.agencies}) == 1


async def test_an_agency_without_an_agreement_is_in_no_part(ground: Ground) -> None:
    consortium, agencies = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        new = (await enrol(tx, NEW_TOWN))[NEW_TOWN.name]
        made = await plan(tx)
    planned = {agency for zone in made.plan.zones for agency in zone.inside}
    assert planned == set(agencies.values())
    assert new not in planned


async def test_a_region_that_is_too_small_is_told_the_largest_promise_it_can_keep(ground: Ground) -> None:
    consortium, _ = await settled(ground, [Town(f"Hamlet {n} Police", 44 + n / 10, -121, 5 + n) for n in range(6)])
    with pytest.raises(RegionTooSmall) as caught:
        async with ground.database.transaction(consortium) as tx:
            await plan(tx)
    assert caught.value.promise == 19
    assert "6 agencies with 45 sworn officers" in str(caught.value)
    assert "hide each officer among 40" in str(caught.value)
    assert "The largest promise that this region can keep is 19." in str(caught.value)
    async with ground.database.reading(consortium) as reading:
        assert await load_zone_plan(reading) is None
        for table in (ZonePlanRow, ZoneRow, ZoneMemberRow):
            assert await count(reading, table) == 0


async def test_a_region_with_too_few_departments_is_told_that_more_must_join(ground: Ground) -> None:
    consortium, _ = await settled(ground, TOWNS[:3])
    async with refused(ground.database, consortium, RegionTooSmall, "More agencies must join.") as tx:
        await plan(tx)


async def test_an_agency_that_lapses_leaves_its_part_and_the_neighbours_keep_theirs(ground: Ground) -> None:
    consortium, agencies = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        made = await plan(tx)
        (pact,) = (await load_reach(tx)).pacts
        gone = agencies["Three Cones Police"]
        await add_fact(
            tx, pact=pact.id, kind=FactKind.SUSPENDED, at=tx.now, attested_by=CLERK, agency=gone, cause="insurance"
        )
    async with ground.database.reading(consortium) as reading:
        found = await load_zone_plan(reading)
        live = (await load_reach(reading)).live(reading.now)
        states = (await load_agencies(reading)).states
    assert found is not None
    assert found.plan == made.plan
    now = standing(found.plan, live, group=states)
    assert now.without_zone == {gone}
    assert {agency for zone in now.plan.zones for agency in zone.agencies} == set(agencies.values()) - {gone}


async def test_a_fresh_count_of_officers_shows_in_the_plan_at_once(ground: Ground) -> None:
    consortium, agencies = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        await plan(tx)
        await tx.execute(update(AgencyRow).where(AgencyRow.name == "Cinder Ford Police").values(sworn=2))
    async with ground.database.reading(consortium) as reading:
        found = await load_zone_plan(reading)
    assert found is not None
    assert {
        each.sworn
        for zone in found.plan.zones
        for each in zone.departments
        if each.agency == agencies["Cinder Ford Police"]
    } == {2}


async def test_planning_again_the_same_facts_changes_no_part(ground: Ground) -> None:
    consortium, _ = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        first = await plan(tx)
        second = await plan(tx)
    assert second.plan.version == first.plan.version + 1
    assert {zone.agencies for zone in second.plan.zones} == {zone.agencies for zone in first.plan.zones}
    assert {zone.id for zone in second.plan.zones}.isdisjoint(zone.id for zone in first.plan.zones)
    async with ground.database.reading(consortium) as reading:
        plans = await load_zone_plans(reading)
        assert [each.plan.version for each in plans] == [1, 2]
        an_old_zone = first.plan.zones[0].id
        assert await load_zone_plan(reading) == second
        assert await load_zone_plan(reading, holding=an_old_zone) == first
        assert await count(reading, JournalRow) > 0


async def interleaved(tx: Transaction, agencies: dict[str, AgencyId], *, version: int = 1, without: str = "") -> None:
    """An earlier plan that cuts right across what would be planned now; ``without`` an agency that was away."""
    names = sorted(agencies)
    made = ZonePlanRow(consortium=tx.consortium, version=version, crowd=40, least_departments=3, made_on=tx.now.date())
    tx.add(made)
    await tx.flush()
    for side in (0, 1):
        zone = ZoneRow(consortium=tx.consortium, plan=made.id, label=f"Side {side}")
        tx.add(zone)
        await tx.flush()
        tx.add_all(
            ZoneMemberRow(consortium=tx.consortium, plan=made.id, agency=agencies[name], zone=zone.id)
            for name in names[side::2]
            if name != without
        )
    await tx.flush()


async def test_parts_are_not_cut_anew_while_both_cuts_could_be_compared(ground: Ground) -> None:
    consortium, agencies = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        await interleaved(tx, agencies)
    async with refused(ground.database, consortium, Conflict, "tell officers apart") as tx:
        await plan(tx)
    async with ground.database.reading(consortium) as reading:
        assert len(await load_zone_plans(reading)) == 1
    async with ground.database.transaction(consortium) as tx:
        assert len((await plan(tx, nobody_has_asked=True)).plan.zones) >= 2


async def test_an_agency_that_joins_meanwhile_joins_the_nearest_part(ground: Ground) -> None:
    consortium, agencies = await settled(ground)
    async with ground.database.transaction(consortium) as tx:
        await interleaved(tx, agencies)
        new = await enrol(tx, NEW_TOWN)
        await sign_all(tx, [*agencies.values(), *new.values()], title="The second agreement")
        grown_plan = await plan(tx)
        before = (await load_zone_plans(tx))[0]
    assert grown_plan.plan.version == 2
    homes = {agency: zone.agencies for zone in grown_plan.plan.zones for agency in zone.agencies}
    assert agencies["Cinder Ford Police"] in homes[new[NEW_TOWN.name]]
    for zone in before.plan.zones:
        assert any(zone.agencies <= each.agencies for each in grown_plan.plan.zones)


async def test_an_agency_that_comes_back_joins_those_it_stood_with_and_not_the_nearest(ground: Ground) -> None:
    """In the nearest part an officer who asked before and asks again could only be of this one agency."""
    consortium, agencies = await settled(ground)
    back, nearest = "Rookville Police", "Rook County Sheriff"
    async with ground.database.transaction(consortium) as tx:
        await interleaved(tx, agencies)
        await interleaved(tx, agencies, version=2, without=back)
        made = await plan(tx)
        earlier = [each.plan for each in (await load_zone_plans(tx))[:2]]
    homes = {agency: zone.agencies for zone in made.plan.zones for agency in zone.agencies}
    assert agencies["Heron Springs Police"] in homes[agencies[back]]
    assert agencies[nearest] not in homes[agencies[back]]
    assert keeps_promise(made.plan, earlier)


def planned(plan: ZonePlan, made_on: date) -> PlannedZones:
    return PlannedZones(plan=plan, labels={}, made_on=made_on)


def test_a_plan_counts_as_linked_for_a_year_after_it_was_replaced() -> None:
    today = date(2026, 11, 21)
    plans = [ZonePlan(number, Policy(), ()) for number in (1, 2, 3)]
    stored = [
        planned(plans[0], date(2020, 1, 1)),
        planned(plans[1], today - timedelta(days=366)),
        planned(plans[2], today - timedelta(days=365)),
    ]
    assert still_linked(stored, today) == (plans[1], plans[2])
    assert still_linked(stored[:1], today) == (plans[0],)
    assert still_linked([], today) == ()


def department(number: int, lat: float, lon: float, sworn: int) -> Department:
    return Department(AgencyId(UUID(int=number)), Point(lat, lon), sworn)


@st.composite
def regions(draw: st.DrawFn) -> list[Department]:
    """Some dozen departments of a small region."""
    rows = draw(
        st.lists(
            st.tuples(st.floats(43, 46, allow_nan=False), st.floats(-123, -119, allow_nan=False), st.integers(0, 70)),
            min_size=8,
            max_size=20,
        )
    )
    return [department(number, *row) for number, row in enumerate(rows, start=1)]


def ids(start: int = 1000) -> Callable[[], ZoneId]:
    numbered = numbers(start)
    return lambda: ZoneId(UUID(int=next(numbered)))


@settings(deadline=None, max_examples=40)
@given(regions(), regions(), st.data())
def test_a_grown_plan_never_parts_who_stood_together(
    here: list[Department], coming: list[Department], data: st.DataObject
) -> None:
    policy = Policy(crowd=data.draw(st.integers(2, 40)))
    old = first_partition(here, policy, ids=ids())
    if old is None:
        return
    newcomers = [department(each.agency.int + 100, each.at.lat, each.at.lon, each.sworn) for each in coming]
    new = grown(old, newcomers, {}, ids=ids(5000), version=2)
    assert [zone.id.int >= 5000 for zone in new.zones] == [True] * len(old.zones)
    for zone in old.zones:
        assert sum(zone.agencies <= each.agencies for each in new.zones) == 1
    everybody = {agency for zone in new.zones for agency in zone.agencies}
    assert everybody == {each.agency for each in (*here, *newcomers)}
    assert keeps_promise(new, (old,))
    assert [zone.agencies for zone in new.zones] == [
        zone.agencies for zone in grown(old, newcomers[::-1], {}, ids=ids(5000), version=2).zones
    ]


@settings(deadline=None, max_examples=40)
@given(regions(), regions(), st.integers(2, 12))
def test_two_cuts_are_compared_part_by_part(here: list[Department], there: list[Department], crowd: int) -> None:
    """The oracle: whoever stands together in a part of each must keep the promise, or be nobody."""
    policy = Policy(crowd=crowd, least_departments=2)
    moved = [replace(each, at=other.at) for each, other in zip(here, there, strict=False)]
    one, other = first_partition(here, policy, ids=ids()), first_partition(moved, policy, ids=ids(5000))
    if one is None or other is None:
        return
    overlaps = [
        tuple(each for each in zone.departments if each.agency in home.agencies)
        for zone in one.zones
        for home in other.zones
    ]
    assert keeps_promise(one, (other,)) == all(holds(overlap, policy) for overlap in overlaps if overlap)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_whoever_asks_under_every_plan_that_had_her_is_hidden_exactly_where_it_is_said(data: st.DataObject) -> None:
    """The oracle: she asks once under each; left are the departments that could have brought about the same."""
    policy = Policy(crowd=30, least_departments=2, small=0)
    everybody = [department(number, 44.0, -121 + number / 10, 10) for number in range(1, 9)]
    plans = []
    for version in (1, 2, 3):
        sides = data.draw(st.lists(st.sampled_from("ABB-"), min_size=8, max_size=8))
        parts = [[one for one, side in zip(everybody, sides, strict=True) if side == each] for each in "AB"]
        zones = (Zone(ZoneId(UUID(int=10 * version + n)), tuple(each)) for n, each in enumerate(parts) if each)
        plans.append(ZonePlan(version, policy, tuple(zones)))
    *earlier, new = plans
    seen = [{each.agency: zone.id for zone in one.zones for each in zone.departments} for one in plans]
    hidden = True
    for her in seen[-1]:
        hers = [one for one in seen if her in one]
        left = [each for each in everybody if all(one.get(each.agency) == one[her] for one in hers)]
        hidden = hidden and (len(hers) == 1 or holds(left, policy))
    assert keeps_promise(new, earlier) == hidden


def test_after_an_agency_has_joined_two_parts_can_still_be_joined() -> None:
    policy = Policy(crowd=40)
    parts = [[department(number, 44.0, -121 + number / 10, 20) for number in range(n, n + 3)] for n in (1, 4, 7)]
    first = ZonePlan(1, policy, tuple(Zone(ZoneId(UUID(int=n)), tuple(each)) for n, each in enumerate(parts, 100)))
    second = grown(first, [department(20, 44.0, -121.0, 6)], {}, ids=ids(200), version=2, earlier=[first])
    one, other, third = second.zones
    merged = ZonePlan(3, policy, (Zone(ZoneId(UUID(int=300)), (*one.departments, *other.departments)), third))
    assert keeps_promise(merged, [first, second])


@settings(deadline=None, max_examples=60)
@given(regions(), st.data())
def test_who_asked_before_a_merger_and_a_newcomer_is_left_with_whom_both_looks_have_in_common(
    here: list[Department], data: st.DataObject
) -> None:
    """The oracle: for each officer who could ask both times, count who could have made the same two requests."""
    policy = Policy(crowd=data.draw(st.integers(2, 20)), least_departments=2)
    first = first_partition(here, policy, ids=ids())
    if first is None:
        return
    newcomers = [department(500, 44.5, -121.0, data.draw(st.integers(0, 9)))]
    second = grown(first, newcomers, {}, ids=ids(5000), version=2)
    gone = data.draw(st.sets(st.sampled_from(sorted(each.agency for each in here)), max_size=4))
    now = standing(second, frozenset(each.agency for each in (*here, *newcomers)) - gone)
    for zone in now.plan.zones:
        told = left_among(zone.departments, [first, second], policy)
        counts = []
        for mine in zone.departments:
            looks = [part.agencies for plan in (first, second) for part in plan.zones if mine.agency in part.agencies]
            same = [each for each in zone.departments if all(each.agency in look for look in looks)]
            counts.append((sum(each.sworn for each in same), mine.sworn))
        fewest = min((left for left, mine in counts if mine), default=0)
        assert told == (fewest if fewest < zone.officers else None)


def test_what_was_replaced_before_the_service_opened_is_linked_with_nothing() -> None:
    plan = ZonePlan(1, Policy(), (Zone(ZoneId(UUID(int=100)), (department(1, 44.0, -121.0, 50),)),))
    days = [date(2026, 3, day) for day in (1, 5, 9)]
    plans = [PlannedZones(plan=replace(plan, version=n), labels={}, made_on=day) for n, day in enumerate(days, 1)]
    versions = [
        [each.version for each in still_linked(plans, date(2026, 6, 1), since=date(2026, 3, day))] for day in (4, 6, 20)
    ]
    assert versions == [[1, 2, 3], [2, 3], [3]]
    assert [each.version for each in still_linked(plans, date(2027, 3, 7))] == [2, 3]


def test_an_agency_whose_companions_were_parted_stays_out_rather_than_being_told_apart() -> None:
    policy = Policy(crowd=50, least_departments=2)
    east, west = ([department(n + side, 44.0, -121 + n / 10, 20) for n in range(1, 5)] for side in (0, 10))
    back = department(5, 44.0, -120.8, 20)
    zones = [Zone(ZoneId(UUID(int=100)), (*east[:2], back)), Zone(ZoneId(UUID(int=101)), (*east[2:], *west))]
    before = ZonePlan(1, policy, tuple(zones))
    mixed = ((east[0], *west[:2], east[2]), (east[1], *west[2:], east[3]))
    now = ZonePlan(2, policy, tuple(Zone(ZoneId(UUID(int=200 + n)), each) for n, each in enumerate(mixed)))
    without = grown(now, [back], {}, ids=ids(300), version=3, earlier=[before, now])
    assert not any(back.agency in zone.agencies for zone in without.zones)
    with_her = grown(now, [back], {}, ids=ids(300), version=3)
    assert any(back.agency in zone.agencies for zone in with_her.zones)
    assert not keeps_promise(with_her, [before])


@settings(deadline=None, max_examples=40)
@given(regions(), st.integers(2, 30), st.lists(st.sampled_from(["", "Rook", "Basalt"]), min_size=20, max_size=20))
def test_no_two_parts_have_one_name_and_the_order_does_not_matter(
    here: list[Department], crowd: int, counties: list[str]
) -> None:
    made = first_partition(here, Policy(crowd=crowd, least_departments=2), ids=ids())
    if made is None:
        return
    known = {each.agency: county for each, county in zip(here, counties, strict=False)}
    names = part_names(made.zones, known)
    assert len(set(names.values())) == len(made.zones)
    assert part_names(made.zones[::-1], known) == names
    assert all(0 < len(name) < 40 for name in names.values())


def one_zone(number: int, lat: float, lon: float) -> Zone:
    return Zone(ZoneId(UUID(int=number)), (department(number, lat, lon, 30),))


@pytest.mark.parametrize(
    ("places", "names"),
    [
        (((44, -121), (44, -120)), ["West", "East"]),
        (((45, -121), (44, -121)), ["North", "South"]),
        (((45, -122), (44, -121), (43, -120)), ["North-west", "Middle", "South-east"]),
        (((52, 179.5), (52, -179.5)), ["West", "East"]),
        (((44, -121), (44, -121)), ["Middle", "Middle 2"]),
    ],
)
def test_a_part_is_named_by_where_it_lies(places: Sequence[tuple[float, float]], names: list[str]) -> None:
    zones = [one_zone(number, *place) for number, place in enumerate(places, start=1)]
    assert [part_names(zones, {})[zone.id] for zone in zones] == names


def test_alike_parts_are_told_apart_by_their_counties() -> None:
    zones = [one_zone(1, 44, -125), one_zone(2, 44, -120), one_zone(3, 44.01, -120)]
    counties = {AgencyId(UUID(int=number)): county for number, county in ((1, "Sea"), (2, "Rook"), (3, "Basalt"))}
    assert list(part_names(zones, counties).values()) == ["West", "East, Rook", "East, Basalt"]
