"""The people of the stories, each at a window: what they see is on the page, what they do is a tap."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from playwright.async_api import expect

from tests.browser.town import Town
from tests.browser.windows import PATIENCE, Window

WAYS: Final = {"call_peer": "I call the peer", "ring_me": "The peer rings me", "text": "Text on this page"}
CLOSING: Final = {
    "outcome": "We talked, for the first time",
    "topic": "Not said",
    "onward": "No",
}


@dataclass
class Officer:
    """An officer on the help page, signed in nowhere."""

    window: Window
    slug: str
    words: str = ""

    @property
    def address(self) -> str:
        return f"{self.window.home}/{self.slug}/help"

    async def arrive(self) -> None:
        assert await self.window.goto(f"/{self.slug}/help") == 200

    async def ask(self, department: str, *, way: str = "call_peer", number: str = "", topic: str = "none") -> None:
        """Fill the form in, by the line that names this department, and send it."""
        page = self.window.page
        await page.locator("#way").get_by_text(WAYS[way], exact=True).click()
        if way == "ring_me":
            await page.locator("#number").fill(number)
        await page.locator("#part label", has_text=department).click()
        await page.locator("#topic").select_option(topic)
        await self.window.press("Ask for a peer")
        shown = page.locator(".four")
        await expect(shown).to_be_visible()
        self.words = await shown.inner_text()

    async def come_back(self, words: str) -> None:
        """Open the request that these words open, from the first page."""
        page = self.window.page
        await page.get_by_text("Asked before? Come back with your four words").click()
        await page.locator("#words").fill(words)
        await self.window.press("Open my request")

    async def check_again(self) -> None:
        await self.window.press("Check again")

    async def reads(self, heading: str) -> None:
        """Wait until the page says this: by itself, or by "Check again" where there is no script."""
        await self.window.heading(heading, refresh=self.check_again)

    async def writes(self, text: str) -> None:
        await write(self.window, text)

    async def read_of(self, text: str) -> None:
        await find_text(self.window, text, "Check again")


@dataclass
class Peer:
    """A peer on her duty page."""

    window: Window
    slug: str
    person: UUID

    @classmethod
    async def at(cls, town: Town, window: Window, slug: str, person: UUID) -> "Peer":
        """Signed in, the duty page open."""
        await town.sign_in(window.context, slug, person)
        peer = cls(window, slug, person)
        await peer.look()
        return peer

    async def look(self) -> None:
        assert await self.window.goto(f"/{self.slug}/duty") == 200

    async def check_again(self) -> None:
        """The page's own way to look again, where it has one; else it is loaded anew."""
        button = self.window.page.locator(".no-script button")
        if await button.count():
            await button.click()
        else:
            await self.look()

    async def reads(self, heading: str) -> None:
        await self.window.heading(heading, refresh=self.check_again)

    async def accept(self) -> None:
        """The check, line by line, then yes."""
        await self.window.press("I can. Check first…")
        await self.window.heading("Before you say yes")
        for box in await self.window.page.locator("#check [type=checkbox]").all():
            await box.check()
        await self.window.press("Yes, I will talk")
        await self.reads("You said yes")

    async def close(self, **answers: str) -> None:
        """Three taps, then it is erased."""
        await self.window.press("We are done")
        await self.window.heading("How it went")
        for field, answer in {**CLOSING, **answers}.items():
            await self.window.page.locator(f"#{field}").get_by_text(answer, exact=True).click()
        await self.window.press("Finish and erase")
        await self.reads("Done, and erased")

    async def writes(self, text: str) -> None:
        await write(self.window, text)

    async def read_of(self, text: str) -> None:
        await find_text(self.window, text, "Check for new messages")


async def write(window: Window, text: str) -> None:
    """Send a message of the text talk."""
    await window.page.locator("[data-say-form] textarea").fill(text)
    await window.press("Send")
    await expect(window.page.locator("[data-thread]")).to_contain_text(text, timeout=PATIENCE)


async def find_text(window: Window, text: str, again: str) -> None:
    """Wait for a message: with script it comes by itself."""
    thread = window.page.locator("[data-thread]")
    if not window.script:
        await window.press(again)
    await expect(thread).to_contain_text(text, timeout=PATIENCE)
