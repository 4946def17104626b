"""What routing decides on is read once, remembered while it holds, and never takes the crisis lines with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import text

from agreements import (
    Allow,
    Article,
    Deny,
    FactKind,
    Pact,
    PactId,
    Period,
    Version,
    VersionId,
    Why,
    standing_at,
)
from agreements.errors import BrokenError
from consortium.access.permissions import Role
from consortium.cli.findings import Status
from consortium.cli.look_at_consortia import look_at_consortia
from consortium.members.tell_distance import tell_distance
from consortium.signing.store import load_pact, load_pacts, load_reach, save_pact
from consortium.support.facts import Facts
from consortium.support.load_facts import FactsAtHand
from geo import AgencyId, Offer, PersonId, Zone
from geo.away import Away
from scheduling import Leave, Line, Override, OverrideId, Schedule, Span
from tests.harness import Ground, MailCatcher
from tests.roles import Officer, shown
from tests.stories.members_world import ARTICLES, statements, terms_of
from tests.stories.request_world import SLUG, change, facts_of, open_house, reading_of, state
from tests.stories.set_up_world import Member, help_says

COPLINE = "Copline 1-800-267-5463"
GONE = "Mars/Phobos"


async def an_old_one(ground: Ground) -> PactId:
    """An agreement of two agencies from years ago, which never took effect."""
    consortium = await ground.consortium(SLUG)
    async with ground.database.transaction(consortium) as tx:
        reach = await load_reach(tx)
        parties = sorted(reach.bound(tx.now))[:2]
        pact = PactId(uuid4())
        words = tuple(Article(clause, ARTICLES[clause]) for clause in sorted(ARTICLES))
        old = Version.of(VersionId(uuid4()), pact=pact, number=1, text=words, terms=terms_of(parties))
        await save_pact(tx, Pact(id=pact, title="The pact of 2019", versions=(old,)))
    return pact


async def altered(ground: Ground, pact: UUID, path: str, value: str) -> None:
    """Somebody with the database changes a term; then anything of the consortium's facts changes."""
    await ground.as_owner("alter table agreement_version no force row level security")
    await ground.as_owner(
        f"update agreement_version set terms = jsonb_set(terms, '{{{path}}}', '{value}') where agreement = '{pact}'"
    )
    await ground.as_owner("alter table agreement_version force row level security")
    await change(ground, "update crisis_line set position = position")


@pytest.mark.parametrize(("path", "value"), [("notice_days", "1"), ("calendar", f'"{GONE}"'), ("parties", "7")])
async def test_an_agreement_that_cannot_be_read_stops_only_itself_and_whoever_looks_after_it_is_told(
    region: Ground, catcher: MailCatcher, path: str, value: str
) -> None:
    pact = await an_old_one(region)
    async with open_house(region, catcher) as home:
        before, now = await facts_of(region)
        await altered(region, pact, path, value)
        assert "Ask for a peer" in await help_says(home, SLUG)
        after, _ = await facts_of(region)
        assert after.reach.live(now) == before.reach.live(now) != frozenset()
        assert [each.id for each in after.reach.broken] == [pact]
        assert "The pact of 2019" in await (await Member.with_role(home, SLUG, Role.COORDINATOR)).reads("agreements")
    async with reading_of(region) as reading:
        assert pact not in {each.id for each in await load_pacts(reading)}
        with pytest.raises(BrokenError):
            await load_pact(reading, pact)
    (finding,) = [
        each
        for each in await look_at_consortia(region.app)
        if (each.area, each.check) == (f"consortium {SLUG}", "agreements")
    ]
    assert finding.status is Status.MEND
    assert "The pact of 2019" in finding.found


