"""A phone stays signed in until the end of a shift: for the duty page, in one browser, and not a minute longer."""

from datetime import datetime, timedelta
from uuid import UUID

import httpx

from agreements import Role as Capacity
from consortium.access.permissions import Role
from consortium.access.web import duty_cookies
from consortium.duty.override_duty import override_duty
from geo import PersonId
from scheduling import Line, Span, shifts
from tests.harness import Ground, House, MailCatcher
from tests.roles import shown
from tests.stories.request_world import SLUG, change, everything, facts_of, now_of, open_house
from tests.stories.test_passkeys import somebody_with

PHONE = f"/{SLUG}/duty/phone"
SESSION, SECRET = duty_cookies(SLUG, secure=True)


async def a_peer_off_duty(home: House) -> UUID:
    """A peer, and no clinician, who holds no seat for the next days."""
    facts, now = await facts_of(home.ground)
    busy = {shift.person for shift in shifts(facts.schedule, Span(now, now + timedelta(days=4)))}
    return next(
        person for person, each in sorted(facts.peers.items()) if each.role is Capacity.PEER and person not in busy
    )


async def give_shift(ground: Ground, person: UUID, *, begins: timedelta, lasts: timedelta) -> datetime:
    """Put this person on the backup line for a while; when it ends."""
    now = await now_of(ground)
    start = now + begins
    async with ground.database.transaction(await ground.consortium(SLUG)) as tx:
        await override_duty(
            tx, line=Line.BACKUP, adds=PersonId(person), starts_at=start, ends_at=start + lasts, by=person
        )
    return start + lasts


async def keep(browser: httpx.AsyncClient) -> httpx.Response:
    return await browser.post(PHONE, data={"keep": "yes"})


async def test_the_duty_page_opens_until_the_shift_ends_and_nothing_else_does(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        person = await a_peer_off_duty(home)
        browser = await home.member(SLUG, person)
        assert "Keep this phone" not in shown((await browser.get(f"/{SLUG}/duty")).text)
        assert (await keep(browser)).status_code == 409
        await give_shift(region, person, begins=timedelta(hours=13), lasts=timedelta(hours=12))
        assert (await keep(browser)).status_code == 409, "more than twelve hours before"
        await region.advance(hours=2)
        assert "Keep this phone signed in until the end of my shift" in shown((await browser.get(f"/{SLUG}/duty")).text)
        before = await everything(region)
        assert (await browser.post(PHONE)).status_code == 422
        assert await everything(region) == before
        answer = await keep(browser)
        assert answer.headers["location"] == f"/{SLUG}/duty"
        assert all("HttpOnly" in cookie and "Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))
        assert "It stays signed in for this page" in shown((await browser.get(f"/{SLUG}/duty")).text)
        assert len(await region.rows("session")) == 2

        await change(region, "delete from session where kind = 'full'")
        assert (await browser.get(f"/{SLUG}/duty")).status_code == 200
        assert (await browser.get(f"/{SLUG}/on-call")).status_code == 200
        refused = await browser.get(f"/{SLUG}/agreements")
        assert refused.status_code == 403
        assert "This phone is kept signed in for your shift." in shown(refused.text)
        assert (await browser.get(f"/{SLUG}/me/devices")).status_code == 403
        await region.advance(hours=22, minutes=59)
        assert (await browser.get(f"/{SLUG}/duty")).status_code == 200
        await region.advance(minutes=2)
        assert (await browser.get(f"/{SLUG}/duty")).status_code == 303


async def test_it_is_bound_to_the_browser_that_it_was_made_in(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        person = await a_peer_off_duty(home)
        browser = await home.member(SLUG, person)
        await give_shift(region, person, begins=timedelta(), lasts=timedelta(hours=12))
        await keep(browser)
        token, secret = browser.cookies[SESSION], browser.cookies[SECRET]
        for cookies in (
            {SESSION: token},
            {SESSION: token, SECRET: "x" * 43},
            {f"__Host-session-{SLUG}": token},
            {SESSION: browser.cookies[f"__Host-session-{SLUG}"], SECRET: secret},
        ):
            thief = home.browser()
            thief.cookies.update(cookies)
            assert (await thief.get(f"/{SLUG}/duty")).status_code == 303, cookies
        assert token not in str(await region.rows("session"))
        assert secret not in str(await region.rows("session"))


async def test_a_phone_kept_for_one_is_nobody_elses_when_another_signs_in(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        person = await a_peer_off_duty(home)
        browser = await home.member(SLUG, person)
        await give_shift(region, person, begins=timedelta(), lasts=timedelta(hours=12))
        await keep(browser)
        chief = await home.member(SLUG, await somebody_with(region, Role.AGENCY_HEAD))
        session = f"__Host-session-{SLUG}"
        browser.cookies.delete(session)
        browser.cookies.set(session, chief.cookies[session])
        assert (await browser.get(f"/{SLUG}/duty")).status_code == 404
        assert (await browser.get(f"/{SLUG}/")).headers["location"] != f"/{SLUG}/duty"


async def test_it_is_never_kept_longer_than_48_hours_and_can_be_renewed_while_on_duty(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        person = await a_peer_off_duty(home)
        browser = await home.member(SLUG, person)
        await give_shift(region, person, begins=timedelta(), lasts=timedelta(hours=70))
        await keep(browser)
        await change(region, "delete from session where kind = 'full'")
        await region.advance(hours=47)
        assert (await keep(browser)).status_code == 303, "a press while on duty counts anew"
        (session,) = await region.rows("session")
        assert session["expires_at"] - await now_of(region) < timedelta(hours=24), "and ends with the shift"


async def test_signing_out_here_or_everywhere_ends_it(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        person = await a_peer_off_duty(home)
        await give_shift(region, person, begins=timedelta(), lasts=timedelta(hours=12))
        browser, other = await home.member(SLUG, person), await home.member(SLUG, person)
        await keep(browser)
        await browser.post(f"/{SLUG}/sign-out")
        assert SESSION not in browser.cookies
        assert [row["kind"] for row in await region.rows("session")] == ["full"]
        phone = await home.member(SLUG, person)
        await keep(phone)
        assert "Kept for a shift" in shown((await other.get(f"/{SLUG}/me/devices")).text)
        await other.post(f"/{SLUG}/me/devices/everywhere", data={"sure": "yes"})
        assert (await phone.get(f"/{SLUG}/duty")).status_code == 303
        assert await region.rows("session") == []
