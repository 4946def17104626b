"""The duty peer's page: one address, one question per state. A link opens it; acting is always a form."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.response import Response, Stream

from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.access.store import Place
from consortium.access.web import HerePlace, SignedIn, form_of, page
from consortium.problems import BadInput, NotFound, Refused
from consortium.support.answer_request import NotAllowedNow, step_aside
from consortium.support.desk import Desk
from consortium.support.peer_acts import Act, do
from consortium.support.phone_pages import phone_facts
from consortium.support.see_duty import duty_facts, limits_for, see_duty
from consortium.support.store import TOPIC, peer_on_page

AnyRequest = Request[Any, Any, State]

_WATCH_SECONDS = 600.0
_KEEP_ALIVE = 20.0
_MAY = {"permission": Permission.ANSWER_REQUESTS}
_LOOKS = {"", "look", "check", "finish"}
_NOT_WHOLE = "That form did not arrive whole. Here is your page as it is now."


@get("/{slug:str}/duty", opt=_MAY)
async def see_my_duty(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What waits for me, or my duty."""
    return await _page(request, viewer, place, state, shown=None)


@post("/{slug:str}/duty", opt=_MAY, status_code=200)
async def act_on_duty(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """One act of the peer's, then the page as it is now."""
    form = await form_of(request)
    attempt, wish = _attempt(form), form.get("act", "")
    if attempt is None or wish in _LOOKS:
        errors = {} if wish in _LOOKS else {"form": _NOT_WHOLE}
        return await _page(request, viewer, place, state, shown=attempt, ask=wish, errors=errors)
    act = Act(wish, viewer.person, attempt, form)
    try:
        async with state.database.transaction(place.id) as tx:
            ended = await do(tx, await state.desks.at(tx), act)
    except BadInput as wrong:
        ask = {"accept": "check", "close": "finish"}.get(wish)
        errors = {wrong.field or "form": str(wrong)}
        return await _page(request, viewer, place, state, shown=attempt, ask=ask, errors=errors, form=form)
    except Refused as refused:
        if isinstance(refused, NotAllowedNow):
            async with state.database.transaction(place.id) as tx:
                await step_aside(tx, await state.desks.at(tx), person=act.person, attempt=attempt, note="lapsed")
        errors = {} if isinstance(refused, NotFound) else {"form": str(refused)}
        return await _page(request, viewer, place, state, shown=attempt, errors=errors)
    return await _page(request, viewer, place, state, shown=attempt, ended=ended)


@get("/{slug:str}/duty/watch", opt=_MAY)
async def watch_duty(viewer: SignedIn, place: HerePlace, state: State) -> Stream:
    """A stream of version numbers, one a line: the page asks again when the number changes.

    A line comes when this peer's own page has changed, and else at fixed beats, so that nobody can read off it when
    something happens to a request that is not hers.
    """
    return Stream(_versions(state, place, viewer), media_type="application/x-ndjson")


HANDLERS = (see_my_duty, act_on_duty, watch_duty)


async def _page(
    request: AnyRequest,
    viewer: Viewer,
    place: Place,
    state: State,
    *,
    shown: UUID | None,
    ask: str | None = None,
    ended: str | None = None,
    errors: dict[str, str] | None = None,
    form: dict[str, str] | None = None,
) -> Response[str]:
    async with state.database.transaction(place.id) as tx:
        await peer_on_page(tx, viewer.person)
    async with state.database.reading(place.id) as reading:
        desk = await state.desks.at(reading)
        context = await see_duty(reading, desk, person=viewer.person, shown=shown)
        now = reading.now
    if ended is not None and context["state"] == "ended":
        context["ended"] = ended
    if ask == "check" and context["state"] == "asked":
        context |= _check(desk, context, desk.facts.notices, now)
    if ask == "finish" and context["state"] in {"talking", "hold"}:
        context["state"] = "close"
    return page(
        request,
        "duty/duty.html",
        place=place,
        viewer=viewer,
        action=f"/{place.slug}/duty",
        watch_href=f"/{place.slug}/duty/watch",
        once=secrets.token_hex(16),
        now=now,
        errors=errors or {},
        form=form or {},
        **duty_facts(desk, viewer.person, now),
        **phone_facts(request, viewer, place, state, desk, now),
        **context,
    )


def _check(desk: Desk, context: dict[str, Any], notices: Any, now: Any) -> dict[str, Any]:
    zone = context["zone"]
    limits = limits_for(desk, zone, notices, now, "en") if zone else []
    return {
        "state": "check",
        "answer_by": context["asked"]["answer_by"],
        "limits": [
            {
                "text": limit.text,
                "approved_by": limit.approved_by,
                "approved_on": limit.approved_on,
                "example": limit.example,
            }
            for limit in limits
        ],
        "misconduct": " ".join(dict.fromkeys(limit.misconduct_duty for limit in limits)),
    }


async def _versions(state: State, place: Place, viewer: Viewer) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    end, beat, last, news = loop.time() + _WATCH_SECONDS, loop.time(), -1, asyncio.Event()
    with state.hub.waking(TOPIC, news.set):
        while loop.time() < end:
            news.clear()
            version = await _version(state, place, viewer)
            if version != last:
                yield msgspec.json.encode({"version": version}) + b"\n"
                last = version
            if loop.time() >= beat:
                beat += _KEEP_ALIVE
                yield b"\n"
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), max(0.0, beat - loop.time()))


async def _version(state: State, place: Place, viewer: Viewer) -> int:
    async with state.database.transaction(place.id) as tx:
        await peer_on_page(tx, viewer.person)
        context = await see_duty(tx, await state.desks.at(tx), person=viewer.person)
    return int(context["version"])


def _attempt(form: dict[str, str]) -> UUID | None:
    try:
        return UUID(form.get("attempt", ""))
    except ValueError:
        return None
