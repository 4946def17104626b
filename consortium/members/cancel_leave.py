"""Cancel leave: what lies ahead of it is duty again."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import own_row
from consortium.members.store.people_tables import LeaveRow
from consortium.problems import Conflict
from geo import PersonId


async def cancel_leave(tx: Transaction, *, person: PersonId, leave: UUID, by: UUID | None = None) -> None:
    """Cancel leave that lies ahead; leave that has begun ends now, and what was of it stays.

    Raises:
        Conflict: it is over.
        NotFound: there is no such leave of this person.
    """
    row = await own_row(tx, LeaveRow, person, leave)
    if row.ends_at <= tx.now:
        raise Conflict("This leave is over.")
    if row.starts_at < tx.now:
        row.ends_at = tx.now
    else:
        await tx.delete(row)
    await tx.flush()
    await record(tx, "cancelled leave", by=by, subject=person)
