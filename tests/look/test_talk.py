"""The text talk in a real browser: two pages, a relay between them, and what the relay can know."""

import os
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from urllib.parse import unquote_plus

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.look.officer_samples import PLAINTEXT
from tests.look.officer_server import BROWSER, Desk, serving

pytestmark = pytest.mark.browser
REPLY = "no rush, I am listening"
LOCKED = re.compile("locked between the two pages", re.IGNORECASE)
PLAIN = re.compile("^Kept under the server", re.IGNORECASE)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    found = os.environ.get("CONSORTIUM_CHROMIUM") or shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium here")
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found, args=BROWSER)
        yield running
        await running.close()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with serving(desk) as running:
        yield running


async def opened(browser: Browser, address: str, script: bool = True) -> Page:
    context = await browser.new_context(java_script_enabled=script, viewport={"width": 390, "height": 844})
    page = await context.new_page()
    page.set_default_timeout(8000)
    await page.goto(address)
    return page


async def both(browser: Browser, address: str) -> tuple[Page, Page]:
    """The officer's and the peer's page, each in a browser of its own, when they have agreed."""
    officer = await opened(browser, f"{address}/help")
    peer = await opened(browser, f"{address}/duty")
    for page in (officer, peer):
        await expect(page.locator("[data-mode]")).to_have_text(LOCKED, timeout=15000)
    return officer, peer


async def closed(*pages: Page) -> None:
    for page in pages:
        await page.context.close()


async def say(page: Page, text: str) -> None:
    await page.locator("[data-say-form] textarea").fill(text)
    await page.locator("[data-say-form] button").click()


async def pair(page: Page) -> str:
    words = page.locator("[data-pair-words]")
    await expect(words).to_be_visible()
    return await words.inner_text()


async def test_both_pages_show_the_same_two_words_and_read_each_other(
    browser: Browser, desk: Desk, address: str
) -> None:
    officer, peer = await both(browser, address)
    assert await pair(officer) == await pair(peer)
    assert re.fullmatch(r"[a-z]+ [a-z]+", await pair(officer))
    await say(officer, PLAINTEXT)
    await expect(peer.locator("[data-thread]")).to_contain_text(PLAINTEXT)
    await say(peer, REPLY)
    for page in (officer, peer):
        await expect(page.locator("[data-thread] li")).to_have_count(2)
        await expect(page.locator("[data-thread]")).to_contain_text(PLAINTEXT)
        await expect(page.locator("[data-thread]")).to_contain_text(REPLY)
    relayed = unquote_plus(b" ".join(desk.received).decode())
    assert PLAINTEXT not in relayed
    assert REPLY not in relayed
    assert [text["kind"] for text in desk.texts if text["kind"] != "key"] == ["sealed", "sealed"]
    await closed(officer, peer)


async def test_the_officer_promises_a_key_before_she_sees_the_peers(browser: Browser, desk: Desk, address: str) -> None:
    pages = await both(browser, address)
    keys = [(text["side"], len(text["opaque"])) for text in desk.texts if text["kind"] == "key"]
    assert keys == [("officer", 44), ("peer", 88), ("officer", 88)]  # base64 of 32, 65 and 65 octets
    await closed(*pages)


async def test_a_page_takes_no_key_that_was_not_promised(browser: Browser, desk: Desk, address: str) -> None:
    peer = await opened(browser, f"{address}/duty")
    stranger = "BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU="
    desk.texts.append({"n": 1, "side": "officer", "kind": "key", "text": None, "opaque": stranger})
    desk.turn()
    await expect(peer.locator("[data-talk]")).to_have_attribute("data-other-key", stranger)
    await expect(peer.locator("[data-talk]")).to_have_attribute("data-my-key", re.compile(r".+"))
    await expect(peer.locator("[data-mode]")).to_have_text(PLAIN)
    await expect(peer.locator("[data-pair]")).to_be_hidden()
    await closed(peer)


async def test_a_page_that_was_opened_anew_agrees_anew_and_says_what_it_cannot_read(
    browser: Browser, desk: Desk, address: str
) -> None:
    officer, peer = await both(browser, address)
    await say(officer, PLAINTEXT)
    await expect(peer.locator("[data-thread]")).to_contain_text(PLAINTEXT)
    before = await pair(peer)
    await peer.reload()
    await expect(peer.locator("[data-mode]")).to_have_text(LOCKED, timeout=15000)
    await expect(officer.locator("[data-mode]")).to_have_text(LOCKED, timeout=15000)
    await expect(officer.locator("[data-pair-words]")).to_have_text(await pair(peer))
    await expect(peer.locator("[data-thread]")).to_contain_text("Only the page that it was written for can open it.")
    await say(officer, REPLY)
    await expect(peer.locator("[data-thread]")).to_contain_text(REPLY)
    await expect(officer.locator("[data-thread]")).to_contain_text(PLAINTEXT)
    assert before
    await closed(officer, peer)


async def test_without_script_the_plain_way_serves_and_the_page_says_so(
    browser: Browser, desk: Desk, address: str
) -> None:
    officer = await opened(browser, f"{address}/help", script=False)
    peer = await opened(browser, f"{address}/duty")
    await expect(officer.locator("[data-mode]")).to_have_text(PLAIN)
    await say(officer, PLAINTEXT)
    await expect(officer.locator("[data-thread]")).to_contain_text(PLAINTEXT)
    await expect(peer.locator("[data-thread]")).to_contain_text(PLAINTEXT)
    await expect(peer.locator("[data-mode]")).to_have_text(PLAIN)
    await say(peer, REPLY)
    await officer.locator("text=Check again").click()
    await expect(officer.locator("[data-thread]")).to_contain_text(REPLY)
    assert [text["kind"] for text in desk.texts] == ["plain", "plain"]
    await closed(officer, peer)


async def test_nothing_of_a_talk_is_left_in_the_browser(browser: Browser, address: str) -> None:
    officer, peer = await both(browser, address)
    before = await officer.evaluate("history.length")
    await say(officer, PLAINTEXT)
    await expect(peer.locator("[data-thread]")).to_contain_text(PLAINTEXT)
    assert await officer.evaluate("history.length") == before
    assert await officer.evaluate("localStorage.length + sessionStorage.length") == 0
    assert await officer.evaluate("document.cookie") == ""
    assert await officer.evaluate("(async () => (await indexedDB.databases()).length)()") == 0
    assert officer.url == f"{address}/help"
    await closed(officer, peer)


async def test_a_text_that_was_not_taken_comes_back_into_the_box(browser: Browser, desk: Desk, address: str) -> None:
    officer, peer = await both(browser, address)
    await officer.route("**/help", lambda route: route.abort())
    await say(officer, PLAINTEXT)
    await expect(officer.locator("[data-say-form] textarea")).to_have_value(PLAINTEXT)
    assert [text for text in desk.texts if text["kind"] != "key"] == []
    await closed(officer, peer)
