"""Hand the draft of a notice to the legal advisor; from then on it is not changed any more."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.notice_in_hand import notice_in_hand
from consortium.members.setup_values import Stage


async def submit_notice(tx: Transaction, *, state: str, language: str, by: UUID | None = None) -> None:
    """Let the draft wait for approval.

    Raises:
        Conflict: the newest version is no draft.
        NotFound: there is no version at all.
    """
    row = await notice_in_hand(tx, state, language, Stage.DRAFT, "There is no draft to submit. Write one first.")
    row.stage, row.comment = Stage.SUBMITTED.value, ""
    await tx.flush()
    await record(tx, "submitted notice", by=by, subject=row.id, state=state, language=language, version=row.version)
