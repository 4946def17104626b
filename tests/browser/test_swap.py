"""Swap one officer for another, of a different department of her part of the region: nothing that we get, and nothing
that her browser keeps, tells which of the two it was.

Both do the same, in fresh windows: they choose the line that names their department, which is the same line. The
comparison proves itself: whatever tells them apart is planted in every place that is compared, and is found.
"""

import asyncio
import json
from urllib.parse import unquote_plus

import pytest
from playwright.async_api import expect

from tests.browser.people import Officer, Peer
from tests.browser.swap import Trace, all_rows, grown, letters, new_rows, trace_of
from tests.browser.town import CALL, TEXT, Line, Town
from tests.browser.windows import PATIENCE, PHONE, Windows

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_else_is_due")]

NUMBER = "540 555 0188"
MESSAGE = "it was my old partner"
OPEN_TABLES = {"request", "attempt", "timer", "relay", "once"}
"""Tables with rows of a request that is talked over; a mail's row is gone once the mail is."""
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])


async def whole(here: Town, officer: Officer, peer: Peer, department: str, way: str) -> Trace:
    """Ask, talk, pause, go on, write, erase; with the rows that stood while they talked, and what was left."""
    before, counters = await all_rows(here), await here.rows("tally")
    here.mails.clear()
    await officer.arrive()
    await ask_and_be_paged(here, officer, department, way=way, number=NUMBER, topic="loss")
    await peer.reads("An officer is asking for a peer")
    await peer.accept()
    await officer.reads("has accepted")
    await officer.window.press("Talk")
    talking = {"call_peer": "Call ", "ring_me": "has your number", "text": "Text with"}[way]
    await officer.reads(talking)
    if way == "text" and officer.window.script:
        await expect(officer.window.page.locator("[data-pair]")).to_be_visible(timeout=PATIENCE)
    await officer.window.press("Put on hold")
    await officer.reads("You paused this")
    await officer.window.press("Go on talking")
    await officer.reads(talking)
    if way == "text":
        await peer.reads("Text with the officer")
        await officer.writes(MESSAGE)
        await peer.read_of(MESSAGE)
    rows = await new_rows(here, before)
    rows["mails"] = letters(here)
    await officer.window.press("Erase this request now")
    await officer.reads("Erased")
    left = await new_rows(here, before)
    left["tally"] = grown(counters, await here.rows("tally"))
    await peer.look()
    return await trace_of(officer, rows=rows, after=left)


async def ask_and_be_paged(here: Town, officer: Officer, department: str, **choices: str) -> None:
    """Ask, and look again when the page has gone out: how fast the mail server is says nothing about an officer."""
    with here.mails.holding():
        await officer.ask(department, **choices)
    for _ in range(200):
        if {each["delivery"] for each in await here.rows("attempt")} == {"handed"}:
            break
        await asyncio.sleep(0.05)
    await officer.reads("A peer has been paged")


async def asking(here: Town, windows: Windows, department: str, plant: str = "") -> Trace:
    """Only ask, and look at what that gives away; then the request is erased."""
    before = await all_rows(here)
    officer = Officer(await windows.open(bodies=True, plant=plant), CALL)
    await officer.arrive()
    await ask_and_be_paged(here, officer, department)
    trace = await trace_of(officer, rows=await new_rows(here, before), after={})
    await officer.window.press("Erase this request now")
    await officer.reads("Erased")
    return trace


async def two_departments(here: Town, slug: str, way: str) -> tuple[Line, str, str]:
    """A line, and the first and the last department that it names."""
    line = await here.line(slug, way=way)
    assert line.departments[0] != line.departments[-1]
    return line, line.departments[0], line.departments[-1]


@SCRIPT
@pytest.mark.parametrize(("slug", "way"), [(CALL, "ring_me"), (TEXT, "text")], ids=["number", "text"])
async def test_two_officers_of_one_line_cannot_be_told_apart(
    here: Town, windows: Windows, slug: str, way: str, script: bool
) -> None:
    line, one, other = await two_departments(here, slug, way)
    peer = await Peer.at(here, await windows.open(script=script), slug, line.first)
    traces = []
    for department in (one, other):
        officer = Officer(await windows.open(size=PHONE, script=script, bodies=True), slug)
        traces.append(await whole(here, officer, peer, department, way))

    assert traces[0].differences(traces[1]) == []
    assert OPEN_TABLES - ({"relay"} if way != "text" else set()) <= set(traces[0].rows)
    assert len(traces[0].rows["mails"]) == 1
    assert set(traces[0].after) == {"tally"}


async def test_whatever_would_tell_them_apart_is_found(here: Town, windows: Windows) -> None:
    _line, one, other = await two_departments(here, CALL, "call_peer")
    clean = await asking(here, windows, one)
    assert clean.differences(await asking(here, windows, other)) == []
    for place, plant in PLANTS.items():
        found = clean.differences(await asking(here, windows, other, plant.replace("DEPARTMENT", json.dumps(other))))
        assert any(each.startswith(place.strip()) and other in unquote_plus(each) for each in found), (place, found)


async def test_a_row_that_would_tell_them_apart_is_found(here: Town, windows: Windows) -> None:
    _line, one, other = await two_departments(here, CALL, "call_peer")
    clean = await asking(here, windows, one)
    before = await all_rows(here)
    officer = Officer(await windows.open(bodies=True), CALL)
    await officer.arrive()
    await officer.ask(other)
    await officer.reads("A peer has been paged")
    await here.execute("update request set held_by = 'Kettle Run'")
    planted = await trace_of(officer, rows=await new_rows(here, before), after={})

    assert any("rows" in each and "Kettle Run" in each for each in clean.differences(planted))


PLANTS = {
    "acts: ": (
        "addEventListener('submit', (event) => event.target.append("
        "Object.assign(document.createElement('input'), { type: 'hidden', name: 'd', value: DEPARTMENT })), true);"
    ),
    "acts:  ": "addEventListener('submit', () => fetch('/static/help.css?' + DEPARTMENT, { keepalive: true }), true);",
    "kept: ": "localStorage.setItem('d', DEPARTMENT);",
    "history: ": "addEventListener('submit', () => history.replaceState(null, '', '?d=' + DEPARTMENT), true);",
}
