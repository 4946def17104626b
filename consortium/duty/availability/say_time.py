"""Say a time that one cannot serve, would like to, or would rather not. It takes nobody off the rota."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.availability.may_say import refuse_stranger
from consortium.duty.availability.values import Said, SaidTime
from consortium.duty.store.availability import count_times, delete_time, save_time
from consortium.journal import record
from consortium.problems import BadInput, Conflict, NotFound
from geo import PersonId
from scheduling.availability import WeeklyTime
from scheduling.spans import Span

MOST_TIMES: Final = 300
FURTHEST: Final = timedelta(days=730)


async def say_time(
    tx: Transaction,
    *,
    person: PersonId,
    said: Said,
    once: Span | None = None,
    weekly: WeeklyTime | None = None,
    by: UUID | None = None,
) -> UUID:
    """Add a time, either once or of every week. No reason is asked for and none is kept.

    Raises:
        BadInput: neither or both are given, it is over, or begins more than two years ahead.
        Conflict: she has said as many times as are kept, or does not answer.
        NotFound: there is no such person.
    """
    if (once is None) == (weekly is None):
        raise BadInput("Say either one time or a time of every week.", "first")
    await refuse_stranger(tx, person)
    if once is not None and (once.end <= tx.now or once.start > tx.now + FURTHEST):
        raise BadInput("Say a time that is not over, and two years ahead at most.", "first")
    if await count_times(tx, person) >= MOST_TIMES:
        raise Conflict(f"At most {MOST_TIMES} times are kept. Take some away first.")
    told = SaidTime(id=uuid4(), person=person, said=said, once=once, weekly=weekly)
    await save_time(tx, told)
    await tx.flush()
    await record(tx, "said time", by=by, subject=person)
    return told.id


async def take_back_time(tx: Transaction, *, person: PersonId, time: UUID, by: UUID | None = None) -> None:
    """Forget a time that was said.

    Raises:
        NotFound: it is not hers, or not there any more.
    """
    if not await delete_time(tx, person, time):
        raise NotFound
    await record(tx, "took back time", by=by, subject=person)
