"""Take an approved notice back: nobody is asked for where it held, until another is approved."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.notices import withdraw_approved
from consortium.problems import Conflict


async def withdraw_notice(tx: Transaction, *, state: str, language: str, by: UUID | None = None) -> None:
    """Withdraw the approved versions of this state and language: the older ones too, so that none comes back.

    Raises:
        Conflict: no approved version is in force.
    """
    gone = await withdraw_approved(tx, state, language)
    if not gone:
        raise Conflict("No approved notice of this state and language is in force.")
    newest = max(gone, key=lambda row: row[1])
    await record(tx, "withdrew notice", by=by, subject=newest[0], state=state, language=language, version=newest[1])
