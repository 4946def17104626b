"""Record that somebody rang a crisis line today and was answered."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.lines import load_line_row


async def verify_crisis_line(tx: Transaction, line: UUID, *, by: UUID | None = None) -> None:
    """Date the line by today, with who rang it. From now on officers are shown it.

    Raises:
        NotFound: there is no such line.
    """
    row = await load_line_row(tx, line)
    row.verified_on, row.verified_by = tx.now.date(), by
    await tx.flush()
    await record(tx, "verified crisis line", by=by, subject=line, name=row.name, number=row.number)
