"""An agency registers the public half of the key with which it countersigns the log; the other half stays there.

Whoever could register keys for others could make witnesses up. So a head does, in a session that her confirmed passkey
opened; her name, and who heard her fingerprint, stand in the log; and every head and clerk of the agency is told.
"""

from typing import Final
from uuid import UUID

from agreements.log import LogError, Manner, VerifierKey
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import load_agencies
from consortium.problems import BadInput, Conflict
from consortium.signing.evidence.tell_witnesses import tell_registered
from consortium.signing.evidence.vouching import SIGN_IN_WITH_IT, confirmed_key, of_hers
from consortium.signing.store.confirmed_keys import note_key_used
from consortium.signing.store.witnesses import Registrar, save_witness
from geo import AgencyId

FIELD: Final = "key"
MOST_LETTERS: Final = 400


async def register_witness(tx: Transaction, viewer: Viewer, *, agency: UUID, line: str) -> VerifierKey:
    """Register a key that ``consortium agreement witness`` printed.

    Raises:
        BadInput: it is no such key, or the agency is none of hers.
        Conflict: the key or its name is registered already; she runs the consortium; no confirmed passkey opened her
            session.
    """
    of_hers(viewer, agency)
    try:
        key = VerifierKey.read(line[:MOST_LETTERS])
    except LogError as wrong:
        raise BadInput(
            "Copy the whole line that the command printed: name, id and key, with two plus signs.", FIELD
        ) from wrong
    if key.manner is not Manner.COSIGNATURE:
        raise BadInput("This is the key of a log, not of a witness. Copy the line that the command printed.", FIELD)
    own = await confirmed_key(tx, viewer)
    if own.id != viewer.passkey:
        raise Conflict(SIGN_IN_WITH_IT)
    by = Registrar(
        person=viewer.person,
        name=viewer.name,
        public_key=own.digest,
        confirmed_by=own.confirmed_by,
        confirmed_on=own.confirmed_on.isoformat() if own.confirmed_on else "",
    )
    await note_key_used(tx, own.credential, agency)
    name = (await load_agencies(tx)).names.get(AgencyId(agency), "")
    await save_witness(tx, agency=agency, agency_name=name, key=key, by=by)
    await record(tx, "registered witness key", by=viewer.person, subject=agency, key=key.name)
    await tell_registered(tx, agency, key, by=viewer.name)
    return key
