"""The pages on which a rota is made and a turn is given away, in each of their states: no fault that axe finds."""

import re
from datetime import timedelta

import pytest

from consortium.access.permissions import Role
from consortium.duty.links import turn_query
from scheduling import Line, Span, shifts_by_turn, who
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
    await window.goto(f"/{CALL}/me/shifts/hand-over?{turn_query(turn.line, turn.span)}")
    await looks.at(window, "hand-over")
    await window.page.locator("input[name=to]").first.check()
    await window.press("Ask this colleague")
    await looks.at(window, "my-shifts-offered", whole=False)
    offer = re.findall(rf"/{CALL}/me/offers/[0-9a-f-]{{36}}", await window.page.content())[0]
    await window.goto(offer)
    await looks.at(window, "offer-mine")
    await window.press("Take the offer back")

    assert looks.faults == []
