"""A request ends: closed by the peer, erased by the officer alone, or too old. Only counters stay."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from consortium.support.lists import LISTS
from tests.harness import Ground, House, MailCatcher
from tests.roles import Officer, Peer, hidden, shown
from tests.stories.request_world import (
    NUMBER,
    SLUG,
    TEXT_SLUG,
    accepted,
    asked,
    everything,
    go,
    nothing_open,
    open_house,
    paged,
    talking,
    tally,
)

ANSWERS = {
    "outcome": "first",
    "topic": "loss",
    "onward": "yes",
}


async def test_closing_needs_an_answer_from_every_list_and_keeps_what_was_ticked(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        _officer, first = await talking(home)
        assert "How it went Three taps, no names." in await first.do("finish")
        before = await everything(region)
        for name in ANSWERS:
            for wrong in ({}, {name: "something else"}):
                given = {key: value for key, value in ANSWERS.items() if key != name} | wrong
                said = await first.do("close", **given)
                assert said.startswith("Please look at this again Please choose one answer in each list.")
                assert first.page.count(" checked") == 2
        assert await everything(region) == before
        assert "Done, and erased" in await first.do("close", **ANSWERS)


async def test_only_single_counters_stay_and_nothing_joins_them(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        before = await everything(region)
        for answers in (ANSWERS, {**ANSWERS, "topic": "none"}):
            _officer, first = await talking(home, way="ring_me", number=NUMBER)
            await first.do("finish")
            await first.do("close", **answers)
        await nothing_open(region)
        after = await everything(region)
        assert {table for table in after if after[table] != before[table]} == {"session", "tally"}
        assert await tally(region) == {
            ("first", "all"): 2,
            ("about", "loss+onward"): 1,
            ("about", "none+onward"): 1,
        }
        assert {frozenset(row) for row in await region.rows("tally")} == {
            frozenset({"consortium", "span", "period", "measure", "value", "count"})
        }
        assert all(row["period"].day == 1 for row in await region.rows("tally"))


async def test_without_contact_nothing_else_is_asked(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home)
        assert "Done, and erased" in await first.do("close", outcome="no_contact", onward="yes")
        assert await tally(region) == {("ended", "no_contact"): 1}
        assert "Nothing is open under these words" in await officer.look()


async def test_closing_twice_counts_once_and_says_it_is_over(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _officer, first = await talking(home)
        await first.do("finish")
        page = first.page
        windows = [Peer(first.browser, SLUG, first.person, page=page) for _ in range(2)]
        said = await asyncio.gather(*(window.do("close", **ANSWERS) for window in windows))
        assert sorted("Done, and erased" in each for each in said) == [False, True]
        assert any("This request has ended It was closed, erased or too old." in each for each in said)
        assert (await tally(region))["first", "all"] == 1


async def waiting(home: House) -> Officer:
    return await asked(home)


async def seen(home: House) -> Officer:
    officer = await asked(home)
    await (await paged(home)).do("seen")
    return officer


async def after_the_truth(home: House) -> Officer:
    officer = await asked(home, way="ring_me", number=NUMBER)
    for _ in range(4):
        await go(home, minutes=5)
    return officer


async def yes(home: House) -> Officer:
    officer, _ = await accepted(home)
    return officer


async def in_talk(home: House) -> Officer:
    officer, first = await talking(home, TEXT_SLUG, way="text")
    await officer.do("say", body="Are you there?")
    await first.do("say", body="I am.")
    return officer


async def on_hold(home: House) -> Officer:
    officer, first = await talking(home)
    await first.do("hold")
    return officer


async def back_in_the_order(home: House) -> Officer:
    officer, first = await talking(home)
    await first.do("know")
    return officer


STATES: dict[Callable[[House], Awaitable[Officer]], str] = {
    waiting: "taken_back",
    seen: "taken_back",
    after_the_truth: "unanswered",
    yes: "unclosed",
    in_talk: "unclosed",
    on_hold: "unclosed",
    back_in_the_order: "taken_back",
}


@pytest.mark.parametrize("state", list(STATES), ids=lambda state: str(state.__name__))
async def test_the_officer_erases_alone_from_every_state(
    region: Ground, catcher: MailCatcher, state: Callable[[House], Awaitable[Officer]]
) -> None:
    async with open_house(region, catcher) as home:
        officer = await state(home)
        await officer.look()
        people = {row["person"]: officer.slug for row in await region.rows("attempt")}
        attempt = str((await region.rows("attempt"))[0]["id"])
        form = hidden(officer.page, "erase")
        assert (await officer.post(form)).startswith("Erased Your request is deleted")
        await nothing_open(region)
        assert await tally(region) == {("ended", STATES[state]): 1}
        assert "Nothing is open under these words" in await officer.post(form)
        for person, slug in people.items():
            peer = await Peer.signed_in(home, slug, person)
            said = await peer.look()
            assert "Nobody is asking right now" in said or "You are off duty" in said
            fields = {"act": "pass", "attempt": attempt, "once": "0b"}
            answer = await peer.browser.post(f"/{slug}/duty", data=fields)
            assert "This request has ended It was closed, erased or too old." in shown(answer.text)
        await home.tick()
        assert sum("someone is asking" in str(mail["Subject"]) for mail in catcher.mails) <= len(people)


async def test_no_peer_can_erase_or_close_what_is_not_hers(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await asked(home)
        first = await paged(home)
        before = await everything(region)
        assert "This talk is not with you any more." in await first.do("close", **ANSWERS)
        assert "This page does not know that button." in await first.do("erase")
        assert await everything(region) == before


@pytest.mark.parametrize(
    ("state", "told"), [(waiting, "unanswered"), (in_talk, "unclosed")], ids=["waiting", "in a talk"]
)
async def test_after_seventy_two_hours_everything_is_gone_by_itself(
    region: Ground, catcher: MailCatcher, state: Callable[[House], Awaitable[Officer]], told: str
) -> None:
    async with open_house(region, catcher) as home:
        officer = await state(home)
        for _ in range(2):
            await go(home, hours=33)
            assert "Nothing is open" not in await officer.look()
        await go(home, hours=6)
        await nothing_open(region)
        assert "Nothing is open under these words" in await officer.look()
        assert set(await tally(region)) == {("ended", told)}


async def test_a_request_too_old_opens_no_more_even_before_it_is_swept(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        await region.advance(hours=72)
        assert "Nothing is open under these words" in await officer.look()
        assert len(await region.rows("request")) == 1


async def test_a_page_that_waits_to_go_out_dies_with_its_request(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        await officer.ask()
        assert len(await region.rows("outbox")) == 1
        await officer.do("erase")
        await home.tick()
        assert catcher.mails == []


def test_the_lists_are_those_that_were_settled() -> None:
    assert {name: len(values) for name, values in LISTS.items()} == {
        "outcome": 3,
        "topic": 7,
        "onward": 2,
    }
