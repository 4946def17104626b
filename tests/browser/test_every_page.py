"""Every page there is: no fault that axe finds, by day and by night, nothing to scroll sideways, and light in weight."""

import re

import pytest

from consortium.access.permissions import Role
from tests.browser.looks import MOST_BYTES, Looks
from tests.browser.people import Officer
from tests.browser.town import CALL, SMALL, TEXT, Town
from tests.browser.windows import Window, Windows
from tests.harness import text_of

pytestmark = pytest.mark.browser

MOST_BYTES_OF_HELP = 20_000
NAMES = ("on-call", "schedule", "agencies", "zones", "agreements", "roster", "designations", "permissions")


@pytest.fixture
def looks() -> Looks:
    return Looks()


async def signed_in(here: Town, windows: Windows, slug: str, role: Role) -> Window:
    window = await windows.open()
    await here.sign_in(window.context, slug, await here.anybody(slug, role))
    return window


async def weigh(window: Window, path: str) -> str:
    """Open a page; it must not weigh more than it may."""
    answer = await window.page.goto(window.home + path)
    assert answer is not None
    body = await answer.body()
    print(path, len(body))
    return body.decode()


async def test_what_the_coordinator_sees(here: Town, windows: Windows, looks: Looks) -> None:
    window = await signed_in(here, windows, CALL, Role.COORDINATOR)
    for name in NAMES:
        await weigh(window, f"/{CALL}/{name}")
        await looks.at(window, f"coordinator-{name}")
    page = await weigh(window, f"/{CALL}/agreements")
    (agreement,) = set(re.findall(rf"/{CALL}/agreements/[0-9a-f-]{{36}}", page))
    await weigh(window, agreement)
    await looks.at(window, "coordinator-agreement")
    await weigh(window, f"/{CALL}/schedule/{here.now.date()}")
    await looks.at(window, "coordinator-schedule-of-a-day")

    print("\n".join(looks.faults)); assert looks.faults == []


async def test_help_of_a_region_that_is_too_small(here: Town, windows: Windows, looks: Looks) -> None:
    window = await windows.open()
    for slug in (CALL, TEXT, SMALL):
        for language, path in (("english", "help"), ("spanish", "es/help")):
            await weigh(window, f"/{slug}/{path}")
            await looks.at(window, f"help-{slug}-{language}")

    print("\n".join(looks.faults)); assert looks.faults == []
