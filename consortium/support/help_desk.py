"""What the officers' pages need in one process, and their first page.

It is the same for everybody: it is kept rendered for at most five seconds, and only the two random fields are put into
each copy.
"""

import asyncio
import contextlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from consortium.access.store import Place
from consortium.db import Database, Reading
from consortium.hub import Hub
from consortium.members.store import load_lines, load_region
from consortium.pages import render
from consortium.support.desk import Desks
from consortium.support.help_frame import NATIONAL_LINE, frame, frame_of, lines_shown
from consortium.support.limits import Limits
from consortium.support.public import Public
from consortium.support.see_help import see_help
from consortium.words import draw

KEPT_SECONDS = 5.0
_PATIENCE = 8.0
"""So long the first page waits for whatever is behind it; then the numbers are shown without it."""
_LINES_SECONDS = 2.0
SLOWED_SECONDS = 10.0
"""So much longer an ask without a poster's code takes after one that no officer wrote; the first page says so."""
_WORDS_MARK = "four-words-mark"
_ONCE_MARK = "once-key-mark"

_UNKNOWN = {
    "consortium": {"title": "Peer support", "slug": "", "timezone": "UTC", "state_network": ""},
    "demo": False,
    "zone_label": "",
    "other_language_href": "help",
}


@dataclass(slots=True)
class HelpDesk:
    """What the officers' pages need in one process."""

    database: Database
    desks: Desks
    hub: Hub
    limits: Limits = field(default_factory=Limits)
    slowed_seconds: float = SLOWED_SECONDS
    _kept: dict[tuple[str, str], tuple[float, tuple[str, ...]]] = field(default_factory=dict)
    _frames: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def first_page(self, place: Place, language: str) -> bytes:
        """The first page, at most five seconds old, with fresh random fields."""
        pieces = await self._pieces(place, language)
        words, once = " ".join(draw(language, secrets.choice)), secrets.token_hex(16)
        fresh = {_WORDS_MARK: words, _ONCE_MARK: once}
        return "".join(fresh.get(piece, piece) for piece in pieces).encode()

    def trouble_page(self, slug: str, language: str) -> str:
        """What is shown when we fail: the last lines that this process knows, or the national one."""
        known = self._frames.get((slug, language)) or {**_UNKNOWN, "lines": NATIONAL_LINE[language]}
        return render("support/trouble.html", language=language, **known)

    async def public(self, reading: Reading, place: Place) -> Public:
        """The public facts, read in this session.

        Where they can't be read, the lines are read without them, so that the page that says so has them.
        """
        try:
            return Public(place=place, desk=await self.desks.at(reading), at=reading.now)
        except Exception:
            await self._keep_lines(place)
            raise

    async def _keep_lines(self, place: Place) -> None:
        """The region and its lines alone; if not even they can be read, those last known are shown, or the national."""
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_LINES_SECONDS), self.database.reading(place.id) as reading:
                lines, at = await load_lines(reading), reading.now
                for language, national in NATIONAL_LINE.items():
                    shown = lines_shown(lines, at, language) or national
                    self._frames[place.slug, language] = {**_UNKNOWN, "lines": shown}
                region = await load_region(reading)
            for language in NATIONAL_LINE:
                self._frames[place.slug, language] = frame_of(region, lines, at, language)

    async def _pieces(self, place: Place, language: str) -> tuple[str, ...]:
        key, clock = (place.slug, language), asyncio.get_running_loop().time
        kept = self._kept.get(key)
        if kept is not None and clock() - kept[0] < KEPT_SECONDS:
            return kept[1]
        async with asyncio.timeout(_PATIENCE), self._lock:
            kept = self._kept.get(key)
            if kept is not None and clock() - kept[0] < KEPT_SECONDS:
                return kept[1]
            started = clock()
            pieces = _split(await self._render(place, language))
            self._kept[key] = (started, pieces)
            return pieces

    async def _render(self, place: Place, language: str) -> str:
        async with self.database.reading(place.id) as reading:
            public = await self.public(reading, place)
        self._frames[place.slug, language] = frame(public, language)
        context = see_help(public, language)
        return render(
            "support/help.html", language=language, words=_WORDS_MARK, once=_ONCE_MARK, errors={}, form={}, **context
        )


def _split(page: str) -> tuple[str, ...]:
    """The page cut at its random fields, the marks kept as pieces of their own."""
    pieces: list[str] = []
    for part in page.split(_WORDS_MARK):
        if pieces:
            pieces.append(_WORDS_MARK)
        for index, piece in enumerate(part.split(_ONCE_MARK)):
            if index:
                pieces.append(_ONCE_MARK)
            pieces.append(piece)
    return tuple(pieces)
