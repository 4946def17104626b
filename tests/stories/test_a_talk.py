"""The talk: what is handed over and when, a pause, a hand-over, and texts that only two pages can read."""

import asyncio
import base64
import re

import asyncpg
import pytest
from sqlalchemy import text

from consortium.pages import moment
from tests.harness import Ground, MailCatcher
from tests.roles import Officer, Peer, hidden, shown
from tests.stories.request_world import (
    DIGITS,
    NUMBER,
    SLUG,
    TEXT_SLUG,
    accepted,
    asked,
    attempts,
    everything,
    go,
    name_of,
    now_of,
    open_house,
    paged,
    talking,
    the_request,
)

ZONE = "America/New_York"


async def test_talk_hands_the_number_over_and_nothing_does_before(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home, way="ring_me", number=NUMBER)
        assert DIGITS not in await first.look()
        said = await officer.do("talk")
        assert f"{await name_of(region, first.person)} has your number" in said
        assert DIGITS not in officer.page
        assert f"Call the officer {DIGITS}" in await first.look()


@pytest.mark.parametrize(("away", "at_once"), [(0, False), (40, False), (61, True)])
async def test_ring_me_anyway_hands_the_number_over_at_once_only_when_her_page_is_closed(
    region: Ground, catcher: MailCatcher, away: int, *, at_once: bool
) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home, way="ring_me", number=NUMBER, ring_away="yes")
        assert "You can close this page. A peer who accepts then gets your number and can ring you." in shown(
            officer.page
        )
        await home.advance(seconds=away)
        first = await paged(home)
        await first.accept()
        assert (DIGITS in first.page) is at_once
        assert ("has your number" in await officer.look()) is at_once


async def test_the_number_of_the_peer_is_shown_to_the_officer_only_after_talk(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home)
        (number,) = [row["talk_number"] for row in await region.rows("peer") if row["person"] == first.person]
        assert number not in officer.page
        said = await officer.do("talk")
        assert f"Call {await name_of(region, first.person)}" in said
        assert number in said
        assert f"On {number}, the number you gave for talks." in await first.look()


async def test_either_side_holds_and_goes_on(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home)
        said = await officer.do("hold")
        until = moment((await the_request(home))["held_until"], ZONE)
        assert said.startswith("You paused this")
        assert f"The pause lasts until {until}, Eastern Time at most." in said
        assert f"On hold The officer asked for a pause. Held until {until}" in await first.look()
        assert "The officer will call you" in await first.do("resume")
        assert "Call " in await officer.look()

        assert "On hold You asked for a pause." in await first.do("hold")
        said = await officer.look()
        assert said.startswith(f"{await name_of(region, first.person)} paused this")
        assert "Go on talking" not in said
        await first.do("resume")
        assert "Call " in await officer.look()


async def test_a_pause_ends_by_itself_after_an_hour(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home)
        await officer.do("hold")
        await go(home, minutes=59)
        assert "You paused this" in await officer.look()
        await go(home, minutes=1)
        assert "Call " in await officer.look()
        assert "The officer will call you" in await first.look()
        await first.do("hold")
        await officer.look()
        await officer.do("else")
        assert "Your request is in" in shown(officer.page)
        assert [row["kind"] for row in await region.rows("timer") if row["kind"] == "hold"] == []


@pytest.mark.parametrize(
    ("act", "said", "note"),
    [
        ("hand_over", "You handed over", "Your peer handed this over. No reason is asked for."),
        ("know", "Good that you said so", "The peer stepped back: they may know you, or somebody in this."),
        ("lost", "Contact broke off", "The peer lost contact."),
    ],
)
async def test_a_peer_leaves_in_mid_talk_and_the_officer_is_told_how(
    region: Ground, catcher: MailCatcher, act: str, said: str, note: str
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, way="ring_me", number=NUMBER)
        assert DIGITS in first.page
        assert said in await first.do(act)
        assert DIGITS not in first.page
        assert DIGITS not in await first.look()
        assert f"{note} We went on to the next peer. Your request is in" in await officer.look()
        await home.tick()
        second = await paged(home)
        assert second.person != first.person
        assert DIGITS not in second.page
        await second.accept()
        assert note not in await officer.look()
        assert f"{await name_of(region, second.person)} has accepted" in shown(officer.page)


async def test_the_officer_goes_on_to_someone_else_in_mid_talk_and_from_a_pause(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, way="ring_me", number=NUMBER)
        assert "You asked for someone else." in await officer.do("else")
        assert DIGITS not in await first.look()
        await home.tick()
        second = await paged(home)
        await second.accept()
        await officer.look()
        await officer.do("talk")
        await officer.do("hold")
        assert "You asked for someone else." in await officer.do("else")
        assert len({each["person"] for each in await attempts(home)}) == 3