async def test_under_the_agreement_that_cannot_be_read_nobody_serves_and_the_lines_stay(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        before, now = await facts_of(region)
        pact = next(pact for pact in before.reach.pacts if standing_at(pact, now).in_force)
        zone, person = served(before, now)
        await altered(region, pact.id, "notice_days", "1")
        after, _ = await facts_of(region)
        answer = after.reach.may_serve(zone.agencies, after.peers[person], now)
        assert isinstance(answer, Deny)
        assert answer.why is Why.UNREADABLE
        said = await help_says(home, SLUG)
        assert COPLINE in said
        assert "Ask for a peer" not in said


def served(facts: Facts, at: datetime) -> tuple[Zone, PersonId]:
    """A part of the region, and somebody who may serve it."""
    standing = facts.standing(at)
    assert standing is not None
    return next(
        (zone, person)
        for zone in standing.plan.zones
        for person in facts.peers
        if isinstance(facts.gate(person, zone, at), Allow)
    )


@pytest.mark.parametrize("table", ["rotation", "consortium"])
async def test_whatever_cannot_be_read_behind_it_the_officers_page_shows_the_regions_own_lines(
    region: Ground, catcher: MailCatcher, table: str
) -> None:
    async with open_house(region, catcher) as home:
        await change(region, f"update {table} set timezone = '{GONE}'")
        officer = Officer.at(home, SLUG)
        for answer in (
            await officer.browser.get(f"/{SLUG}/help"),
            await officer.browser.post(f"/{SLUG}/help", data={"step": "status", "words": "one two three four"}),
            await officer.browser.post(f"/{SLUG}/help", data={"step": "ask", "words": "one two three four"}),
        ):
            assert answer.status_code == 500
            assert "This page does not work right now" in answer.text
            assert COPLINE in shown(answer.text), "nobody had opened the page before"
        home.faults.clear()


@asynccontextmanager
async def held_up(ground: Ground, table: str) -> AsyncIterator[None]:
    """Meanwhile nobody can read a table: each who tries waits."""
    owner = await asyncpg.connect(ground.owner)
    try:
        async with owner.transaction():
            await owner.execute(f"lock table {table} in access exclusive mode")
            yield
    finally:
        await owner.close()


async def test_a_database_that_does_not_answer_keeps_nobody_from_the_lines(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        async with held_up(region, "designation"), asyncio.timeout(60):
            answers = await asyncio.gather(*(home.browser().get(f"/{SLUG}/help") for _ in range(3)))
        for answer in answers:
            assert answer.status_code == 503
            assert COPLINE in shown(answer.text)
        assert "Ask for a peer" in await help_says(home, SLUG)
        home.faults.clear()


async def test_an_agreement_is_read_again_only_when_a_row_of_its_own_has_changed(region: Ground) -> None:
    pact = await an_old_one(region)
    async with reading_of(region) as reading:
        before = {each.id: each for each in await load_pacts(reading)}
    assert len(before) > 1
    async with reading_of(region) as reading:
        with statements(region.database) as seen:
            assert await load_pact(reading, pact) is before[pact]
            assert all(each is before[each.id] for each in await load_pacts(reading))
        assert len(seen) == 2
    await state(region, FactKind.SUSPENDED, agency=min(_bound(before)), cause="insurance")
    async with reading_of(region) as reading:
        after = {each.id: each for each in await load_pacts(reading)}
    changed = [each for each in after if after[each] is not before[each]]
    assert len(changed) == 1
    assert pact not in changed
    await altered(region, pact, "notice_days", "1")
    async with reading_of(region) as reading:
        with pytest.raises(BrokenError, match="altered"):
            await load_pact(reading, pact)


def _bound(pacts: dict[PactId, Pact]) -> set[AgencyId]:
    return {
        fact.agency for pact in pacts.values() for fact in pact.facts if fact.kind is FactKind.SIGNED and fact.agency
    }


class Undone(Exception):  # noqa: N818 (meant to happen)
    """Whoever raises it wants nothing of a transaction to be kept."""


async def test_facts_that_were_never_committed_are_nobody_elses(region: Ground) -> None:
    at_hand, consortium = FactsAtHand(), await region.consortium(SLUG)
    async with reading_of(region) as reading:
        before = (await at_hand.of(reading)).region.title
    with suppress(Undone):
        async with region.database.transaction(consortium) as tx:
            await tx.execute(text("update consortium set title = 'Never'"))
            assert (await at_hand.of(tx)).region.title == "Never"
            raise Undone
    await change(region, "update consortium set state_network = 'Another'")
    async with reading_of(region) as reading:
        found = await at_hand.of(reading)
    assert (found.region.title, found.region.state_network) == (before, "Another")


async def test_however_many_ask_at_once_the_facts_are_read_once(region: Ground) -> None:
    at_hand = FactsAtHand()

    async def one() -> Facts:
        async with reading_of(region) as reading:
            return await at_hand.of(reading)

    first, *others = await asyncio.gather(*(one() for _ in range(5)))
    assert all(each is first for each in others)


@pytest.mark.parametrize("what", ["hand-off", "leave", "designation", "training", "suspension", "agreement"])
async def test_the_page_promises_the_very_instant_at_which_somebody_on_call_may_serve(
    region: Ground, catcher: MailCatcher, what: str
) -> None:
    async with open_house(region, catcher):
        facts, now = await facts_of(region)
    zone, person = served(facts, now)
    then = now + timedelta(days=1, minutes=7)
    alone = only_she_answers(facts, person, now)
    assert alone.served(zone, now) == 1
    later = until_then(alone, person, what, now, then)
    assert later.served(zone, now) == 0
    assert later.next_cover(zone, now) == then
    assert later.next_cover(zone, now + timedelta(minutes=30)) == then, "it is remembered, and stays so"
    assert later.next_cover(zone, now, without=frozenset({person})) is None
    assert later.served(zone, then) == 1


def only_she_answers(facts: Facts, person: PersonId, now: datetime) -> Facts:
    """Nobody else is on call, or rung off duty."""
    return replace(
        facts,
        schedule=on_call(person, now - timedelta(days=1), now),
        cards={each: replace(card, ring_off_duty=False) for each, card in facts.cards.items()},
        loads={},
    )


def on_call(person: PersonId, since: datetime, now: datetime, *leave: Leave) -> Schedule:
    """She is on call from an instant on."""
    during = Span(since, now + timedelta(days=30))
    adds = Override(id=OverrideId(uuid4()), number=1, line=Line.PRIMARY, during=during, adds=person)
    return Schedule(overrides=(adds,), leave=leave)


def until_then(facts: Facts, person: PersonId, what: str, now: datetime, then: datetime) -> Facts:
    """The same facts, but one thing is so only from an instant on."""
    peer = facts.peers[person]
    match what:
        case "hand-off":
            return facts.with_schedule(on_call(person, then, now))
        case "leave":
            away = Leave(person, Span(now - timedelta(days=2), then))
            return facts.with_schedule(on_call(person, now - timedelta(days=1), now, away))
        case "designation":
            peer = replace(peer, designations=tuple(replace(each, since=then) for each in peer.designations))
        case "training":
            ends = then + timedelta(days=300)
            peer = replace(peer, trainings=(replace(peer.trainings[0], finished=then, valid_until=ends),))
        case "suspension":
            peer = replace(peer, suspensions=(Period(until=then),))
        case _:
            pacts = tuple(
                replace(pact, facts=tuple(replace(each, at=max(each.at, then)) for each in pact.facts))
                for pact in facts.reach.pacts
            )
            return replace(facts, reach=replace(facts.reach, pacts=pacts), standings={}, loads={})
    return replace(facts, peers={**facts.peers, person: peer}, loads={})


async def test_what_is_remembered_of_a_part_is_what_the_order_of_paging_says(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher):
        facts, now = await facts_of(region)
    for hours in range(0, 24 * 16, 5):
        at = now + timedelta(hours=hours)
        standing = facts.standing(at)
        for zone in standing.plan.zones if standing else ():
            able = facts.able(zone, at, wanted="peer", way="call_peer")
            assert facts.served(zone, at) == len(able)
            if hours % 3 == 0:
                order = facts.ladder(zone, at, wanted="peer", way="call_peer", without=frozenset(), draw=hours)
                assert sorted(order, key=lambda each: (each.turn, each.person)) == list(able)
                assert [each.turn for each in order] == [each.turn for each in able]


async def test_who_is_in_a_talk_is_passed_over_and_changes_nothing_else(region: Ground, catcher: MailCatcher) -> None:
    """Else the order of one part would tell that somebody of another is in a talk."""
    async with open_house(region, catcher):
        facts, now = await facts_of(region)
    standing = facts.standing(now)
    assert standing is not None
    for draw, zone in enumerate(standing.plan.zones):
        order = facts.ladder(zone, now, wanted="peer", way="call_peer", without=frozenset(), draw=draw)
        busy = frozenset[UUID](each.person for each in order[::2])
        left = tuple(each for each in order if each.person not in busy)
        assert facts.ladder(zone, now, wanted="peer", way="call_peer", without=busy, draw=draw) == left
        first = facts.next_to_ask(zone, now, wanted="peer", way="call_peer", without=busy, draw=draw)
        assert first == next(iter(left), None)


def how_far(facts: Facts, zone: Zone, peer: Offer, at: datetime) -> Away:
    """What routing reckons with."""
    assert peer.at is not None
    ranging = facts._ranging(at.month)
    return ranging.to(zone)(ranging.station(peer.home, peer.at))


async def test_a_road_that_is_told_is_routed_by_from_the_next_request_on(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher):
        at_hand = FactsAtHand()
        async with reading_of(region) as reading:
            facts, now = await at_hand.of(reading), reading.now
        standing = facts.standing(now)
        assert standing is not None
        zone = standing.plan.zones[0]
        able = facts.able(zone, now, wanted="peer", way="call_peer")
        peer = next(each for each in able if each.home and each.at)
        assert peer.home is not None
        before = how_far(facts, zone, peer, now)
        unsaid = [each for each in zone.departments if not facts.roads.told.get(frozenset((each.agency, peer.home)))]
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            for each in unsaid:
                await tell_distance(tx, one=each.agency, other=peer.home, miles_by_road=2_000, reason="Driven.")
        async with reading_of(region) as reading:
            facts = await at_hand.of(reading)
        after = how_far(facts, zone, peer, now)
        assert after.high > after.low > before.high or after == (2_000, 2_000, 2_000)
