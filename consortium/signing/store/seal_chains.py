"""The certificates of every seal that was ever used here: a document of years ago is checked by those of its own."""

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from consortium.db import Reading, Transaction
from consortium.signing.store.events_tables import SealChainRow


async def keep_chain(tx: Transaction, fingerprint: str, certificates: bytes) -> None:
    """Keep the certificates of a seal (PEM, the root first) by its fingerprint; the same once."""
    await tx.execute(
        insert(SealChainRow)
        .values(
            consortium=tx.consortium,
            id=uuid4(),
            fingerprint=fingerprint,
            certificates=certificates.decode(),
            first_used_at=tx.now,
        )
        .on_conflict_do_nothing(index_elements=["consortium", "fingerprint"])
    )


async def load_chains(reading: Reading, fingerprints: Collection[str] | None = None) -> tuple[bytes, ...]:
    """The certificates of these seals, or of all that were used here, in the order of their first use."""
    wanted = select(SealChainRow.certificates).order_by(SealChainRow.first_used_at, SealChainRow.id)
    if fingerprints is not None:
        wanted = wanted.where(SealChainRow.fingerprint.in_(fingerprints))
    return tuple(each.encode() for each in await reading.scalars(wanted))
