"""Open requests: the only SQL of this desk. Nobody can list them; each is found by its words, its timer or its peer."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from consortium.access.tables import FactsRow
from consortium.db import Base, Reading, Transaction
from consortium.keys import KeysAwayError, RequestKeys
from consortium.support.store.counters import Count, add_counts
from consortium.support.tables import AttemptRow, OnceRow, RelayRow, RequestRow

TOPIC = "consortium_topic"
ON_PAGE = timedelta(seconds=60)
_LOCK_NOT_AVAILABLE = "55P03"


class Busy(Exception):  # noqa: N818 (not an error: come again)
    """Somebody else is at work on this request right now."""


async def request_by_words(tx: Reading, keys: RequestKeys, words: str, *, lock: bool = False) -> RequestRow | None:
    """The open request that these four words open, or ``None``; ``words`` are in canonical form."""
    days = keys.readable(tx.now)
    macs = [keys.mac(day, "words", words) for day in days]
    query = select(RequestRow).where(RequestRow.words_mac.in_(macs), RequestRow.expires_at > tx.now)
    if lock:
        query = query.with_for_update()
    found = (await tx.execute(query)).scalar_one_or_none()
    if found is None and len(days) < len(keys.live(tx.now)):
        await _refuse_to_guess(tx, days)
    return found


async def _refuse_to_guess(reading: Reading, days: Sequence[date]) -> None:
    """While a request lives whose key is not at hand, nobody can be told that nothing is open under her words.

    Raises:
        KeysAwayError: there is such a request.
    """
    unread = select(RequestRow.id).where(RequestRow.key_day.not_in(days), RequestRow.expires_at > reading.now).limit(1)
    if (await reading.execute(unread)).first() is not None:
        raise KeysAwayError("a request is open whose key is not in the folder of the request keys")


async def request_locked(tx: Transaction, request: UUID, *, wait: bool = True) -> RequestRow | None:
    """A request, locked until the transaction ends.

    Raises:
        Busy: ``wait`` is false and somebody else holds it.
    """
    query = select(RequestRow).where(RequestRow.id == request).with_for_update(nowait=not wait)
    try:
        return (await tx.execute(query)).scalar_one_or_none()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise Busy from error
        raise


async def attempts_of(reading: Reading, request: UUID) -> tuple[AttemptRow, ...]:
    """Every attempt of a request, in the order of their steps."""
    rows = await reading.scalars(select(AttemptRow).where(AttemptRow.request == request).order_by(AttemptRow.step))
    return tuple(rows)


async def busy_people(reading: Reading) -> frozenset[UUID]:
    """The peers who have accepted a request that is still open."""
    return frozenset(await reading.scalars(select(AttemptRow.person).where(AttemptRow.state == "accepted")))


async def open_requests(reading: Reading) -> int:
    """How many requests of this consortium are open: for the limit of asking, shown to nobody."""
    return int(await reading.scalar(select(func.count()).select_from(RequestRow)) or 0)


async def attempts_before(reading: Reading, person: UUID) -> tuple[AttemptRow, ...]:
    """The attempts that this peer can still answer: her accepted one first, then by step and id."""
    rows = await reading.scalars(
        select(AttemptRow)
        .join(RequestRow, RequestRow.id == AttemptRow.request)
        .where(
            AttemptRow.person == person,
            (AttemptRow.state == "accepted")
            | (AttemptRow.state.in_(("paged", "acknowledged", "lapsed")) & (RequestRow.state == "waiting")),
        )
        .order_by((AttemptRow.state != "accepted"), (AttemptRow.state == "lapsed"), AttemptRow.step, AttemptRow.id)
    )
    return tuple(rows)


async def own_attempt(reading: Reading, person: UUID, attempt: UUID) -> AttemptRow | None:
    """An attempt, if it is this peer's own."""
    query = select(AttemptRow).where(AttemptRow.id == attempt, AttemptRow.person == person)
    return (await reading.execute(query)).scalar_one_or_none()


async def pages_of(reading: Reading, person: UUID) -> tuple[AttemptRow, ...]:
    """The pages that wait for this peer's answer now, whichever request they are for."""
    rows = await reading.scalars(
        select(AttemptRow)
        .join(RequestRow, RequestRow.id == AttemptRow.request)
        .where(
            AttemptRow.person == person,
            AttemptRow.state.in_(("paged", "acknowledged")),
            AttemptRow.step == RequestRow.step,
            RequestRow.state == "waiting",
        )
    )
    return tuple(rows)


async def facts_version(reading: Reading) -> tuple[int, str]:
    """The present version of this consortium's facts, and the transaction that raised it to that.

    One that is undone may have shown its own facts under a number that another gives to other facts.
    """
    by: ColumnElement[str] = literal_column("facts.xmin::text")
    row = (await reading.execute(select(FactsRow.version, by))).first()
    return (row[0], row[1]) if row is not None else (0, "")


