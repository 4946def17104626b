"""Two sister consortia looked at hard: who could be told apart, whose talk is cut off, and what stops whom."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

from consortium.support.sisters import Held
from consortium.support.wholes import kept
from geo import AgencyId, Department, Point, Policy, Standing, Zone, ZoneId, ZonePlan, verify
from tests.harness import Ground, MailCatcher, house
from tests.roles import Officer
from tests.stories.request_world import now_of
from tests.stories.set_up_world import change, help_says
from tests.stories.sister_world import (
    BELL,
    FORK,
    TITLES,
    TOWNS,
    a_party,
    administrator,
    asking,
    both_named,
    facts_with_sisters,
    named,
    paged,
    talking,
    two_halves,
)


async def test_what_officers_of_the_sister_asked_at_home_opens_by_no_page_of_ours(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground, parts=True)
    async with house(ground, catcher) as home:
        facts = await facts_with_sisters(home, fork)
        now = await now_of(ground)
        standing = facts.standing(now)
        assert standing is not None
        served = next(zone for zone in standing.plan.zones if facts.served(zone, now))
        officer = await asking(home, part=str(served.id))
        assert (await ground.rows("request"))[0]["consortium"] == fork.id
        stranger = Officer(home.browser(), BELL, words=officer.words)
        for first, other in ((bell, fork), (fork, bell)):
            await named(home, first, other)
            assert "Nothing is open under these words" in await stranger.look()
        assert "A peer has been paged" in await officer.look()


async def test_naming_again_forgets_nothing_and_cuts_no_talk_off(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground)
    async with ground.database.transaction(bell.id) as tx:
        other = await a_party(tx, "Somebody Else")
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        said = [row["said_at"] for row in await ground.rows("sister")]
        officer = await asking(home)
        await talking(home, officer, bell)
        await home.advance(minutes=2)
        await named(home, bell, fork)
        await home.advance(minutes=6)
        await home.tick()
        assert "541 555" in await officer.look()
        assert [row["said_at"] for row in await ground.rows("sister")] == said
        refused = await (await administrator(home, bell)).sends(
            "sisters", 409, act="name", other=FORK, party=str(other)
        )
        assert "so it stays" in refused
        assert home.faults == []


async def test_a_count_of_officers_that_falls_closes_the_door_and_cuts_no_talk_off(
    ground: Ground, catcher: MailCatcher
) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        officer = await asking(home)
        await talking(home, officer, bell)
        await home.advance(minutes=1)
        await change(ground, FORK, "update agency set sworn = 4 where sworn > 0")
        assert "There are too few officers here" in await help_says(home, FORK)
        await home.advance(minutes=6)
        await home.tick()
        assert "541 555" in await officer.look()


async def test_an_agency_that_is_in_both_stands_in_one_whole_only(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground)
    shared = TOWNS[FORK][0].name
    await change(ground, BELL, f"update agency set name = '{shared.upper()}' where name = '{TOWNS[BELL][0].name}'")
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        now = await now_of(ground)
        stands = []
        for half in (fork, bell):
            (sister,) = (await facts_with_sisters(home, half)).sisters
            stands.append(sister.whole(now) is not None)
        assert sorted(stands) == [False, True], "without it, three agencies are two: too few"
        assert home.faults == []


async def test_what_is_broken_on_one_side_stops_nothing_on_the_other(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground, parts=True)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        await change(ground, BELL, "update consortium set timezone = 'Atlantis/Lost'")
        page = await help_says(home, FORK)
        assert TITLES[BELL] not in page
        said = await (await administrator(home, fork)).reads("sisters")
        assert "Their side can't be read right now" in said
        assert "Stop for our side" in said
        facts = await facts_with_sisters(home, fork)
        now = await now_of(ground)
        standing = facts.standing(now)
        assert standing is not None
        served = next(zone for zone in standing.plan.zones if facts.served(zone, now))
        officer = await asking(home, part=str(served.id))
        assert "A peer has been paged" in await officer.look()
        await paged(home, fork)
        assert (await home.browser().get(f"/{BELL}/help")).status_code == 500
        home.faults.clear()


async def test_who_is_rung_off_duty_counts_from_the_very_end_of_a_turn(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground)
    await change(ground, BELL, f"update peer set ring_off_duty = true where person = '{bell.peers[2]}'")
    await change(ground, BELL, "update override set ends_at = consortium_now() + interval '20 minutes'")
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        page = await (await administrator(home, fork)).reads("sisters")
        assert "Now: 3 can be asked" in page
        await home.advance(minutes=21)
        page = await (await administrator(home, fork)).reads("sisters")
        assert "Now: 1 can be asked" in page
        assert "No peer" not in await help_says(home, FORK)


async def test_a_flag_slows_asking_on_the_page_that_the_prank_came_by(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        officer = await asking(home)
        peer = await talking(home, officer, bell)
        await peer.look()
        assert "Ended, and erased" in await peer.do("not_officer")
        assert {row["consortium"] for row in await ground.rows("asking_slowed")} == {bell.id}
        desk, loop = home.litestar.state.help, asyncio.get_running_loop()
        desk.slowed_seconds, started = 1.0, loop.time()
        assert "Your four words" in await Officer.at(home, FORK).ask()
        assert loop.time() - started >= 1.0


async def test_text_goes_to_the_sister_only_where_both_offer_it(ground: Ground, catcher: MailCatcher) -> None:
    fork, bell = await two_halves(ground)
    async with house(ground, catcher) as home:
        await both_named(home, fork, bell)
        await change(ground, FORK, "update consortium set text_offered = false")
        home.litestar.state.help._kept.clear()
        officer = Officer.at(home, FORK)
        for more in ({}, {"look": "1"}):
            assert "This way of talking is not offered here." in await officer.ask(way="text", **more)
        assert await ground.rows("request") == []


PROMISE = Policy(crowd=40)
FIRST, SECOND = ZoneId(UUID(int=1)), ZoneId(UUID(int=2))
START = datetime(2026, 1, 1, tzinfo=UTC)


def held(sister: ZoneId, since: int, until: int, agencies: str) -> Held:
    """We as one whole of these agencies, of 16 officers each, from one day until another."""
    zone = Zone(sister, tuple(Department(AgencyId(UUID(int=ord(each))), Point(44, -121), 16) for each in agencies))
    standing = Standing(verify(ZonePlan(1, PROMISE, (zone,))), {}, frozenset())
    return Held(since=START + timedelta(days=since), until=START + timedelta(days=until), standing=standing, zone=zone)


def days(*stood: Held) -> list[tuple[ZoneId, int, int, int]]:
    """Which of these may be asked from: for which sister, from when until when, and how many departments."""
    return [
        (each.zone.id, (each.since - START).days, (each.until - START).days, len(each.zone.departments))
        for each in kept(stood, PROMISE)
    ]


def test_a_whole_stands_only_where_all_that_one_could_have_asked_from_in_a_year_hide_her_together() -> None:
    grew = (held(FIRST, 0, 10, "abc"), held(FIRST, 10, 20, "abcd"))
    assert days(*grew) == [(FIRST, 0, 10, 3), (FIRST, 10, 20, 4)]
    moved = held(FIRST, 10, 20, "cde")
    assert days(held(FIRST, 0, 10, "abc"), moved) == [(FIRST, 0, 10, 3)]
    back = held(FIRST, 20, 30, "abcde")
    assert days(held(FIRST, 0, 10, "abc"), moved, back)[1:] == [(FIRST, 20, 30, 5)], (
        "what never stood hides nobody less"
    )
    late = held(FIRST, 300, 500, "cde")
    assert days(held(FIRST, 0, 10, "abc"), late)[1:] == [(FIRST, 375, 500, 3)], "a year after the other one ended"


def test_two_sisters_whose_wholes_cross_are_not_both_asked() -> None:
    one, other = held(FIRST, 0, 90, "abcd"), held(SECOND, 5, 90, "cdef")
    assert days(one, other) == [(FIRST, 0, 90, 4)]
    assert days(one, held(SECOND, 5, 90, "abc")) == [(FIRST, 0, 90, 4), (SECOND, 5, 90, 3)]
