"""Without a connection the page “On call” is there as it was, and says from when; after signing out it is not."""

from asyncio import timeout

import pytest
from playwright.async_api import Error, expect

from consortium.access.permissions import Role
from tests.browser.town import CALL, Town
from tests.browser.windows import Window, Windows

pytestmark = pytest.mark.browser
HELD = """
async () => {
  while (!(await (await caches.open("on-call")).keys()).length) await new Promise((done) => setTimeout(done, 50));
}
"""
"""Waits until the copy is kept. Playwright's own waiting runs text in the page, which our policy forbids."""
WORKS = "navigator.serviceWorker.ready.then(() => true)"


async def kept(here: Town, windows: Windows) -> Window:
    """A coordinator who has looked at the page."""
    window = await windows.open()
    await here.sign_in(window.context, CALL, await here.anybody(CALL, Role.COORDINATOR))
    await window.goto(f"/{CALL}/on-call")
    assert await window.page.evaluate(WORKS)
    await window.goto(f"/{CALL}/on-call")
    async with timeout(20):
        await window.page.evaluate(HELD)
    return window


async def test_the_last_copy_of_who_is_on_call_is_there_and_says_from_when(here: Town, windows: Windows) -> None:
    window = await kept(here, windows)
    await expect(window.page.locator("#offline")).to_be_hidden()
    await window.context.set_offline(True)
    await window.page.goto(window.home + f"/{CALL}/on-call")
    await expect(window.page.locator("#offline")).to_contain_text("No connection. As it was on")
    assert await window.page.locator("a[href^='tel:']").count() > 0
    with pytest.raises(Error):
        await window.page.goto(window.home + f"/{CALL}/roster")
    await window.context.set_offline(False)
    await window.page.goto(window.home + f"/{CALL}/on-call")
    await expect(window.page.locator("#offline")).to_be_hidden()
    window.complaints.clear()  # the browser complains of each address that it could not reach


async def test_nothing_is_kept_after_signing_out(here: Town, windows: Windows) -> None:
    window = await kept(here, windows)
    await window.page.locator("details.menu summary").click()
    await window.press("Sign out")
    await window.page.wait_for_url("**/sign-in")
    left = await window.left_behind()
    assert left["here"] == []
    await window.context.set_offline(True)
    with pytest.raises(Error):
        await window.page.goto(window.home + f"/{CALL}/on-call")
    await window.context.set_offline(False)
    window.complaints.clear()
