"""The posters' page, what we hold, and the code that comes with a scanned poster, in a real browser."""

import pytest
from playwright.async_api import expect

from consortium.access.permissions import Role
from tests.browser.looks import MOST_BYTES, Looks
from tests.browser.town import CALL, Town
from tests.browser.windows import Windows

pytestmark = pytest.mark.browser


async def test_the_posters_and_what_we_hold(here: Town, windows: Windows, looks: Looks) -> None:
    window = await windows.open()
    await here.sign_in(window.context, CALL, await here.anybody(CALL, Role.COORDINATOR))
    await window.goto(f"/{CALL}/posters")
    await expect(window.page.locator("img.sheet-look").first).to_be_visible()
    await looks.at(window, "posters")
    for name, path in (
        ("what-we-hold", "what-we-hold"),
        ("what-we-hold-es", "es/what-we-hold"),
        ("what-we-hold-agreements", "what-we-hold/agreements"),
        ("what-we-hold-duty", "what-we-hold/duty"),
    ):
        answer = await window.page.goto(f"{window.home}/{CALL}/{path}")
        assert answer is not None
        assert len(await answer.body()) < MOST_BYTES
        await looks.at(window, name, whole=name == "what-we-hold")

    assert looks.faults == []


async def test_a_scanned_code_goes_into_the_form_and_out_of_the_address(windows: Windows) -> None:
    window, plain = await windows.open(), await windows.open(script=False)
    for each in (window, plain):
        await each.page.goto(f"{each.home}/{CALL}/help#bcdf2345")

    await expect(window.page.locator('form.ask input[type="hidden"][name="code"]')).to_have_value("bcdf2345")
    assert "bcdf2345" not in window.page.url
    assert await plain.page.locator('input[name="code"]').count() == 0, "without script nothing is missing"

    other = await windows.open()
    await other.page.goto(f"{other.home}/{CALL}/help#lines")
    assert other.page.url.endswith("#lines"), "what is no code is left alone"
    assert await other.page.locator('input[name="code"]').count() == 0
