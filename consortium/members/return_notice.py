"""Give a submitted notice back to its writers, with what has to change."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.notice_in_hand import submitted_notice
from consortium.members.setup_values import Stage


async def return_notice(
    tx: Transaction, *, state: str, language: str, version: int, comment: str, by: UUID | None = None
) -> None:
    """Return the version that she read; it stays as it is, beside the comment.

    Raises:
        BadInput: the comment is missing or cannot be taken.
        Conflict: that version is not waiting for approval any more.
        NotFound: there is no version at all.
    """
    words = checks.passage(comment, "comment", most=2000)
    row = await submitted_notice(tx, state, language, version)
    row.stage, row.comment = Stage.RETURNED.value, words
    await tx.flush()
    await record(tx, "returned notice", by=by, subject=row.id, state=state, language=language, version=row.version)
