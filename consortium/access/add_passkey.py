"""Add a passkey: a question, good once, then what the device made of it.

The first passkey changes what a mail link is good for: her other full sessions become reduced ones. A passkey that is
added while her recovery is ready replaces all older ones.
"""

import secrets
from collections.abc import Sequence
from uuid import uuid4

from webauthn.registration.verify_registration_response import VerifiedRegistration

from consortium.access.door import Viewer
from consortium.access.passkey_site import NewPasskey, Site, new_passkey_question, read_new, verified_new
from consortium.access.store import delete_sessions_of, reduce_sessions_of
from consortium.access.store.passkeys import (
    credential_is_known,
    delete_passkeys,
    passkey_rows_of,
    save_challenge,
    save_passkey,
    use_challenge,
)
from consortium.access.store.recovery import delete_recovery, load_recovery
from consortium.access.tables import PasskeyRow
from consortium.access.tell import Reach, tell
from consortium.access.typed import one_line
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput, Conflict

MOST_PASSKEYS = 10
MOST_LETTERS = 60
PURPOSE = "add"
CHALLENGE_BYTES = 32

_TRANSPORTS = frozenset({"usb", "nfc", "ble", "internal", "cable", "hybrid"})
_NOT_OURS = "That took too long, or was asked for elsewhere. Press “Add a passkey” again."


async def ask_for_new_passkey(tx: Transaction, viewer: Viewer, site: Site) -> str:
    """The question to the viewer's device, as JSON; an older one of hers is no longer good."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    rows = await passkey_rows_of(tx, viewer.person)
    await save_challenge(tx, challenge, purpose=PURPOSE, person=viewer.person)
    return new_passkey_question(
        site,
        person=viewer.person,
        name=viewer.name,
        challenge=challenge,
        known=[row.credential_id for row in rows],
    )


async def add_passkey(tx: Transaction, viewer: Viewer, site: Site, *, answer: str, name: str, reach: Reach) -> bool:
    """Keep the passkey that the device made; whether it was one. A question is used up even by a wrong answer.

    Raises:
        BadInput: the name cannot be taken, or the answer is to no question of ours.
        Conflict: she has as many as anybody may have, or this one is known.
    """
    name = one_line(name, "name", most=MOST_LETTERS)
    read = read_new(answer)
    if read is None or not await use_challenge(tx, read.challenge, purpose=PURPOSE, person=viewer.person):
        raise BadInput(_NOT_OURS, "answer")
    made = verified_new(site, read)
    if made is None:
        return False
    rows = await passkey_rows_of(tx, viewer.person)
    recovered = await _recovered(tx, viewer, rows)
    if not recovered and len(rows) >= MOST_PASSKEYS:
        raise Conflict(f"You have {MOST_PASSKEYS} passkeys. Remove one that you do not use, then add this one.")
    if await credential_is_known(tx, made.credential_id):
        raise Conflict("This passkey is on the list already.")
    await save_passkey(tx, _row(tx, viewer, read, made, name))
    await reduce_sessions_of(tx, viewer.person, but=viewer.session)
    await record(tx, "added passkey", by=viewer.person, subject=viewer.person)
    await _tell(tx, reach, name, recovered=recovered)
    return True


async def _recovered(tx: Transaction, viewer: Viewer, rows: Sequence[PasskeyRow]) -> bool:
    """If the viewer's recovery is ready, remove what came before it: passkeys and other sessions."""
    recovery = await load_recovery(tx, viewer.person)
    if recovery is None or not recovery.ready(tx.now):
        return False
    await delete_recovery(tx, viewer.person)
    await delete_passkeys(tx, rows)
    await delete_sessions_of(tx, viewer.person, but=viewer.session)
    await record(tx, "recovered sign-in", by=viewer.person, subject=viewer.person)
    return True


def _row(tx: Transaction, viewer: Viewer, read: NewPasskey, made: VerifiedRegistration, name: str) -> PasskeyRow:
    ways = {way.value for way in read.credential.response.transports or ()}
    return PasskeyRow(
        consortium=tx.consortium,
        id=uuid4(),
        person=viewer.person,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        transports=sorted(ways & _TRANSPORTS),
        backed_up=made.credential_backed_up,
        added_on=tx.now.date(),
    )


async def _tell(tx: Transaction, reach: Reach, name: str, *, recovered: bool) -> None:
    subject = "your sign-in was recovered" if recovered else "a passkey was added"
    first = (
        f"Your recovery is done: the passkey “{name}” was added, every older one was removed, and your other devices "
        "were signed out."
        if recovered
        else f"The passkey “{name}” was added to your sign-in."
    )
    await tell(
        tx,
        reach,
        subject,
        f"{first}\n\nIf it was not you: sign in, remove it, sign out everywhere, and ring your coordinator.\n"
        f"{reach.devices}\n",
    )
