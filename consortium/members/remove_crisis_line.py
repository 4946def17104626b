"""Remove a crisis line: officers are not shown it any more."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.members.store.lines import load_line_row


async def remove_crisis_line(tx: Transaction, line: UUID, *, by: UUID | None = None) -> None:
    """Delete the line; the journal keeps its name and number.

    The last one may go too: the officers' pages show the national line 988 then, and nobody can be asked.

    Raises:
        NotFound: there is no such line.
    """
    await one_at_a_time(tx)
    row = await load_line_row(tx, line)
    name, number = row.name, row.number
    await tx.delete(row)
    await tx.flush()
    await record(tx, "removed crisis line", by=by, subject=line, name=name, number=number)
