"""Windows of a real browser, each a context of its own, that record what leaves them and what they complain of."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    Response,
    Route,
    expect,
)

CHROMIUM: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How Chromium is started: quietly, and reaching for nothing of its own."""

PHONE: Final = (390, 844)
DESKTOP: Final = (1280, 900)
WEATHER: Final = "https://www.weather.gov/"
PATIENCE: Final = 15_000
"""Milliseconds: a busy machine may take long, a right page never takes so long."""

_LISTENS = (
    "document.addEventListener('securitypolicyviolation', (it) => console.error(`CSP: ${it.violatedDirective}`));"
)


@dataclass
class Window:
    """One window. ``script`` is whether pages may run theirs."""

    context: BrowserContext
    page: Page
    home: str
    script: bool
    requests: list[Request] = field(default_factory=list)
    bodies: dict[Request, asyncio.Task[bytes]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    async def goto(self, path: str) -> int:
        """Open an address of ours; the answer's status."""
        answer = await self.page.goto(self.home + path)
        assert answer is not None
        return answer.status

    async def press(self, name: str, *, within: Locator | None = None, role: Any = "button") -> None:
        """Press the button, or another thing, of this name; what came before has arrived whole by then."""
        await asyncio.gather(*self.bodies.values())
        await (within or self.page).get_by_role(role, name=name, exact=True).click()

    async def heading(self, text: str, *, refresh: Callable[[], Awaitable[object]] | None = None) -> None:
        """Wait for this first heading: with script it comes by itself, without it ``refresh`` is done until it does."""
        shown = self.page.locator("h1").first
        if self.script or refresh is None:
            await expect(shown).to_contain_text(text, timeout=PATIENCE)
            return
        for _ in range(60):
            if text in await shown.inner_text():
                return
            async with self.page.expect_navigation():  # so it is pressed once for each look, however slow the answer
                await refresh()
            with contextlib.suppress(AssertionError):
                await expect(shown).to_contain_text(text, timeout=250)
        await expect(shown).to_contain_text(text, timeout=1)

    async def text(self) -> str:
        """What stands in the main part."""
        return " ".join((await self.page.locator("main").inner_text()).split())

    def foreign(self) -> list[str]:
        """The addresses of others that were asked for anything."""
        return [request.url for request in self.requests if not _own(request.url, self.home)]

    async def left_behind(self) -> dict[str, Any]:
        """What this browser now keeps of us: nothing, if every value is empty."""
        state = await self.context.storage_state(indexed_db=True)
        here = await self.page.evaluate(
            "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
            " (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"
        )
        return {"cookies": state["cookies"], "origins": state["origins"], "here": [each for each in here if each]}

    async def history(self) -> list[tuple[str, str]]:
        """The entries of this window's history: address and title."""
        session = await self.context.new_cdp_session(self.page)
        found = await session.send("Page.getNavigationHistory")
        await session.detach()
        return [(entry["url"], entry["title"]) for entry in found["entries"]]


def _own(address: str, home: str) -> bool:
    return address.startswith(home + "/") or urlsplit(address).scheme == "data"


@dataclass
class Windows:
    """Opens windows, and closes them all."""

    browser: Browser
    home: str
    opened: list[Window] = field(default_factory=list)

    async def open(
        self,
        *,
        size: tuple[int, int] = PHONE,
        script: bool = True,
        way_out: bool = False,
        bodies: bool = False,
        plant: str = "",
        touch: bool = False,
    ) -> Window:
        """A new window in a fresh context.

        ``way_out`` puts a stand-in where the way out leads; ``bodies`` keeps what is answered, but for the endless
        watch; ``plant`` is a script that runs in every page beforehand; ``touch`` lets it be tapped.
        """
        width, height = size
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, has_touch=touch
        )
        context.set_default_timeout(PATIENCE)
        await context.add_init_script(_LISTENS + plant)
        if way_out:
            await context.route(WEATHER, _stand_in)
        window = Window(context, await context.new_page(), self.home, script)
        context.on("request", lambda sent: window.requests.append(sent))  # noqa: PLW0108 (the library wants a function it can mark)
        if bodies:
            context.on("response", lambda answer: _keep_body(window, answer))
        context.on("console", lambda said: _heard(window, said))
        context.on("weberror", lambda wrong: window.complaints.append(str(wrong.error)))
        self.opened.append(window)
        return window

    async def close(self) -> None:
        """Close every window, after a look at what they did meanwhile."""
        found = [(window.foreign(), window.complaints) for window in self.opened]
        for window in self.opened:
            await window.context.close()
        for foreign, complaints in found:
            assert foreign in ([], [WEATHER]), "the way out is the only address of others that is ever asked"
            assert complaints == [], "; ".join(complaints)


def _keep_body(window: Window, answer: Response) -> None:
    """Read it now: the browser lets go of it when the next page comes."""
    endless = "step=watch" in (answer.request.post_data or "") or answer.url.endswith("/watch")
    if not endless:
        window.bodies[answer.request] = asyncio.create_task(_body(answer))


async def _body(answer: Response) -> bytes:
    try:
        return await answer.body()
    except Error:  # the next page came first
        return b"cut off"


async def _stand_in(route: Route) -> None:
    await route.fulfill(body="<!doctype html><title>Weather</title>", content_type="text/html")


def _heard(window: Window, said: ConsoleMessage) -> None:
    if said.type in {"error", "warning"}:
        window.complaints.append(f"{said.text} ({said.location.get('url', '')})")
