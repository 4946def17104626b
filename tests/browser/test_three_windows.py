"""An officer, a coordinator and a duty peer, each at a window of their own, from asking to the last trace gone."""

import asyncio
import re
from dataclasses import dataclass

import pytest
from playwright.async_api import Route, expect

from consortium.access.permissions import Role
from tests.browser.looks import PROVE
from tests.browser.people import Officer, Peer
from tests.browser.town import CALL, TEXT, Town
from tests.browser.windows import DESKTOP, PATIENCE, PHONE, Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_else_is_due")]

COORDINATORS_PAGES = ("on-call", "schedule", "agencies", "zones", "agreements", "roster", "designations", "permissions")
OPEN_TABLES = ("request", "attempt", "relay", "once", "timer", "outbox")
NUMBER = "540 555 0188"
NUMBER_TO_RING = "a.btn.big[href^='tel:']"
LOCKED = "Messages from now on are locked between the two pages."
PLAIN = "Kept under the server\N{RIGHT SINGLE QUOTATION MARK}s key until this ends."
LOOKS = pytest.mark.parametrize(
    ("size", "script"),
    [
        pytest.param(PHONE, True, id="phone"),
        pytest.param(PHONE, False, id="phone-without-script"),
        *(
            [pytest.param(DESKTOP, True, id="desktop"), pytest.param(DESKTOP, False, id="desktop-without-script")]
            if PROVE
            else []
        ),
    ],
)


@dataclass
class Coordinator:
    """Somebody who looks after the rota and may know nothing of who asks."""

    window: Window
    slug: str

    @classmethod
    async def at(cls, town: Town, window: Window, slug: str) -> "Coordinator":
        await town.sign_in(window.context, slug, await town.anybody(slug, Role.COORDINATOR))
        assert await window.goto(f"/{slug}/on-call") == 200
        return cls(window, slug)

    async def sees(self) -> dict[str, bytes]:
        """Every page of hers as it arrives, and the one that stands open all the while.

        The clock stands still, so two looks can be compared to the byte.
        """
        found = {"open": (await self.window.page.content()).encode()}
        for name in COORDINATORS_PAGES:
            answer = await self.window.context.request.get(f"{self.window.home}/{self.slug}/{name}")
            assert answer.ok
            found[name] = await answer.body()
        return found


async def left_no_trace(officer: Officer) -> None:
    """Nothing is kept in the officer's browser, no cookie went either way, and its history holds the one address.

    With script that is two entries: the first page, and the answer to asking; without it, one for each form.
    """
    window = officer.window
    assert await window.left_behind() == {"cookies": [], "origins": [], "here": []}
    entries = [address for address, _ in (await window.history())[1:]]
    assert set(entries) == {officer.address}
    assert len(entries) == 2 or not window.script
    for request in window.requests:
        assert "cookie" not in await request.all_headers()
        answer = await request.response()
        assert answer is not None
        headers = await answer.all_headers()
        assert "set-cookie" not in headers
        assert headers["cache-control"] == "no-store" or "/static/" in request.url


@LOOKS
async def test_from_asking_to_over_while_the_coordinator_sees_nothing(
    here: Town, windows: Windows, size: tuple[int, int], script: bool
) -> None:
    way = "call_peer" if size == PHONE else "ring_me"
    line = await here.line(CALL, way=way)
    coordinator = await Coordinator.at(here, await windows.open(size=size, script=script), CALL)
    before = await coordinator.sees()
    first = await Peer.at(here, await windows.open(size=size, script=script), CALL, line.first)
    await first.reads("You are on call")
    officer = Officer(await windows.open(size=size, script=script), CALL)
    await officer.arrive()
    await officer.ask(line.departments[0], way=way, number=NUMBER, topic="loss")
    await officer.reads("A peer has been paged")

    await first.reads("An officer is asking for a peer")
    assert line.label in await first.window.text()
    await first.accept()
    assert await coordinator.sees() == before
    await officer.reads("has accepted")
    assert NUMBER not in await first.window.text()
    await officer.window.press("Someone else")
    await first.reads("It has gone on")

    await officer.reads("A peer has been paged")
    second = await Peer.at(here, await windows.open(size=size, script=script), CALL, await here.paged())
    assert second.person != first.person
    await second.accept()
    await officer.reads("has accepted")
    await officer.window.press("Talk")
    hers, his = (
        ("Call ", "The officer will call you") if way == "call_peer" else ("has your number", "Call the officer")
    )
    await officer.reads(hers)
    await second.reads(his)
    if way == "call_peer":
        assert await officer.window.page.locator(NUMBER_TO_RING).inner_text() in await second.window.text()
    else:
        await expect(second.window.page.locator(NUMBER_TO_RING)).to_contain_text("5405550188")

    await officer.window.press("Put on hold")
    await second.reads("On hold")
    await second.window.press("Go on talking")
    await officer.reads(hers)
    await second.reads(his)
    await second.window.press("Hold")
    await officer.reads("paused this")
    assert await coordinator.sees() == before
    await second.window.press("Go on talking")
    await second.reads(his)
    await second.close()
    await officer.reads("Nothing is open under these words")

    assert await coordinator.sees() == before
    await left_no_trace(officer)
    for table in OPEN_TABLES:
        assert await here.rows(table) == [], table


