"""Open the service: from now on officers can ask. Only from a green list."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.region import load_settings_row
from consortium.problems import Conflict
from consortium.support.facts import Facts
from consortium.support.go_live import is_green
from consortium.support.see_go_live import see_go_live


async def open_service(tx: Transaction, facts: Facts | None = None, *, by: UUID | None = None) -> None:
    """Open it, dated by today. The list is computed again in this transaction.

    Raises:
        Conflict: a step is not done, or the service is open already.
    """
    row = await load_settings_row(tx, lock=True)
    if row.opened_on is not None:
        raise Conflict("The service is open already.")
    steps = await see_go_live(tx, facts)
    if not is_green(steps):
        left = ", ".join(step.title for step in steps if not step.done)
        raise Conflict(f"Not everything is done yet: {left}. Nothing was opened.")
    row.opened_on = tx.now.date()
    await tx.flush()
    await record(tx, "opened service", by=by, subject=row.id)
