"""A member adds a passkey and signs in with it; whatever a thief could send instead opens nothing."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest

from consortium.access.permissions import Role
from tests.authenticator import Device
from tests.harness import PUBLIC, Ground, House, MailCatcher, text_of
from tests.roles import shown
from tests.stories.request_world import SLUG, TEXT_SLUG, change, everything, open_house
from tests.stories.test_signing_in import Member, a_member

HOME = f"/{SLUG}/me/devices"


async def question(browser: httpx.AsyncClient, slug: str = SLUG) -> dict[str, Any]:
    """What the door asks whatever passkey this browser's device holds."""
    found: dict[str, Any] = (await browser.post(f"/{slug}/sign-in/passkey/ask")).json()
    return found


async def add(browser: httpx.AsyncClient, device: Device, name: str = "My phone", **lies: Any) -> httpx.Response:
    asked = (await browser.post(f"{HOME}/passkeys/ask", data={"why": "add"})).json()
    return await browser.post(f"{HOME}/passkeys", data={"name": name, "answer": device.make(asked, **lies)})


async def enter(browser: httpx.AsyncClient, device: Device, *, to: str = "", **lies: Any) -> httpx.Response:
    answer = device.sign(await question(browser), **lies)
    return await browser.post(f"/{SLUG}/sign-in/passkey", data={"answer": answer, "to": to})


async def send(browser: httpx.AsyncClient, answer: str) -> int:
    return (await browser.post(f"/{SLUG}/sign-in/passkey", data={"answer": answer})).status_code


async def somebody_with(ground: Ground, role: Role) -> UUID:
    """The first person with this role."""
    consortium = await ground.consortium(SLUG)
    rows = [row for row in await ground.rows("role") if row["consortium"] == consortium and row["role"] == role.value]
    found: UUID = min(row["person"] for row in rows)
    return found


async def with_passkey(home: House, role: Role = Role.PEER) -> tuple[UUID, Device, httpx.AsyncClient]:
    """Somebody who has one passkey, and the browser in which she made it."""
    person, device = await somebody_with(home.ground, role), Device(PUBLIC)
    browser = await home.member(SLUG, person)
    assert (await add(browser, device)).headers["location"] == f"{HOME}?did=added"
    return person, device, browser


