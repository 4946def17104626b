"""The way out: one tap or Shift three times, from wherever the officer is, and nothing of us is left in view."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from tests.browser.people import Officer, Peer
from tests.browser.town import CALL, TEXT, Town
from tests.browser.windows import WEATHER, Window, Windows

pytestmark = pytest.mark.browser


async def out_by_shift(window: Window) -> None:
    for _ in range(3):
        await window.page.keyboard.press("Shift")


async def out_by_tap(window: Window) -> None:
    await window.page.get_by_role("link", name="Leave").click()


Out = Callable[[Window], Awaitable[None]]
OUT = pytest.mark.parametrize("out", [out_by_tap, out_by_shift], ids=["by-tap", "by-shift"])


async def asked(here: Town, windows: Windows, *, script: bool = True) -> Officer:
    """An officer who waits for an answer."""
    officer = Officer(await windows.open(way_out=True, script=script), CALL)
    await officer.arrive()
    line = await here.line(CALL, way="ring_me")
    await officer.ask(line.departments[0], way="ring_me", number="540 555 0188", topic="family")
    return officer


async def is_out(officer: Officer, *, before: int = 0) -> None:
    """The weather stands where the page stood and was not told from where; it took the last entry's place.

    ``before`` is how many entries of the history are older: asking is a form, and leaves the first page behind it.
    """
    window = officer.window
    await window.page.wait_for_url(WEATHER)
    assert [address for address, _ in (await window.history())[1:]] == [officer.address] * before + [WEATHER]
    (request,) = [each for each in window.requests if each.url == WEATHER]
    assert "referer" not in await request.all_headers()
    await window.page.go_back()
    if before:
        await is_empty_first_page(officer)
    else:
        assert window.page.url == "about:blank"


async def is_empty_first_page(officer: Officer) -> None:
    """The page as anybody gets it who opens it: no words, nothing typed, nothing chosen."""
    page = officer.window.page
    await expect(page.locator("#way")).to_be_visible()
    assert officer.words not in await page.content()
    assert await page.locator("#way :checked, #part :checked").count() == 0
    assert await page.locator("#topic").input_value() == "none"
    for field in await page.locator("#number, #words").all():
        assert await field.input_value() == ""


@OUT
async def test_the_way_out_replaces_the_first_page(windows: Windows, out: Out) -> None:
    officer = Officer(await windows.open(way_out=True), CALL)
    await officer.arrive()
    await out(officer.window)
    await is_out(officer)


@OUT
async def test_the_way_out_replaces_a_page_that_waits(here: Town, windows: Windows, out: Out) -> None:
    officer = await asked(here, windows)
    await officer.reads("A peer has been paged")
    await out(officer.window)
    await is_out(officer, before=1)


async def test_the_way_out_works_in_the_middle_of_a_message(here: Town, windows: Windows) -> None:
    line = await here.line(TEXT, way="text")
    officer = Officer(await windows.open(way_out=True), TEXT)
    await officer.arrive()
    await officer.ask(line.departments[0], way="text")
    peer = await Peer.at(here, await windows.open(), TEXT, await here.paged())
    await peer.accept()
    await officer.reads("has accepted")
    await officer.window.press("Talk")
    await officer.window.page.locator("#body").press_sequentially("it Was")
    await out_by_shift(officer.window)
    await is_out(officer, before=1)


async def test_an_answer_that_comes_after_leaving_changes_nothing_and_breaks_nothing(
    here: Town, windows: Windows
) -> None:
    officer = await asked(here, windows)
    await officer.reads("A peer has been paged")
    late = (
        "() => { const late = document.documentElement.outerHTML; document.body.replaceChildren();"
        " return dispatchEvent(new CustomEvent('page:came', { detail: late, cancelable: true })); }"
    )
    assert await officer.window.page.evaluate(late) is False, "taken, so that no other script puts it back"
    assert await officer.window.page.locator("body > *").count() == 0


async def test_escape_and_capital_letters_do_not_leave(here: Town, windows: Windows) -> None:
    officer = await asked(here, windows)
    for key in ("Escape", "Escape", "Escape", "Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "x", "Shift"):
        await officer.window.page.keyboard.press(key)
    await officer.reads("A peer has been paged")
    assert officer.window.page.url == officer.address
    assert officer.window.foreign() == []


async def test_without_script_the_way_out_is_a_link_that_tells_nothing(here: Town, windows: Windows) -> None:
    officer = await asked(here, windows, script=False)
    await out_by_tap(officer.window)
    await officer.window.page.wait_for_url(WEATHER)
    (request,) = [each for each in officer.window.requests if each.url == WEATHER]
    assert "referer" not in await request.all_headers()
    await expect(officer.window.page).to_have_title("Weather")
