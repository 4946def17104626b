"""A peer answers: has seen it, accepts after the conflict check, passes without a reason, knows the person."""

from datetime import timedelta
from uuid import UUID

from agreements import Deny
from consortium.db import Transaction
from consortium.outbox import drop_mails, drop_timers, set_timer
from consortium.problems import BadInput, Conflict, NotFound
from consortium.support.desk import Desk
from consortium.support.page_next import OPEN, page_next
from consortium.support.run_off import TALKS_IN
from consortium.support.sealed import open_envelope
from consortium.support.store import attempts_of, changed, own_attempt, pages_of, request_locked, written
from consortium.support.tables import AttemptRow, RequestRow

MORE_TIME = timedelta(minutes=5)
LOOK_AT_THE_LAW = timedelta(minutes=5)
_CAN_ANSWER = OPEN | {"lapsed"}

ENDED = "This request has ended. Nothing of it is kept."
NO_PROMISE = (
    "Nobody can answer this one now: this part of the region has no sound promise at present. Once it has one again, "
    "and nobody else has answered, you still can."
)
TAKEN = "This request has gone on to somebody else. Thank you for looking."


async def locked(tx: Transaction, person: UUID, attempt: UUID) -> tuple[RequestRow, AttemptRow]:
    """This peer's own attempt and its request, locked.

    Raises:
        NotFound: it is not hers, or the request has ended.
    """
    own = await own_attempt(tx, person, attempt)
    request = await request_locked(tx, own.request) if own else None
    if own is None or request is None:
        raise NotFound(ENDED)
    await tx.refresh(own)
    return request, own


async def has_seen(tx: Transaction, desk: Desk, *, person: UUID, attempt: UUID) -> None:
    """The peer has seen the page: five more minutes, once."""
    request, own = await locked(tx, person, attempt)
    if request.state != "waiting" or own.state != "paged":
        return
    own.state = "acknowledged"
    if own.step == request.step and request.next_at is not None:
        request.next_at += MORE_TIME
        await set_timer(tx, request.id, "step", request.step, request.next_at)
    await changed(tx, request)


async def accept(tx: Transaction, desk: Desk, *, person: UUID, attempt: UUID, talks_in: int) -> RequestRow:
    """The peer accepts. Exactly one can: the request's row is locked, and the database allows one acceptance.

    The page has had the conflict check confirmed, which is not kept. The law and the agreements are asked again here.

    Raises:
        BadInput: the time is not one of those offered.
        Conflict: somebody else was faster, she is in another talk, or she may not answer (any more).
        NotFound: the request has ended.
    """
    request, own = await locked(tx, person, attempt)
    if talks_in not in TALKS_IN:
        raise BadInput("Please choose when you can talk.", "talks_in")
    if request.state != "waiting" or own.state not in _CAN_ANSWER:
        raise Conflict(TAKEN)
    zone = desk.facts.zone(request.zone, tx.now)
    if zone is None:
        raise Conflict(NO_PROMISE)
    answer = desk.facts.gate(person, zone, tx.now)
    if isinstance(answer, Deny):
        raise NotAllowedNow(answer)
    own.state = "accepted"
    if not await written(tx):
        raise Conflict("You are in another talk. Finish it or hand it over first.")
    await drop_timers(tx, request.id, "step", "truth", "retry")
    await drop_mails(tx, request.id)
    for other in await pages_of(tx, person):
        await set_timer(tx, other.request, "step", other.step, tx.now)
    await _let_her_choose(tx, desk, request, talks_in)
    return request


class NotAllowedNow(Conflict):
    """The gate says no at the instant of acceptance: an agreement lapsed, a training ran out."""

    def __init__(self, answer: Deny) -> None:
        super().__init__(f"You can't answer this one: {answer.reason} It goes on to the next peer.")


async def step_aside(tx: Transaction, desk: Desk, *, person: UUID, attempt: UUID, note: str | None = None) -> bool:
    """Pass, or know the person: the same to everybody, and no reason is kept. The next peer is paged at once.

    ``note`` is what the officer is told besides, if her page was waiting for this peer: ``lapsed`` or nothing. Tells
    whether it was hers to answer.
    """
    request, own = await locked(tx, person, attempt)
    if own.state not in _CAN_ANSWER or request.state != "waiting":
        return False
    was_next = own.state in OPEN and own.step == request.step
    own.state = "out"
    request.note = note if note and was_next else request.note
    await tx.flush()
    if was_next or not any(each.state in _CAN_ANSWER for each in await attempts_of(tx, request.id)):
        await page_next(tx, desk, request)
    return True


async def _let_her_choose(tx: Transaction, desk: Desk, request: RequestRow, talks_in: int) -> None:
    """She sees the peer's agency and name first; only if she said "ring me anyway" and is away, the talk begins.

    Whether she is away is looked at again when her page has been silent long enough.
    """
    request.state = "accepted"
    request.note = None
    request.next_at = None
    request.talks_at = tx.now + timedelta(minutes=talks_in)
    here = request.on_page_until is not None and request.on_page_until > tx.now
    private = open_envelope(desk.keys, request.id, request.key_day, request.wrapped_key).open(request.sealed)
    if private.ring_away and request.on_page_until is not None and here:
        await set_timer(tx, request.id, "away", 0, request.on_page_until)
    elif private.ring_away:
        request.state = "talking"
        await set_timer(tx, request.id, "law", 0, tx.now + LOOK_AT_THE_LAW)
    await changed(tx, request)
