"""Move a crisis line up or down by one place in the order in which officers see them."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.members.store.lines import load_line_rows
from consortium.problems import NotFound


async def move_crisis_line(tx: Transaction, line: UUID, *, up: bool, by: UUID | None = None) -> None:
    """Change places with the neighbour; the first cannot go up nor the last down, and nothing happens.

    Raises:
        NotFound: there is no such line.
    """
    await one_at_a_time(tx)
    rows = list(await load_line_rows(tx, lock=True))
    here = next((index for index, row in enumerate(rows) if row.id == line), None)
    if here is None:
        raise NotFound
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows):
        row.position = position
    await tx.flush()
    await record(tx, "moved crisis line", by=by, subject=line, place=there + 1)
