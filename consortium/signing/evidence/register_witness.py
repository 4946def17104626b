"""An agency registers the public half of the key with which it countersigns the log; the other half stays there."""

from uuid import UUID

from agreements.log import LogError, Manner, VerifierKey
from consortium.access.door import Viewer
from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import BadInput
from consortium.signing.store.witnesses import save_witness

FIELD = "key"
MOST_LETTERS = 400


async def register_witness(tx: Transaction, viewer: Viewer, *, agency: UUID, line: str) -> VerifierKey:
    """Register a key that ``consortium agreement witness`` printed.

    Raises:
        BadInput: it is no such key, or the agency is none of hers.
        Conflict: the key or its name is registered already.
    """
    if agency not in viewer.agencies:
        raise BadInput("Choose an agency that you belong to.", "agency")
    try:
        key = VerifierKey.read(line[:MOST_LETTERS])
    except LogError as wrong:
        raise BadInput(
            "Copy the whole line that the command printed: name, id and key, with two plus signs.", FIELD
        ) from wrong
    if key.manner is not Manner.COSIGNATURE:
        raise BadInput("This is the key of a log, not of a witness. Copy the line that the command printed.", FIELD)
    await save_witness(tx, agency=agency, key=key, by=viewer.person)
    await record(tx, "registered witness key", by=viewer.person, subject=agency, key=key.name)
    return key
