"""The whole life of an agreement, through its pages: leaving, terms, pauses, joining, ending; look first, then do."""

from datetime import timedelta
from html import unescape

from agreements import Cause, PartyState, VersionState
from agreements.term_kinds import Renewal
from consortium.access.permissions import Role
from tests.harness import Ground, MailCatcher, house, text_of
from tests.stories.life_world import desk, desk_of, in_force, somebody
from tests.stories.members_world import TOWNS, a_viewer, enrol
from tests.stories.signing_world import SLUG, a_head


async def test_a_party_leaves_with_notice_and_the_others_go_on(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground, least_parties=2)
    one, two, three = world.heads
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        assert "In force since" in await hers.open()
        looked = await hers.look("leave", agency=one.agency)
        assert f"{one.town} has left" in looked
        assert two.town in looked
        assert (await world.stands()).parties[one.agency] is PartyState.ACTIVE
        assert "has given notice" not in await hers.open()
        page = await hers.does("leave", agency=one.agency)
        assert "Gave notice." in page
        assert f"{one.town} leaves: its days of notice have run." in page
        await hers.refused("leave", "given notice already", 409, agency=one.agency)
        await hers.refused("leave", "Choose the agency.")
        await home.tick()
        [mail] = [each for each in catcher.to("lien.tran@example.org") if f"{one.town} leaves" in str(each["subject"])]
        assert f"notice of {one.town}" in text_of(mail)
        before = (await world.stands()).bindings[0].leaving[one.agency]
        day = before.date() - timedelta(days=2)
        then = await hers.open(f"{hers.home}?on={day.isoformat()}")
        assert "Notice given" in then
        await home.advance(days=32)
        again = await desk_of(home, world, two)
        page = await again.open()
        assert "Left on" in page
        assert "It binds 2 agencies" in page
        past = await again.open(f"{again.home}?on={day.isoformat()}")
        assert "It binds 3 agencies" in past
        assert home.faults == []
    stands = await world.stands()
    assert stands.active == {two.agency, three.agency}


async def test_nobody_acts_for_an_agency_that_is_not_hers(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground)
    one, two, _ = world.heads
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        for act in ("leave", "pause", "affirm", "agree-to-end"):
            answer = await hers.browser.post(f"{hers.home}/life/{act}", data={"agency": str(two.agency), "step": "do"})
            assert answer.status_code == 404
        answer = await hers.browser.get(f"{hers.home}/life/void")
        assert answer.status_code == 404
        assert home.faults == []
    assert len((await world.stands()).active) == 3


async def test_a_head_pauses_without_a_reason_and_a_clerk_suspends_for_a_cause(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, suspend_on=frozenset({Cause.ACCREDITATION}))
    one, two, _ = world.heads
    async with house(ground, catcher) as home:
        hers, clerk = await desk_of(home, world, one), await desk(home, world, world.clerk)
        page = await hers.does("pause", agency=one.agency)
        assert "Suspended since" in page
        await hers.refused("pause", "pauses already", 409, agency=one.agency)
        await clerk.refused("suspend", "Choose one of these.", agency=two.agency)
        await clerk.refused("suspend", "This must be filled in.", agency=two.agency, cause="accreditation")
        await clerk.refused("suspend", "does not let", agency=two.agency, cause="decertified", paper="Board letter 12")
        page = await clerk.does("suspend", agency=two.agency, cause="accreditation", paper="Board letter 12")
        assert "1 of 3 bound" in page
        await clerk.refused("lift", "Its head made this pause", 409, rests=f"{one.agency} pause", paper="Letter 13")
        steers = await desk(home, world, world.coordinator)
        await steers.open(f"{steers.home}/life/lift", 404)
        await clerk.does("lift", rests=f"{two.agency} accreditation", paper="Board letter 13")
        await hers.does("resume", agency=one.agency)
        assert "3 of 3 bound" in await hers.open()
        assert home.faults == []


