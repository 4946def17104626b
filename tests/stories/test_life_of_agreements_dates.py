"""What is ahead of agreements: on pages, in a calendar's file, in mails; what a clerk files and a board changes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from icalendar import Calendar
from sqlalchemy import text

from agreements import Cause, Fact, FactKind, Filing, PartyState, Version, VersionId, VersionState
from agreements.term_kinds import Renewal
from agreements.times import days_after
from consortium.access.permissions import Role
from consortium.members.store import load_today
from consortium.signing.lifecycle.days import said_day
from consortium.signing.lifecycle.remind import remind
from consortium.signing.store import save_facts, save_version
from tests.harness import PUBLIC, Ground, MailCatcher, house, text_of
from tests.stories.life_world import desk, desk_of, in_force, somebody
from tests.stories.signing_world import SLUG, TITLE, Signing, a_signing

HOME = f"{PUBLIC}/{SLUG}"
_OURS = "All dates ahead:"


async def reminded(world: Signing) -> None:
    """Both processes remind."""
    for _ in range(2):
        async with world.ground.database.transaction(world.consortium) as tx:
            await remind(tx, title="Juniper Rim", home=HOME)


async def mails_of(world: Signing, address: str) -> list[str]:
    """The bodies of reminders that wait for an address."""
    rows = await world.ground.rows("outbox")
    return [row["body"] for row in rows if row["address"] == address and _OURS in row["body"]]


async def test_a_renewal_is_told_three_times_and_each_once(ground: Ground) -> None:
    world = await in_force(ground, term_months=12, renewal=Renewal.AUTO, review_months=11)
    await reminded(world)
    assert await mails_of(world, "denise.okafor@example.org") == []
    told = []
    for days in (280, 10, 25, 31):
        await ground.advance(days=days)
        await reminded(world)
        told.append(len([each for each in await mails_of(world, "denise.okafor@example.org") if "term ends" in each]))
    assert told == [1, 1, 2, 3]
    assert len([row for row in await ground.rows("agreement_reminder") if row["what"].startswith("renewal")]) == 9


async def test_nobody_gets_two_reminders_on_one_day(ground: Ground) -> None:
    world = await a_signing(ground, signing_days=30)
    await ground.advance(days=17)
    await world.sign(world.heads[0])
    await reminded(world)
    assert await mails_of(world, "denise.okafor@example.org") == []
    [mail] = await mails_of(world, "lien.tran@example.org")
    assert "waits for your signature, and can be signed until" in mail
    assert "signs nothing" in mail
    await reminded(world)
    assert len(await mails_of(world, "lien.tran@example.org")) == 1
    await ground.advance(days=8)
    await reminded(world)
    assert len(await mails_of(world, "lien.tran@example.org")) == 2


async def test_a_part_that_rests_by_itself_says_since_when_and_why_and_is_told_once(
    ground: Ground, catcher: MailCatcher
) -> None:
    world = await in_force(ground, suspend_on=frozenset({Cause.INSURANCE}))
    one = world.heads[0]
    async with ground.database.transaction(world.consortium) as tx:
        until = days_after(tx.now, 5, "America/Los_Angeles")
        fact = Fact(kind=FactKind.INSURED, at=tx.now, agency=one.agency, leaves_on=until, attested_by="Certificate 5")
        await save_facts(tx, world.pact, fact)
        await tx.execute(text("update authority set until = consortium_now()::date + 40 where ended_on is null"))
    await ground.advance(days=7)
    await reminded(world)
    await ground.advance(days=1)
    await reminded(world)
    told = [mail for mail in await mails_of(world, "denise.okafor@example.org") if "rests: its certificate" in mail]
    assert len(told) == 1
    assert "to sign for" in told[0], "her own authority runs out too"
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        page = await hers.open()
        assert "its certificate of insurance is not in date (by itself" in page
        assert f"Suspended since {said_day(until, 'America/Los_Angeles')}" in page
        assert "The authority of Denise Okafor to sign for" in await hers.open(f"/{SLUG}/agreements/calendar")
        assert home.faults == []


async def test_what_is_ahead_stands_in_a_list_and_in_a_file(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground, least_parties=2, term_months=10, review_months=6)
    one = world.heads[0]
    async with house(ground, catcher) as home:
        hers = await desk_of(home, world, one)
        await hers.does("leave", agency=one.agency)
        page = await hers.open(f"/{SLUG}/agreements/calendar")
        for said in (f"{one.town} leaves", "look at version 1 again", "The term of version 1 ends with"):
            assert said in page
        answer = await hers.browser.get(f"/{SLUG}/agreements/calendar.ics")
        assert answer.headers["content-type"].startswith("text/calendar")
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert len(events) == 3
        assert len({str(event["uid"]) for event in events}) == 3
        assert answer.text.count("DTSTART;VALUE=DATE:") == 3
        assert "example.org" not in answer.text
        page = await hers.open(f"/{SLUG}/agency/agreements")
        for said in ("What binds us", one.town, "Notice given", f"{one.name}, {one.title}", f"{one.town} leaves"):
            assert said in page
        assert world.heads[1].town not in page
        assert home.faults == []


async def test_a_new_head_and_a_liaison_see_what_binds_them(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground)
    one = world.heads[0]
    new = await somebody(world, Role.AGENCY_HEAD, "Piet Lindqvist", one)
    liaison = await somebody(world, Role.LIAISON, "Ines Calloway", one)
    async with house(ground, catcher) as home:
        page = await (await desk(home, world, new)).open(f"/{SLUG}/agency/agreements")
        assert "You are bound by this." in page
        assert "binds whoever heads it" in page
        page = await (await desk(home, world, liaison)).open(f"/{SLUG}/agency/agreements")
        assert TITLE in page
        assert "You are bound by this." not in page
        assert home.faults == []


async def test_signed_by_all_it_waits_until_the_clerk_has_filed_it(ground: Ground, catcher: MailCatcher) -> None:
    world = await a_signing(ground, filing=Filing.RECORDED)
    async with house(ground, catcher) as home:
        head = await desk_of(home, world, world.heads[0])
        assert "Read and sign" in await head.open(f"/{SLUG}/agreements")
        for each in world.heads:
            await world.sign(each)
        page = await head.open()
        assert "Those needed have signed, and it is not in force yet." in page
        assert "Read and sign" not in await head.open(f"/{SLUG}/agreements")
        clerk, steers = await desk(home, world, world.clerk), await desk(home, world, world.coordinator)
        assert "Record the filing" in await clerk.open(f"/{SLUG}/agreements")
        await steers.open(f"{steers.home}/life/filed", 404)
        tomorrow = date.today() + timedelta(days=3)  # noqa: DTZ011 (any day ahead)
        await clerk.refused("filed", "must be a day that has been", version=1, paper="2026-004411", day=tomorrow)
        assert (await world.stands()).versions == {1: VersionState.EFFECT_PENDING}
        page = await clerk.does("filed", version=1, paper="2026-004411", day="2026-05-03")
        assert "In force since" in page
        assert "2026-004411" in page
        assert home.faults == []


async def test_a_board_changes_only_what_the_signed_text_lets_it_change(ground: Ground, catcher: MailCatcher) -> None:
    world = await in_force(ground, board_may_change=frozenset({"least_training_hours"}))
    old = world.version
    assert old is not None
    changes = ((2, replace(old.terms, least_training_hours=30)), (3, replace(old.terms, notice_days=1)))
    for number, terms in changes:
        new = Version.of(VersionId(uuid4()), pact=world.pact, number=number, text=old.text, terms=terms)
        async with ground.database.transaction(world.consortium) as tx:
            await save_version(tx, new, title=TITLE)
    async with house(ground, catcher) as home:
        hers, steers = await desk(home, world, world.clerk), await desk(home, world, world.coordinator)
        async with ground.database.reading(world.consortium) as reading:
            today = await load_today(reading)
        said: dict[str, Any] = {"paper": "Minute 31", "day": "2026-05-03", "begins": today + timedelta(days=1)}
        await steers.open(f"{steers.home}/life/adopt", 404)
        await hers.refused("adopt", "does not let the board change notice_days", version=3, **said)
        await hers.refused("adopt", "Choose the version that the board adopted.", version=1, **said)
        await hers.refused("adopt", "told in writing before its first day", version=2, **said | {"begins": today})
        looked = await hers.look("adopt", version=2, **said)
        assert "Version 2 is in force." in looked
        page = await hers.does("adopt", version=2, **said)
        assert "The board adopted a change of terms." in page
        assert (await world.stands()).in_force == old, "nobody is bound by it before the mail is a day old"
        await home.tick()
        [mail] = [each for each in catcher.to("lien.tran@example.org") if "board" in str(each["subject"])]
        assert "least training hours: 24 → 30" in text_of(mail)
        page = await steers.does("withdraw", version=3, reason="Nobody wants it.")
        assert "Taken back before it took effect." in page
        await home.advance(days=2)
        steers = await desk(home, world, world.coordinator)
        await steers.refused("withdraw", "can be ended, and not be taken back", 409, version=2, reason="No.")
        assert home.faults == []
    stands = await world.stands()
    assert stands.in_force is not None
    assert stands.in_force.number == 2
    assert len(stands.active) == 3


async def test_a_party_that_declined_stands_there_with_its_reason(ground: Ground, catcher: MailCatcher) -> None:
    world = await a_signing(ground, least_parties=2)
    one = world.heads[0]
    fact = Fact(
        kind=FactKind.DECLINED,
        at=(await world.load()).facts[0].at + timedelta(microseconds=1),
        agency=one.agency,
        digest=world.digest,
        cause="Our council wants a shorter run-off.",
        attested_by=one.name,
    )
    async with ground.database.transaction(world.consortium) as tx:
        await save_facts(tx, world.pact, fact)
    async with house(ground, catcher) as home:
        page = await (await desk(home, world, world.coordinator)).open()
        assert "Our council wants a shorter run-off." in page
        assert "Declined to sign" in page
        assert home.faults == []
    assert (await world.stands()).parties[one.agency] is PartyState.DECLINED
