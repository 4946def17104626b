"""Two consortia serve each other by their lead agencies: an officer here talks with a peer whom the other one lends."""

from dataclasses import replace
from uuid import UUID, uuid4

from agreements import Deny, Kind, PactId, Version, VersionId, Why, in_force_version
from agreements import FactKind as Fact
from consortium.access.permissions import Role
from consortium.members.enrol_agency import enrol_agency
from consortium.members.kinds import AgencyKind
from consortium.signing.designate_peers import designate_peers
from consortium.signing.prepare_annex import prepare_annex
from consortium.signing.store import load_pacts, save_facts, save_version
from geo import AgencyId, PersonId, Zone
from tests.harness import Ground, MailCatcher
from tests.roles import shown
from tests.stories.life_world import Desk
from tests.stories.members_world import a_peer
from tests.stories.request_world import SLUG, a_part, everybody_away, facts_of, open_house, put_on_call, talking
from tests.stories.test_who_may_serve_whom import EVERY, _fact, amended, coordinator, in_force_of


async def two_consortia(region: Ground, lead: AgencyId) -> tuple[PactId, PersonId]:
    """Our agreement names a lead; it and another consortium have signed one. A peer of that one's, known here."""
    await amended(region, lead=lead)
    consortium = await region.consortium(SLUG)
    async with region.database.transaction(consortium) as tx:
        other = await enrol_agency(
            tx,
            name="Two Rivers Consortium",
            kind=AgencyKind.CONSORTIUM,
            county="",
            state="VA",
            lat=37.4,
            lon=-80.1,
            sworn=0,
            counted_on=tx.now.date(),
        )
        home = in_force_version(in_force_of(await load_pacts(tx), tx.now), tx.now)
        assert home is not None
        parties = frozenset({lead, other})
        terms = replace(
            home.terms, kind=Kind.CONSORTIA, parties=parties, lead=None, required_parties=frozenset(), least_parties=2
        )
        pact = PactId(uuid4())
        version = Version.of(VersionId(uuid4()), pact=pact, number=1, text=EVERY, terms=terms)
        await save_version(tx, version, title="With Two Rivers")
        signed = [_fact(Fact.SIGNED, version, tx.now, each) for each in sorted(parties)]
        await save_facts(tx, pact, *signed, _fact(Fact.IN_FORCE, version, tx.now))
        guest = await a_peer(tx, other, "Gail Guest", talk_number="540 555 0123")
    return pact, guest


async def zone_of(region: Ground, part: str) -> Zone:
    facts, now = await facts_of(region)
    zone = facts.zone(UUID(part), now)
    assert zone is not None
    return zone


async def answer(region: Ground, part: str, guest: PersonId) -> object:
    facts, now = await facts_of(region)
    zone = facts.zone(UUID(part), now)
    assert zone is not None
    return facts.gate(guest, zone, now)


async def test_an_officer_talks_with_a_peer_of_the_other_consortium_once_her_agencies_have_let_their_lead(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        agencies = sorted((await zone_of(region, part)).agencies)
        facts, now = await facts_of(region)
        lead = next(each for each in sorted(facts.reach.live(now)) if each not in agencies)
        pact, guest = await two_consortia(region, lead)
        refused = await answer(region, part, guest)
        assert isinstance(refused, Deny)
        assert (refused.why, refused.version is None) == (Why.NOT_EMPOWERED, False)

        async with coordinator(home, Role.CLERK) as browser:
            desk = Desk(browser, f"/{SLUG}/agreements/{pact}")
            looked = await desk.look("empower", agency=agencies[0], paper="Resolution 12")
            assert "it lends and is served by it as far as it does at home" in looked
            for each in agencies:
                await desk.does("empower", agency=each, paper="Resolution 12")
            await desk.refused(
                "empower", "has let its lead agency act for it already", 409, agency=agencies[0], paper="12"
            )
            await desk.refused(
                "empower", "No agreement in force binds this agency to a lead agency", agency=lead, paper="12"
            )

        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await prepare_annex(tx, pact=pact, agency=agencies[0], peers=[guest], zone="America/New_York", by=guest)
            await designate_peers(tx, pact=pact, agencies=agencies, peers=[guest], since=tx.now)
        await everybody_away(region, hours=9, but=[guest])
        await put_on_call(region, guest)
        officer, hers = await talking(home, part=part)
        assert hers.person == guest
        assert "lapsed" not in {row["note"] for row in await region.rows("request")}
        assert {row["state"] for row in await region.rows("request")} == {"talking"}
        assert "Gail" in shown(officer.page)

        async with coordinator(home, Role.CLERK) as browser:
            desk = Desk(browser, f"/{SLUG}/agreements/{pact}")
            told = await desk.does("revoke", agency=agencies[0], paper="Resolution 13")
            assert "Took back what it had let its lead agency do." in told
        gone = await answer(region, part, guest)
        assert isinstance(gone, Deny)
        assert (gone.why, gone.agency) == (Why.NOT_EMPOWERED, agencies[0])
        await home.advance(minutes=6)
        await home.tick()
        assert {row["state"] for row in await region.rows("request")} == {"talking"}, "an open talk runs off"
