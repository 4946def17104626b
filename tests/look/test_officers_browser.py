"""The officer's pages in a real browser: accessible, narrow enough, left at once, and following by themselves."""

import os
import shutil
from asyncio import Event
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route, async_playwright, expect

from consortium.pages import render
from tests.look import officer_samples as samples
from tests.look.officer_samples import HELP, LOOK, STATUS
from tests.look.officer_server import BROWSER, Desk, serving

pytestmark = pytest.mark.browser
SCHEMES: dict[Literal["light", "dark"], list[str]] = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "dark": ["color-contrast"],  # the rest is the same markup
}
KINDS = {"help": HELP, "look": LOOK, "status": STATUS}
SAMPLES = [(kind, name) for kind, contexts in KINDS.items() for name in contexts]
WEATHER = "https://www.weather.gov/"


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
        yield f"{running}/help"


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    """A page of a phone's size that reaches our own server, and the weather page as a stand-in."""
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    await context.route(WEATHER, lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    page = await context.new_page()
    page.set_default_timeout(8000)
    yield page
    await context.close()


def put(desk: Desk, kind: str, name: str, **more: Any) -> None:
    context = KINDS[kind][name]
    desk.show(f"support/{kind}.html", {**context, **more})


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
async def test_a_page_has_no_fault_that_axe_finds_by_day_and_by_night(
    phone: Page, desk: Desk, address: str, kind: str, name: str
) -> None:
    put(desk, kind, name)
    complaints = []
    phone.on("console", lambda said: complaints.append(said.text))
    await phone.goto(address)
    await phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for scheme, rules in SCHEMES.items():
        await phone.emulate_media(color_scheme=scheme)
        found = await Axe().run(phone, options={"runOnly": rules})
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found.response["violations"]] == []
    await phone.set_viewport_size({"width": 320, "height": 640})
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 320
    assert [said for said in complaints if "Content Security Policy" in said] == []


async def test_leaving_blanks_the_page_and_takes_its_place_in_the_history(
    phone: Page, desk: Desk, address: str
) -> None:
    put(desk, "help", "full")
    await phone.goto(address)
    before = await phone.evaluate("history.length")
    await phone.get_by_role("link", name="Leave").click()
    await phone.wait_for_url(WEATHER)
    assert await phone.evaluate("history.length") == before
    await phone.go_back()
    assert phone.url != address


