"""A head lets her agency's lead agency act for it with another consortium: with her passkey or on paper, and back."""

from dataclasses import replace
from uuid import uuid4

from agreements import Article, Clause, Fact, FactKind, Kind, Pact, PactId, Version, VersionId, standing_at
from agreements.counterparts import verify
from agreements.signatures import Act
from agreements.term_kinds import Effect
from consortium.members.store import load_today
from consortium.signing.store import load_pact, save_pact
from geo import AgencyId
from tests.harness import Ground, MailCatcher, house, text_of
from tests.roles import shown
from tests.stories.life_world import Desk
from tests.stories.members_world import TOWNS, enrol, terms_of
from tests.stories.paper_world import a_scan
from tests.stories.signing_world import SITE, SLUG, Head, Signing, a_signing, put_out

WORDS = tuple(Article(clause, f"What clause {clause:d} says.") for clause in Clause)


async def led(ground: Ground) -> Signing:
    """Three agencies under an agreement in force that names the first one as lead."""
    world = await a_signing(ground, sent=False)
    async with ground.database.transaction(world.consortium) as tx:
        world.pact = PactId(uuid4())
        await put_out(tx, world, lead=world.heads[0].agency, least_parties=2)
    for head in world.heads:
        await world.sign(head)
    return world


async def with_two_rivers(world: Signing) -> Version:
    """The lead agency and another consortium have signed an agreement, which is in force."""
    async with world.ground.database.transaction(world.consortium) as tx:
        other = next(iter((await enrol(tx, TOWNS[4])).values()))
        parties = [world.heads[0].agency, other]
        terms = replace(terms_of(parties), kind=Kind.CONSORTIA, effect=Effect.RECORDED, least_parties=2)
        version = Version.of(VersionId(uuid4()), pact=PactId(uuid4()), number=1, text=WORDS, terms=terms)

        def fact(kind: FactKind, agency: AgencyId | None = None) -> Fact:
            return Fact(kind=kind, at=tx.now, attested_by="Orla Penhallow", agency=agency, digest=version.digest)

        facts = (*(fact(FactKind.SIGNED, each) for each in parties), fact(FactKind.IN_FORCE))
        await save_pact(tx, Pact(id=version.pact, title="With Two Rivers", versions=(version,), facts=facts))
    return version


async def test_a_head_lets_her_lead_agency_act_for_hers_by_her_passkey_or_on_paper_and_takes_it_back(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await led(ground)
    lead, two, three = world.heads
    version = await with_two_rivers(world)
    home_of = f"/{SLUG}/agreements/{version.pact}"

    async def given() -> frozenset[AgencyId]:
        async with ground.database.reading(world.consortium) as reading:
            standing = standing_at(await load_pact(reading, version.pact), reading.now)
        return standing.empowered.get(lead.agency, frozenset())

    async with house(ground, catcher) as home:
        hers = Desk(await home.member(SLUG, two.person), home_of, two)
        page = await hers.open()
        assert "Let our lead agency act for us" in page
        assert "Take back what our lead agency may do" not in page
        of_lead = Desk(await home.member(SLUG, lead.person), home_of, lead)
        assert "Let our lead agency act for us" not in await of_lead.open()
        said = {"agency": two.agency, "about": lead.agency}
        waiting = (await hers.ready("let-lead", **said)).headers["location"]
        sentence = await hers.open(waiting)
        assert f"let {lead.town}, as lead agency, act under “With Two Rivers”, now in version 1" in sentence
        assert "and under no other agreement, until this is taken back or that agreement is over" in sentence
        assert await given() == frozenset()
        assert "Let its lead agency act for it" in await hers.does("let-lead", **said)
        assert await given() == {two.agency}
        await hers.refused("let-lead", "let its lead agency act for it already", 409, **said)
        await hers.refused("let-lead", "No agreement in force binds this agency", agency=two.agency, about=three.agency)
        foreign = await hers.browser.post(
            f"{home_of}/life/let-lead", data={"agency": str(three.agency), **_about(lead)}
        )
        assert foreign.status_code == 404
        await home.tick()
        for address in ("lien.tran", "clerk"):
            told = " ".join(" ".join(text_of(each).split()) for each in catcher.to(f"{address}@example.org"))
            assert f"Lien Tran: {two.town} has let {lead.town} act for it in “With Two Rivers”." in told, address

        clerk = await home.member(SLUG, world.clerk)
        async with ground.database.reading(world.consortium) as reading:
            today = await load_today(reading)
        form = {
            "who": f"{three.agency} {three.person}",
            "name": three.name,
            "signed_on": today.isoformat(),
            "fingerprint": version.digest[:16],
            "held": "yes",
            **_about(lead),
        }
        file = {"scan": ("sheet.pdf", a_scan(), "application/pdf")}
        taken = await clerk.post(f"{home_of}/life/let-lead/paper", data=form, files=file)
        assert taken.status_code == 303, shown(taken.text)
        assert await given() == {two.agency, three.agency}
        assert "Took back what it had let its lead agency do." in await hers.does("take-back-lead", **said)
        assert await given() == {three.agency}
        await hers.refused("take-back-lead", "has let no lead agency act for it here", 409, **said)
        assert home.faults == []
    world.pact = version.pact
    kept = {(each.record.act, each.agency): each for each in await world.counterparts()}
    assert set(kept) == {(Act.EMPOWER, two.agency), (Act.EMPOWER, three.agency), (Act.REVOKE, two.agency)}
    verify(kept[Act.EMPOWER, two.agency], rp_id=SITE.host, origin=SITE.origin)
    assert kept[Act.REVOKE, two.agency].record.about == lead.agency


def _about(lead: Head) -> dict[str, str]:
    """The choice of a lead agency."""
    return {"about": str(lead.agency)}
