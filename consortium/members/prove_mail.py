"""Type back the code of a test mail: from then on the mail counts as tested."""

import hmac
from typing import Final
from uuid import UUID

from consortium.access.tokens import kept
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store.mail_tests import find_mail_test

WRONG: Final = "This is not the code of the last test mail, or it is too old. Look again, or send another."
_MOST_TRIES: Final = 5


async def prove_mail(tx: Transaction, *, person: UUID, code: str) -> bool:
    """Whether the code is right; after five wrong tries it is not good any more, so a refusal has to be committed."""
    row = await find_mail_test(tx, person)
    if row is None or row.code_hash is None or row.expires_at <= tx.now or row.tries >= _MOST_TRIES:
        return False
    if not hmac.compare_digest(row.code_hash, kept("".join(code.split()), about=str(row.id))):
        row.tries += 1
        return False
    row.code_hash, row.proved_on = None, tx.now.date()
    await tx.flush()
    await record(tx, "tested mail", by=person, subject=tx.consortium)
    return True
