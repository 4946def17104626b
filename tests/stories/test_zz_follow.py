"""The streams that tell an open page of news, on a real server: what they say, and that they end with their page."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from consortium.access.store import save_session
from consortium.access.tokens import fresh
from consortium.access.web import session_cookie
from tests.harness import Ground, MailCatcher, until
from tests.proofs.live import AppProcess, fleet
from tests.roles import Officer, Peer
from tests.stories.request_world import SLUG

_PATIENCE = 20.0


class Watch:
    """An open stream: the versions that it tells, one after the other."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self) -> int:
        """The next version; blank lines only keep the stream alive."""
        async for line in self._lines:
            if line.strip():
                return int(json.loads(line)["version"])
        raise AssertionError("the stream has ended")

    async def soon(self) -> int:
        return await asyncio.wait_for(self.next(), _PATIENCE)

    async def ended(self) -> bool:
        return [line async for line in self._lines if line.strip()] == []


def browser(process: AppProcess) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=process.public, headers={"sec-fetch-site": "same-origin"}, timeout=_PATIENCE)


@asynccontextmanager
async def watching(officer: Officer) -> AsyncIterator[Watch]:
    """The officer's page follows, as its script does."""
    fields = {"step": "watch", "words": officer.words, "once": "0"}
    async with officer.browser.stream("POST", officer.address, data=fields) as answer:
        assert answer.headers["content-type"].startswith("application/x-ndjson")
        yield Watch(answer.aiter_lines())


@dataclass
class Scene:
    """An officer who has asked and the peer who was paged, each in a browser of her own."""

    ground: Ground
    officer: Officer
    peer: Peer

    async def request(self) -> dict[str, Any]:
        (found,) = await self.ground.rows("request")
        return found


@pytest.fixture
async def scene(region: Ground, catcher: MailCatcher) -> AsyncIterator[Scene]:
    catcher.clear()
    with fleet(region, catcher) as running:
        process = running.add()
        await process.ready(SLUG)
        async with browser(process) as hers, browser(process) as theirs:
            officer = Officer(hers, SLUG)
            await officer.ask()
            await until(lambda: len(catcher.mails) == 1, seconds=_PATIENCE)
            (attempt,) = await region.rows("attempt")
            token = fresh()
            async with region.database.transaction(await region.consortium(SLUG)) as tx:
                await save_session(tx, attempt["person"], token)
            theirs.cookies.set(session_cookie(SLUG, secure=False), token)
            peer = Peer(theirs, SLUG, attempt["person"])
            await peer.look()
            try:
                yield Scene(region, officer, peer)
            finally:
                print(process.log.read_text())


async def test_both_pages_are_told_of_every_change_until_it_is_over(scene: Scene) -> None:
    officer, peer = scene.officer, scene.peer
    async with watching(officer) as page, peer.browser.stream("GET", f"/{SLUG}/duty/watch") as answer:
        first, duty = await page.soon(), Watch(answer.aiter_lines())
        mine = await duty.soon()
        assert first == (await scene.request())["version"]
        await peer.do("seen")
        assert (second := await page.soon()) > first
        assert await duty.soon() != mine
        await peer.accept()
        assert await page.soon() > second
        await officer.look()
        await officer.do("erase")
        while await page.soon():
            pass
        assert await page.ended()
        while await duty.soon():
            pass
    async with watching(officer) as page:
        assert await page.soon() == 0
        assert await page.ended()


async def test_a_page_that_was_closed_is_not_taken_for_an_open_one(scene: Scene) -> None:
    async with watching(scene.officer) as page:
        await page.soon()
    before = await scene.request()
    await asyncio.sleep(0.5)
    await scene.peer.do("seen")
    await asyncio.sleep(1.0)
    after = await scene.request()
    assert after["version"] > before["version"]
    assert after["on_page_until"] == before["on_page_until"]
