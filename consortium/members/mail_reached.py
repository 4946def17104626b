"""A sign-in mail reached a member: that shows as much as a code typed back, so her mail channel there is proved."""

from uuid import UUID

from consortium.db import Transaction
from consortium.members.store import load_today
from consortium.members.store.channels import first_proofs


async def mail_reached(tx: Transaction, person: UUID) -> None:
    """Prove her mail channel at the address by which she signs in, if it was never proved.

    One that was proved before keeps its day: otherwise the day would tell when she was last called to sign in, and so
    perhaps the day of a request. For the same reason the journal, which keeps the minute, is not told. A change of her
    address ends every sign-in on its way, so the mail went to this one.
    """
    today = await load_today(tx)
    for row in await first_proofs(tx, person):
        row.proved_on = today
        await tx.flush()
