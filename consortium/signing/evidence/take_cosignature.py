"""Take a cosignature in that an agency made with its own key, on its own machine.

What makes it good is the signature itself, so nobody has to be signed in to bring it.
"""

from agreements.log import Checkpoint, LogError, check_cosignature, read_note
from consortium.db import Transaction
from consortium.problems import BadInput, Conflict
from consortium.signing.store.evidence import load_checkpoint
from consortium.signing.store.witnesses import (
    Countersigned,
    load_countersignatures,
    load_witnesses,
    save_countersignature,
)

FIELD = "note"
OTHER = (
    "STOP. This is a head of our log that we do not have: somebody was shown another history. Keep what you have, "
    "and tell the heads of the other agencies."
)


async def take_cosignature(tx: Transaction, written: str) -> int:
    """Keep the cosignatures under a checkpoint that are by registered keys and new; how many there are, kept or known.

    Raises:
        BadInput: this is no cosigned checkpoint, or none of its keys is registered here.
        Conflict: it is another log's, or a head that we do not have.
    """
    try:
        note = read_note(written.replace("\r\n", "\n"))
        head = Checkpoint.of(note.text)
    except LogError as wrong:
        raise BadInput("Paste the whole checkpoint with the line that the command added.", FIELD) from wrong
    ours = await load_checkpoint(tx, head.size)
    if ours is None or read_note(ours).text != note.text:
        raise Conflict(OTHER)
    known = {each.line for each in await load_countersignatures(tx)}
    good = 0
    for witness in await load_witnesses(tx):
        for signature in note.by(witness.key):
            try:
                at = check_cosignature(note.text, signature, witness.key)
            except LogError as wrong:
                raise BadInput(f"The cosignature of {witness.key.name} does not hold.", FIELD) from wrong
            good += 1
            if signature.line() not in known:
                await save_countersignature(
                    tx,
                    Countersigned(
                        agency=witness.agency,
                        size=head.size,
                        at=min(at, tx.now),
                        line=signature.line(),
                        person=None,
                        statement=None,
                        assertion=None,
                    ),
                )
    if not good:
        raise BadInput("No key under this checkpoint is registered here. Register the agency's key first.", FIELD)
    return good
