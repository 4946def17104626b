"""Approve one edition of what a state asks for: a legal advisor has read it against that state's law."""

from agreements.packs import PACKS
from consortium.access.door import Viewer
from consortium.access.permissions import Permission
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.problems import Conflict, NotFound
from consortium.signing.store.reviews import save_approval


async def approve_pack(tx: Transaction, *, state: str, edition: int, note: str, viewer: Viewer) -> None:
    """Approve the edition that she read.

    Raises:
        BadInput: the note can't be taken.
        Conflict: there is a newer edition, or it was approved already.
        NotFound: we have no rules for this state, or she is no legal advisor.
    """
    if state not in PACKS or not viewer.may(Permission.REVIEW_AGREEMENTS):
        raise NotFound
    if PACKS[state].edition != edition:
        raise Conflict("There is another edition of these rules now. Read that one.")
    words = checks.passage(note, "note", most=2000, empty=True)
    await save_approval(tx, state, edition, words, viewer.person)
    await record(tx, "approved state's rules", by=viewer.person, state=state, edition=edition)
