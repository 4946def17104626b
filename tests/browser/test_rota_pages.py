"""The pages on which a rota is made and a turn is given away, in each of their states: no fault that axe finds."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from playwright.async_api import expect

from consortium.access.permissions import Role
from consortium.duty.links import turn_query
from scheduling import Line, Span, gaps, shifts_by_turn, who
from scheduling.wallclock import zone
from tests.browser.looks import Looks
from tests.browser.town import CALL, Town
from tests.browser.windows import Window, Windows

pytestmark = pytest.mark.browser


async def entered(here: Town, windows: Windows, person: object) -> Window:
    window = await windows.open()
    await here.sign_in(window.context, CALL, person)  # type: ignore[arg-type]
    return window


async def test_a_coordinators_pages_of_the_rota(here: Town, windows: Windows, looks: Looks) -> None:
    window = await entered(here, windows, await here.anybody(CALL, Role.COORDINATOR))
    await window.goto(f"/{CALL}/rotations")
    await looks.at(window, "rotations")
    rotation = re.findall(rf"/{CALL}/rotations/[0-9a-f-]{{36}}", await window.page.content())[0]
    await window.goto(rotation)
    await looks.at(window, "rotation")
    await window.press("See what would be missing")
    await looks.at(window, "rotation-ending", whole=False)
    await window.goto(f"/{CALL}/rotations/new")
    await looks.at(window, "rotation-form")
    await window.press("Look at it first")
    await looks.at(window, "rotation-form-again", whole=False)
    await window.page.locator("#name").fill("Nights")
    await window.page.locator(".numbers input").first.fill("1")
    await window.press("Look at it first")
    await looks.at(window, "rotation-preview")
    for path, name in (("start?shape=weekends", "start"), ("temporary/new", "temporary-frame"), ("import", "import")):
        await window.goto(f"/{CALL}/rotations/{path}")
        await looks.at(window, f"rotation-{name}")
    await window.goto(f"/{CALL}/rotations/temporary/new")
    await window.page.locator("#name").fill("County fair")
    await window.press("Go on: who has which turn")
    await looks.at(window, "temporary-turns")
    person = await window.page.locator("datalist option").first.get_attribute("value")
    await window.page.locator("input[list=people]").first.fill(person or "")
    await window.press("Look at it first")
    await looks.at(window, "temporary-preview")
    await window.press("Lay it")
    await looks.at(window, "temporary")
    await window.goto(rotation)
    await window.page.locator("summary", has_text="Pause from a day").click()
    await looks.at(window, "rotation-pause", whole=False)
    await window.goto(f"/{CALL}/schedule/change")
    await looks.at(window, "change-duty")
    await window.page.locator("input[name=removes]").nth(1).check()
    await window.press("Change it")
    await looks.at(window, "change-duty-asks", whole=False)
    window.complaints.clear()  # the browser reports the answer that says 422

    assert looks.faults == []


async def test_a_peers_own_turns(here: Town, windows: Windows, looks: Looks) -> None:
    facts = await here.facts(CALL)
    holder = min(who(facts.schedule, here.now).primary)
    ahead = shifts_by_turn(facts.schedule, Span(here.now, here.now + timedelta(weeks=8)))
    turn = next(each for each in ahead if each.person == holder and each.line is Line.PRIMARY)
    window = await entered(here, windows, holder)
    await window.goto(f"/{CALL}/me/shifts")
    await looks.at(window, "my-shifts")
    await window.goto(f"/{CALL}/me/shifts/cannot?{turn_query(turn.line, turn.span)}")
    await looks.at(window, "cannot")

    assert looks.faults == []


async def test_the_schedule_is_walked_with_keys_and_listed_on_a_phone(
    here: Town, windows: Windows, looks: Looks
) -> None:
    window = await entered(here, windows, await here.anybody(CALL, Role.COORDINATOR))
    facts = await here.facts(CALL)
    found = gaps(facts.schedule, Line.PRIMARY, Span(here.now - timedelta(weeks=1), here.now + timedelta(weeks=9)))
    days = [each.start.astimezone(zone(facts.region.timezone)).date() for each in found if each.start > here.now]
    weeks = Counter(each.start.astimezone(zone(facts.region.timezone)).isocalendar()[:2] for each in found)
    day = next(each for each in days if weeks[each.isocalendar()[:2]] == 1)
    await window.page.set_viewport_size({"width": 1280, "height": 900})
    await window.goto(f"/{CALL}/schedule/{day}")
    bars = window.page.locator("[data-timeline] .lane a")
    await bars.first.focus()
    await window.page.keyboard.press("ArrowRight")
    await expect(bars.nth(1)).to_be_focused()
    await window.page.keyboard.press("ArrowDown")
    await expect(window.page.locator(".final:nth-child(3) a:focus")).to_have_count(1)
    await window.page.keyboard.press("ArrowUp")
    await expect(window.page.locator(".final:nth-child(2) a:focus")).to_have_count(1)
    await window.page.set_viewport_size({"width": 320, "height": 640})
    await expect(bars.first).to_be_hidden()
    night = window.page.locator(".byday .slot.gap a[href*='line=primary']")
    await expect(night).to_have_count(1)
    await night.click()
    await expect(window.page.get_by_label("Until", exact=True)).to_have_value((day + timedelta(days=1)).isoformat())
    for name, path in {
        "schedule-gap": f"schedule/{day}",
        "schedule-timeline": f"schedule/{day}?view=timeline&people=all",
        "schedule-quarter": f"schedule/{day}?weeks=12&view=timeline&share=year",
    }.items():
        await window.goto(f"/{CALL}/{path}")
        await looks.at(window, name, whole=name == "schedule-quarter")
    window = await entered(here, windows, min(who(facts.schedule, here.now).primary))
    await window.goto(f"/{CALL}/me/hours")
    await looks.at(window, "my-hours", whole=False)
    await window.goto(f"/{CALL}/me/calendar")
    await looks.at(window, "my-calendar", whole=False)

    assert looks.faults == []
