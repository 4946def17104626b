"""What cover is missing: judged by the gate that paging uses, told on a page, to programs, in figures and by mail."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from uuid import uuid4

import pytest

from agreements import Fact, FactKind, Period, Reach, Why, in_force_version
from consortium.access.permissions import Role
from consortium.duty.coverage.judge import judge
from consortium.duty.coverage.look_ahead import look_ahead
from consortium.duty.coverage.values import Bar, Gap, Kind, Meant, Outlook
from consortium.members.hours import Hours
from consortium.metrics import Gauge
from consortium.programs.scopes import Scope
from consortium.support.facts import Facts
from geo import Seat
from scheduling import Line, Schedule, Span, who
from tests.harness import Ground, MailCatcher
from tests.stories.program_world import Program
from tests.stories.request_world import SLUG, reading_of
from tests.stories.rota_world import Rota, rota

DAY: Final = timedelta(days=1)


@pytest.fixture
async def here(region: Ground, catcher: MailCatcher) -> AsyncIterator[Rota]:
    async with rota(region, catcher) as running:
        yield running


def of(outlook: Outlook, kind: Kind, line: Line | None = None) -> list[Gap]:
    return [gap for gap in outlook.gaps if gap.kind is kind and gap.line is line]


async def test_coverage_and_paging_never_disagree_about_who_may_serve_a_part(here: Rota) -> None:
    facts, now = await here.facts()
    chance = random.Random(4)
    proved = frozenset(person for person in facts.proved if chance.random() < 0.8)
    for these in (facts, replace(facts, proved=proved)):
        outlook = judge(these, Span(now, now + 90 * DAY))
        for _ in range(60):
            at = now + timedelta(seconds=chance.randrange(90 * 86_400))
            standing = these.standing(at)
            assert standing is not None
            for zone in standing.plan.zones:
                asked = these.able(zone, at, wanted="peer", way="call_peer")
                counted = [offer for offer in asked if offer.person in these.proved]
                on_call = [offer for offer in counted if offer.seat is not Seat.OFF_DUTY]
                told = {gap.kind for gap in (*outlook.gaps, *outlook.thin) if gap.zone == zone.id and at in gap.span}
                assert (Kind.ZONE in told) == (not on_call), (zone.id, at)
                assert (Kind.ONE in told) == (len(counted) == 1 and bool(on_call)), (zone.id, at)


async def test_each_way_of_not_being_there_is_a_gap_with_its_reason(here: Rota) -> None:
    facts, now = await here.facts()
    week = Span(now + DAY, now + 8 * DAY)
    bare = judge(replace(facts, schedule=Schedule()), week)
    assert {gap.line: gap.span for gap in bare.gaps if gap.kind is Kind.SEAT} == dict.fromkeys(Line, week)
    unproved = judge(replace(facts, proved=frozenset()), week)
    assert {gap.line for gap in unproved.gaps if gap.kind is Kind.SEAT} == set(Line)
    assert {each.barred.bar for gap in unproved.gaps for each in gap.reasons} >= {Bar.UNPROVED}

    holder = min(who(facts.schedule, week.start)[Line.CLINICIAN])
    peer = facts.peers[holder]
    lapsed = week.start + timedelta(hours=5)
    course = replace(peer.trainings[0], valid_until=lapsed)
    tells = {
        "training": (replace(peer, trainings=(course,)), Why.NO_LICENCE),
        "suspended": (replace(peer, suspensions=(Period(since=lapsed),)), Why.PEER_SUSPENDED),
        "designation": (
            replace(peer, designations=tuple(replace(each, until=lapsed) for each in peer.designations)),
            Why.DESIGNATION_ENDED,
        ),
    }
    for changed, why in tells.values():
        found = judge(replace(facts, peers={**facts.peers, holder: changed}, standings={}), week)
        (gap,) = [each for each in of(found, Kind.SEAT, Line.CLINICIAN) if each.span.start == lapsed]
        assert {each.barred.gate for each in gap.reasons if each.person == holder} == {why}


async def test_an_agreement_that_ends_leaves_nobody_and_one_designation_missing_is_told_of_that_part(
    here: Rota,
) -> None:
    holder = await here.one_backup()
    facts, now = await here.facts()
    ends = now + 3 * DAY
    pact = next(each for each in facts.reach.pacts if in_force_version(each, now))
    over = pact.with_fact(Fact(kind=FactKind.TERMINATED, at=ends, attested_by="a clerk"))
    ended = judge(replace(facts, reach=Reach((over,)), standings={}), Span(now, now + 7 * DAY))
    assert not [gap for gap in ended.gaps if gap.kind is Kind.ZONE and gap.span.end > ends], "no part is left then"

    standing = facts.standing(now)
    assert standing is not None
    agency = next(min(zone.agencies) for zone in standing.plan.zones if facts.barred(holder, zone, now) is None)
    peer = facts.peers[holder]
    kept = replace(peer, designations=tuple(each for each in peer.designations if each.agency != agency))
    found = judge(replace(facts, peers={**facts.peers, holder: kept}, standings={}), Span(now, now + DAY / 2))
    told = [gap for gap in found.gaps if gap.kind in {Kind.PART, Kind.ZONE} and gap.span.start == now]
    assert any(
        (each.person, each.barred.gate, each.barred.agency) == (holder, Why.NOT_DESIGNATED, agency)
        for gap in told
        for each in gap.reasons
    )


async def test_the_level_of_service_says_what_a_gap_is(here: Rota) -> None:
    facts, now = await here.facts()
    empty, week = replace(facts, schedule=Schedule()), Span(now, now + 7 * DAY)
    nine_to_five = tuple(Hours(day, time(9), time(17)) for day in range(5))

    def at(level: int, minutes: int | None = None, facts: Facts = empty) -> Outlook:
        region = replace(facts.region, service_level=level, hours=nine_to_five, call_back_minutes=minutes)
        return judge(replace(facts, region=region), week)

    assert at(1).gaps == ()
    assert at(3).hours(week, kind=Kind.SEAT, line=Line.PRIMARY) == 40
    assert at(4).hours(week, kind=Kind.SEAT, line=Line.PRIMARY) == 168
    (open_night,) = of(at(4, facts=facts), Kind.SEAT, Line.PRIMARY)
    (late,) = of(at(2, 60, facts=facts), Kind.SEAT, Line.PRIMARY)
    assert (late.span.start, late.span.end) == (open_night.span.start, open_night.span.end - timedelta(hours=1))
    assert of(at(2, 13 * 60, facts=facts), Kind.SEAT, Line.PRIMARY) == []


async def test_a_gap_is_told_in_words_with_one_way_to_mend_it_and_can_be_meant(here: Rota) -> None:
    coordinator = await here.one_with(Role.COORDINATOR)
    told = await coordinator.look("coverage")
    assert "Nobody on call: primary" in told
    assert "is away" in told
    assert "Requests go straight to backup" in told
    assert coordinator.links(r"/[\w-]+/schedule/change\?line=primary[^\"]+")
    _, now = await here.facts()
    first = now.date().isoformat()

    nothing = await coordinator.send("coverage/meant")
    assert (coordinator.status, "Give a day" in nothing) == (422, True)
    await coordinator.send("coverage/meant", of="line:primary", first=first, last=first, why=" ")
    assert coordinator.status == 422
    assert 'value="line:primary" selected' in coordinator.page, "what was chosen is kept"
    last = (now + 13 * DAY).date().isoformat()
    said = await coordinator.send(
        "coverage/meant", of="line:primary", first=first, last=last, why="The night is the neighbours' by word of mouth"
    )
    assert "Said. It is counted apart" in said
    assert "word of mouth" in said
    assert not coordinator.links(r"/[\w-]+/schedule/change\?line=primary[^\"]+")
    assert "12 hours in the next 90 days" in said
    (row,) = [each for each in await here.ground.rows("meant_gap") if "word of mouth" in each["why"]]
    again = await coordinator.send(f"coverage/meant/{row['id']}/end", sure="yes")
    assert "Taken back" in again
    assert coordinator.links(r"/[\w-]+/schedule/change\?line=primary[^\"]+")
    assert "word of mouth" not in again
    peer = await here.one_with(Role.PEER)
    await peer.look("coverage")
    assert peer.status == 404


async def test_meant_cuts_a_gap_where_it_ends(here: Rota) -> None:
    facts, now = await here.facts()
    week = Span(now, now + 7 * DAY)
    (gap,) = of(judge(facts, week), Kind.SEAT, Line.PRIMARY)
    half = Span(gap.span.start, gap.span.start + gap.span.length / 2)
    outlook = judge(facts, week, [Meant(id=uuid4(), during=half, line=Line.PRIMARY, zone=None, why="so")])
    (left,) = of(outlook, Kind.SEAT, Line.PRIMARY)

    assert (left.span.start, left.span.end) == (half.end, gap.span.end)
    assert [each.span for each in outlook.meant] == [half]


async def test_what_if_an_agency_leaves_or_joins_shows_parts_and_duty_and_keeps_nothing(here: Rota) -> None:
    coordinator = await here.one_with(Role.COORDINATOR)
    facts, now = await here.facts()
    live = facts.reach.live(now)
    (outside,) = sorted(set(facts.agency_names) - live)
    before = {table: await here.ground.rows(table) for table in ("zone_plan", "agreement_fact", "journal", "facts")}
    lends = max(live, key=lambda agency: sum(peer.lent_by == agency for peer in facts.peers.values()))

    left = await coordinator.look(f"coverage/what-if?agency={lends}")
    joined = await coordinator.look(f"coverage/what-if?agency={outside}")

    assert f"goes: {facts.agency_names[lends]}" in left
    assert "hours of duty would not count any more" in left
    assert f"comes: {facts.agency_names[outside]}" in joined
    assert "Nobody's duty is lost" in joined
    assert {table: await here.ground.rows(table) for table in before} == before
    assert (await coordinator.look("coverage/what-if?agency=none"), coordinator.status)[1] == 200


async def test_programs_and_figures_tell_the_same_as_the_page(here: Rota) -> None:
    facts, now = await here.facts()
    async with reading_of(here.ground) as reading:
        outlook = await look_ahead(reading, facts)
    assert outlook.meant, "the demo has one that is meant"
    program = await Program.of(here.home, Scope.READ_SCHEDULE, slug=SLUG)
    answer = await program.get("/gaps", start=_iso(now), end=_iso(now + 90 * DAY))
    assert answer.status_code == 200, answer.text
    told = answer.json()["missing"]
    assert [each["kind"] for each in told] == [gap.kind.value for gap in outlook.gaps]
    assert any(each["reasons"] and each["why"] for each in told)
    names = {facts.cards[reason.person].name for gap in outlook.gaps for reason in gap.reasons}
    assert names
    assert not any(name in answer.text for name in names), "whose papers lapsed is no program's matter"
    assert (await program.get("/gaps", start=_iso(now), end=_iso(now + 93 * DAY))).status_code == 422

    gauge = Gauge(database=here.ground.database, health=here.home.litestar.state.health)
    (cover,) = [each for each in (await gauge.take()).covers if each.slug == SLUG]
    assert cover.ahead.lines[Line.PRIMARY, 7] == outlook.hours(
        Span(now, now + 7 * DAY), kind=Kind.SEAT, line=Line.PRIMARY
    )
    assert sum(cover.ahead.parts.values()) > 0
    assert {key[0] for key in cover.ahead.parts} == set(range(1, len(outlook.zones) + 1))


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