async def test_texts_go_both_ways_and_only_once_for_one_form(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        assert "They have this talk open on their page." in await officer.look()
        form = hidden(officer.page, "say") | {"body": "Rough night.\n¿Está ahí?"}
        for _ in range(2):
            await officer.post(form)
        assert re.findall(r"data-text>([^<]*)<", officer.page) == ["Rough night.\n¿Está ahí?"]
        await first.look()
        assert "Rough night." in first.page
        await first.do("say", kind="plain", body="I am here & <listening>.")
        said = await officer.look()
        assert said.count("I am here & <listening>.") == 1
        assert await name_of(region, first.person) in said
        rows = await region.rows("relay")
        assert [(row["n"], row["side"], row["kind"]) for row in rows] == [(1, "officer", "plain"), (2, "peer", "plain")]
        assert all(b"Rough" not in row["body"] and b"listening" not in row["body"] for row in rows)
        assert {len(row["body"]) for row in rows} == {12 + 256 + 16}


async def test_what_the_pages_lock_between_them_passes_as_it_is(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        key, lock = (base64.b64encode(bytes(range(size))).decode() for size in (65, 90))
        await officer.do("say", kind="key", opaque=key)
        await first.look()
        assert f'data-other-key="{key}"' in first.page
        await first.do("say", kind="sealed", opaque=lock)
        await officer.look()
        assert f'data-kind="sealed" data-opaque="{lock}"' in officer.page
        assert f'data-my-key="{key}"' in officer.page
        assert "Locked. Only the page that it was written for can open it." in shown(officer.page)


async def test_the_next_peer_can_read_nothing_of_what_was_written(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        await officer.do("say", body="My sergeant is the reason.")
        await first.look()
        await first.do("hand_over")
        assert await region.rows("relay") == []
        await home.tick()
        second = await paged(home, TEXT_SLUG)
        await second.accept()
        await officer.look()
        said = await officer.do("talk")
        assert "Nothing written yet." in said
        assert "sergeant" not in officer.page
        assert "Nothing written yet." in await second.look()
        assert "sergeant" not in second.page


async def test_a_text_that_cannot_be_taken_is_told_and_not_lost(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        before = await everything(region)
        long = "word " * 2000
        for body, told in (("  ", "Write something first."), (long, "This is too long. Send it in two parts.")):
            assert told in await officer.do("say", body=body)
            assert body.strip() in officer.page
        assert "That text did not arrive whole." in await officer.do("say", kind="sealed", opaque="not base64!")
        for body, told in (("", "There is nothing to send yet."), (long, "Please send at most 2000 letters")):
            assert told in await first.do("say", kind="plain", body=body)
            assert body.strip() in first.page
        assert "That text did not arrive whole." in await first.do("say", kind="key", opaque="?")
        assert await everything(region) == before


async def test_text_is_refused_where_it_is_not_offered(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home)
        assert "Text on this page" not in shown(await Officer.at(home, SLUG).open())
        assert "Text on this page" in shown(await Officer.at(home, TEXT_SLUG).open())
        say = {"step": "say", "words": officer.words, "once": "77", "body": "Are you there?"}
        assert (await officer.post(say)).startswith("Call ")
        assert "There is no text talk open right now." in await first.do("say", kind="plain", body="Are you there?")
        assert await region.rows("relay") == []


async def test_whether_the_peer_has_the_talk_open_is_told(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        assert "They have this talk open on their page." in await officer.look()
        before = (await the_request(home))["version"]
        await home.advance(seconds=61)
        assert "They do not have it open right now. What you write waits for them." in await officer.look()
        await first.look()
        assert (await the_request(home))["version"] > before
        assert "They have this talk open on their page." in await officer.look()
        assert "The officer has the page open." in await first.look()


async def test_a_stale_button_does_nothing_twice(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home)
        form = hidden(officer.page, "else")
        await officer.post(form)
        tried = len(await attempts(home))
        await officer.post(form)
        assert len(await attempts(home)) == tried
        stale = Peer(first.browser, SLUG, first.person, page=first.page)
        for act in ("hold", "resume", "lost", "close", "say"):
            await stale.do(act, outcome="no_contact")
            stale.page = first.page
        assert (await the_request(home))["state"] == "waiting"
        assert len(await attempts(home)) == tried


async def test_what_the_peer_said_on_when_is_kept_only_while_it_matters(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _officer, first = await accepted(home)
        assert (await the_request(home))["talks_at"] <= await now_of(region)
        await first.do("pass")
        request = await the_request(home)
        assert request["talks_at"] is None
        assert request["held_until"] is None


async def test_two_looks_of_the_peer_that_come_at_once_are_one_piece_of_news(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        _officer, first = await talking(home)
        await home.advance(minutes=2)
        before = (await the_request(home))["version"]
        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            await tx.execute(text("select id from request for update"))
            looks = [asyncio.create_task(Peer(first.browser, SLUG, first.person).look()) for _ in range(2)]
            await until_waiting(region, 2)
        await asyncio.gather(*looks)
        assert (await the_request(home))["version"] == before + 1


async def until_waiting(ground: Ground, number: int) -> None:
    """Return when so many connections to this database wait for a row."""
    waiting = "select count(*) from pg_locks join pg_stat_activity using (pid) where not granted and datname = $1"
    connection = await asyncpg.connect(ground.owner)
    name = await connection.fetchval("select current_database()")
    for _ in range(1000):
        if await connection.fetchval(waiting, name) >= number:
            break
        await asyncio.sleep(0.02)
    await connection.close()
