"""Promises that a stranger's reading found broken once, each with its own story."""

import asyncio

import asyncpg

from consortium.channels import Handed, Letter
from consortium.outbox import Mail, post
from tests.harness import Ground, House, MailCatcher
from tests.roles import Officer
from tests.stories.request_world import (
    SLUG,
    a_part,
    accepted,
    asked,
    change,
    everybody_away,
    go,
    now_of,
    open_house,
    paged,
    talking,
    the_request,
)

TEXT_SLUG = "juniper-rim"


async def test_ring_me_even_if_this_page_is_closed_holds_although_the_peer_was_quick(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await asked(home, part=await a_part(region), way="ring_me", number="540 555 0123", ring_away="yes")
        first = await paged(home)
        assert "You said yes" in await first.accept()
        assert (await the_request(home))["state"] == "accepted"
        await go(home, seconds=61)
        assert "Call the officer" in await first.look()
        assert "5405550123" in first.page


async def test_ring_me_waits_for_her_choice_as_long_as_she_is_on_the_page(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(
            home, part=await a_part(region), way="ring_me", number="540 555 0123", ring_away="yes"
        )
        for _ in range(4):
            await go(home, seconds=40)
            assert "has accepted" in await officer.look()
        assert "5405550123" not in await first.look()


class Hanging:
    """A mail server that takes the connection and never answers."""

    async def hand_over(self, _letter: Letter) -> Handed:
        await asyncio.sleep(3600)
        return Handed.NOT_NOW


async def test_a_mail_server_that_hangs_holds_up_no_step(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, part=await a_part(region))
        home.jobs.mail = Hanging()  # type: ignore[assignment]
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await post(tx, Mail(kind="sign_in", address="somebody@example.org", subject="x", body="x"))
        hanging = asyncio.create_task(home.tick())
        await asyncio.sleep(0.2)
        await region.advance(minutes=5, seconds=1)
        await asyncio.wait_for(_until_step(home, 2), 10)
        assert "1 peer was asked" in await officer.look()
        hanging.cancel()
        await asyncio.gather(hanging, return_exceptions=True)


async def _until_step(home: House, step: int) -> None:
    while (await the_request(home))["step"] < step:
        task = asyncio.create_task(home.tick())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_designation_that_ends_in_mid_talk_ends_the_talk(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        await change(
            region,
            "update designation set until = :now where person = :person",
            slug=TEXT_SLUG,
            now=await now_of(region),
            person=first.person,
        )
        said = await officer.do("say", body="words for nobody any more", kind="plain")
        assert "may not serve you any more" in said
        assert await region.rows("relay") == []
        assert "words for nobody" not in await first.look()


async def test_a_suspension_is_noticed_in_a_talk_by_telephone_within_minutes(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, part=await a_part(region))
        await change(region, "update peer set suspended = true where person = :person", person=first.person)
        await go(home, minutes=6)
        assert (await the_request(home))["state"] == "waiting"
        assert "may not serve you any more" in await officer.look()


async def test_nobody_serves_from_a_state_whose_limits_nobody_has_approved(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        part = await a_part(region)
        (first,) = [await _first_asked(home, part)]
        await change(
            region,
            "update agency set state = 'ZZ' where id in (select agency from affiliation where person = :person)",
            person=first,
        )
        assert await _first_asked(home, part) != first


async def _first_asked(home: House, part: str) -> object:
    officer = await asked(home, part=part)
    attempt = max(await home.ground.rows("attempt"), key=lambda row: row["step"])
    await officer.do("erase")
    return attempt["person"]


async def test_a_form_sent_again_after_erasing_asks_nobody(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        await officer.open()
        form = {"step": "ask", "part": await a_part(region), "way": "call_peer", "who": "peer", "topic": "none"}
        await officer.ask(part=form["part"])
        sent = form | {"words": officer.words, "once": "aa"}
        await officer.do("erase")
        catcher.clear()
        assert "Nothing is open under these words" in await officer.post(sent)
        await home.tick()
        assert catcher.mails == []
        assert await region.rows("request") == []


async def test_forms_that_cannot_be_taken_spend_nothing_of_the_others_budget(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        await change(region, "update consortium set open_limit = 2")
        part = await a_part(region)
        for _ in range(12):
            assert "Not sent yet" in await Officer.at(home, SLUG).ask(part=part, way="ring_me", number="12")
        assert "Your four words" in await Officer.at(home, SLUG).ask(part=part)


async def test_the_counters_of_one_closing_cannot_be_told_apart_from_the_rest(
    region: Ground, catcher: MailCatcher
) -> None:
    """What a database reader sees of a row's last writer is the same for every counter of the quarter."""
    async with open_house(region, catcher) as home:
        for topic in ("loss", "alcohol"):
            _officer, first = await talking(home, part=await a_part(region))
            await first.close(topic=topic)
        connection = await asyncpg.connect(region.backup)
        asked_of = "select xmin::text from tally where consortium = $1"
        writers = {row["xmin"] for row in await connection.fetch(asked_of, await region.consortium(SLUG))}
        await connection.close()
        assert len(writers) == 1


async def test_a_mail_taken_back_wakes_nobody(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        catcher.answer = "451 later"
        officer = Officer.at(home, SLUG)
        await officer.ask(part=await a_part(region))
        await home.tick()
        first = await paged(home)
        await first.do("pass")
        catcher.answer = None
        await go(home, seconds=40)
        addresses = {mail["To"] for mail in catcher.mails}
        mine = [row["email"] for row in await region.rows("person") if row["id"] == first.person]
        assert not addresses.intersection(mine)


async def test_the_truth_comes_although_nobody_could_be_paged(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await everybody_away(region, hours=5)
        officer = Officer.at(home, SLUG)
        assert "Nobody can be asked for you right now" in await officer.ask()
        assert [mail for mail in catcher.mails if "rota" in mail["Subject"]] == []
        await go(home, minutes=20)
        assert len([mail for mail in catcher.mails if "rota" in mail["Subject"]]) == 1
