"""Withdraw a draft, with the reason; it stays as evidence of how an agreement came about, or did not."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.signing.drafting.look import CLOSED
from consortium.signing.store.drafts import draft_locked, note_withdrawn


async def withdraw_draft(tx: Transaction, *, draft: UUID, reason: str, by: UUID) -> None:
    """Give a draft up, for good.

    Raises:
        BadInput: there is no reason.
        Conflict: it was frozen or withdrawn already.
        NotFound: there is no such draft.
    """
    file = await draft_locked(tx, draft)
    words = checks.passage(reason, "reason", most=1000)
    if not file.open:
        raise CLOSED
    await note_withdrawn(tx, draft, words, by)
    await record(tx, "withdrew draft", by=by, subject=draft, title=file.draft.title)