async def test_shift_three_times_leaves_too_but_capital_letters_do_not(phone: Page, desk: Desk, address: str) -> None:
    put(desk, "help", "wrong words")
    await phone.goto(address)
    await phone.locator("#words").press_sequentially("A")
    for letter in ("Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "x", "Shift"):
        await phone.keyboard.press(letter)
    assert phone.url == address
    for _ in range(2):
        await phone.keyboard.press("Shift")
    await phone.wait_for_url(WEATHER)


async def test_a_number_is_asked_for_only_when_she_wants_to_be_rung(phone: Page, desk: Desk, address: str) -> None:
    put(desk, "help", "full")
    await phone.goto(address)
    await expect(phone.locator("#number")).to_be_hidden()
    await phone.get_by_text("The peer rings me").click()
    await expect(phone.locator("#number")).to_be_visible()
    await phone.get_by_text("I call the peer").click()
    await expect(phone.locator("#number")).to_be_hidden()


async def test_what_a_peer_can_tell_appears_with_the_choice(phone: Page, desk: Desk, address: str) -> None:
    put(desk, "help", "full")
    await phone.goto(address)
    told = phone.get_by_text("one of 41 officers in 4 departments")
    await expect(told).to_be_hidden()
    await phone.get_by_text("North", exact=True).click()
    await expect(told).to_be_visible()


async def test_asking_without_script_sends_all_fields_to_the_same_address(
    browser: Browser, desk: Desk, address: str
) -> None:
    put(desk, "help", "full")
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(address)
    await page.get_by_text("The peer rings me").click()
    await page.locator("#number").fill("406-555-0199")
    await page.get_by_text("South", exact=True).click()
    await page.get_by_role("button", name="Ask for a peer").click()
    form = desk.forms[-1]
    assert {**form, "once": ""} == {
        "step": "ask",
        "words": samples.WORDS,
        "once": "",
        "way": "ring_me",
        "number": "406-555-0199",
        "part": samples.parts()[4]["id"],
        "who": "peer",
        "topic": "none",
    }
    assert page.url == address
    await context.close()


async def test_an_open_page_follows_by_itself_and_the_four_words_stay(phone: Page, desk: Desk, address: str) -> None:
    put(desk, "status", "just asked")
    await phone.goto(address)
    await expect(phone.get_by_text("This page changes by itself")).to_be_visible()
    put(desk, "status", "accepted")
    await expect(phone.locator("h1")).to_have_text("Dana Ortiz has accepted")
    await expect(phone.locator("#say")).to_have_text("Dana Ortiz has accepted")
    await expect(phone.locator(".four")).to_have_text(samples.WORDS)
    assert await phone.evaluate("history.length") <= 2


async def test_a_button_answers_in_place_and_erasing_ends_the_watch(phone: Page, desk: Desk, address: str) -> None:
    put(desk, "status", "just asked")
    await phone.goto(address)
    await phone.evaluate("window.same = true")
    desk.officer = ("support/status.html", STATUS["erased"])
    await phone.get_by_role("button", name="Erase this request now").click()
    await expect(phone.locator("h1")).to_have_text("Erased")
    await expect(phone.locator(".four")).to_have_count(0)
    assert await phone.evaluate("window.same") is True


async def test_a_look_that_was_under_way_when_she_erased_takes_nothing_of_that_back(
    phone: Page, desk: Desk, address: str
) -> None:
    put(desk, "status", "just asked")
    await phone.goto(address)
    await expect(phone.get_by_text("This page changes by itself")).to_be_visible()
    under_way, may_go_on, held = Event(), Event(), list[Route]()

    async def hold(route: Route) -> None:
        if "step=status" in (route.request.post_data or "") and not held:
            held.append(route)
            under_way.set()
            await may_go_on.wait()
            await route.fulfill(body=render("support/status.html", **STATUS["gone"]), content_type="text/html")
        else:
            await route.continue_()

    await phone.route("**/help", hold)
    put(desk, "status", "paged")
    await under_way.wait()
    desk.officer = ("support/status.html", STATUS["erased"])
    await phone.get_by_role("button", name="Erase this request now").click()
    await expect(phone.locator("h1")).to_have_text("Erased")
    async with phone.expect_response(lambda answer: answer.request == held[0].request) as came:
        may_go_on.set()
    await (await came.value).finished()
    await phone.evaluate("() => new Promise((done) => setTimeout(done))")
    await expect(phone.locator("h1")).to_have_text("Erased")


async def test_what_is_half_typed_stays_when_a_message_comes(phone: Page, desk: Desk, address: str) -> None:
    await phone.goto(address)
    box = phone.locator("#body")
    await box.press_sequentially("half a thou")
    desk.texts.append({"n": 9, "side": "peer", "kind": "plain", "text": "still here", "opaque": None})
    desk.turn()
    await expect(phone.locator("[data-thread]")).to_contain_text("still here")
    await phone.keyboard.type("ght")
    await expect(box).to_have_value("half a thought")


async def test_a_failing_server_leaves_the_button_to_the_browser(phone: Page, desk: Desk, address: str) -> None:
    put(desk, "status", "paged")
    await phone.goto(address)
    await phone.evaluate("() => { window.fetch = () => Promise.reject(new Error('down')); }")
    before = len(desk.forms)
    async with phone.expect_navigation():
        await phone.get_by_role("button", name="Check again").click()
    await expect(phone.locator("h1")).to_have_text("A peer has been paged")
    assert desk.forms[before]["step"] == "status"