async def test_a_passkey_is_added_and_signs_in_without_an_address(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        await member.type(member.code())
        assert "You have none yet" in shown((await member.browser.get(HOME)).text)
        device = Device(PUBLIC)
        await add(member.browser, device, "  My   phone ")
        page = shown((await member.browser.get(f"{HOME}?did=added")).text)
        assert "The passkey was added. We have told you by mail." in page
        assert "My phone Added" in page
        await home.tick()
        assert "“My phone” was added to your sign-in" in text_of(catcher.to(member.address)[-1])

        other = home.browser()
        answer = await enter(other, device, to=f"/{SLUG}/roster")
        assert answer.headers["location"] == f"/{SLUG}/roster"
        assert (await other.get(f"/{SLUG}/duty")).status_code == 200
        (row,) = await region.rows("passkey")
        assert (row["sign_count"], row["name"], row["transports"]) == (1, "My phone", ["internal"])
        times = {name for name, value in row.items() if hasattr(value, "hour")}
        assert times == set(), "days are kept, not times"
        assert await region.rows("challenge") == []


async def test_a_mail_link_opens_less_for_who_has_a_passkey(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        elsewhere = Member(home, member.address)
        for each in (member, elsewhere):
            await each.ask()
            await each.type(each.code())
        assert (await elsewhere.browser.get(f"/{SLUG}/duty")).status_code == 200
        device = Device(PUBLIC)
        await add(member.browser, device)

        assert (await member.browser.get(f"/{SLUG}/duty")).status_code == 200, "where she added it, nothing changes"
        refused = await elsewhere.browser.get(f"/{SLUG}/duty")
        assert refused.status_code == 403, "her other device came in by mail alone"
        await elsewhere.ask()
        await elsewhere.type(elsewhere.code())
        refused = await elsewhere.browser.get(f"/{SLUG}/duty")
        assert refused.status_code == 403
        page = shown(refused.text)
        assert "You came in by mail, and you have a passkey." in page
        assert "opens no request, talk, signature, person, role or channel. Nothing was changed." in page
        assert f'name="to" value="/{SLUG}/duty"' in refused.text
        assert (await elsewhere.browser.get(f"/{SLUG}/on-call")).status_code == 200
        assert (await elsewhere.browser.get(f"{HOME}")).status_code == 200
        ask = await elsewhere.browser.post(f"{HOME}/passkeys/ask", data={"why": "add"})
        assert ask.status_code == 403

        found = re.search(r'name="to" value="([^"]+)"', refused.text)
        assert found
        answer = await enter(elsewhere.browser, device, to=found[1])
        assert answer.headers["location"] == f"/{SLUG}/duty"
        assert (await elsewhere.browser.get(f"/{SLUG}/duty")).status_code == 200
        assert len(await region.rows("session")) == 2, "the session that the browser had before is gone"


async def test_an_answer_counts_once_and_for_five_minutes(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _, device, _ = await with_passkey(home)
        browser = home.browser()
        answer = device.sign(await question(browser))
        assert await send(browser, answer) == 303
        browser.cookies.delete(f"__Host-session-{SLUG}")
        assert await send(browser, answer) == 422, "the same answer again"
        asked = await question(browser)
        await region.advance(minutes=5)
        assert await send(browser, device.sign(asked)) == 422, "too late"
        older, newer = await question(browser), await question(browser)
        assert await send(browser, device.sign(older)) == 422, "only the newest question of a browser is good"
        assert await send(browser, device.sign(newer)) == 303


@pytest.mark.parametrize(
    "lies", [{"origin": "https://peers.test.evil.example"}, {"origin": "http://peers.test"}, {"handle": b"x" * 16}]
)
async def test_an_answer_for_another_site_or_another_holder_opens_nothing(
    region: Ground, catcher: MailCatcher, lies: dict[str, Any]
) -> None:
    async with open_house(region, catcher) as home:
        _, device, _ = await with_passkey(home)
        answer = await enter(home.browser(), device, **lies)
        assert answer.status_code == 422
        assert "This passkey did not open anything here." in shown(answer.text)


async def test_an_answer_from_where_nobody_asked_opens_nothing(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        person, device, hers = await with_passkey(home)
        thief, elsewhere = home.browser(), home.browser()
        stolen = device.sign(await question(elsewhere))
        await question(thief)
        assert await send(thief, stolen) == 422, "another browser's question"
        other_house = device.sign(await question(thief, TEXT_SLUG))
        assert await send(thief, other_house) == 422, "another consortium's question"
        assert (
            await thief.post(f"/{TEXT_SLUG}/sign-in/passkey", data={"answer": device.sign(await question(thief))})
        ).status_code == 422
        asked = (await hers.post(f"{HOME}/passkeys/ask", data={"why": "add"})).json()
        assert await send(hers, device.sign(asked)) == 422, "a question that was to make a passkey"
        for junk in ("", "{}", "null", "[]", '{"id": 1}', device.sign(asked)[:-9], "9" * 5000):
            assert await send(thief, junk) == 422
        locked = Device(PUBLIC, verifies=False)
        stranger = Device(PUBLIC, handle=person.bytes)
        for each in (locked, stranger):
            assert (await enter(thief, each)).status_code == 422
        assert home.faults == []
        assert len(await region.rows("session")) == 1


async def test_only_what_this_person_was_asked_for_becomes_her_passkey(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        peer = await home.member(SLUG, await somebody_with(region, Role.PEER))
        chief = await home.member(SLUG, await somebody_with(region, Role.AGENCY_HEAD))
        asked = (await chief.post(f"{HOME}/passkeys/ask", data={"why": "add"})).json()
        before = await everything(region)
        made = Device(PUBLIC).make(asked)
        for data in ({}, {"name": "x"}, {"name": "", "answer": made}, {"name": "x" * 61, "answer": made}):
            assert (await chief.post(f"{HOME}/passkeys", data=data)).status_code == 422
        answer = await peer.post(f"{HOME}/passkeys", data={"name": "Theirs", "answer": made})
        assert answer.status_code == 422
        assert "That took too long, or was asked for elsewhere." in shown(answer.text)
        assert 'value="Theirs"' in answer.text
        assert await everything(region) == before
        for device in (Device(PUBLIC, verifies=False), Device("https://evil.example")):
            answer = await add(peer, device)
            assert answer.status_code == 422
            assert "Your device made no passkey that we can take." in shown(answer.text)
        assert await region.rows("passkey") == []
        device = Device(PUBLIC)
        await add(chief, device)
        again = await add(peer, device)
        assert "This passkey is on the list already." in shown(again.text)
        assert home.faults == []


async def test_a_copied_passkey_is_refused_in_words_and_nobody_is_locked_out(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        person, device, _ = await with_passkey(home)
        copy = device.copy()
        assert (await enter(home.browser(), device)).status_code == 303
        assert (await enter(home.browser(), device)).status_code == 303
        answer = await enter(home.browser(), copy)
        assert answer.status_code == 422
        assert "That happens when a copy of it exists, so it signs nobody in." in shown(answer.text)
        acts = [row for row in await region.rows("journal") if row["act"] == "found a copied passkey"]
        assert [row["subject"] for row in acts] == [person]
        assert (await enter(home.browser(), device)).status_code == 303, "the one that counts on still opens"


async def test_a_passkey_that_does_not_count_is_as_good(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _, device, _ = await with_passkey(home)
        for _ in range(2):
            device.count = -1
            assert (await enter(home.browser(), device)).status_code == 303


async def test_nobody_is_sent_to_another_site_afterwards(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _, device, _ = await with_passkey(home)
        for to in ("https://evil.example/", "//evil.example", f"/{TEXT_SLUG}/duty", f"/{SLUG}/../x", f"/{SLUG}//evil"):
            answer = await enter(home.browser(), device, to=to)
            assert answer.headers["location"] == f"/{SLUG}/"


async def test_who_has_left_is_not_let_in_by_her_passkey(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        person, device, _ = await with_passkey(home)
        await change(region, "update person set ended_on = current_date where id = :person", person=person)
        assert (await enter(home.browser(), device)).status_code == 422
