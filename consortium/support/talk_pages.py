"""What an officer does in an open request: talk, somebody else, wait, say, erase; each once for one form."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from litestar.response import Response

from consortium.db import Transaction
from consortium.problems import BadInput, Refused
from consortium.support.close_request import erase_by_officer
from consortium.support.desk import Desk
from consortium.support.find_request import find_request
from consortium.support.read_text import text_of
from consortium.support.status_pages import seen
from consortium.support.store import first_time, on_page, request_by_words
from consortium.support.tables import RequestRow
from consortium.support.talk import hold, resume, say, someone_else, talk
from consortium.support.visit_pages import Visit

Act = Callable[[Transaction, Desk, RequestRow, Visit], Awaitable[None]]


async def _act(visit: Visit, act: Act) -> Response[Any]:
    """One act on the open request that the words open: once for one form."""
    words, desk = visit.words, visit.desk
    if words is None:
        return await visit.page("gone")
    problem: Refused | None = None
    request_id: UUID | None = None
    where = await find_request(desk, visit.place.id, words) or visit.place.id
    try:
        async with desk.database.transaction(where) as tx:
            request = await request_by_words(tx, desk.desks.keys, words, lock=True)
            if request is not None:
                request_id = request.id
                await on_page(tx, request)
                if await first_time(tx, request.id, visit.form["step"], visit.form.get("once")):
                    await act(tx, await desk.desks.at(tx), request, visit)
    except Refused as refused:
        problem = refused
    if request_id is None:
        return await visit.page("gone")
    wrong = {problem.field or "form": problem.code or str(problem)} if isinstance(problem, BadInput) else {}
    return await seen(visit, words, wrong)


async def _talk(tx: Transaction, desk: Desk, request: RequestRow, _visit: Visit) -> None:
    await talk(tx, desk, request)


async def _someone_else(tx: Transaction, desk: Desk, request: RequestRow, _visit: Visit) -> None:
    await someone_else(tx, desk, request)


async def _hold(tx: Transaction, _desk: Desk, request: RequestRow, _visit: Visit) -> None:
    await hold(tx, request, side="officer")


async def _resume(tx: Transaction, _desk: Desk, request: RequestRow, _visit: Visit) -> None:
    await resume(tx, request)


async def _say(tx: Transaction, desk: Desk, request: RequestRow, visit: Visit) -> None:
    kind, body = text_of(visit.form)
    await say(tx, desk, request, side="officer", kind=kind, body=body)


async def _erase(visit: Visit) -> Response[Any]:
    """Erase: from every state, at once."""
    words, desk = visit.words, visit.desk
    if words is None:
        return await visit.page("gone")
    where = await find_request(desk, visit.place.id, words) or visit.place.id
    async with desk.database.transaction(where) as tx:
        request = await request_by_words(tx, desk.desks.keys, words, lock=True)
        if request is not None:
            await erase_by_officer(tx, request)
    return await visit.page("erased" if request is not None else "gone")


TALK_STEPS: Final[Mapping[str, Callable[[Visit], Awaitable[Response[Any]]]]] = {
    "talk": partial(_act, act=_talk),
    "else": partial(_act, act=_someone_else),
    "hold": partial(_act, act=_hold),
    "resume": partial(_act, act=_resume),
    "say": partial(_act, act=_say),
    "erase": _erase,
}
