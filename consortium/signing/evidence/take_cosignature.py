"""Take a cosignature in that an agency made with its own key, on its own machine.

What makes it good is the signature itself, so nobody has to be signed in to bring it.
"""

from dataclasses import dataclass

from agreements.log import Checkpoint, LogError, check_cosignature, read_note
from consortium.db import Reading, Transaction
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


ENDED = "The key {name} was taken back on {day} by {by}. Nothing counts that it signs since."


@dataclass(frozen=True, slots=True)
class Brought:
    """What stands under a checkpoint: how many cosignatures are good, and those of them that are not kept yet."""

    good: int
    fresh: tuple[Countersigned, ...]


async def look_at_cosignature(reading: Reading, written: str) -> Brought:
    """The cosignatures under a checkpoint that are by registered keys. Nothing is written.

    Raises:
        BadInput: this is no cosigned checkpoint, or none of its keys is registered here.
        Conflict: it is another log's, or a head that we do not have, or by a key that was taken back.
    """
    try:
        note = read_note(written.replace("\r\n", "\n"))
        head = Checkpoint.of(note.text)
    except LogError as wrong:
        raise BadInput("Paste the whole checkpoint with the line that the command added.", FIELD) from wrong
    ours = await load_checkpoint(reading, head.size)
    if ours is None or read_note(ours).text != note.text:
        raise Conflict(OTHER)
    known = {each.line for each in await load_countersignatures(reading)}
    good: dict[str, Countersigned] = {}
    for witness in await load_witnesses(reading):
        for signature in note.by(witness.key):
            try:
                at = check_cosignature(note.text, signature, witness.key)
            except LogError as wrong:
                raise BadInput(f"The cosignature of {witness.key.name} does not hold.", FIELD) from wrong
            line = signature.line()
            if witness.ended is not None and line not in known:
                day = f"{witness.ended.at:%Y-%m-%d}"
                raise Conflict(ENDED.format(name=witness.key.name, day=day, by=witness.ended.by))
            good[line] = Countersigned(
                agency=witness.agency,
                size=head.size,
                at=min(at, reading.now),
                line=line,
                person=None,
                statement=None,
                assertion=None,
            )
    if not good:
        raise BadInput("No key under this checkpoint is registered here. Register the agency's key first.", FIELD)
    return Brought(len(good), tuple(each for line, each in good.items() if line not in known))


async def take_cosignature(tx: Transaction, written: str) -> int:
    """Keep the cosignatures under a checkpoint that are by registered keys and new; how many there are, kept or known.

    Raises:
        BadInput, Conflict: as for :func:`look_at_cosignature`.
    """
    brought = await look_at_cosignature(tx, written)
    for each in brought.fresh:
        await save_countersignature(tx, each)
    return brought.good
