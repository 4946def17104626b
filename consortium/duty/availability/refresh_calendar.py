"""Read the busy calendars that are due: fetched by the one way out, laid out in a process of their own, kept as spans.

A calendar that fails keeps what it told last, and says since when. It is tried again sooner at first, then ever later.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from consortium.db import Database
from consortium.duty.availability.load import AHEAD, BEHIND
from consortium.duty.availability.read_calendar import UnreadableError, read_calendar
from consortium.duty.availability.subscribe_calendar import Calendars
from consortium.duty.store.busy_calendars import Due, claim_calendar, note_read, note_trouble
from consortium.fetcher import FetchError
from consortium.keys import KeyGoneError
from consortium.members.store import load_region
from scheduling.spans import Span

EVERY: Final = timedelta(hours=4)
_JITTER: Final = timedelta(hours=1)
_LEASE: Final = timedelta(minutes=3)
_FIRST_AGAIN: Final = timedelta(minutes=10)
_LONGEST: Final = timedelta(hours=24)
_OK: Final = 200
_SAME: Final = 304
_TOLD_TO_GO: Final = frozenset({401, 403, 404, 410})
_ACCEPT: Final = {"Accept": "text/calendar"}

Draw = Callable[[], float]


def _draw() -> float:
    """Evenly from 0 to 1, so that calendars of one server are not all asked at once."""
    return secrets.randbelow(1_000_000) / 1_000_000


async def refresh_calendars(database: Database, calendars: Calendars, *, most: int = 20) -> int:
    """Read those that are due, one after the other; how many were tried. No server is asked within a transaction."""
    tried = 0
    while tried < most:
        async with database.transaction(None) as tx:
            due = await claim_calendar(tx, _LEASE)
            if due is None:
                return tried
            window = Span(tx.now - BEHIND, tx.now + AHEAD)
            timezone = (await load_region(tx)).timezone
        await _refresh(database, calendars, due, window, timezone)
        tried += 1
    return tried


async def _refresh(database: Database, calendars: Calendars, due: Due, window: Span, timezone: str) -> None:
    try:
        etag, spans = await _read(calendars, due, window, timezone)
    except Exception as error:  # noqa: BLE001 (whatever goes wrong with it is said; the others are read all the same)
        code = error.code if isinstance(error, _Trouble) else "unreadable"
        async with database.transaction(due.consortium) as tx:
            await note_trouble(tx, due.id, code, tx.now + _later(due.failures))
        return
    async with database.transaction(due.consortium) as tx:
        await note_read(tx, due.id, etag=etag, spans=spans, next_at=tx.now + EVERY + _JITTER * _draw())


class _Trouble(Exception):  # noqa: N818 (the calendar's, not ours)
    """Why it could not be read, by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def _read(
    calendars: Calendars, due: Due, window: Span, timezone: str
) -> tuple[str | None, tuple[Span, ...] | None]:
    """What it tells; None in the place of spans where it says that nothing has changed."""
    asked = {**_ACCEPT, "If-None-Match": due.etag} if due.etag else _ACCEPT
    try:
        fetched = await calendars.fetcher.get(calendars.address(due.address, due.id), asked)
    except FetchError as failed:
        raise _Trouble(failed.code) from failed
    except KeyGoneError as gone:
        raise _Trouble("key") from gone
    if fetched.status == _SAME and due.etag:
        return due.etag, None
    if fetched.status != _OK:
        raise _Trouble("refused" if fetched.status in _TOLD_TO_GO else "answer")
    try:
        async with calendars.gate:
            return fetched.etag, await read_calendar(fetched.body, window, timezone)
    except UnreadableError as wrong:
        raise _Trouble(wrong.code) from wrong


def _later(failures: int) -> timedelta:
    """Ten minutes after the first failure, doubled with each, a day at most; with jitter."""
    wait: timedelta = min(_FIRST_AGAIN * 2 ** min(failures, 10), _LONGEST)
    jitter: timedelta = wait * (_draw() / 4)
    return wait + jitter
