"""Send a draft to the parties' legal advisors: exactly this text, by its digest, under this title.

Any change takes it back from them.
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
from consortium.signing.store.reviews import save_review


async def send_to_review(tx: Transaction, *, draft: UUID, by: UUID, public_url: str | None = None) -> str:
    """Let the advisors judge the text as it stands; its digest.

    Raises:
        Conflict: something stops it, it is with them already, or it can't be changed any more.
        NotFound: there is no such draft.
    """
    await draft_locked(tx, draft)
    look = await look_at(tx, draft)
    if not look.file.open:
        raise CLOSED
    if look.in_review:
        raise Conflict("Exactly this text is with the advisors already.")
    if look.version is None or look.stopping:
        raise Conflict("Something still stops this draft. It is listed below; mend it first.")
    await save_review(tx, draft, look.version, look.file.draft.title, by)
    advisors = await load_holders(tx, Role.LEGAL_ADVISOR, look.terms.parties)
    await record(tx, "sent draft to review", by=by, subject=draft, title=look.file.draft.title, digest=look.digest[:8])
    await tell(
        tx,
        flat(advisors.values()),
        subject="an agreement waits for your review",
        body=(
            f"“{look.file.draft.title}”, version {look.file.draft.number}, is ready for legal review. You see its "
            "text, a summary, what changed, and what your state asks for; you approve it, approve it with a note, "
            "or return it."
        ),
        path=f"agreements/drafts/{draft}/review",
        public_url=public_url,
        but=by,
    )
    return look.digest
