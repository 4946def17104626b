"""What an agency saw of the log last, and whether today's log has grown out of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements.log import (
    Checkpoint,
    LogError,
    Statement,
    check_cosignature,
    consistency_proof,
    extends,
    read_signatures,
)
from consortium.db import Reading
from consortium.signing.store.evidence import load_checkpoint, load_leaves
from consortium.signing.store.witnesses import Countersigned, load_countersignatures, load_witnesses


@dataclass(frozen=True, slots=True)
class Seen:
    """The last head that an agency countersigned, if any, and whether ``now`` has grown out of it."""

    now: Checkpoint
    before: Checkpoint | None
    at: datetime | None
    grown: bool

    @property
    def old(self) -> int:
        """How many events it had then."""
        return self.before.size if self.before else 0


async def seen_by(reading: Reading, agency: UUID) -> Seen | None:
    """What an agency saw last; ``None`` while the log has no event.

    Raises:
        LogError: the head of the log, or what the agency countersigned, was altered.
    """
    written = await load_checkpoint(reading)
    if written is None:
        return None
    now = Checkpoint.of(written.partition("\n\n")[0] + "\n")
    mine = [each for each in await load_countersignatures(reading) if each.agency == agency]
    if not mine:
        return Seen(now, None, None, grown=True)
    last = mine[-1]
    before = await head_of(reading, last)
    leaves = await load_leaves(reading, now.size)
    if before.size > len(leaves):
        return Seen(now, before, last.at, grown=False)
    proof = consistency_proof(leaves, before.size)
    return Seen(now, before, last.at, grown=extends(before.size, before.root, now.size, now.root, proof))


async def head_of(reading: Reading, signed: Countersigned) -> Checkpoint:
    """The head that a countersignature is of: out of the statement, or the one over which the cosignature holds.

    Raises:
        LogError: it holds over no head that is here.
    """
    if signed.statement is not None:
        return Statement.read(signed.statement).head
    written = await load_checkpoint(reading, signed.size)
    keys = [each.key for each in await load_witnesses(reading) if each.agency == signed.agency]
    if written is None or signed.line is None:
        raise LogError("What this agency countersigned is not here any more.")
    text = written.partition("\n\n")[0] + "\n"
    for signature in read_signatures(signed.line):
        for key in keys:
            if signature.is_by(key):
                check_cosignature(text, signature, key)
                return Checkpoint.of(text)
    raise LogError("What this agency countersigned is by a key that is not registered.")
