"""Every state of an open request, on the officer's page in both languages and on the peer's: no fault that axe finds,
by day and by night, nothing to scroll sideways, and light in weight.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from scheduling import who
from tests.browser.looks import MOST_BYTES, Looks
from tests.browser.people import Officer, Peer
from tests.browser.town import CALL, TEXT, Line, Town
from tests.browser.windows import Windows

pytestmark = pytest.mark.browser

NUMBER = "540 555 0188"
SPANISH = "Espa\N{LATIN SMALL LETTER N WITH TILDE}ol"


@dataclass
class Scene:
    """An officer's window and a peer's, and what is wrong with what they showed."""

    here: Town
    officer: Officer
    peer: Peer
    line: Line
    looks: Looks

    async def both(self, name: str) -> None:
        await self.of_officer(name)
        await self.of_peer(name)

    async def of_officer(self, name: str) -> None:
        """Her page whole, then in Spanish by the page's own button; then back."""
        window = self.officer.window
        await self.looks.at(window, f"officer-{name}")
        await window.press(SPANISH)
        await expect(window.page.locator("html[lang=es]")).to_have_count(1)
        await self.looks.at(window, f"officer-{name}-spanish", whole=False)
        await window.press("English")
        await expect(window.page.locator("html[lang=en]")).to_have_count(1)

    async def of_peer(self, name: str) -> None:
        await self.looks.at(self.peer.window, f"peer-{name}")


async def scene(here: Town, windows: Windows, looks: Looks, slug: str, way: str) -> Scene:
    line = await here.line(slug, way=way)
    peer = await Peer.at(here, await windows.open(bodies=True), slug, line.first)
    return Scene(here, Officer(await windows.open(bodies=True), slug), peer, line, looks)


async def ask(scene: Scene, way: str) -> None:
    await scene.officer.arrive()
    await scene.officer.ask(scene.line.departments[0], way=way, number=NUMBER, topic="work")
    await scene.officer.reads("A peer has been paged")
    await scene.peer.reads("An officer is asking for a peer")


async def light(scene: Scene) -> None:
    """No page of the two has weighed more than it may."""
    for window in (scene.officer.window, scene.peer.window):
        for body in window.bodies.values():
            assert len(await body) < MOST_BYTES


async def test_a_call_from_asking_to_over(here: Town, windows: Windows, looks: Looks) -> None:
    seen = await scene(here, windows, looks, CALL, "call_peer")
    officer, peer = seen.officer, seen.peer
    await seen.of_peer("on-call")
    await ask(seen, "call_peer")
    await looks.at(officer.window, "officer-with-words")
    await seen.both("paged")
    await peer.window.press("I can. Check first\N{HORIZONTAL ELLIPSIS}")
    await peer.reads("Before you say yes")
    await seen.of_peer("check")
    await peer.window.press("Yes, I will talk")
    await expect(peer.window.page.get_by_role("alert")).to_be_visible()
    await seen.of_peer("check-again")
    await peer.look()
    await peer.accept()
    await officer.reads("has accepted")
    await seen.both("accepted")
    await officer.window.press("Talk")
    await peer.reads("The officer will call you")
    await seen.both("call")
    await officer.window.press("Put on hold")
    await peer.reads("On hold")
    await seen.both("held-by-officer")
    await peer.window.press("Go on talking")
    await peer.reads("The officer will call you")
    await peer.window.press("Hold")
    await officer.reads("paused this")
    await seen.both("held-by-peer")
    await peer.window.press("We are done")
    await peer.reads("How it went")
    await seen.of_peer("close")
    await peer.window.press("Finish and erase")
    await expect(peer.window.page.get_by_role("alert")).to_be_visible()
    await seen.of_peer("close-again")
    await peer.look()
    await peer.close()
    await officer.reads("Nothing is open under these words")
    await looks.at(officer.window, "officer-over")
    await seen.of_peer("closed")
    await light(seen)

    assert looks.faults == []