async def test_why_a_part_rests_is_told_to_its_own_people_and_the_coordinators_only(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, suspend_on=frozenset({Cause.ACCREDITATION}))
    one, two, _ = world.heads
    causes = ("Reason: its team's accreditation", "Cause: its team's accreditation", "Board letter 12")
    async with house(ground, catcher) as home:
        clerk, steers = await desk(home, world, world.clerk), await desk(home, world, world.coordinator)
        hers, others = await desk_of(home, world, two), await desk_of(home, world, one)
        await clerk.does("suspend", agency=two.agency, cause="accreditation", paper="Board letter 12")
        for knows in (clerk, steers, hers):
            page = unescape(await knows.open())
            assert all(each in page for each in causes), page
        agency = f"/{SLUG}/agencies/{two.agency}"
        assert "Its accreditation has run out" in await hers.open(agency)
        page = unescape(await others.open())
        assert "Suspended since" in page
        assert "Its part was suspended." in page
        assert not any(each in page for each in (*causes, "recorded by Orla Penhallow")), page
        assert "/scans/" not in (await others.browser.get(others.home)).text
        page = await others.open(agency)
        assert "Suspended since" in page
        assert "Its accreditation has run out" not in page
        await clerk.does("lift", rests=f"{two.agency} accreditation", paper="Board letter 13")
        assert "Board letter 13" not in await others.open()
        await home.tick()
        for address, told in (("lien.tran", True), ("clerk", True), ("denise.okafor", False)):
            mails = [" ".join(text_of(each).split()) for each in catcher.to(f"{address}@example.org")]
            (rests,) = [each for each in mails if "From now on the part of" in each]
            (over,) = [each for each in mails if "is over" in each]
            for each in (rests, over):
                assert ("accreditation" in each, "Orla Penhallow" in each) == (told, told), each
        assert home.faults == []


async def test_a_term_is_affirmed_or_ends(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground, least_parties=2, term_months=12, renewal=Renewal.AFFIRM)
    one, two, three = world.heads
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        assert "Another follows with those who affirm it." in await hers.open()
        await home.advance(days=300)
        hers = await desk_of(home, world, one)
        assert "Affirm the next term" in await hers.open(f"/{SLUG}/agreements")
        page = await hers.does("affirm", agency=one.agency)
        assert "Affirmed one more term." in page
        assert "Affirm the next term" not in await hers.open(f"/{SLUG}/agreements")
        await (await desk_of(home, world, two)).does("affirm", agency=two.agency)
        await home.advance(days=70)
        stands = await world.stands()
        assert stands.active == {one.agency, two.agency}
        assert stands.parties[three.agency] is PartyState.ENDED
        assert home.faults == []


async def test_a_term_that_renews_itself_is_stopped_by_one_or_goes_on_by_record(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, least_parties=2, term_months=12, renewal=Renewal.AUTO)
    one, two, three = world.heads
    async with house(ground, catcher) as home:
        page = await (await desk_of(home, world, one)).does("stop", agency=one.agency)
        assert "Does not want the term to renew itself." in page
        steers, hers = await desk(home, world, world.coordinator), await desk(home, world, world.clerk)
        await steers.open(f"{steers.home}/life/renew", 404)
        await hers.refused("renew", "for one more term at most", day="2099-12-01", paper="Order 4")
        await home.advance(days=370)
        assert (await world.stands()).active == {two.agency, three.agency}
        hers = await desk(home, world, world.clerk)
        ends = (await world.stands()).bindings[0].term
        assert ends is not None
        day = ends.following().following().ends.date() - timedelta(days=30)
        assert "Until" in await hers.does("renew", day=day, paper="Order 4 of the board")
        assert home.faults == []


