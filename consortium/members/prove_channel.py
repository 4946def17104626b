"""Prove that a page reaches somebody: a code goes to the channel, and she types it back. Or remove the channel."""

from datetime import timedelta
from uuid import UUID, uuid4

from consortium.access.tokens import fresh_code, kept
from consortium.db import Transaction
from consortium.journal import record
from consortium.members.kinds import ChannelKind
from consortium.members.store import keep, load_region, load_today, own_row, proof_of
from consortium.members.store.people_tables import ChannelProofRow, ChannelRow
from consortium.outbox import Mail, post
from consortium.problems import Conflict
from geo import PersonId

CODE_LASTS = timedelta(minutes=30)
MOST_TRIES = 5
WRONG = "This is not the code, or it is too old. Have a new one sent if in doubt."


async def send_code(tx: Transaction, *, person: PersonId, channel: UUID) -> None:
    """Mail a code to a channel, good for half an hour; the one before it is good no more.

    Raises:
        Conflict: nothing can be sent to this kind of channel yet, or a code was sent a moment ago.
        NotFound: there is no such channel of this person.
    """
    row = await own_row(tx, ChannelRow, person, channel)
    if row.kind != ChannelKind.MAIL.value:
        raise Conflict("Only mail can be proved as yet.")
    proof = await proof_of(tx, channel)
    if proof is not None and proof.expires_at > tx.now + CODE_LASTS - timedelta(minutes=1):
        raise Conflict("A code was sent less than a minute ago. Look at your mail first.")
    code = fresh_code()
    if proof is None:
        proof = ChannelProofRow(consortium=tx.consortium, id=uuid4(), channel=channel)
    proof.code_hash, proof.expires_at, proof.tries = kept(code, about=str(channel)), tx.now + CODE_LASTS, 0
    await keep(tx, proof)
    title = (await load_region(tx)).title
    await post(
        tx,
        Mail(
            kind="proof",
            address=row.address,
            subject=f"{title}: does a page reach you here?",
            body=(
                f"Type this code on your page at {title}, within half an hour: {code}\n\n"
                "It shows that a page reaches you at this address. If you did not ask for it, do nothing.\n"
            ),
        ),
    )


async def prove_channel(
    tx: Transaction, *, person: PersonId, channel: UUID, code: str, by: UUID | None = None
) -> str | None:
    """Take the code that she types back: the channel is proved as of today. What is wrong with it, else ``None``.

    A wrong try is counted, so the caller must let the transaction end well; five, and the code is good no more.

    Raises:
        NotFound: there is no such channel of this person.
    """
    row = await own_row(tx, ChannelRow, person, channel)
    proof = await proof_of(tx, channel)
    typed = "".join(code.split())
    if proof is None or not typed:
        return WRONG
    proof.tries += 1
    good = proof.expires_at > tx.now and proof.tries <= MOST_TRIES
    if not good or proof.code_hash != kept(typed, about=str(channel)):
        await tx.flush()
        return WRONG
    row.proved_on = await load_today(tx)
    await tx.delete(proof)
    await tx.flush()
    await record(tx, "proved channel", by=by, subject=person, kind=row.kind)
    return None


async def remove_channel(tx: Transaction, *, person: PersonId, channel: UUID, by: UUID | None = None) -> None:
    """Remove a way to reach her, for good.

    Raises:
        NotFound: there is no such channel of this person.
    """
    row = await own_row(tx, ChannelRow, person, channel)
    kind = row.kind
    await tx.delete(row)
    await tx.flush()
    await record(tx, "removed channel", by=by, subject=person, kind=kind)
