"""Recover from losing every passkey: ask, wait 24 hours, begin anew; cancel at any time before.

Nobody can make the wait shorter, in no role. She is told at every address at once, so that a mailbox that others read
is not enough. The wait is read from the row: no job has to run for it to end.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.store.passkeys import has_passkey
from consortium.access.store.recovery import (
    Recovery,
    delete_recovery,
    load_recovery,
    lock_person,
    recovery_of_mail,
    save_recovery,
)
from consortium.access.tell import Reach, tell
from consortium.access.tokens import fresh
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict, NotFound

WAIT: Final = timedelta(hours=24)
OPEN_FOR: Final = timedelta(hours=72)


async def ask_for_recovery(tx: Transaction, viewer: Viewer, *, reach: Reach) -> Recovery:
    """Begin the wait of 24 hours; after it there are 72 hours to add a new passkey.

    Raises:
        Conflict: she has no passkey to recover, or has asked already.
    """
    await lock_person(tx, viewer.person)
    if not await has_passkey(tx, viewer.person):
        raise Conflict("You have no passkey, so nothing is lost: a mail link signs you in whole.")
    if await load_recovery(tx, viewer.person) is not None:
        raise Conflict("A recovery is on its way already. Cancel it first, if you want to begin again.")
    ready, token = tx.now + WAIT, fresh()
    found = Recovery(viewer.person, ready, ready + OPEN_FOR)
    await save_recovery(tx, found, token)
    await record(tx, "asked for recovery", by=viewer.person, subject=viewer.person)
    await tell(
        tx,
        reach,
        "somebody asked to recover your sign-in",
        "Somebody, we hope you, said that all your passkeys are lost.\n\n"
        "In 24 hours a mail link will open a full session for you, in which a new passkey replaces all older ones. "
        "Nobody can make that sooner.\n\n"
        f"If it was not you, cancel it with one press here:\n{reach.home}/sign-in/recovery/{token}\n\n"
        "Then ring your coordinator: somebody may be reading your mail.\n",
    )
    return found


async def cancel_recovery(tx: Transaction, viewer: Viewer, *, reach: Reach) -> None:
    """End the viewer's own recovery before it is used.

    Raises:
        NotFound: there is none.
    """
    await _cancel(tx, viewer.person, reach, by=viewer.person)


async def person_of_mail(tx: Transaction, token: str) -> UUID | None:
    """Whose recovery this mail may cancel, if there still is one."""
    found = await recovery_of_mail(tx, token)
    return None if found is None else found.person


async def cancel_by_mail(tx: Transaction, person: UUID, *, reach: Reach) -> None:
    """End the recovery that a mail belongs to; ``person`` comes from :func:`person_of_mail` in this transaction.

    Raises:
        NotFound: it has just been ended.
    """
    await _cancel(tx, person, reach, by=person)


async def _cancel(tx: Transaction, person: UUID, reach: Reach, *, by: UUID) -> None:
    await lock_person(tx, person)
    if not await delete_recovery(tx, person):
        raise NotFound
    await record(tx, "cancelled recovery", by=by, subject=person)
    await tell(
        tx,
        reach,
        "the recovery of your sign-in was cancelled",
        "Your passkeys are as they were. If you did lose them, ask again after signing in by mail.\n",
    )