async def test_another_agency_joins_without_touching_a_signature(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground)
    signed = await world.counterparts()
    async with ground.database.transaction(world.consortium) as tx:
        [(town, agency)] = (await enrol(tx, TOWNS[3])).items()
        eyes = a_viewer(world.consortium, Role.CLERK, person=world.clerk, agencies=[agency])
        joiner = await a_head(tx, eyes, agency, town, "Rafael Voss", world.consortium)
    async with house(ground, catcher) as home:
        theirs = await desk_of(home, world, joiner)
        page = await theirs.does("join", agency=agency)
        assert f"{town} would join, and has not signed." in page
        await theirs.refused("join", "has asked", 409, agency=agency)
        pending = await world.prepare(joiner)
        await world.send(joiner, pending, await world.answer(joiner, pending))
        assert (await world.stands()).parties[agency] is PartyState.JOINING
        for head in world.heads:
            hers = await desk_of(home, world, head)
            assert "Let it join, or not" in await hers.open(f"/{SLUG}/agreements")
            assert (await world.stands()).parties[agency] is PartyState.JOINING
            await hers.does("consent", agency=head.agency, about=agency)
        assert (await world.stands()).parties[agency] is PartyState.ACTIVE
        assert "4 of 4 bound" in await theirs.open()
        last = await desk_of(home, world, world.heads[-1])
        await last.refused("consent", "a party already", agency=world.heads[-1].agency, about=agency)
        assert home.faults == []
    assert {each.canonical for each in signed} < {each.canonical for each in await world.counterparts()}


async def test_it_ends_when_all_agree_and_not_before(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground)
    one, two, three = world.heads
    async with house(ground, catcher) as home:
        for head in (one, two):
            await (await desk_of(home, world, head)).does("agree-to-end", agency=head.agency)
        assert len((await world.stands()).active) == 3
        await (await desk_of(home, world, one)).does("go-on", agency=one.agency)
        await (await desk_of(home, world, three)).does("agree-to-end", agency=three.agency)
        assert len((await world.stands()).active) == 3
        looked = await (await desk_of(home, world, one)).look("agree-to-end", agency=one.agency)
        assert "Version 1 has ended for all." in looked
        page = await (await desk_of(home, world, one)).does("agree-to-end", agency=one.agency)
        assert "It has ended for all." in page
        assert "kept until" in page
        assert home.faults == []
    assert (await world.stands()).versions == {1: VersionState.TERMINATED}


async def test_a_board_ends_it_a_version_is_void_and_counsel_holds_it(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground)
    counsel = await somebody(world, Role.LEGAL_ADVISOR, "Cleo Marchetti", world.heads[0])
    async with house(ground, catcher) as home:
        hers, hold = await desk(home, world, world.clerk), await desk(home, world, counsel)
        steers = await desk(home, world, world.coordinator)
        for act in ("end", "void", "renew", "lift", "suspend"):
            await steers.open(f"{steers.home}/life/{act}", 404)
        await hers.refused("end", "It cannot end before today", day="2020-01-01", paper="Minute 9")
        await hers.refused("end", "Give a day", paper="Minute 9")
        await hers.refused("void", "This must be filled in.", version=1)
        said = {"step": "do", "version": "1", "reason": "Error", "paper": "Order 9"}
        assert (await hers.browser.post(f"{hers.home}/life/void", data=said)).status_code == 422, "without the paper"
        page = await hers.does("void", version=1, paper="Order 9", reason="A court found that it was signed in error.")
        assert "it never counted" in page
        assert "Reason: A court found" in page
        page = await hold.does("hold", reason="Matter 2026-14")
        assert "Kept because of a legal hold" in page
        assert "Matter 2026-14" in page
        [row] = await ground.rows("agreement_hold")
        page = await hold.does("release", hold=row["id"])
        assert "are kept until" in page
        await hold.refused("release", "Choose one of these.", hold="x")
        assert home.faults == []
    events = [row for row in await ground.rows("agreement_event") if '"hold"' in row["leaf"]]
    assert len(events) == 2
    facts = [row["leaf"] for row in await ground.rows("agreement_event") if '"voided"' in row["leaf"]]
    assert len(facts) == 1
    assert "A court found" not in facts[0], "nobody's words are in the log"
    assert "Order 9" not in facts[0]
    [fact] = [row for row in await ground.rows("agreement_fact") if row["kind"] == "voided"]
    assert fact["scan_sha256"] in facts[0], "the paper is"