async def test_a_late_yes_a_number_and_someone_else(here: Town, windows: Windows, looks: Looks) -> None:
    seen = await scene(here, windows, looks, CALL, "ring_me")
    officer, peer = seen.officer, seen.peer
    await ask(seen, "ring_me")
    await peer.window.press("I have seen it: five more minutes")
    await officer.reads("A peer has seen your request")
    await seen.both("seen")
    await here.advance(minutes=31)
    await officer.reads("Nobody has answered")
    await seen.both("truth")
    await peer.accept()
    await officer.reads("has accepted")
    await officer.window.press("Talk")
    await peer.reads("Call the officer")
    await seen.both("ring")
    await officer.window.press("Someone else")
    await peer.reads("It has gone on")
    await seen.of_peer("gone-on")
    await officer.reads("A peer has been paged")
    await seen.of_officer("someone-else")
    await light(seen)

    assert looks.faults == []


async def test_texts_and_erasing(here: Town, windows: Windows, looks: Looks) -> None:
    seen = await scene(here, windows, looks, TEXT, "text")
    officer, peer = seen.officer, seen.peer
    await ask(seen, "text")
    await peer.accept()
    await officer.reads("has accepted")
    await officer.window.press("Talk")
    await peer.reads("Text with the officer")
    for window in (officer.window, peer.window):
        await expect(window.page.locator("[data-pair]")).to_be_visible()
    await officer.writes("it was my old partner")
    await peer.read_of("it was my old partner")
    await peer.writes("I am here, take your time. Nobody is waiting for either of us.")
    await officer.read_of("take your time")
    await seen.both("texts")
    await officer.window.press("Erase this request now")
    await officer.reads("Erased")
    await looks.at(officer.window, "officer-erased")
    await peer.reads("This request has ended")
    await seen.of_peer("erased")
    await light(seen)

    assert looks.faults == []


@pytest.fixture
async def everybody_is_away(here: Town) -> AsyncIterator[None]:
    """For an hour nobody who serves is there."""
    await here.execute(
        "insert into leave (consortium, id, person, starts_at, ends_at)"
        " select consortium, gen_random_uuid(), id, consortium_now(), consortium_now() + interval '1 hour' from person"
    )
    yield
    await here.execute("delete from leave where ends_at = consortium_now() + interval '1 hour'")


@pytest.mark.usefixtures("everybody_is_away")
async def test_when_nobody_can_be_asked(windows: Windows, looks: Looks) -> None:
    officer = Officer(await windows.open(), CALL)
    await officer.arrive()
    await looks.at(officer.window, "help-nobody-on-call")
    await officer.window.page.locator("#part label").first.click()
    await officer.window.page.locator("#way label").first.click()
    await officer.window.press("Ask for a peer")
    await officer.reads("Nobody can be asked for you right now")
    await looks.at(officer.window, "officer-nobody")

    assert looks.faults == []


async def test_what_was_not_taken(here: Town, windows: Windows, looks: Looks) -> None:
    officer = Officer(await windows.open(), CALL)
    page = officer.window.page
    await officer.arrive()
    await page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    await officer.window.press("Ask for a peer")
    await expect(page.get_by_role("alert")).to_be_visible()
    await looks.at(officer.window, "help-again")
    await officer.arrive()
    await page.get_by_text("I call the peer", exact=True).click()
    await page.get_by_text("My department is not here").click()
    await officer.window.press("Ask for a peer")
    await officer.reads("Your department is not in this network")
    await looks.at(officer.window, "officer-unlisted")
    await officer.arrive()
    await officer.come_back("four words of nobody")
    await officer.reads("Nothing is open under these words")
    await looks.at(officer.window, "officer-wrong-words")

    assert looks.faults == []


async def test_a_peer_off_duty(here: Town, windows: Windows, looks: Looks) -> None:
    facts = await here.facts(CALL)
    busy = frozenset().union(*who(facts.schedule, here.now).values())
    person = next(each for each in sorted(facts.peers) if each not in busy)
    peer = await Peer.at(here, await windows.open(), CALL, person)
    await peer.reads("You are off duty")
    await looks.at(peer.window, "peer-off-duty")

    assert looks.faults == []
