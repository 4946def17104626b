"""An agreement's terms decide which pages go out, and the matrix says why not, with clause and version."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx

from agreements import (
    Article,
    Cause,
    Clause,
    Fact,
    FactKind,
    Kind,
    Pact,
    PactId,
    Privilege,
    Version,
    VersionId,
    Why,
    Window,
    in_force_version,
    standing_at,
)
from consortium.access.permissions import Role
from consortium.duty.coverage.judge import judge
from consortium.members.enrol_agency import enrol_agency
from consortium.members.kinds import AgencyKind
from consortium.members.read_state_field import read_state_field
from consortium.members.record_accreditation import record_accreditation
from consortium.signing.add_fact import add_fact
from consortium.signing.store import load_pacts, save_facts, save_version
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from geo import AgencyId, PersonId
from scheduling import Span
from tests.harness import Ground, House, MailCatcher
from tests.roles import Officer, shown
from tests.stories.request_world import SLUG, a_part, asked, attempts, facts_of, open_house

EVERY = tuple(Article(clause, f"What clause {clause:d} says.") for clause in Clause)


async def amended(ground: Ground, **changes: Any) -> Version:
    """All whom the region's agreement binds have signed another version of it, in force from now on."""
    consortium = await ground.consortium(SLUG)
    async with ground.database.transaction(consortium) as tx:
        pact = in_force_of(await load_pacts(tx), tx.now)
        old = in_force_version(pact, tx.now)
        assert old is not None
        terms = replace(old.terms, **changes)
        new = Version.of(VersionId(uuid4()), pact=pact.id, number=pact.versions[-1].number + 1, text=EVERY, terms=terms)
        await save_version(tx, new, title=pact.title)
        bound = standing_at(pact, tx.now).active & terms.parties
        signed = [_fact(FactKind.SIGNED, new, tx.now, each) for each in sorted(bound)]
        await save_facts(tx, pact.id, *signed, _fact(FactKind.IN_FORCE, new, tx.now))
    return new


def in_force_of(pacts: Iterable[Pact], at: datetime) -> Pact:
    """The region's agreement; others may be out for signature."""
    return next(pact for pact in pacts if in_force_version(pact, at) is not None)


def _fact(kind: FactKind, version: Version, at: Any, agency: AgencyId | None = None) -> Fact:
    return Fact(kind=kind, at=at, attested_by="R. Odell, clerk", agency=agency, digest=version.digest)


