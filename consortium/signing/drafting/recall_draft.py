"""Take a draft back from the parties' legal advisors to change it.

What they said of it stays to be read, and counts no more: each of them judges it anew, changed or not.
"""

from uuid import UUID

from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict
from consortium.signing.drafting.look import CLOSED, look_at
from consortium.signing.drafting.tell import flat, tell
from consortium.signing.store.drafts import draft_locked
from consortium.signing.store.people import load_holders
from consortium.signing.store.reviews import save_recall


async def recall_draft(tx: Transaction, *, draft: UUID, by: UUID, public_url: str | None = None) -> None:
    """Take it back, and tell the advisors.

    Raises:
        Conflict: it is not with them, or can't be changed any more.
        NotFound: there is no such draft.
    """
    await draft_locked(tx, draft)
    look = await look_at(tx, draft)
    if not look.file.open:
        raise CLOSED
    if not look.in_review:
        raise Conflict("This text is not with the advisors.")
    await save_recall(tx, draft, by)
    title = look.file.draft.title
    await record(tx, "took draft back from advisors", by=by, subject=draft, title=title, digest=look.digest[:8])
    advisors = await load_holders(tx, Role.LEGAL_ADVISOR, look.terms.parties)
    await tell(
        tx,
        flat(advisors.values()),
        subject="an agreement was taken back from review",
        body=(
            f"“{title}”, version {look.file.draft.number}, was taken back to be changed. You need not read it now. "
            "What was said of it so far stays to be read and counts no more; it comes to you again."
        ),
        path=f"agreements/drafts/{draft}/review",
        public_url=public_url,
        but=by,
    )
