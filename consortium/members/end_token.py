"""End a program's key: from the next call on it opens nothing."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict
from consortium.programs.store import lock_token


async def end_token(tx: Transaction, *, token: UUID, by: UUID) -> None:
    """End a key for good; it stays listed with its history.

    Raises:
        NotFound: there is no such key.
        Conflict: it has ended already.
    """
    row = await lock_token(tx, token)
    if row.ended_on is not None:
        raise Conflict("This key has ended already.")
    row.ended_on = tx.now.date()
    await record(tx, "ended token", by=by, subject=row.id, name=row.name)