@asynccontextmanager
async def coordinator(home: House, role: Role = Role.COORDINATOR) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which somebody in this role is signed in."""
    consortium = await home.ground.consortium(SLUG)
    rows = await home.ground.rows("role")
    person = next(row["person"] for row in rows if row["consortium"] == consortium and row["role"] == role.value)
    async with await home.member(SLUG, person) as browser:
        yield browser


async def served_by(ground: Ground, part: str) -> frozenset[PersonId]:
    """Everybody whom the gate lets serve the part now."""
    facts, now = await facts_of(ground)
    zone = facts.zone(UUID(part), now)
    assert zone is not None
    return frozenset(person for person in facts.peers if not hasattr(facts.gate(person, zone, now), "why"))


async def read_page(browser: httpx.AsyncClient, path: str) -> str:
    answer = await browser.get(f"/{SLUG}/agreements/matrix{path}")
    assert answer.status_code == 200
    return answer.text


def a_refused_pair(facts: Facts, now: Any, why: Why) -> tuple[AgencyId, AgencyId]:
    """A lender and a member between whom the gate now says no for this reason."""
    for peer in facts.peers.values():
        for member in sorted(facts.agency_names):
            answer = facts.reach.may_serve(frozenset((member,)), peer, now, whenever=False)
            if getattr(answer, "why", None) is why and peer.lent_by:
                return peer.lent_by, member
    raise AssertionError(f"nobody is refused by {why}")


async def test_a_greatest_distance_keeps_pages_from_peers_who_live_beyond_it(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        before = await served_by(region, part)
        version = await amended(region, most_miles=60)
        after = await served_by(region, part)
        assert after < before

        await asked(home, part=part)
        for tried in await attempts(home):
            assert tried["person"] in after

        facts, now = await facts_of(region)
        lender, member = a_refused_pair(facts, now, Why.TOO_FAR)
        async with coordinator(home) as browser:
            page = shown(await read_page(browser, f"/{lender}/{member}"))
            debriefs = shown(await read_page(browser, f"/{lender}/{member}?service=group_debrief"))
    assert "Binds the two since" in page
    assert "No end is dated." in page
    assert "may give nothing between these two" in page
    assert "The agreement does not offer this service." in debriefs
    assert "as the crow flies, than agreed" in page
    assert "Clause 5, Area and distance" in page
    assert f"version {version.number}" in page
    assert "at most 60 miles as the crow flies" in page


async def test_out_of_its_weekly_hours_nobody_is_paged_and_coverage_says_so(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        nights = tuple(Window(day * 1440, day * 1440 + 6 * 60) for day in range(7))
        await amended(region, hours=nights)
        facts, now = await facts_of(region)
        officer = Officer.at(home, SLUG)
        await officer.ask(part=part)
        await home.tick()
        assert await home.ground.rows("attempt") == []
        zone = facts.zone(UUID(part), now)
        assert zone is not None
        opens = facts.next_cover(zone, now)
        assert opens is not None
        assert now < opens <= now + timedelta(hours=24)
        gaps = judge(facts, Span(now, now + timedelta(days=2)), ()).gaps
        assert Why.OUT_OF_HOURS.value in {each.barred.gate for gap in gaps for each in gap.reasons}
        assert any(gap.span.end == opens for gap in gaps), "the gap ends when the hours open"


async def test_a_pause_takes_an_agencys_peers_away_and_the_page_of_the_pair_says_that_it_paused(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        facts, _ = await facts_of(region)
        first = next(facts.peers[each] for each in await served_by(region, part) if facts.peers[each].lent_by)
        assert first.lent_by, "clinicians are lent by nobody"
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            pact = in_force_of(await load_pacts(tx), tx.now)
            await add_fact(
                tx,
                pact=pact.id,
                kind=FactKind.SUSPENDED,
                at=tx.now,
                attested_by="its head",
                agency=first.lent_by,
                cause=Cause.PAUSE.value,
            )
        assert first.person not in await served_by(region, part)
        other = next(each for each in pact.versions[-1].terms.parties if each != first.lent_by)
        async with coordinator(home, Role.AGENCY_HEAD) as browser:
            page = shown(await read_page(browser, f"/{first.lent_by}/{other}"))
    assert "The agency has paused its part in the agreement." in page
    assert "Clause 6" in page


async def test_where_privilege_must_be_assured_only_a_law_that_somebody_has_read_lets_pages_through(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        facts, _ = await facts_of(region)
        states = frozenset(facts.agency_states.values())
        consortium = await region.consortium(SLUG)
        async with region.database.transaction(consortium) as tx:
            for state in states:
                await read_state_field(tx, state=state, field="cross_agency", value="no", source="An example")
        before = await served_by(region, part)
        await amended(region, privilege=Privilege.ASSURED)
        assert await served_by(region, part) == frozenset()
        async with coordinator(home) as browser:
            seen = shown(await read_page(browser, ""))
        assert "§12" in seen
        assert "A state's law does not protect talks across agencies." in seen
        async with region.database.transaction(consortium) as tx:
            for state in states:
                await read_state_field(tx, state=state, field="cross_agency", value="yes", source="An example")
                await read_state_field(tx, state=state, field="accreditation", value="no", source="An example")
        assert await served_by(region, part) == before


async def test_a_team_that_must_be_accredited_serves_while_a_recorded_accreditation_runs(region: Ground) -> None:
    part = await a_part(region)
    facts, now = await facts_of(region)
    consortium = await region.consortium(SLUG)
    async with region.database.transaction(consortium) as tx:
        for state in frozenset(facts.agency_states.values()):
            await read_state_field(tx, state=state, field="accreditation", value="yes", source="An example")
    before = await served_by(region, part)
    await amended(region, suspend_on=frozenset({Cause.ACCREDITATION}))
    rests, then = await facts_of(region)
    assert rests.zone(UUID(part), then) is None, "the part of every agency rests, so none is in a part of the region"
    async with region.database.transaction(consortium) as tx:
        for agency in facts.reach.live(now):
            await record_accreditation(
                tx,
                agency=agency,
                authority="An invented board",
                paper="Certificate 7",
                begins_on=now.date() - timedelta(days=30),
                ends_on=now.date() + timedelta(days=30),
            )
    assert await served_by(region, part) == before
    await region.advance(days=31)
    lapsed, later = await facts_of(region)
    assert lapsed.zone(UUID(part), later) is None


async def test_the_matrix_answers_for_a_past_day_and_for_the_day_on_which_one_would_have_left(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home, coordinator(home) as browser:
        facts, now = await facts_of(region)
        pact = in_force_of(facts.reach.pacts, now)
        long_before = min(fact.at for fact in pact.facts) - timedelta(days=30)
        then = shown(await read_page(browser, f"?on={long_before.date()}"))
        assert "Somebody may serve in 0 of" in then
        today = shown(await read_page(browser, ""))
        assert "As it stands now." in today
        assert "Somebody may serve in 0 of" not in today
        leaver = next(peer.lent_by for peer in facts.peers.values() if peer.lent_by in facts.reach.live(now))
        assert leaver is not None
        seen = shown(await read_page(browser, f"?without={leaver}"))
        assert f"If {facts.agency_names[leaver]} gave notice" in seen
        assert "on its notice would have run everywhere" in seen
        assert "It leaves this part." in seen
        assert "It would lose the people of" in seen
        assert (await browser.get(f"/{SLUG}/agreements/matrix/{uuid4()}")).status_code == 404
        listed = await browser.get(f"/{SLUG}/agreements")
        assert f"/{SLUG}/agreements/matrix" in listed.text
        await read_page(browser, "?on=never&without=nobody")
    async with open_house(region, catcher) as home, coordinator(home, Role.PEER) as browser:
        assert (await browser.get(f"/{SLUG}/agreements/matrix")).status_code in {403, 404}


async def test_a_practice_lends_its_clinicians_and_is_in_no_part_of_the_region(region: Ground) -> None:
    consortium = await region.consortium(SLUG)
    async with region.database.transaction(consortium) as tx:
        practice = await enrol_agency(
            tx,
            name="Larch Street Counseling",
            kind=AgencyKind.PRACTICE,
            county="",
            state="VA",
            lat=37.2,
            lon=-80.4,
            sworn=0,
            counted_on=tx.now.date(),
        )
        pact = in_force_of(await load_pacts(tx), tx.now)
        home = in_force_version(pact, tx.now)
        assert home is not None
        parties = frozenset({practice, *home.terms.parties})
        terms = replace(
            home.terms,
            kind=Kind.PRACTICE,
            parties=parties,
            receives={practice: frozenset()},
            required_parties=frozenset(),
        )
        new = PactId(uuid4())
        version = Version.of(VersionId(uuid4()), pact=new, number=1, text=EVERY, terms=terms)
        await save_version(tx, version, title="Clinicians of Larch Street")
        signed = [_fact(FactKind.SIGNED, version, tx.now, each) for each in sorted(parties)]
        await save_facts(tx, new, *signed, _fact(FactKind.IN_FORCE, version, tx.now))
    async with region.database.reading(consortium) as reading:
        facts = await load_facts(reading)
        now = reading.now
    assert practice in facts.reach.bound(now)
    assert practice not in facts.reach.live(now)
    standing = facts.standing(now)
    assert standing is not None
    assert all(practice not in zone.inside for zone in standing.plan.zones)
    member = min(home.terms.parties)
    answer = facts.reach.may_lend(member, practice, now)
    assert not hasattr(answer, "why")