@LOOKS
async def test_texts_are_locked_between_two_pages_or_plainly_not_and_erasing_ends_it_on_both(
    here: Town, windows: Windows, size: tuple[int, int], script: bool
) -> None:
    officer, peer = await in_a_text_talk(here, windows, size, officer_script=script, peer_script=script)
    if script:
        pair = await agreed_pair(officer.window)
        assert pair == await agreed_pair(peer.window)
        assert re.fullmatch(r"[a-z]+ [a-z]+", pair)
    else:
        await expect(officer.window.page.locator("[data-mode]")).to_have_text(PLAIN)
        await expect(peer.window.page.locator("[data-mode]")).to_have_text(PLAIN)
    await officer.writes("it was my old partner")
    await peer.read_of("it was my old partner")
    await peer.writes("I am here, take your time")
    await officer.read_of("I am here, take your time")
    kinds = {row["kind"] for row in await here.rows("relay")}
    assert kinds == ({"key", "sealed"} if script else {"plain"})

    await peer.window.press("Hold")
    await officer.reads("paused this")
    await peer.window.press("Go on talking")
    await officer.reads("Text with")
    await officer.read_of("it was my old partner")
    await officer.window.press("Erase this request now")
    await officer.reads("Erased")
    await peer.reads("This request has ended")
    assert "old partner" not in await peer.window.text()
    await left_no_trace(officer)
    for table in OPEN_TABLES:
        assert await here.rows(table) == [], table


async def test_how_it_ended_stays_on_the_peers_page_when_older_news_of_it_come_late(
    here: Town, windows: Windows
) -> None:
    officer, peer = await in_a_text_talk(here, windows, PHONE, officer_script=False, peer_script=True)
    page, erased, asked = peer.window.page, asyncio.Event(), asyncio.Queue[str]()

    async def late(route: Route) -> None:
        await erased.wait()
        await route.fulfill(
            content_type="application/x-ndjson", body="".join(f'{{"version": {n}}}\n' for n in (5, 6, 0))
        )

    await page.route("**/duty/watch", late, times=1)
    await peer.look()
    page.on(
        "requestfinished", lambda request: asked.put_nowait(request.method) if request.url.endswith("/duty") else None
    )
    await officer.window.press("Erase this request now")
    await officer.reads("Erased")
    erased.set()
    assert [await asyncio.wait_for(asked.get(), PATIENCE / 1000) for _ in range(2)] == ["POST", "GET"]
    await peer.window.page.wait_for_timeout(200)
    await peer.reads("This request has ended")


async def test_where_only_one_page_can_lock_both_say_that_nothing_is_locked(here: Town, windows: Windows) -> None:
    officer, peer = await in_a_text_talk(here, windows, PHONE, officer_script=True, peer_script=False)
    await officer.writes("plain words")
    await peer.read_of("plain words")
    for window in (officer.window, peer.window):
        await expect(window.page.locator("[data-mode]")).to_have_text(PLAIN)
        await expect(window.page.locator("[data-pair]")).to_be_hidden()


async def in_a_text_talk(
    here: Town, windows: Windows, size: tuple[int, int], *, officer_script: bool, peer_script: bool
) -> tuple[Officer, Peer]:
    """An officer and a peer who text."""
    line = await here.line(TEXT, way="text")
    peer = await Peer.at(here, await windows.open(size=size, script=peer_script), TEXT, line.first)
    officer = Officer(await windows.open(size=size, script=officer_script), TEXT)
    await officer.arrive()
    await officer.ask(line.departments[0], way="text")
    await peer.reads("An officer is asking for a peer")
    await peer.accept()
    await officer.reads("has accepted")
    await officer.window.press("Talk")
    await officer.reads("Text with")
    await peer.reads("Text with the officer")
    return officer, peer


async def agreed_pair(window: Window) -> str:
    """The two words, once the page says that messages are locked."""
    await expect(window.page.locator("[data-mode]")).to_have_text(LOCKED, timeout=PATIENCE)
    words = window.page.locator("[data-pair-words]")
    await expect(words).to_be_visible()
    return await words.inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
async def test_when_nobody_answers_the_page_says_so_and_a_late_yes_still_arrives(
    here: Town, windows: Windows, script: bool
) -> None:
    line = await here.line(CALL)
    peer = await Peer.at(here, await windows.open(script=script), CALL, line.first)
    officer = Officer(await windows.open(script=script), CALL)
    await officer.arrive()
    await officer.ask(line.departments[-1])
    await officer.reads("A peer has been paged")
    await peer.reads("An officer is asking for a peer")
    await here.advance(minutes=21)
    await officer.reads("Nobody has answered")
    assert "988" in await officer.window.text()
    await peer.reads("An officer is asking for a peer")
    await peer.accept()
    await officer.reads("has accepted")
    await officer.window.press("Erase this request now")
    await officer.reads("Erased")
    await left_no_trace(officer)
