"""Whatever is sent to whichever form: no fault of ours, a clear sentence in the page, and nothing changed."""

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass

import httpx
import pytest

from consortium.app import litestar
from consortium.support.limits import Limits
from tests.harness import Ground, House, MailCatcher
from tests.roles import Officer, Peer, hidden, shown
from tests.stories.request_world import (
    SLUG,
    TEXT_SLUG,
    accepted,
    asked,
    everything,
    open_house,
    paged,
    talking,
)

NASTY = (
    "",
    " ",
    "x" * 5000,
    "\0",
    "a\0b",
    "\u202eevil",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "'; drop table request; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "%00%ff",
    "-1",
    "9" * 40,
    "٣",
    "NaN",
    "null",
    "../../etc/passwd",
    "00000000-0000-0000-0000-000000000000",
    "{5f0c1b1e-6d0a-4b0e-9f63-6f6a1d1c7a10}",
)
"""What people and machines type into fields."""

BODIES: Mapping[str, tuple[str, bytes]] = {
    "nothing": ("application/x-www-form-urlencoded", b""),
    "json": ("application/json", json.dumps({"step": "ask", "act": "accept"}).encode()),
    "no type": ("", b"step=ask&act=accept"),
    "not UTF-8": ("application/x-www-form-urlencoded", b"step=ask&way=%ff%fe&act=%ff&mail=%ff"),
    "a file": (
        "multipart/form-data; boundary=b",
        b'--b\r\ncontent-disposition: form-data; name="step"; filename="x"\r\n\r\nask\r\n--b--\r\n',
    ),
    "half a file": ("multipart/form-data; boundary=b", b'--b\r\ncontent-disposition: form-data; name="step"'),
    "no boundary": ("multipart/form-data", b"--b\r\n\r\n--b--"),
    "odd letters": ("application/x-www-form-urlencoded; charset=klingon", b"step=ask&act=accept"),
    "a thousand fields": ("application/x-www-form-urlencoded", "&".join(f"f{n}=1" for n in range(1500)).encode()),
    "much too large": ("application/x-www-form-urlencoded", b"body=" + b"x" * 70_000),
}


@dataclass
class Door:
    """A form's address, who sends it, and its fields as a page would send them."""

    browser: httpx.AsyncClient
    path: str
    fields: dict[str, str]
    spoiled: Iterable[str]

    async def send(self, **wrong: str) -> httpx.Response:
        return await self.browser.post(self.path, data=self.fields | wrong)


def sound(answer: httpx.Response, what: object) -> str:
    """An answer that is no fault: a whole page of ours, or a redirection to one; its words."""
    assert answer.status_code < 500, what
    if answer.status_code == 303:
        return ""
    assert "<script>alert" not in answer.text, what
    assert "Traceback" not in answer.text, what
    said = shown(answer.text)
    assert len(said) > 40, what
    return said


async def spoil(home: House, door: Door, nasties: Iterable[str] = NASTY) -> None:
    """Send each nasty text in each field of a form, and each odd body; nothing may change."""
    ground = home.ground
    before = await everything(ground)
    for name in door.spoiled:
        home.litestar.state.help.limits = Limits()
        for nasty in nasties:
            sound(await door.send(**{name: nasty}), (door.path, name, nasty[:40]))
        less = {key: value for key, value in door.fields.items() if key != name}
        sound(await door.browser.post(door.path, data=less), (door.path, "without", name))
    for kind, (content_type, body) in BODIES.items():
        headers = {"content-type": content_type} if content_type else {}
        sound(await door.browser.post(door.path, content=body, headers=headers), (door.path, kind))
    after = await everything(ground)
    assert {table for table in after if after[table] != before[table]} == set()


