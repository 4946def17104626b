"""The demo's region: what it promises on its door is so, on PostgreSQL."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from agreements import Allow, Deny, Why
from consortium.access.permissions import Role
from consortium.demo.door import load_doors
from consortium.demo.people import invent
from consortium.demo.places import BLUE_LEDGE, JUNIPER_RIM, THREE_CREEKS
from consortium.demo.regions import DEMO, DemoRegion
from consortium.demo.rota import WEEKS_BEFORE
from consortium.demo.staff import peers_of
from consortium.demo.texts import LIMITS
from consortium.demo.turns import spread, take_turns
from consortium.duty.missing import missing
from consortium.duty.timeline.window import window_of
from consortium.members.plan_zones import RegionTooSmall, plan_zones
from consortium.members.store import load_lines, load_notices
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from geo import AgencyId, PersonId, best_promise, certificate, same_side
from scheduling import Line, Span, gaps, one_sided, stretches, who
from scheduling.wallclock import instant, zone
from tests.harness import Clones, Ground, seed

VIRGINIA, OREGON, CAROLINA = DEMO
FICTION = re.compile(r"\(\d{3}\) 555-01\d\d")


@pytest.fixture(scope="module")
async def region(clones: Clones, seeded: str) -> AsyncIterator[Ground]:
    """The demo's region, one for all tests here: none of them leaves anything behind."""
    name = await clones.make(seeded)
    ground = clones.ground(name)
    yield ground
    await ground.close()
    await clones.drop(name)


async def facts_of(ground: Ground, region: DemoRegion) -> tuple[Facts, datetime]:
    """What routing would decide on now, and now."""
    async with ground.database.reading(await ground.consortium(region.slug)) as reading:
        return await load_facts(reading), reading.now


def eight_weeks(facts: Facts) -> Span:
    """The eight weeks, two of them over, in which each turn comes round once."""
    first = min(rotation.first_day for rotation in facts.schedule.rotations) + timedelta(weeks=WEEKS_BEFORE - 2)
    home = zone(facts.region.timezone)
    return Span(instant(first, time(7), home), instant(first + timedelta(weeks=8), time(7), home))


def named(facts: Facts, name: str) -> AgencyId:
    """The agency of which this is the short name."""
    return next(agency for agency, known in facts.agency_names.items() if known.startswith(f"{name} P"))


async def test_seeding_again_changes_nothing(region: Ground) -> None:
    tables = (
        "consortium",
        "agency",
        "person",
        "peer",
        "designation",
        "rotation",
        "turn",
        "override",
        "journal",
        "zone",
    )
    before = {table: await region.rows(table) for table in tables}
    await seed(region)
    assert {table: await region.rows(table) for table in tables} == before


async def test_the_three_are_of_the_sizes_told_and_marked_as_invented(region: Ground) -> None:
    assert [each.size for each in DEMO] == [30, 12, 6]
    for each in DEMO:
        facts, _ = await facts_of(region, each)
        assert len(facts.departments) == each.size
        assert sum(one.sworn for one in facts.departments.values()) == each.officers
        assert facts.region.invented
    assert [each.text_offered for each in DEMO] == [False, True, False]


@pytest.mark.parametrize("one", [VIRGINIA, OREGON], ids=lambda one: one.slug)
async def test_every_part_hides_each_officer_among_forty(region: Ground, one: DemoRegion) -> None:
    facts, now = await facts_of(region, one)
    standing = facts.standing(now)
    assert standing is not None
    assert len(standing.plan.zones) >= 3
    for each in standing.plan.zones:
        told = certificate(each, facts.region.policy)
        assert told.crowd >= 40
        assert told.departments >= 3
        assert told.largest_small <= facts.region.policy.agency_cap


async def test_the_smallest_has_no_parts_and_is_told_what_would_be_possible(region: Ground) -> None:
    facts, now = await facts_of(region, CAROLINA)
    assert facts.standing(now) is None
    promise = best_promise(facts.departments.values(), facts.region.policy)
    assert 20 <= promise < 40
    async with region.database.transaction(await region.consortium(CAROLINA.slug)) as tx:
        with pytest.raises(RegionTooSmall, match=f"The largest promise that this region can keep is {promise}") as no:
            await plan_zones(tx, live=facts.reach.live(now), nobody_has_asked=True)
    assert no.value.promise == promise


