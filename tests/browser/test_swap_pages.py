"""Cover and swaps on a phone: asked for in three taps, answered on a page, done for both; no fault that axe finds."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import expect

from consortium.access.permissions import Role
from scheduling import Line, Span, shifts_by_turn
from tests.browser.looks import Looks
from tests.browser.town import CALL, Town
from tests.browser.windows import PHONE, Window, Windows

pytestmark = pytest.mark.browser


async def entered(here: Town, windows: Windows, person: object) -> Window:
    window = await windows.open()
    await here.sign_in(window.context, CALL, person)  # type: ignore[arg-type]
    await window.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return window


async def test_a_turn_is_asked_cover_for_in_three_taps_and_taken(here: Town, windows: Windows, looks: Looks) -> None:
    facts = await here.facts(CALL)
    ahead = shifts_by_turn(facts.schedule, Span(here.now + timedelta(days=3), here.now + timedelta(weeks=3)))
    turn = next(each for each in ahead if each.line is Line.PRIMARY)
    window = await entered(here, windows, turn.person)
    await window.goto(f"/{CALL}/duty")
    await window.page.get_by_role("link", name="My turns").first.click()
    await window.page.get_by_role("link", name="Swap Primary").first.click()
    await expect(window.page.get_by_role("heading", name="Ask for cover or a swap")).to_be_visible()
    await window.press("Send")
    await expect(window.page.get_by_text("Your colleagues were asked by mail")).to_be_visible()
    asked = window.page.url
    await looks.at(window, "swap-mine")
    await window.goto(f"/{CALL}/me/shifts")
    await looks.at(window, "my-shifts-asked", whole=False)
    await window.goto(f"/{CALL}/me/swaps")
    await looks.at(window, "swaps")
    rows = [row for row in await here.rows("swap_asked") if str(row["ask"]) in asked]
    colleague = await entered(here, windows, rows[0]["person"])
    await colleague.goto(f"/{CALL}/me/swaps")
    await colleague.page.get_by_role("link", name="Say yes or no").first.click()
    await looks.at(colleague, "swap-asked")
    await colleague.goto(f"/{CALL}/me/swaps/take-now")
    await looks.at(colleague, "swap-now", whole=False)

    coordinator = await entered(here, windows, await here.anybody(CALL, Role.COORDINATOR))
    await coordinator.goto(f"/{CALL}/swaps")
    await looks.at(coordinator, "swaps-open")
    one = re.findall(rf"/{CALL}/swaps/[0-9a-f-]{{36}}", await coordinator.page.content())[0]
    await coordinator.goto(one)
    await looks.at(coordinator, "swap-for-them")
    await coordinator.press("Put it down for both")
    await looks.at(coordinator, "swap-for-them-again", whole=False)
    coordinator.complaints.clear()  # the browser reports the answer that says 422

    await colleague.goto(f"/{CALL}/me/swaps")
    await colleague.page.get_by_role("link", name="Say yes or no").first.click()
    await colleague.press("Yes, I take it")
    await expect(colleague.page.get_by_text("The turn is yours")).to_be_visible()
    assert looks.faults == []


async def test_the_form_to_ask_is_light_and_whole(here: Town, windows: Windows, looks: Looks) -> None:
    facts = await here.facts(CALL)
    ahead = shifts_by_turn(facts.schedule, Span(here.now + timedelta(days=3), here.now + timedelta(weeks=3)))
    turn = next(each for each in ahead if each.line is Line.BACKUP)
    window = await entered(here, windows, turn.person)
    await window.goto(f"/{CALL}/me/shifts")
    await window.page.get_by_role("link", name="Swap Backup").first.click()
    await looks.at(window, "swap-ask")
    assert looks.faults == []