async def test_the_first_page_takes_no_nonsense(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = Officer.at(home, SLUG)
        await officer.open()
        form = hidden(officer.page, "ask") | {"way": "ring_me", "who": "peer", "topic": "none", "number": ""}
        form["part"] = next(iter(officer.parts().values()))
        await spoil(home, Door(officer.browser, officer.address, form, ("way", "part", "who", "number", "words")))
        back = {"step": "status", "words": "four words of nobody", "once": "1"}
        await spoil(home, Door(officer.browser, officer.address, back, ("words", "step")))
        assert home.faults == []


async def test_an_open_request_takes_no_nonsense(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer = await asked(home)
        base = {"words": officer.words, "once": "1"}
        for step in ("talk", "hold", "resume", "else", "say", "else"):
            await spoil(home, Door(officer.browser, officer.address, base | {"step": step}, ("step", "words")))
        assert "A peer has been paged" in await officer.look()
        assert home.faults == []


async def test_a_text_talk_takes_no_nonsense_from_either_side(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await talking(home, TEXT_SLUG, way="text")
        say = hidden(officer.page, "say") | {"body": "", "kind": "sealed", "opaque": "*"}
        nasty = [each for each in NASTY if each not in {"null", "9" * 40, "x" * 5000}]  # what is base64 may be a text
        await spoil(home, Door(officer.browser, officer.address, say, ("opaque",)), nasty)
        mine = {"act": "say", "attempt": first.attempt, "once": "3", "kind": "key", "opaque": "*"}
        await spoil(home, Door(first.browser, f"/{TEXT_SLUG}/duty", mine, ("opaque", "attempt", "act")), nasty)
        assert home.faults == []


def yes(peer: Peer) -> dict[str, str]:
    """The check, filled in."""
    return {"act": "accept", "attempt": peer.attempt, "once": "2", "talks_in": "0", **peer.checks}


async def test_the_check_before_yes_takes_no_nonsense(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        await asked(home)
        first = await paged(home)
        fields = yes(first) | {"limits": "no"}
        await spoil(home, Door(first.browser, f"/{SLUG}/duty", fields, (*first.checks, "attempt", "act")))
        wrong = Door(first.browser, f"/{SLUG}/duty", yes(first), ())
        before = await everything(region)
        for minutes in (*NASTY, "1", "60", "5.0", "+5"):
            assert "Please choose when you can talk." in sound(await wrong.send(talks_in=minutes), minutes)
        assert await everything(region) == before
        assert home.faults == []


async def test_every_act_with_a_spoiled_attempt_says_so(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _officer, first = await accepted(home)
        before = await everything(region)
        for act in ("seen", "accept", "pass", "know", "hand_over", "lost", "hold", "resume", "say", "close"):
            for attempt in ("", "x", "'", "00000000-0000-0000-0000-000000000000"):
                fields = yes(first) | {"act": act, "attempt": attempt}
                said = sound(await first.browser.post(f"/{SLUG}/duty", data=fields), (act, attempt))
                told = "That form did not arrive whole." if len(attempt) < 2 else "This request has ended"
                assert told in said, (act, attempt)
        said = sound(await first.browser.post(f"/{SLUG}/duty", data=yes(first) | {"act": "erase"}), "erase")
        assert "This page does not know that button." in said
        assert await everything(region) == before


async def test_the_closing_lists_take_nothing_else(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        _officer, first = await talking(home)
        fields = {
            "act": "close",
            "attempt": first.attempt,
            "once": "4",
            "outcome": "first",
            "topic": "none",
            "onward": "",
        }
        lists = ("outcome", "topic", "onward")
        door = Door(first.browser, f"/{SLUG}/duty", fields, lists)
        assert "Please choose one answer in each list." in sound(await door.send(), "as it is")
        await spoil(home, door)
        assert home.faults == []


async def test_the_members_door_takes_no_nonsense(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        browser = home.browser()
        for path, field in (("sign-in", "mail"), ("sign-in/code", "code"), ("sign-in/link", "token")):
            await spoil(home, Door(browser, f"/{SLUG}/{path}", {field: "nobody"}, (field,)))
        await spoil(home, Door(browser, f"/{SLUG}/theme", {"theme": "x"}, ("theme",)))
        for path in (f"/{SLUG}/sign-out", f"/{SLUG}/duty"):
            answer = await browser.post(path, data={"act": "accept"})
            assert answer.status_code == 401
            assert "Please sign in first." in shown(answer.text)
        assert home.faults == []


async def test_a_code_that_is_none_is_told_so_and_uses_no_sign_in_up_but_its_own(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        for nasty in NASTY:
            answer = await home.browser().post(f"/{SLUG}/sign-in/code", data={"code": nasty})
            assert answer.status_code == 422
            assert "Ask for a new mail." in shown(answer.text)


@pytest.mark.parametrize("path", ["/{slug}/help", "/{slug}/duty", "/{slug}/sign-in", "/{slug}/theme"])
async def test_a_form_from_elsewhere_is_refused(region: Ground, catcher: MailCatcher, path: str) -> None:
    async with open_house(region, catcher) as home:
        officer, first = await accepted(home)
        before = await everything(region)
        fields = {"step": "erase", "words": officer.words, "act": "pass", "attempt": first.attempt, "mail": "a@b.org"}
        for headers in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "none"},
            {"sec-fetch-site": "", "origin": "https://evil.example.org"},
            {"origin": "null", "sec-fetch-site": "cross-site"},
        ):
            answer = await first.browser.post(path.format(slug=SLUG), data=fields, headers=headers)
            assert answer.status_code == 403
            assert "This form did not come from our own page." in answer.text
        assert await everything(region) == before


async def test_another_host_name_is_not_answered(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        for host in ("evil.example.org", "peers.test.evil.example.org", "peers.test:8443", ""):
            answer = await home.browser().get(f"/{SLUG}/help", headers={"host": host})
            assert answer.status_code == 421
            assert "988" not in answer.text


async def addresses(home: House) -> AsyncIterator[str]:
    for slug in (SLUG, "nowhere", "UPPER", "a" * 60, "%00", "..%2f..%2fetc", "'%20or%201=1", "bl%C3%BCe"):
        for rest in ("help", "es/help", "duty", "sign-in", "sign-in/x", "sign-in/%ff", "", "on-call", "nothing"):
            yield f"/{slug}/{rest}"
    for path in ("/", "//", "/help", "/demo", "/demo/mails", "/static/../app.py", "/static/%2e%2e/app.py", "/metrics"):
        yield path


async def test_no_address_is_a_fault_of_ours(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        before = await everything(region)
        browser = home.browser()
        async for path in addresses(home):
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
                answer = await browser.request(method, path)
                assert answer.status_code < 500, (method, path)
                assert "def litestar" not in answer.text
        assert await everything(region) == before
        assert home.faults == []


async def test_the_demo_door_is_not_there(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher) as home:
        app = home.litestar
        assert [route.path for route in app.routes if route.path.startswith("/demo")] == []
        for path in ("/demo", "/demo/enter", "/demo/mails"):
            for answer in (await home.browser().get(path), await home.browser().post(path, data={"person": "1"})):
                assert answer.status_code in {404, 405}
        settings = app.state.settings
        assert not [route for route in litestar(settings, environment={}).routes if "demo" in route.path]
