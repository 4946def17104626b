"""Who has lost her passkeys waits 24 hours, is told everywhere, and can stop it; nobody can make it shorter."""

import re

import httpx

from consortium.access.permissions import Role
from tests.authenticator import Device
from tests.harness import PUBLIC, Ground, House, MailCatcher, text_of
from tests.roles import shown
from tests.stories.request_world import SLUG, change, everything, open_house
from tests.stories.test_passkeys import HOME, add, enter, with_passkey
from tests.stories.test_signing_in import Member

CANCEL = re.compile(r"https://peers\.test(/blue-ledge/sign-in/recovery/\S+)")
SECOND = "second@example.org"


async def a_loser(home: House) -> tuple[Member, Device]:
    """A peer with a passkey and a second mail channel, who has come in by mail."""
    person, device, _ = await with_passkey(home)
    address = next(row["email"] for row in await home.ground.rows("person") if row["id"] == person)
    await change(
        home.ground,
        "insert into channel (consortium, id, person, kind, address) "
        "select consortium, gen_random_uuid(), id, 'mail', :mail from person where id = :person",
        person=person,
        mail=SECOND,
    )
    member = Member(home, address)
    await come_in(member)
    home.mails.clear()
    return member, device


async def come_in(member: Member) -> None:
    await member.ask()
    await member.type(member.code())


async def ask(member: Member) -> httpx.Response:
    answer = await member.browser.post(f"{HOME}/recovery", data={"sure": "yes"})
    await member.home.tick()
    return answer


async def test_after_24_hours_and_not_before_a_new_passkey_replaces_the_old(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        member, device = await a_loser(home)
        assert "Nobody can shorten the wait" in shown((await member.browser.get(f"{HOME}/recovery")).text)
        before = await everything(region)
        assert (await member.browser.post(f"{HOME}/recovery")).status_code == 422
        assert await everything(region) == before
        assert (await ask(member)).headers["location"] == f"{HOME}?did=asked"
        for address in (member.address, SECOND):
            (mail,) = catcher.to(address)
            assert "said that all your passkeys are lost" in text_of(mail)
        assert (await ask(member)).status_code == 422, "a second ask does not begin anew"

        await region.advance(hours=23, minutes=59)
        await come_in(member)
        assert (await member.browser.get(f"/{SLUG}/duty")).status_code == 403
        owner = home.browser()
        assert (await enter(owner, device)).status_code == 303, "until then the old one still opens"
        assert "Somebody asked to recover your sign-in." in shown((await owner.get(f"/{SLUG}/duty")).text)
        await region.advance(minutes=2)
        await come_in(member)
        assert (await member.browser.get(f"/{SLUG}/duty")).status_code == 200
        assert "Your recovery is ready" in shown((await member.browser.get(HOME)).text)
        catcher.clear()
        fresh = Device(PUBLIC)
        assert (await add(member.browser, fresh, "The new phone")).headers["location"] == f"{HOME}?did=added"
        await home.tick()
        for address in (member.address, SECOND):
            assert "every older one was removed" in text_of(catcher.to(address)[-1])
        assert [row["name"] for row in await region.rows("passkey")] == ["The new phone"]
        assert await region.rows("recovery") == []
        assert (await owner.get(f"/{SLUG}/duty")).status_code == 303, "other devices are signed out"
        assert (await enter(home.browser(), device)).status_code == 422
        assert (await enter(home.browser(), fresh)).status_code == 303
        acts = {row["act"] for row in await region.rows("journal")}
        assert {"asked for recovery", "recovered sign-in"} <= acts


async def test_one_press_from_the_mail_cancels_it_and_opening_the_mail_does_not(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        member, _ = await a_loser(home)
        await ask(member)
        found = CANCEL.search(text_of(catcher.to(SECOND)[0]))
        assert found
        anybody = home.browser()
        opened = await anybody.get(found[1])
        assert "one press stops it. Nothing has happened yet." in shown(opened.text)
        assert len(await region.rows("recovery")) == 1
        token = found[1].rsplit("/", 1)[1]
        catcher.clear()
        done = await anybody.post(f"/{SLUG}/sign-in/recovery", data={"token": token})
        assert "The recovery is cancelled" in shown(done.text)
        await home.tick()
        assert "was cancelled" in catcher.to(member.address)[0]["subject"]
        again = await anybody.post(f"/{SLUG}/sign-in/recovery", data={"token": token})
        assert again.status_code == 422
        assert (await anybody.post(f"/{SLUG}/sign-in/recovery")).status_code == 422
        await region.advance(hours=25)
        await come_in(member)
        assert (await member.browser.get(f"/{SLUG}/duty")).status_code == 403


async def test_she_cancels_it_on_her_page_and_it_lapses_if_nobody_uses_it(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member, device = await a_loser(home)
        await ask(member)
        owner = home.browser()
        await enter(owner, device)
        assert "Look, and cancel it if it was not you" in shown((await owner.get(f"/{SLUG}/duty")).text)
        assert (await owner.post(f"{HOME}/recovery/cancel")).status_code == 422
        answer = await owner.post(f"{HOME}/recovery/cancel", data={"sure": "yes"})
        assert answer.headers["location"] == f"{HOME}?did=cancelled"
        assert (await owner.post(f"{HOME}/recovery/cancel", data={"sure": "yes"})).status_code == 404
        await ask(member)
        await region.advance(hours=24 + 72)
        await come_in(member)
        assert (await member.browser.get(f"/{SLUG}/duty")).status_code == 403
        await home.jobs.tidy()
        assert await region.rows("recovery") == []


async def test_nobody_in_any_role_can_shorten_the_wait(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member, _ = await a_loser(home)
        await ask(member)
        routes = {route.path for route in home.litestar.routes if "recovery" in route.path}
        assert routes == {
            "/{slug:str}/me/devices/recovery",
            "/{slug:str}/me/devices/recovery/cancel",
            "/{slug:str}/sign-in/recovery",
            "/{slug:str}/sign-in/recovery/{token:str}",
        }
        people = {row["person"] for row in await region.rows("role") if row["role"] == Role.ADMINISTRATOR.value}
        consortium = await region.consortium(SLUG)
        mine = {row["id"] for row in await region.rows("person") if row["consortium"] == consortium}
        administrator = await home.member(SLUG, next(iter(people & mine)))
        answer = await administrator.post(f"{HOME}/recovery/cancel", data={"sure": "yes"})
        assert answer.status_code == 404, "not even cancel another's"
        refused = await administrator.post(f"{HOME}/recovery", data={"sure": "yes"})
        assert "You have no passkey, so nothing is lost" in shown(refused.text)
