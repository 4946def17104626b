"""The streams that tell an open page of news, on a real server: what they say, and that they end with their page."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

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


async def signed_in(ground: Ground, process: AppProcess) -> Peer:
    """The peer who was paged, on that server."""
    (attempt,) = await ground.rows("attempt")
    token, client = fresh(), browser(process)
    async with ground.database.transaction(await ground.consortium(SLUG)) as tx:
        await save_session(tx, attempt["person"], token)
    client.cookies.set(session_cookie(SLUG, secure=False), token)
    return Peer(client, SLUG, attempt["person"])


async def test_both_pages_are_told_of_every_change_and_a_closed_page_is_not_taken_for_an_open_one(
    region: Ground, catcher: MailCatcher
) -> None:
    catcher.clear()
    with fleet(region, catcher) as running:
        process = running.add()
        await process.ready(SLUG)
        officer = Officer(browser(process), SLUG)
        await officer.ask()
        await until(lambda: len(catcher.mails) == 1, seconds=_PATIENCE)
        peer = await signed_in(region, process)
        await peer.look()

        async with watching(officer) as page, peer.browser.stream("GET", f"/{SLUG}/duty/watch") as answer:
            first, duty = await page.soon(), Watch(answer.aiter_lines())
            mine = await duty.soon()
            assert first > 0
            await peer.do("seen")
            assert (second := await page.soon()) > first
            assert await duty.soon() != mine
            await peer.accept()
            assert await page.soon() > second
            await officer.look()
            await officer.do("talk")
            await page.soon()
        (before,) = await region.rows("request")
        await asyncio.sleep(0.5)
        await peer.do("hold")
        await asyncio.sleep(1.5)
        (after,) = await region.rows("request")
        assert after["version"] > before["version"]
        assert after["on_page_until"] == before["on_page_until"]

        async with watching(officer) as page:
            await page.soon()
            await officer.look()
            await officer.do("erase")
            told = await page.soon()
            while told:
                told = await page.soon()
            assert await page.ended()
        async with watching(officer) as page:
            assert await page.soon() == 0
            assert await page.ended()
