"""Members sign in by a mail: once, within ten minutes, in the browser that asked, or by six digits typed there."""

import asyncio
import re
from datetime import UTC, time
from email.message import Message
from statistics import median
from time import perf_counter
from uuid import uuid4

import httpx

from consortium.access.brake import FEW, FEW_A_DAY, Guesses
from consortium.access.store import MOST_LINKS, MOST_LINKS_OF_A_BROWSER, MOST_TRIES
from consortium.access.tokens import CODE_DIGITS, LONG_CODE_DIGITS
from tests.harness import Ground, House, MailCatcher, text_of
from tests.roles import shown
from tests.stories.request_world import SLUG, change, everything, open_house

_LINK = re.compile(r"https://peers\.test(/blue-ledge/sign-in/\S+)")
_CODE = re.compile(r"type this code there: (\d+)")
WRONG = "This sign-in is not good any more, or was not asked for in this browser. Ask for a new mail."


def link_in(mail: Message) -> str:
    """The path of the link that a mail carries."""
    found = _LINK.search(text_of(mail))
    assert found is not None
    return found.group(1)


def sign_ins(catcher: MailCatcher) -> list[Message]:
    """The mails to sign in, to anybody."""
    return [mail for mail in catcher.mails if _LINK.search(text_of(mail))]


class Member:
    """A member at the door, with a browser of her own."""

    def __init__(self, home: House, address: str) -> None:
        self.home, self.address, self.browser = home, address, home.browser()

    async def ask(self) -> httpx.Response:
        answer = await self.browser.post(f"/{SLUG}/sign-in", data={"mail": self.address})
        await self.home.tick()
        return answer

    def letter(self) -> Message:
        """The last mail to sign in; other mails may have come beside it."""
        return [mail for mail in self.home.mails.to(self.address) if _LINK.search(text_of(mail))][-1]

    def mail(self) -> str:
        return text_of(self.letter())

    def path(self) -> str:
        return link_in(self.letter())

    def code(self) -> str:
        found = _CODE.search(self.mail())
        assert found is not None
        return found.group(1)

    async def type(self, code: str) -> httpx.Response:
        return await self.browser.post(f"/{SLUG}/sign-in/code", data={"code": code})

    async def press(self, path: str) -> httpx.Response:
        """Open the mail's link and press its button."""
        page = await self.browser.get(path)
        assert page.status_code == 200
        found = re.search(r'name="token" value="([^"]+)"', page.text)
        token = found.group(1) if found else path.rsplit("/", 1)[1]
        return await self.browser.post(f"/{SLUG}/sign-in/link", data={"token": token})

    async def is_in(self) -> bool:
        answer = await self.browser.get(f"/{SLUG}/on-call")
        assert answer.status_code in {200, 303}
        return answer.status_code == 200


async def a_member(home: House) -> Member:
    """The first peer of the consortium, not signed in."""
    peers = {row["person"] for row in await home.ground.rows("peer")}
    consortium = await home.ground.consortium(SLUG)
    people = [row for row in await home.ground.rows("person") if row["consortium"] == consortium]
    return Member(home, next(row["email"] for row in people if row["id"] in peers))