@pytest.mark.parametrize("one", [VIRGINIA, OREGON], ids=lambda one: one.slug)
async def test_at_no_hour_of_the_eight_weeks_do_primary_and_backup_share_a_part(
    region: Ground, one: DemoRegion
) -> None:
    facts, now = await facts_of(region, one)
    standing = facts.standing(now)
    assert standing is not None
    window = eight_weeks(facts)
    hours = int((window.end - window.start) / timedelta(hours=1))
    assert 8 * 7 * 24 - 1 <= hours <= 8 * 7 * 24 + 1
    for hour in range(hours):
        duty = who(facts.schedule, window.start + timedelta(hours=hour))
        own = {person: facts.peers[person].papers.at(now).own for person in duty.primary | duty.backup}
        assert not same_side(
            [own[person] for person in duty.primary], [own[person] for person in duty.backup], standing.plan
        )


async def test_in_the_smallest_they_never_share_an_agency(region: Ground) -> None:
    facts, now = await facts_of(region, CAROLINA)
    own = {person: frozenset(peer.papers.at(now).own) for person, peer in facts.peers.items()}
    assert one_sided(facts.schedule, eight_weeks(facts), own) == ()


async def test_one_night_of_primary_is_open_and_nothing_else(region: Ground) -> None:
    for one in DEMO:
        facts, _ = await facts_of(region, one)
        found = {line: gaps(facts.schedule, line, eight_weeks(facts)) for line in Line}
        assert found[Line.BACKUP] == found[Line.CLINICIAN] == ()
        if one is not VIRGINIA:
            assert found[Line.PRIMARY] == ()
            continue
        (leave,) = facts.schedule.leave
        (gap,) = found[Line.PRIMARY]
        home = zone(one.timezone)
        assert gap.start == leave.during.start
        assert gap.start.astimezone(home).time() == time(19)
        assert gap.end.astimezone(home).time() == time(7)
        assert gap.end.astimezone(home).date() - gap.start.astimezone(home).date() == timedelta(days=1)
        assert len(who(facts.schedule, gap.start).backup) == 2


async def test_the_open_night_lies_ahead_and_shows_on_its_week(region: Ground) -> None:
    facts, now = await facts_of(region, VIRGINIA)
    (leave,) = facts.schedule.leave
    assert now < leave.during.start < now + timedelta(days=5)
    week = window_of(leave.during.start.astimezone(zone(VIRGINIA.timezone)).date(), 1, VIRGINIA.timezone).span
    assert [(each.what, each.start) for each in missing(facts, week)] == [
        ("Nobody on call: primary", leave.during.start),
    ]


@pytest.mark.parametrize("one", [VIRGINIA, OREGON], ids=lambda one: one.slug)
async def test_somebody_may_serve_nearly_every_part_at_any_time(region: Ground, one: DemoRegion) -> None:
    facts, now = await facts_of(region, one)
    standing = facts.standing(now)
    assert standing is not None
    served = [
        facts.served(each, stretch.span.start) > 0
        for stretch in stretches(facts.schedule, Span(now, now + timedelta(weeks=2)))
        for each in standing.plan.zones
    ]
    assert sum(served) >= 0.95 * len(served)


async def test_what_is_amiss_is_amiss_for_the_reason_told(region: Ground) -> None:
    facts, now = await facts_of(region, VIRGINIA)
    unsigned = named(facts, "Stannard Community College")
    assert set(facts.departments) - facts.reach.live(now) == {unsigned}

    def reasons(agency: AgencyId) -> set[Why]:
        answers = [facts.reach.may_serve(frozenset({agency}), peer, now) for peer in facts.peers.values()]
        return {answer.why for answer in answers if isinstance(answer, Deny)}

    assert reasons(unsigned) == {Why.NOT_SIGNED, Why.OWN_AGENCY}
    assert reasons(named(facts, "Gannet Crossing")) == {
        Why.NOT_SIGNED,  # lent by the agency that has not signed
        Why.TRAINING_LAPSED,
        Why.NOT_DESIGNATED,
        Why.OWN_AGENCY,
    }


async def test_everybody_else_who_answers_may_serve_whom_she_does_not_belong_to(region: Ground) -> None:
    facts, now = await facts_of(region, OREGON)
    standing = facts.standing(now)
    assert standing is not None
    for peer in facts.peers.values():
        for each in standing.plan.zones:
            answer = facts.reach.may_serve(each.agencies, peer, now)
            assert isinstance(answer, Allow) == each.agencies.isdisjoint(peer.papers.at(now).own)


