"""Resume the service after a pause: officers can ask again, if nothing else stands in the way."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.region import load_settings_row
from consortium.problems import Conflict


async def resume_service(tx: Transaction, *, by: UUID | None = None) -> None:
    """End the pause now.

    Raises:
        Conflict: it is not paused.
    """
    row = await load_settings_row(tx, lock=True)
    if not row.paused or (row.paused_until is not None and row.paused_until <= tx.now):
        raise Conflict("The service is not paused.")
    row.paused, row.paused_until, row.pause_reason = False, None, ""
    await tx.flush()
    await record(tx, "resumed service", by=by, subject=row.id)
