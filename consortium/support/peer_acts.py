"""What a duty peer does on her page: one act, in one transaction, once for one form."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from consortium.db import Transaction
from consortium.problems import BadInput, NotFound
from consortium.support.answer_request import accept, has_seen, locked, step_aside
from consortium.support.close_request import Closing, close, flag_not_officer
from consortium.support.desk import Desk
from consortium.support.read_text import text_of
from consortium.support.sealed import open_envelope
from consortium.support.store import first_time
from consortium.support.talk import give_back, hold, resume, say

_CHECKS = ("not_there", "not_above", "not_close", "in_role", "limits")


@dataclass(frozen=True, slots=True)
class Act:
    """One form of the peer's: what she wants, who she is, which attempt, and what she typed."""

    wish: str
    person: UUID
    attempt: UUID
    form: dict[str, str]


async def do(tx: Transaction, desk: Desk, act: Act) -> str | None:
    """Do what the form asks for, unless it was done before; how it ended for this peer by her own act, if it did.

    Raises:
        BadInput: something is missing, or there is no such button.
        Conflict: it cannot be done (any more).
        NotFound: it is not hers, or the request has ended.
        KeyGoneError: the request cannot be read any more.
    """
    done = _ACTS.get(act.wish)
    if done is None:
        raise BadInput("This page does not know that button. Load the page again.", "form")
    request, _own = await locked(tx, act.person, act.attempt)
    open_envelope(desk.keys, request.id, request.key_day, request.wrapped_key)
    if not await first_time(tx, request.id, act.wish, act.form.get("once")):
        return None
    return await done(tx, desk, act)


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
    """Pass, or know the person: before acceptance on to the next, after it back to the order."""
    _request, own = await locked(tx, act.person, act.attempt)
    knows = act.wish == "know"
    if own.state == "accepted":
        note = "conflict" if knows else "handed_over"
        gave = await give_back(tx, desk, person=act.person, attempt=act.attempt, note=note)
        return note if gave else None
    went = await step_aside(tx, desk, person=act.person, attempt=act.attempt)
    return ("knew" if knows else "passed") if went else None


async def _lost(tx: Transaction, desk: Desk, act: Act) -> str | None:
    gave = await give_back(tx, desk, person=act.person, attempt=act.attempt, note="dropped")
    return "lost" if gave else None


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


async def _flag(tx: Transaction, desk: Desk, act: Act) -> str | None:
    await flag_not_officer(tx, person=act.person, attempt=act.attempt)
    return "flagged"


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
    "not_officer": _flag,
}
