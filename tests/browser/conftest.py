"""One Chromium for all browser tests; for each file of tests one real server on its own clone of the demo."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.looks import Looks
from tests.browser.quiet import settle
from tests.browser.town import Town, town
from tests.browser.windows import CHROMIUM, Windows
from tests.harness import Clones, MailCatcher


def _chromium() -> str:
    """Where Chromium is; without one the tests are skipped, but on CI that is a failure."""
    found = shutil.which(os.environ.get("CONSORTIUM_CHROMIUM", "chromium"))
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("There is no Chromium here, and CI=true forbids to skip the browser tests.")
    pytest.skip("There is no Chromium here: install it (Debian: apt-get install chromium) or set CONSORTIUM_CHROMIUM.")


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser; each window is a context of its own in it."""
    path = _chromium()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield running
        await running.close()


@pytest.fixture(scope="module")
async def whole_town(clones: Clones, seeded: str, catcher: MailCatcher, chromium: Browser) -> AsyncIterator[Town]:
    """A server process on a clone of the demo's region, its clock standing still until a test moves it."""
    catcher.clear()
    name = await clones.make(seeded)
    ground = clones.ground(name)
    async with town(ground, catcher) as running:
        yield running
    await ground.close()
    await clones.drop(name)


@pytest.fixture
async def here(whole_town: Town, catcher: MailCatcher) -> AsyncIterator[Town]:
    """The town as a test finds it: nobody asks; and as it leaves it."""
    catcher.clear()
    yield whole_town
    await whole_town.forget_requests()


@pytest.fixture
async def windows(chromium: Browser, here: Town) -> AsyncIterator[Windows]:
    """Opens windows; afterwards none of them may have asked anybody else for anything, or have complained."""
    opened = Windows(chromium, here.public)
    yield opened
    await opened.close()


@pytest.fixture
async def nothing_else_is_due(here: Town) -> None:
    """What the clock alone brings about, such as asking before a shift, does not come between two looks."""
    await settle(here)


@pytest.fixture
def looks() -> Looks:
    """Remembers what is wrong with the pages that it is shown."""
    return Looks()