async def test_the_link_signs_in_once_and_only_by_its_button(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        assert (await member.browser.get(f"/{SLUG}/duty")).headers["location"] == f"/{SLUG}/sign-in"
        assert "Look at your mail" in shown((await member.ask()).text)
        path = member.path()
        opened = await member.browser.get(path)
        assert "One tap to sign in This link works once. Nothing has happened yet." in shown(opened.text)
        assert not await member.is_in()
        answer = await member.press(path)
        assert answer.headers["location"] == f"/{SLUG}/"
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert "__Host-session-blue-ledge" in answer.headers["set-cookie"]
        assert await member.is_in()
        assert (await member.browser.get(f"/{SLUG}/")).headers["location"] == f"/{SLUG}/duty"
        await member.ask()
        again = await member.press(path)
        assert again.status_code == 422
        assert "This link no longer works" in shown(again.text)


async def test_a_link_is_good_for_ten_minutes(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        path, code = member.path(), member.code()
        await region.advance(minutes=10)
        assert "This link no longer works" in shown((await member.press(path)).text)
        assert WRONG in shown((await member.type(code)).text)
        assert not await member.is_in()
        await home.jobs.tidy()
        assert await region.rows("sign_in") == []


async def test_in_another_browser_the_link_does_nothing_and_the_code_is_typed_where_it_was_asked(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        other = Member(home, member.address)
        opened = await other.browser.get(member.path())
        assert "You asked in another browser" in shown(opened.text)
        assert 'name="token"' not in opened.text
        assert "This link no longer works" in shown((await other.press(member.path())).text)
        assert WRONG in shown((await other.type(member.code())).text)
        assert not await other.is_in()
        code = member.code()
        assert (await member.type(f"{code[:3]} {code[3:]}")).headers["location"] == f"/{SLUG}/"
        assert await member.is_in()


async def test_five_wrong_codes_use_a_sign_in_up_and_bring_no_new_mail(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        for sent in range(1, MOST_LINKS_OF_A_BROWSER + 1):
            await member.ask()
            wrong = "000000" if member.code() != "000000" else "111111"
            for _ in range(MOST_TRIES):
                answer = await member.type(wrong)
                assert answer.status_code == 422
                assert WRONG in shown(answer.text)
            assert WRONG in shown((await member.type(member.code())).text)
            assert "This link no longer works" in shown((await member.press(member.path())).text)
            assert len(catcher.to(member.address)) == sent
        for _ in range(3):
            assert "Look at your mail" in shown((await member.ask()).text)
        assert len(catcher.to(member.address)) == MOST_LINKS_OF_A_BROWSER
        await region.advance(minutes=10)
        await member.ask()
        await member.type(member.code())
        assert await member.is_in()


async def test_no_mailbox_can_be_flooded(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        for _ in range(MOST_LINKS_OF_A_BROWSER + 1):
            await member.ask()
        assert len(catcher.to(member.address)) == MOST_LINKS_OF_A_BROWSER
        await asyncio.gather(*(Member(home, member.address).ask() for _ in range(MOST_LINKS)))
        assert len(catcher.to(member.address)) == MOST_LINKS


async def test_a_stranger_gets_the_same_answer_after_the_same_time(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member, stranger = await a_member(home), Member(home, "nobody@nowhere.example.org")
        times: dict[str, list[float]] = {member.address: [], stranger.address: []}
        answers = []
        for each in (member, stranger) * 2:
            started = perf_counter()
            answers.append(await each.browser.post(f"/{SLUG}/sign-in", data={"mail": each.address}))
            times[each.address].append(perf_counter() - started)
        assert len({answer.text for answer in answers}) == 1
        assert len({frozenset(answer.headers.keys()) for answer in answers}) == 1
        assert min(min(taken) for taken in times.values()) >= 0.4
        one, other = (median(taken) for taken in times.values())
        assert abs(one - other) < 0.3
        await home.tick()
        assert len(sign_ins(catcher)) == 2
        assert catcher.to(stranger.address) == []


async def test_an_address_in_other_letters_is_the_same_and_what_is_no_address_is_told(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        odd = Member(home, f"  {member.address.upper()} ")
        await odd.ask()
        assert len(sign_ins(catcher)) == 1
        before = await everything(region)
        for typed in ("", "nobody", "@", "two words@example.org", "a@" + "b" * 300):
            answer = await odd.browser.post(f"/{SLUG}/sign-in", data={"mail": typed})
            assert answer.status_code == 422
            assert "Please type your mail address, such as name@agency.gov." in shown(answer.text)
            assert f'value="{typed}"' in answer.text
        assert await everything(region) == before


async def test_signing_out_ends_the_session_for_good(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        await member.type(member.code())
        kept = dict(member.browser.cookies)
        answer = await member.browser.post(f"/{SLUG}/sign-out")
        assert answer.headers["location"] == f"/{SLUG}/sign-in"
        assert not await member.is_in()
        member.browser.cookies.update(kept)
        assert not await member.is_in()
        assert await region.rows("session") == []


async def test_who_has_left_is_out_at_once_and_gets_no_mail(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        waiting = Member(home, member.address)
        await waiting.ask()
        await member.press(link_in(catcher.to(member.address)[0]))
        assert await member.is_in()
        await change(region, "update person set ended_on = current_date where email = :mail", mail=member.address)
        assert not await member.is_in()
        await waiting.type(waiting.code())
        assert not await waiting.is_in()
        sent = len(catcher.mails)
        await member.ask()
        assert len(catcher.mails) == sent


async def test_a_session_lasts_a_week_and_keeps_only_its_days(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        await member.type(member.code())
        await region.advance(days=2)
        assert await member.is_in()
        (session,) = await region.rows("session")
        assert set(session) == {
            *("consortium", "id", "token_hash", "person", "last_seen_day", "expires_at"),
            *("kind", "label", "bound_hash", "passkey"),
        }
        assert (session["kind"], session["label"], session["bound_hash"]) == ("full", "", None)
        assert session["passkey"] is None
        assert session["expires_at"].astimezone(UTC).time() == time(), "an exact end would tell when she signed in"
        await region.advance(days=4)
        assert await member.is_in()
        await region.advance(hours=12)
        assert not await member.is_in()


async def test_a_session_of_one_consortium_is_none_in_another(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        member = await a_member(home)
        await member.ask()
        await member.type(member.code())
        (value,) = [token for name, token in member.browser.cookies.items() if "session" in name]
        member.browser.cookies.set("__Host-session-juniper-rim", value)
        assert (await member.browser.get("/juniper-rim/on-call")).status_code == 303


async def test_the_colour_is_kept_on_the_device_only(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        browser = home.browser()
        before = await everything(region)
        for theme, kept in (("night", True), ("light", True), ("pink", False), ("", False)):
            answer = await browser.post(
                f"/{SLUG}/theme", data={"theme": theme}, headers={"referer": f"https://peers.test/{SLUG}/sign-in?x=1"}
            )
            assert answer.status_code == 303
            assert answer.headers["location"] == f"/{SLUG}/sign-in"
            assert ("set-cookie" in answer.headers) is kept
        for elsewhere in ("https://evil.example.org/blue-ledge.evil/", "https://peers.test/juniper-rim/duty", "//x"):
            answer = await browser.post(f"/{SLUG}/theme", data={"theme": "night"}, headers={"referer": elsewhere})
            assert answer.headers["location"] == f"/{SLUG}/"
        assert await everything(region) == before


async def test_while_many_sign_in_or_guess_codes_are_longer_and_nobody_is_kept_out(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        peers = {row["person"] for row in await region.rows("peer")}
        consortium = await region.consortium(SLUG)
        people = [row for row in await region.rows("person") if row["consortium"] == consortium and row["id"] in peers]
        crowd = [Member(home, row["email"]) for row in people[:FEW]]
        for each in crowd:
            await each.ask()
            assert len(each.code()) == CODE_DIGITS
        late = Member(home, people[FEW]["email"])
        await late.ask()
        assert len(late.code()) == LONG_CODE_DIGITS
        assert (await late.type(late.code())).headers["location"] == f"/{SLUG}/"
        await region.advance(minutes=10)
        for guesser in crowd[:2]:
            await guesser.ask()
            assert len(guesser.code()) == CODE_DIGITS
            for _ in range(MOST_TRIES):
                await guesser.type("no code")
        honest = Member(home, people[FEW + 1]["email"])
        await honest.ask()
        assert len(honest.code()) == LONG_CODE_DIGITS
        assert (await honest.press(honest.path())).headers["location"] == f"/{SLUG}/"


def test_who_guesses_on_for_hours_is_remembered_for_a_day_and_in_one_consortium_only() -> None:
    guesses, here, there = Guesses(), uuid4(), uuid4()
    for second in range(FEW_A_DAY):
        assert not guesses.many(here, second)
        guesses.wrong(here, second)
    assert guesses.many(here, 86_399)
    assert not guesses.many(there, FEW_A_DAY)
    assert not guesses.many(here, 86_401)
