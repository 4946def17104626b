"""A page looked at as people will see it: on a phone and on a desk, by day and by night, and by axe's rules.

With CONSORTIUM_SHOTS set to a folder, a picture of each look is put there.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from random import randrange
from typing import Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page

from tests.browser.windows import DESKTOP, PHONE, Window

WCAG: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
COLOUR_RULES: Final = ("color-contrast", "link-in-text-block")
COLOURS: Final = {"type": "rule", "values": COLOUR_RULES}
EVERYTHING: Final = {"type": "tag", "values": WCAG}
NARROWEST: Final = 320
MOST_BYTES: Final = 60_000
COLOURED: Final = 3
"""In an ordinary run the colours of one page in so many are looked at, by the run's seed: they take axe most of its
time. All pages have the colours of one palette, whose every pair ``tests/look/test_styles.py`` reckons."""
PROVE: Final = os.environ.get("CONSORTIUM_PROVE") == "1"


def shots() -> Path | None:
    """Where pictures go, if anywhere."""
    named = os.environ.get("CONSORTIUM_SHOTS")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _places(*, whole: bool, colours: bool) -> tuple[tuple[tuple[int, int], str, tuple[str, ...]], ...]:
    """The sizes to look at, each with its themes; the first theme of a size is looked at by every rule."""
    if PROVE and whole:
        return ((PHONE, "phone", ("light", "night")), (DESKTOP, "desktop", ("light", "night")))
    if whole and colours:
        return ((PHONE, "phone", ("light",)), (DESKTOP, "desktop", ("night",)))
    return ((PHONE, "phone", ("light",)),)


@dataclass
class Looks:
    """Looks at pages and remembers what is wrong with them."""

    folder: Path | None = field(default_factory=shots)
    faults: list[str] = field(default_factory=list)

    async def at(self, window: Window, name: str, *, whole: bool = True) -> None:
        """Look at the page that this window shows now: on a phone by day, and if ``whole`` on a desk by night.

        Colours and desk of some pages only, by lot; of all with CONSORTIUM_PROVE=1 or where pictures are wanted.
        """
        colours = PROVE or self.folder is not None or randrange(COLOURED) == 0
        page = window.page
        if not await page.evaluate("'axe' in window"):
            await page.evaluate(AXE_SCRIPT)
        await page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        for size, place, themes in _places(whole=whole, colours=colours):
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            for theme in themes:
                await _dress(page, theme)
                # Night changes colours only, and a desk has the same markup: that was looked at by day on the phone.
                every = (place, theme) == ("phone", "light") or (PROVE and theme == themes[0])
                await self._axe(page, f"{name}, {place}, {theme}", EVERYTHING if every else COLOURS, colours=colours)
                await self._shoot(page, f"{name}-{place}-{theme}")
        await self._narrow(page, name)
        await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        await _dress(page, "light")

    async def _axe(self, page: Page, where: str, rules: object, *, colours: bool) -> None:
        but = {} if colours else {name: {"enabled": False} for name in COLOUR_RULES}
        options = json.dumps({"runOnly": rules, "rules": but, "resultTypes": ["violations"]})
        found = await page.evaluate(f"axe.run({options}).then((it) => it.violations)")
        for fault in found:
            self.faults += [f"{where}: {fault['id']}: {node['html'][:200]}" for node in fault["nodes"]]

    async def _narrow(self, page: Page, name: str) -> None:
        await page.set_viewport_size({"width": NARROWEST, "height": 640})
        wide = await page.evaluate("document.documentElement.scrollWidth")
        if wide > NARROWEST:
            self.faults.append(f"{name}: {wide} pixels wide where there are {NARROWEST}")

    async def _shoot(self, page: Page, name: str) -> None:
        if self.folder is not None:
            await page.screenshot(path=self.folder / f"{name}.png", full_page=True)


async def _dress(page: Page, theme: str) -> None:
    """The officers' pages follow the device; the members' have their theme on the page's root. Nothing fades over."""
    await page.emulate_media(color_scheme="dark" if theme == "night" else "light", reduced_motion="reduce")
    await page.evaluate(
        "(theme) => { if (document.querySelector('form.theme')) document.documentElement.dataset.theme = theme; }",
        theme,
    )
