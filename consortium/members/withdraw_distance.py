"""Withdraw what somebody told of a road: what was measured or estimated counts again."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.distances import drop_told, told_locked


async def withdraw_distance(tx: Transaction, told: UUID, *, by: UUID | None = None) -> None:
    """Forget it.

    Raises:
        NotFound: there is none.
    """
    row = await told_locked(tx, told)
    await drop_told(tx, row)
    await record(tx, "withdrew distance", by=by, subject=row.one, other=str(row.other), reason=row.reason)
