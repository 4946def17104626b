"""Close the service: nobody can ask until it is opened again from a green list."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.region import load_settings_row
from consortium.problems import Conflict


async def close_service(tx: Transaction, *, by: UUID | None = None) -> None:
    """Close it from now on. Open requests go on to their end.

    Raises:
        Conflict: it is not open.
    """
    row = await load_settings_row(tx, lock=True)
    if row.opened_on is None:
        raise Conflict("The service is not open.")
    row.opened_on = None
    await tx.flush()
    await record(tx, "closed service", by=by, subject=row.id)
