"""Name a device, end one session, or sign out everywhere."""

from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.store import delete_sessions_of, end_own_session, end_sign_ins, name_own_session
from consortium.access.typed import one_line
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import NotFound

MOST_LETTERS = 60


async def name_session(tx: Transaction, viewer: Viewer, session: UUID, *, label: str) -> None:
    """Give the device of one of the viewer's sessions a name, or none.

    Raises:
        BadInput: the name cannot be taken.
        NotFound: she has no such session.
    """
    if not await name_own_session(tx, viewer, session, one_line(label, "label", most=MOST_LETTERS, empty=True)):
        raise NotFound


async def end_session(tx: Transaction, viewer: Viewer, session: UUID) -> None:
    """End one of the viewer's sessions.

    Raises:
        NotFound: she has no such session.
    """
    if not await end_own_session(tx, viewer, session):
        raise NotFound


async def sign_out_everywhere(tx: Transaction, viewer: Viewer) -> None:
    """End every session of the viewer's, this one too, phones kept for a shift, and mails to sign in on their way."""
    await delete_sessions_of(tx, viewer.person)
    await end_sign_ins(tx, viewer.person)
    await record(tx, "signed out everywhere", by=viewer.person, subject=viewer.person)
