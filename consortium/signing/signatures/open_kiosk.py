"""Open a kiosk: a page on the clerk's device on which one head signs one version, and nothing else, for ten minutes.

The clerk is signed out of that browser by it: whatever she may do elsewhere, nobody can do it there. The head signs
with her own passkey, from her own phone if the device asks it (WebAuthn, hybrid transport); the kiosk signs nothing.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from agreements import PactId
from consortium.access.door import Viewer
from consortium.access.store import delete_session
from consortium.access.tokens import fresh, kept
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict, NotFound
from consortium.signing.signatures.clerks import must_attest
from consortium.signing.signatures.letters import Letters, tell_person
from consortium.signing.signatures.room import chosen, enter_room
from consortium.signing.store.signatures_tables import SigningKioskRow
from consortium.signing.store.signing_room import save_kiosk
from geo import AgencyId

OPEN_FOR: Final = timedelta(minutes=10)


async def open_kiosk(
    tx: Transaction, viewer: Viewer, *, pact: PactId, number: int, agency: AgencyId, person: UUID, letters: Letters
) -> tuple[UUID, str]:
    """Open it for ``person``; its id and the secret that stays in this browser. The clerk's session here ends.

    Raises:
        Conflict: this viewer must not, or the head could not sign now anyway; the message says why.
        NotFound: there is no such version or head, or the agency is not the clerk's to attest for.
    """
    must_attest(viewer, agency, whose=person)
    room = await enter_room(tx, pact, number, person)
    if agency not in room.signer.agencies:
        raise NotFound
    ground = room.footing(chosen(room, str(agency)))
    if ground.stopped:
        raise Conflict(" ".join(f"{each.words} {each.mends}" for each in ground.stopped))
    token = fresh()
    row = SigningKioskRow(
        consortium=tx.consortium,
        id=uuid4(),
        agreement=pact,
        version=number,
        agency=agency,
        person=person,
        clerk=viewer.person,
        token_hash=kept(token),
        expires_at=tx.now + OPEN_FOR,
    )
    await save_kiosk(tx, row)
    await delete_session(tx, viewer.session)
    await record(tx, "opened kiosk", by=viewer.person, subject=pact, version=number, agency=room.names[agency])
    body = (
        f"{viewer.name} opened a page on her device on which you can sign version {number} of "
        f"“{room.progress.pact.title}” for {room.names[agency]} during the next ten minutes. Only your own passkey "
        "signs there. If you are not with her, do nothing, and ring your coordinator.\n"
    )
    await tell_person(tx, letters, person, "a page was opened for you to sign on", body)
    return row.id, token
