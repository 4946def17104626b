"""The duty peer's page: one address, one question per state. A link opens it; acting is always a form."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
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
from consortium.db import Transaction
from consortium.members.store import load_notices
from consortium.problems import BadInput, NotFound, Refused
from consortium.support.answer_request import NotAllowedNow, accept, has_seen, locked, step_aside
from consortium.support.close_request import Closing, close
from consortium.support.desk import Desk
from consortium.support.pages import text_of
from consortium.support.see_duty import duty_facts, limits_for, see_duty
from consortium.support.store import TOPIC, first_time, peer_on_page
from consortium.support.talk import give_back, hold, resume, say

AnyRequest = Request[Any, Any, State]

_WATCH_SECONDS = 600.0
_KEEP_ALIVE = 20.0
_MAY = {"permission": Permission.ANSWER_REQUESTS}
_CHECKS = ("not_there", "not_above", "not_close", "in_role", "limits")


@dataclass(frozen=True, slots=True)
class Act:
    """One form of the peer's: who she is, which attempt, and what she typed."""

    person: UUID
    attempt: UUID
    form: dict[str, str]


@get("/{slug:str}/duty", opt=_MAY)
async def see_my_duty(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """What waits for me, or my duty."""
    return await _page(request, viewer, place, state, shown=None)


@post("/{slug:str}/duty", opt=_MAY, status_code=200)
async def act_on_duty(request: AnyRequest, viewer: SignedIn, place: HerePlace, state: State) -> Response[str]:
    """One act of the peer's, then the page as it is now."""
    form = await form_of(request)
    attempt = _attempt(form)
    wish = form.get("act", "")
    if attempt is None or wish in {"", "look"}:
        return await _page(request, viewer, place, state, shown=attempt)
    if wish in {"check", "finish"}:
        return await _page(request, viewer, place, state, shown=attempt, ask=wish)
    act = Act(viewer.person, attempt, form)
    try:
        ended = await _do(state, place, act, wish)
    except BadInput as wrong:
        ask = {"accept": "check", "close": "finish"}.get(wish)
        errors = {wrong.field or "form": str(wrong)}
        return await _page(request, viewer, place, state, shown=attempt, ask=ask, errors=errors, form=form)
    except NotAllowedNow as refused:
        async with state.database.transaction(place.id) as tx:
            await step_aside(tx, await state.desks.at(tx), person=viewer.person, attempt=attempt)
        return await _page(request, viewer, place, state, shown=attempt, errors={"form": str(refused)})
    except NotFound:
        return await _page(request, viewer, place, state, shown=attempt)
    except Refused as refused:
        return await _page(request, viewer, place, state, shown=attempt, errors={"form": str(refused)})
    return await _page(request, viewer, place, state, shown=attempt, ended=ended)


@get("/{slug:str}/duty/watch", opt=_MAY)
async def watch_duty(viewer: SignedIn, place: HerePlace, state: State) -> Stream:
    """A stream of version numbers, one a line: the page asks again when the number changes."""
    return Stream(_versions(state, place, viewer), media_type="application/x-ndjson")


HANDLERS = (see_my_duty, act_on_duty, watch_duty)


async def _do(state: State, place: Place, act: Act, wish: str) -> str | None:
    """Do what the form asks for, once, in one transaction; how it ended for this peer, if it did."""
    done = _ACTS.get(wish)
    if done is None:
        raise BadInput("This page does not know that button. Load the page again.", "form")
    async with state.database.transaction(place.id) as tx:
        request, _own = await locked(tx, act.person, act.attempt)
        if not await first_time(tx, request.id, act.form.get("once") or secrets.token_hex(16)):
            return None
        return await done(tx, await state.desks.at(tx), act)


async def _seen(tx: Transaction, desk: Desk, act: Act) -> str | None:
    await has_seen(tx, desk, person=act.person, attempt=act.attempt)
    return None


async def _accept(tx: Transaction, desk: Desk, act: Act) -> str | None:
    missing = [name for name in _CHECKS if act.form.get(name) != "yes"]
    if missing:
        raise BadInput("Please confirm every line, or pass. Passing needs no reason.", missing[0])
    talks_in = act.form.get("talks_in", "0")
    minutes = int(talks_in) if talks_in.isdecimal() and len(talks_in) < 4 else -1
    await accept(tx, desk, person=act.person, attempt=act.attempt, talks_in=minutes)
    return None


async def _aside(tx: Transaction, desk: Desk, act: Act) -> str | None:
    """Pass, or know the person: before acceptance on to the next, after it back to the order. The same either way."""
    _request, own = await locked(tx, act.person, act.attempt)
    if own.state == "accepted":
        note = "conflict" if act.form.get("act") == "know" else "handed_over"
        await give_back(tx, desk, person=act.person, attempt=act.attempt, note=note)
    else:
        await step_aside(tx, desk, person=act.person, attempt=act.attempt)
    return "passed"


async def _lost(tx: Transaction, desk: Desk, act: Act) -> str | None:
    await give_back(tx, desk, person=act.person, attempt=act.attempt, note="dropped")
    return "passed"


async def _hold(tx: Transaction, desk: Desk, act: Act) -> str | None:
    request, own = await locked(tx, act.person, act.attempt)
    if own.state == "accepted":
        await hold(tx, request, side="peer")
    return None


async def _resume(tx: Transaction, desk: Desk, act: Act) -> str | None:
    request, own = await locked(tx, act.person, act.attempt)
    if own.state == "accepted":
        await resume(tx, request)
    return None


async def _say(tx: Transaction, desk: Desk, act: Act) -> str | None:
    request, own = await locked(tx, act.person, act.attempt)
    if own.state != "accepted":
        raise NotFound
    kind, body = text_of(act.form)
    await say(tx, desk, request, side="peer", kind=kind, body=body)
    return None


async def _close(tx: Transaction, desk: Desk, act: Act) -> str | None:
    await close(tx, person=act.person, attempt=act.attempt, closing=Closing.read(act.form))
    return "closed"


_ACTS: dict[str, Callable[[Transaction, Desk, Act], Awaitable[str | None]]] = {
    "seen": _seen,
    "accept": _accept,
    "pass": _aside,
    "know": _aside,
    "hand_over": _aside,
    "lost": _lost,
    "hold": _hold,
    "resume": _resume,
    "say": _say,
    "close": _close,
}


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
        notices = await load_notices(reading)
        now = reading.now
    if ended is not None and context["state"] == "ended":
        context["ended"] = ended
    if ask == "check" and context["state"] == "asked":
        context |= _check(desk, context, notices, now)
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
    end, last, news = loop.time() + _WATCH_SECONDS, -1, asyncio.Event()
    with state.hub.waking(TOPIC, news.set):
        while loop.time() < end:
            news.clear()
            version = await _version(state, place, viewer)
            yield b"\n" if version == last else msgspec.json.encode({"version": version}) + b"\n"
            last = version
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _KEEP_ALIVE)


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
