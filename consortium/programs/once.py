"""A write that is sent twice is done once: the key that the program chose answers the same for 24 hours.

The claim on the key, what is done, and what is answered are one transaction. A write that is refused changes nothing
and claims nothing, so it may be sent again under the same key.
"""

import hashlib
from collections.abc import Awaitable, Callable
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.problems import Conflict
from consortium.programs.store import Answered, Program, first_sending, load_answered, save_answered

MADE = 201


async def once(
    tx: Transaction, *, program: Program, key: str, sent: bytes, act: Callable[[Transaction], Awaitable[UUID]]
) -> Answered:
    """Do ``act``, which makes one row, or answer as the first time; ``sent`` is all that the program sent.

    Raises:
        Conflict: something else was sent under this key before.
        Refused: what ``act`` refuses.
    """
    key_hash, sent_hash = hashlib.sha256(key.encode()).digest(), hashlib.sha256(sent).digest()
    sending = await first_sending(tx, token=program.id, key_hash=key_hash, sent_hash=sent_hash)
    if sending is None:
        before, answered = await load_answered(tx, token=program.id, key_hash=key_hash)
        if before != sent_hash:
            raise Conflict("Something else was sent under this Idempotency-Key. Choose a new key for another write.")
        return answered
    answered = Answered(MADE, {"id": str(await act(tx))})
    await record(tx, "wrote by token", by=program.made_by, subject=program.id)
    await save_answered(tx, sending, answered)
    return answered
