"""Duty as it was served: pieces of time that are over, written down once, and read as few whole spans.

The application may add and read these rows; PostgreSQL refuses it to change or delete one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, insert, select, text

from consortium.db import Reading, Transaction
from consortium.duty.store.block_tables import ServedRow
from consortium.members.store.marks import Mark, mark_of
from geo import PersonId
from scheduling import Line, Recorded, Shift, Span
from scheduling.spans import LATEST

Piece = tuple[Line, PersonId | None, Span]
"""Who was on a line in a piece of time; without a person, nobody was."""

_JOINED: Final = text(
    """select line, person, lower(one) as since, upper(one) as until
       from (select line, person, unnest(range_agg(tstzrange(starts_at, ends_at))) as one from duty_served
             where ends_at > :since and starts_at < :before group by line, person) as joined"""
)


async def load_recorded(reading: Reading, since: datetime) -> Recorded | None:
    """What was served from ``since`` on, up to the instant until which it is written down; None: nothing is. One query.

    Pieces that touch come as one span, put together by the database.
    """
    rows = await _joined(reading, since, LATEST)
    if not rows:
        return None
    shifts = tuple(_shift(row) for row in rows if row.person is not None)
    return Recorded(max(row.until for row in rows), shifts)


@dataclass(slots=True)
class ServedAtHand:
    """What was served lately, as a process has read it last, by consortium: from when on, under the rows' mark."""

    read: dict[UUID, tuple[datetime, Mark, Recorded | None]] = field(default_factory=dict)


async def load_recorded_lately(reading: Reading, length: timedelta) -> Recorded | None:
    """The same for so long back, and up to a day more; read again only when more was written down, once an hour."""
    since = (reading.now - length).replace(hour=0, minute=0, second=0, microsecond=0)
    read, mark = reading.memory.of(ServedAtHand).read, await mark_of(reading, ServedRow, ServedRow.ends_at > since)
    known = read.get(reading.consortium)
    if known is None or known[:2] != (since, mark):
        known = (since, mark, await load_recorded(reading, since))
        read[reading.consortium] = known
    return known[2]


async def load_served(reading: Reading, window: Span) -> tuple[Shift, ...]:
    """What was served in a window however long ago, cut to it and ordered as ``shifts``: for history. One query."""
    rows = await _joined(reading, window.start, window.end)
    cut = ((shift, shift.span.intersect(window)) for shift in (_shift(row) for row in rows if row.person is not None))
    found = (Shift(shift.line, shift.person, span) for shift, span in cut if span is not None)
    place = {line: number for number, line in enumerate(Line)}
    return tuple(sorted(found, key=lambda it: (it.span.start, place[it.line], it.person.int)))


async def recorded_until(reading: Reading) -> datetime | None:
    """The instant up to which duty is written down; None: nothing is yet."""
    until: datetime | None = await reading.scalar(select(func.max(ServedRow.ends_at)))
    return until


async def save_served(tx: Transaction, pieces: Iterable[Piece]) -> None:
    """Write down pieces; there is no way to change one afterwards."""
    rows = [
        {
            "consortium": tx.consortium,
            "line": line.value,
            "person": person,
            "starts_at": during.start,
            "ends_at": during.end,
        }
        for line, person, during in pieces
    ]
    if rows:
        await tx.execute(insert(ServedRow), rows)


async def _joined(reading: Reading, since: datetime, before: datetime) -> tuple[Any, ...]:
    """Line, person and each span that she was on the line without a break, of pieces that have time in the window."""
    rows = await reading.execute(_JOINED, {"since": since, "before": before})
    return tuple(rows)


def _shift(row: Any) -> Shift:
    return Shift(Line(row.line), PersonId(row.person), Span(row.since, row.until))
