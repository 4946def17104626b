"""The talk: "Talk" or "Someone else", hold, texts, hand over, knowing each other, a contact broken off."""

from datetime import timedelta
from uuid import UUID

from agreements import Deny
from consortium.db import Transaction
from consortium.outbox import drop_timers, set_timer
from consortium.problems import BadInput, Conflict
from consortium.support.answer_request import LOOK_AT_THE_LAW, locked
from consortium.support.desk import Desk
from consortium.support.page_next import start_round
from consortium.support.run_off import may_go_on
from consortium.support.sealed import open_envelope
from consortium.support.store import add_text, attempts_of, changed, delete_texts, set_attempt
from consortium.support.tables import RequestRow

HOLD = timedelta(hours=1)
MOST_LETTERS = 2000
MOST_OPAQUE = 12_000
SIDES = ("officer", "peer")


async def talk(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """The officer has read who accepted, and wants to talk. The caller holds the request's row.

    If that peer may not serve her any more, nothing is handed over: back to the order, and she is told so.
    """
    if request.state != "accepted":
        return
    (accepted,) = [each for each in await attempts_of(tx, request.id) if each.state == "accepted"]
    if isinstance(may_go_on(desk.facts, request, accepted.person, tx.now), Deny):
        await _back_to_the_order(tx, desk, request, note="lapsed")
        return
    request.state = "talking"
    await drop_timers(tx, request.id, "away")
    await set_timer(tx, request.id, "law", 0, tx.now + LOOK_AT_THE_LAW)
    await changed(tx, request)


async def look_whether_away(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """She said "ring me even if this page is closed": the talk begins when her page has been silent for a while."""
    if request.state != "accepted":
        return
    if request.on_page_until is not None and request.on_page_until > tx.now:
        await set_timer(tx, request.id, "away", 0, request.on_page_until)
    else:
        await talk(tx, desk, request)


async def look_at_the_law(tx: Transaction, desk: Desk, request: RequestRow) -> bool:
    """Whether the peer may go on; if not, the talk goes back to the order. Asked at each text and every few minutes."""
    if request.state not in {"talking", "hold"}:
        return False
    (accepted,) = [each for each in await attempts_of(tx, request.id) if each.state == "accepted"]
    if isinstance(may_go_on(desk.facts, request, accepted.person, tx.now), Deny):
        await _back_to_the_order(tx, desk, request, note="lapsed")
        return False
    await set_timer(tx, request.id, "law", 0, tx.now + LOOK_AT_THE_LAW)
    return True


async def someone_else(tx: Transaction, desk: Desk, request: RequestRow) -> None:
    """The officer would rather talk to somebody else: on in the order, without a reason, nothing recorded."""
    if request.state in {"accepted", "talking", "hold"}:
        await _back_to_the_order(tx, desk, request, note="someone_else")


async def give_back(tx: Transaction, desk: Desk, *, person: UUID, attempt: UUID, note: str) -> bool:
    """The peer hands over, knows her, or has lost the contact: back to the order, and the officer is told so.

    ``note`` is ``handed_over``, ``conflict`` or ``dropped``. Tells whether it was hers to give back.
    """
    request, own = await locked(tx, person, attempt)
    if own.state != "accepted":
        return False
    await _back_to_the_order(tx, desk, request, note=note)
    return True


async def hold(tx: Transaction, request: RequestRow, *, side: str) -> None:
    """Either side is called away for a while; the talk stays theirs, and goes on by itself after an hour."""
    if request.state == "talking":
        request.state, request.held_by, request.held_until = "hold", side, tx.now + HOLD
        await set_timer(tx, request.id, "hold", 0, request.held_until)
        await changed(tx, request)


async def resume(tx: Transaction, request: RequestRow) -> None:
    """Either side goes on."""
    if request.state == "hold":
        request.state, request.held_by, request.held_until = "talking", None, None
        await drop_timers(tx, request.id, "hold")
        await changed(tx, request)


async def say(tx: Transaction, desk: Desk, request: RequestRow, *, side: str, kind: str, body: bytes) -> None:
    """Put a text or a public key between the two pages; the store takes opaque bytes only.

    ``kind`` is ``plain`` (sealed by the server's key for this request), ``sealed`` (by the two pages' own key) or
    ``key`` (a public key).

    Raises:
        BadInput: it is empty or too long.
        Conflict: there is no text talk right now.
    """
    if request.way != "text" or request.state not in {"talking", "hold"}:
        raise Conflict("There is no text talk open right now.")
    most = MOST_LETTERS * 4 if kind == "plain" else MOST_OPAQUE
    if not body.strip():
        raise BadInput("There is nothing to send yet.", "body", "body_missing")
    if len(body) > most:
        raise BadInput(f"Please send at most {MOST_LETTERS} letters at a time.", "body", "body_long")
    if not await look_at_the_law(tx, desk, request):
        return
    envelope = open_envelope(desk.keys, request.id, request.key_day, request.wrapped_key)
    await add_text(tx, request, side=side, kind=kind, body=envelope.seal_text(body))


async def _back_to_the_order(tx: Transaction, desk: Desk, request: RequestRow, *, note: str) -> None:
    for attempt in await attempts_of(tx, request.id):
        if attempt.state == "accepted":
            await set_attempt(tx, attempt.id, state="out")
    await delete_texts(tx, request.id)
    await start_round(tx, desk, request, note=note)
