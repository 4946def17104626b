"""Where a request stands: for whoever comes with its four words, and as long as its page is open."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
from litestar.response import Response, Stream

from consortium.support.find_request import find_request
from consortium.support.help_desk import HelpDesk
from consortium.support.public import Public
from consortium.support.see_status import see_status
from consortium.support.store import TOPIC, on_page, request_by_words
from consortium.support.visit_pages import Visit

_WATCH_SECONDS = 600.0
_KEEP_ALIVE = 20.0
_LINES = "application/x-ndjson"


async def status(visit: Visit) -> Response[Any]:
    """Where it stands: "check again", and coming back with the four words."""
    words = visit.words
    if words is None:
        return await visit.page("gone", errors={"words": "words_missing"})
    clock = asyncio.get_running_loop().time
    await asyncio.sleep(visit.desk.limits.wait_for_words(visit.place.slug, clock()))
    return await show(visit, words)


async def show(visit: Visit, words: str, *, show_words: bool = False) -> Response[Any]:
    """The page of the request that these words open; she is on it now."""
    desk = visit.desk
    where = await find_request(desk, visit.place.id, words) or visit.place.id
    async with desk.database.transaction(where) as tx:
        public = await desk.public(tx, visit.place)
        request = await request_by_words(tx, desk.desks.keys, words, lock=True)
        if request is not None:
            await on_page(tx, request)
        status = await see_status(tx, public.desk, request) if request is not None else {"state": "gone"}
    if where != visit.place.id:
        public = await _here(visit)
    if request is None:
        desk.limits.wrong_words(visit.place.slug, asyncio.get_running_loop().time())
    return visit.rendered(public, status, show_words=show_words)


async def _here(visit: Visit) -> Public:
    """What frames her page: it is her own consortium's, whoever's peers were asked."""
    async with visit.desk.database.reading(visit.place.id) as reading:
        return await visit.desk.public(reading, visit.place)


async def seen(visit: Visit, words: str, errors: dict[str, str]) -> Response[Any]:
    """The page as it is after an act, with what was wrong with it, if anything was."""
    desk = visit.desk
    where = await find_request(desk, visit.place.id, words) or visit.place.id
    async with desk.database.reading(where) as reading:
        public = await desk.public(reading, visit.place)
        request = await request_by_words(reading, desk.desks.keys, words)
        status = await see_status(reading, public.desk, request) if request else {"state": "gone"}
    if where != visit.place.id:
        public = await _here(visit)
    return visit.rendered(public, status, errors=errors, form=visit.form if errors else {})


async def watch(visit: Visit) -> Stream | Response[Any]:
    """A stream of version numbers, one a line, for the page that is open; she is on the page as long as it runs."""
    words, desk = visit.words, visit.desk
    request = where = None
    if words is not None and (where := await find_request(desk, visit.place.id, words)) is not None:
        async with desk.database.reading(where) as reading:
            request = await request_by_words(reading, desk.desks.keys, words)
    if words is None or where is None or request is None:
        return Response(b'{"version":0}\n', media_type=_LINES)
    return Stream(_versions(desk, where, words, str(request.topic_number)), media_type=_LINES)


async def _versions(desk: HelpDesk, where: UUID, words: str, topic: str) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    end, last, news = loop.time() + _WATCH_SECONDS, -1, asyncio.Event()
    with desk.hub.waking(TOPIC, news.set, topic=topic):
        while loop.time() < end:
            news.clear()
            version = await _still_here(desk, where, words)
            yield b"\n" if version == last else msgspec.json.encode({"version": version}) + b"\n"
            if version == 0:
                return
            last = version
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _KEEP_ALIVE)


async def _still_here(desk: HelpDesk, where: UUID, words: str) -> int:
    """She is on the page; the request's version, or 0 when there is no request any more."""
    async with desk.database.transaction(where) as tx:
        request = await request_by_words(tx, desk.desks.keys, words)
        if request is not None:
            await on_page(tx, request)
        return request.version if request is not None else 0
