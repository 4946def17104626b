"""Confirm an agency head's key: type what she read out, by telephone or face to face, and it is compared.

Only then does her key count for signing. Her clerk may, or the head of another agency; never a coordinator, and nobody
for herself. The fingerprint is not shown to who confirms, so that it cannot be copied from our own page.
"""

from uuid import UUID

from consortium.access.door import Viewer
from consortium.access.fingerprint import fits
from consortium.access.store.keys import MOST_WRONG, confirms_as, count_wrong_entry, key_to_confirm, wrong_entries
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput, Conflict, NotFound

FIELD = "fingerprint"
_ANOTHER_MAY = "Somebody else who may confirm it can still do so, or she makes a new passkey."


async def confirm_key(tx: Transaction, viewer: Viewer, passkey: UUID, *, typed: str) -> bool:
    """Whether what was typed is the key's fingerprint; it then counts for signing. A wrong entry is counted.

    Raises:
        BadInput: nothing was typed.
        Conflict: it is confirmed already, or this viewer has typed wrong ones five times.
        NotFound: there is no such key that this viewer may confirm.
    """
    row = await key_to_confirm(tx, viewer, passkey)
    if row is None:
        raise NotFound
    if not typed.strip():
        raise BadInput("Type the sixteen letters and digits that she reads out.", FIELD)
    if row.confirmed_on is not None:
        raise Conflict("This key is confirmed already.")
    if await wrong_entries(tx, viewer, passkey) >= MOST_WRONG:
        raise Conflict(f"You have typed {MOST_WRONG} that did not fit, so you cannot confirm this key. {_ANOTHER_MAY}")
    if not fits(typed, row.public_key):
        await count_wrong_entry(tx, viewer, passkey)
        return False
    row.confirmed_by, row.confirmed_on = viewer.person, tx.now.date()
    row.confirmed_as = (await confirms_as(tx, viewer, row.person)).value
    await record(tx, "confirmed key", by=viewer.person, subject=row.person)
    return True
