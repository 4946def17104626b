"""Rename a passkey, or remove it."""

from uuid import UUID

from consortium.access.add_passkey import MOST_LETTERS
from consortium.access.door import Viewer
from consortium.access.store.passkeys import delete_passkeys, passkey_rows_of
from consortium.access.tell import Reach, tell
from consortium.access.typed import one_line
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import NotFound


async def rename_passkey(tx: Transaction, viewer: Viewer, passkey: UUID, *, name: str) -> None:
    """Give one of the viewer's passkeys another name.

    Raises:
        BadInput: the name cannot be taken.
        NotFound: she has no such passkey.
    """
    name = one_line(name, "name", most=MOST_LETTERS)
    rows = await passkey_rows_of(tx, viewer.person)
    row = next((each for each in rows if each.id == passkey), None)
    if row is None:
        raise NotFound
    row.name = name


async def remove_passkey(tx: Transaction, viewer: Viewer, passkey: UUID, *, reach: Reach) -> None:
    """Remove one of the viewer's passkeys, and tell her. Without any, a mail link signs her in whole again.

    Raises:
        NotFound: she has no such passkey.
    """
    rows = await passkey_rows_of(tx, viewer.person)
    gone = [each for each in rows if each.id == passkey]
    if not gone:
        raise NotFound
    await delete_passkeys(tx, gone)
    await record(tx, "removed passkey", by=viewer.person, subject=viewer.person)
    last = "It was your last one: from now on a mail link signs you in whole.\n\n" if len(rows) == 1 else ""
    await tell(
        tx,
        reach,
        "a passkey was removed",
        f"The passkey “{gone[0].name}” was removed from your sign-in.\n\n{last}"
        f"If it was not you: sign in, sign out everywhere, and ring your coordinator.\n{reach.devices}\n",
    )
