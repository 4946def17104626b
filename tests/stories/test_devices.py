"""“Devices and sign-in”: a member sees where she is signed in, ends one or all, and looks after her passkeys."""

import re

from consortium.access.permissions import Role
from consortium.access.tokens import kept as hashed
from tests.authenticator import Device
from tests.harness import PUBLIC, Ground, MailCatcher, text_of
from tests.roles import shown
from tests.stories.request_world import SLUG, everything, open_house
from tests.stories.test_passkeys import HOME, add, enter, somebody_with, with_passkey
from tests.stories.test_signing_in import a_member


async def test_a_device_gets_a_name_and_is_signed_out(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        person = await somebody_with(region, Role.COORDINATOR)
        mine, other = await home.member(SLUG, person), await home.member(SLUG, person)
        await region.advance(days=2)
        kept = other.cookies[f"__Host-session-{SLUG}"]
        there = next(row["id"] for row in await region.rows("session") if row["token_hash"] == hashed(kept))
        page = shown((await mine.get(HOME)).text)
        assert page.count("A device without a name") >= 2
        assert "Full session. Last seen" in page
        here = re.findall(r"sessions/([0-9a-f-]{36})/end", (await other.get(HOME)).text)
        assert len(here) == 2
        assert str(there) in here
        answer = await mine.post(f"{HOME}/sessions/{there}/name", data={"label": "The desk"})
        assert answer.headers["location"] == f"{HOME}?did=named"
        assert "The desk" in shown((await other.get(HOME)).text)
        wrong = await mine.post(f"{HOME}/sessions/{there}/name", data={"label": "x" * 61})
        assert wrong.status_code == 422
        assert (await mine.post(f"{HOME}/sessions/{there}/end")).headers["location"] == f"{HOME}?did=ended"
        assert (await other.get(f"/{SLUG}/roster")).status_code == 303
        (own,) = await region.rows("session")
        assert (await mine.post(f"{HOME}/sessions/{own['id']}/end")).headers["location"] == f"/{SLUG}/sign-in"
        assert await region.rows("session") == []


async def test_nobody_touches_what_is_another_persons(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await with_passkey(home)
        other = await home.member(SLUG, await somebody_with(region, Role.COORDINATOR))
        (passkey,) = await region.rows("passkey")
        hers = next(row["id"] for row in await region.rows("session") if row["person"] == passkey["person"])
        before = await everything(region)
        for path, data in (
            (f"passkeys/{passkey['id']}/name", {"name": "Mine"}),
            (f"passkeys/{passkey['id']}/remove", {"sure": "yes"}),
            (f"sessions/{hers}/name", {"label": "Mine"}),
            (f"sessions/{hers}/end", {}),
        ):
            assert (await other.post(f"{HOME}/{path}", data=data)).status_code == 404, path
        assert (await other.get(f"{HOME}/passkeys/{passkey['id']}")).status_code == 404
        assert await everything(region) == before


async def test_signing_out_everywhere_asks_first_and_then_means_it(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        waiting = member.path()
        person = next(row["id"] for row in await region.rows("person") if row["email"] == member.address)
        mine, other = await home.member(SLUG, person), await home.member(SLUG, person)
        assert "Every device of yours is signed out now" in shown((await mine.get(f"{HOME}/everywhere")).text)
        before = await everything(region)
        assert (await mine.post(f"{HOME}/everywhere")).status_code == 422
        assert await everything(region) == before
        answer = await mine.post(f"{HOME}/everywhere", data={"sure": "yes"})
        assert answer.headers["location"] == f"/{SLUG}/sign-in"
        assert (await other.get(HOME)).status_code == 303
        assert (await member.press(waiting)).status_code == 422, "the mail on its way opens nothing any more"
        (act,) = [row for row in await region.rows("journal") if row["act"] == "signed out everywhere"]
        assert (act["actor"], act["subject"], act["detail"]) == (person, person, "{}")


async def test_a_passkey_is_renamed_and_removed_and_the_last_one_says_what_follows(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        person, device, browser = await with_passkey(home)
        second = Device(PUBLIC)
        await add(browser, second, "The key on my ring")
        rows = {row["name"]: row["id"] for row in await region.rows("passkey")}
        page = shown((await browser.get(f"{HOME}/passkeys/{rows['My phone']}")).text)
        assert "It is your last passkey." not in page
        assert (await browser.post(f"{HOME}/passkeys/{rows['My phone']}/name", data={"name": " "})).status_code == 422
        await browser.post(f"{HOME}/passkeys/{rows['My phone']}/name", data={"name": "The old phone"})
        assert (await browser.post(f"{HOME}/passkeys/{rows['My phone']}/remove")).status_code == 422
        assert len(await region.rows("passkey")) == 2
        await browser.post(f"{HOME}/passkeys/{rows['My phone']}/remove", data={"sure": "yes"})
        assert (await enter(home.browser(), device)).status_code == 422
        assert (await enter(home.browser(), second)).status_code == 303
        page = shown((await browser.get(f"{HOME}/passkeys/{rows['The key on my ring']}")).text)
        assert "Without any, a mail link signs you in whole" in page
        await browser.post(f"{HOME}/passkeys/{rows['The key on my ring']}/remove", data={"sure": "yes"})
        await home.tick()
        address = next(row["email"] for row in await region.rows("person") if row["id"] == person)
        told = " ".join(text_of(mail) for mail in catcher.to(address))
        assert "“The old phone” was removed" in told
        assert "It was your last one" in told
        member = await a_member(home)
        member.address = address
        await member.ask()
        await member.type(member.code())
        assert (await member.browser.get(f"/{SLUG}/duty")).status_code == 200
        acts = [row["act"] for row in await region.rows("journal") if row["act"].endswith("passkey")]
        assert sorted(acts) == ["added passkey", "added passkey", "removed passkey", "removed passkey"]