async def test_each_peer_is_lent_for_about_nine_sworn_and_some_belong_to_two_agencies(region: Ground) -> None:
    for one in DEMO:
        facts, _ = await facts_of(region, one)
        peers = [peer for peer in facts.peers.values() if peer.lent_by is not None]
        assert len(peers) == sum(map(peers_of, one.places))
        assert 7.5 <= one.officers / len(peers) <= 11
        assert sum(peer.lent_by is None for peer in facts.peers.values()) == 2 + one.clinicians
        assert sum(len(peer.affiliations) > 1 for peer in peers) == len(one.bonds)


async def test_nobody_has_a_mail_domain_or_a_number_that_could_be_real(region: Ground) -> None:
    mails = [row["email"] for row in await region.rows("person")]
    channels = [row["address"] for row in await region.rows("channel")]
    numbers = [row["talk_number"] for row in await region.rows("peer")]
    assert all(mail.endswith(".example.org") for mail in (*mails, *channels))
    assert all(FICTION.fullmatch(number) for number in numbers)
    assert len(set(mails)) == len(mails)


async def test_everybody_who_answers_can_be_paged(region: Ground) -> None:
    for one in DEMO:
        facts, _ = await facts_of(region, one)
        assert set(facts.mails) == set(facts.peers)


async def test_lines_are_fresh_and_limits_are_examples_in_both_languages(region: Ground) -> None:
    for one in DEMO:
        async with region.database.reading(await region.consortium(one.slug)) as reading:
            lines, notices = await load_lines(reading), await load_notices(reading)
            today = reading.now.date()
        assert [line.number for line in lines] == ["911", "988", "988", "1-800-267-5463"]
        rung = [line.verified_on for line in lines if line.verified_on]
        assert len(rung) == len(lines)
        assert all(timedelta(0) <= today - day <= timedelta(days=30) for day in rung)
        assert set(notices) == {(one.state, "en"), (one.state, "es")}
        assert all(notice.example and notice.approved_by == "Example only" for notice in notices.values())


def test_limits_are_short_and_say_what_a_sworn_peer_must_report() -> None:
    for limits in LIMITS:
        assert len(f"{limits.text} {limits.misconduct_duty}".split()) <= 120
        assert limits.text.startswith(("EXAMPLE.", "EJEMPLO."))
        assert limits.misconduct_duty


async def test_the_door_lets_in_who_is_on_call_and_who_steers(region: Ground) -> None:
    for one in DEMO:
        async with region.database.reading(await region.consortium(one.slug)) as reading:
            doors, facts = await load_doors(reading), await load_facts(reading)
            duty = who(facts.schedule, reading.now)
        why: Mapping[str, PersonId] = {door.why: door.person for door in doors}
        assert why["on call now as primary"] in duty.primary
        assert why["on call now as backup"] in duty.backup
        held = {role for door in doors for role in door.roles}
        assert held >= {Role.COORDINATOR, Role.AGENCY_HEAD, Role.CLERK, Role.LEGAL_ADVISOR, Role.ADMINISTRATOR}
        assert held >= {Role.CLINICAL_DIRECTOR, Role.CLINICIAN}


def test_no_two_places_or_people_of_the_demo_are_the_same() -> None:
    places = (*BLUE_LEDGE, *JUNIPER_RIM, *THREE_CREEKS)
    assert len({place.name for place in places}) == len(places)
    assert len({place.short for place in places}) == len(places)
    assert len({(place.lat, place.lon) for place in places}) == len(places)
    for one in DEMO:
        people = list(invent(one.slug, one.area_codes, skip=one.skip))
        for part in ("name", "email", "phone"):
            assert len({getattr(each, part) for each in people}) == len(people)


def test_turns_are_refused_where_all_belong_to_one_part() -> None:
    people = [PersonId(UUID(int=number)) for number in range(3)]
    with pytest.raises(ValueError, match="same part"):
        take_turns(people, dict.fromkeys(people, frozenset({"here"})), doubled=None)


def test_turns_are_shared_out_evenly() -> None:
    groups = [[PersonId(UUID(int=10 * side + number)) for number in range(4)] for side in range(3)]
    people = tuple(spread(groups))
    side_of = {person: frozenset({side}) for side, group in enumerate(groups) for person in group}
    turns = take_turns(people, side_of, doubled=3)
    assert len(turns.primary) == 56
    assert [len(holders) for holders in turns.backup] == [1, 1, 1, 2, 1, 1, 1, 1]
    held = [sum(person in turn for turn in turns.primary) for person in people]
    assert max(held) - min(held) <= 5