async def load_request(reading: Reading, request: UUID) -> RequestRow | None:
    """A request by its id."""
    return (await reading.execute(select(RequestRow).where(RequestRow.id == request))).scalar_one_or_none()


async def changed(tx: Transaction, request: RequestRow) -> None:
    """Let the pages that watch this request know that it changed; the notice carries a random number only."""
    request.version += 1
    await tx.notify(TOPIC, str(request.topic_number))


async def on_page(tx: Transaction, request: RequestRow) -> None:
    """She is on the page now; the peer's page is told only when that is news."""
    was_here = request.on_page_until is not None and request.on_page_until > tx.now
    until = tx.now + ON_PAGE
    await tx.execute(update(RequestRow).where(RequestRow.id == request.id).values(on_page_until=until))
    if not was_here:
        await tx.notify(TOPIC, str(request.topic_number))


async def peer_on_page(tx: Transaction, person: UUID) -> None:
    """The peer who has accepted has her page open now; the officer's page is told only when that is news."""
    query = select(AttemptRow).where(AttemptRow.person == person, AttemptRow.state == "accepted")
    attempt = (await tx.execute(query)).scalar_one_or_none()
    if attempt is None:
        return
    if not _here(attempt, tx):
        request = await request_locked(tx, attempt.request)
        if request is None:
            return  # it ended meanwhile
        await tx.refresh(attempt)
        if not _here(attempt, tx):  # of two looks that came at once, and waited for each other, one is the news
            await changed(tx, request)
    until = tx.now + ON_PAGE
    await tx.execute(update(AttemptRow).where(AttemptRow.id == attempt.id).values(here_until=until))


def _here(attempt: AttemptRow, tx: Transaction) -> bool:
    return attempt.here_until is not None and attempt.here_until > tx.now


async def first_time(tx: Transaction, request: UUID, act: str, once: str | None) -> bool:
    """Whether this act has not been taken from this page's once-key before; takes it.

    The buttons of one page share its key: pressing one twice is one act, pressing two of them is two. Without a key
    every form is a new one.
    """
    key = hashlib.sha256(f"{act} {once or secrets.token_hex(16)}".encode()).digest()
    taken = await tx.execute(
        insert(OnceRow)
        .values(consortium=tx.consortium, key_hash=key, request=request)
        .on_conflict_do_nothing()
        .returning(OnceRow.request)
    )
    return taken.first() is not None


async def add_text(tx: Transaction, request: RequestRow, *, side: str, kind: str, body: bytes) -> None:
    """Put one sealed text or public key behind the last one. The caller holds the request's row."""
    last = await tx.scalar(select(func.max(RelayRow.n)).where(RelayRow.request == request.id))
    tx.add(RelayRow(consortium=tx.consortium, request=request.id, n=(last or 0) + 1, side=side, kind=kind, body=body))
    await changed(tx, request)


async def texts_of(reading: Reading, request: UUID) -> tuple[RelayRow, ...]:
    """The texts and keys of a talk, oldest first."""
    return tuple(await reading.scalars(select(RelayRow).where(RelayRow.request == request).order_by(RelayRow.n)))


async def delete_texts(tx: Transaction, request: UUID) -> None:
    """Delete a talk's texts: the next peer must not read them."""
    await tx.execute(delete(RelayRow).where(RelayRow.request == request))


async def save_attempt(tx: Transaction, request: RequestRow, person: UUID) -> UUID:
    """Page this person at the request's present step, whether or not she was paged for it before; the attempt's id."""
    fresh = {"step": request.step, "state": "paged", "delivery": "pending"}
    saved = await tx.execute(
        insert(AttemptRow)
        .values(consortium=tx.consortium, id=uuid4(), request=request.id, person=person, **fresh)
        .on_conflict_do_update(index_elements=["consortium", "request", "person"], set_=fresh)
        .returning(AttemptRow.id)
    )
    return saved.scalar_one()


async def written(tx: Transaction, *rows: Base) -> bool:
    """Write these rows and what has changed; ``False`` where a rule of the database says that somebody was first."""
    tx.add_all(rows)
    try:
        await tx.flush()
    except IntegrityError:
        return False
    return True


async def set_attempt(tx: Transaction, attempt: UUID, **values: str) -> None:
    """Change an attempt's state or delivery."""
    await tx.execute(update(AttemptRow).where(AttemptRow.id == attempt).values(**values))


async def erase(tx: Transaction, request: RequestRow, counts: Iterable[Count]) -> None:
    """Delete a request with all that hangs on it, and add to the present counters; one transaction."""
    topic = request.topic_number
    await tx.execute(delete(RequestRow).where(RequestRow.id == request.id))
    tx.expunge(request)
    await add_counts(tx, counts)
    await tx.notify(TOPIC, str(topic))
