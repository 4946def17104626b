"""Pause the service: no new request is taken, what is open goes on, and the officers' pages say so."""

from datetime import datetime
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store.region import load_settings_row
from consortium.problems import BadInput

REASONS: Final = ("", "peers", "work", "agreement", "holiday")
"""The closed list of what the officers' pages say besides; empty says no reason. The sentences stand in help.html."""


async def pause_service(
    tx: Transaction, *, until: datetime | None = None, reason: str = "", by: UUID | None = None
) -> None:
    """Pause from now on, until an instant or until somebody resumes. Pausing again changes the end and the reason.

    Raises:
        BadInput: the end does not lie ahead, or the reason is not on the list.
    """
    if reason not in REASONS:
        raise BadInput("Choose one of the sentences.", "reason")
    end = until and checks.instant(until, "until")
    if end is not None and end <= tx.now:
        raise BadInput("The pause must end in the future. Leave it empty if you don't know when.", "until")
    row = await load_settings_row(tx, lock=True)
    row.paused, row.paused_until, row.pause_reason = True, end, reason
    await tx.flush()
    told = end.isoformat(timespec="minutes") if end else None
    await record(tx, "paused service", by=by, subject=row.id, until=told, reason=reason)
