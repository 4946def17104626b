"""What waits while somebody signs: records for a passkey's answer, kiosks; and who has opened which version."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from agreements.signatures import SignatureRecord
from agreements.versions import PactId
from consortium.access.tokens import kept
from consortium.db import Reading, Transaction
from consortium.members.store import one_at_a_time
from consortium.signing.store.drafts_tables import AgreementDraftRow
from consortium.signing.store.signatures_tables import AgreementOpeningRow, PendingSignatureRow, SigningKioskRow
from geo import AgencyId

PATIENCE: Final = timedelta(minutes=5)
"""For so long a record waits for its passkey."""
QUEUE_FOR: Final = "14s"
"""Sixteen heads who sign at the same instant wait for each other; nobody should be told to come again for that."""


async def in_turn(tx: Transaction) -> None:
    """Wait for whoever else is signing, for nearly as long as a statement may last, and let the others wait for us.

    Everybody who adds a fact to an agreement waits for the same row, so what is looked at after this stays so.
    """
    await tx.execute(text("select set_config('lock_timeout', :most, true)"), {"most": QUEUE_FOR})
    await one_at_a_time(tx)


async def save_pending(tx: Transaction, record: SignatureRecord, *, kiosk: UUID | None) -> UUID:
    """Keep a record until its passkey answers; her older ones, and all that have run out, go."""
    mine = PendingSignatureRow.person == record.person
    await tx.execute(delete(PendingSignatureRow).where((PendingSignatureRow.expires_at <= tx.now) | mine))
    row = PendingSignatureRow(
        consortium=tx.consortium,
        id=uuid4(),
        agreement=record.pact,
        version=record.version,
        agency=record.agency,
        person=record.person,
        record=record.canonical().decode(),
        kiosk=kiosk,
        expires_at=tx.now + PATIENCE,
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def load_pending(
    reading: Reading, pending: UUID, *, person: UUID, kiosk: UUID | None
) -> PendingSignatureRow | None:
    """A record of hers that still waits, on the device where it was made ready."""
    row: PendingSignatureRow | None = await reading.scalar(_pending(reading, pending, person, kiosk))
    return row


async def take_pending(tx: Transaction, pending: UUID, *, person: UUID, kiosk: UUID | None) -> str | None:
    """The record that waits, used up; ``None`` if there is none, or none any more."""
    row = await tx.scalar(_pending(tx, pending, person, kiosk).with_for_update())
    if row is None:
        return None
    record: str = row.record
    await tx.delete(row)
    await tx.flush()
    return record


async def note_opening(tx: Transaction, pact: PactId, number: int, agency: AgencyId, person: UUID) -> None:
    """Keep the day on which a party first began to sign a version: made a record ready, which only its form does."""
    values = {"consortium": tx.consortium, "agreement": pact, "version": number, "agency": agency}
    statement = insert(AgreementOpeningRow).values(**values, person=person, opened_on=tx.now.date())
    await tx.execute(statement.on_conflict_do_nothing())


async def load_openings(reading: Reading, pact: PactId, number: int) -> dict[AgencyId, AgreementOpeningRow]:
    """Which parties have begun to sign a version, each with the first day."""
    rows = await reading.scalars(
        select(AgreementOpeningRow).where(AgreementOpeningRow.agreement == pact, AgreementOpeningRow.version == number)
    )
    return {AgencyId(row.agency): row for row in rows}


async def draft_of(reading: Reading, pact: PactId, number: int) -> UUID | None:
    """The draft that a version was made of, if it was drafted here: there counsel's links are made."""
    found: UUID | None = await reading.scalar(
        select(AgreementDraftRow.id).where(
            AgreementDraftRow.agreement == pact,
            AgreementDraftRow.number == number,
            AgreementDraftRow.withdrawn_at.is_(None),
        )
    )
    return found


async def save_kiosk(tx: Transaction, row: SigningKioskRow) -> None:
    """Keep a kiosk; those that have run out go, and so does this clerk's last one."""
    old = (SigningKioskRow.expires_at <= tx.now) | (SigningKioskRow.clerk == row.clerk)
    await tx.execute(delete(SigningKioskRow).where(old))
    tx.add(row)
    await tx.flush()


async def forget_waiting(tx: Transaction) -> None:
    """Delete what has run out: kiosks, and records that no passkey answered for."""
    await tx.execute(delete(PendingSignatureRow).where(PendingSignatureRow.expires_at <= tx.now))
    await tx.execute(delete(SigningKioskRow).where(SigningKioskRow.expires_at <= tx.now))


async def load_kiosk(reading: Reading, kiosk: UUID, token: str) -> SigningKioskRow | None:
    """A kiosk that is open on the device that holds its secret."""
    row: SigningKioskRow | None = await reading.scalar(
        select(SigningKioskRow).where(
            SigningKioskRow.id == kiosk,
            SigningKioskRow.token_hash == kept(token),
            SigningKioskRow.expires_at > reading.now,
        )
    )
    return row


async def end_kiosk(tx: Transaction, kiosk: UUID) -> None:
    """Close a kiosk; what waited in it goes."""
    await tx.execute(delete(SigningKioskRow).where(SigningKioskRow.id == kiosk))


def _pending(reading: Reading, pending: UUID, person: UUID, kiosk: UUID | None) -> Select[PendingSignatureRow]:
    return select(PendingSignatureRow).where(
        PendingSignatureRow.id == pending,
        PendingSignatureRow.person == person,
        PendingSignatureRow.kiosk.is_not_distinct_from(kiosk),
        PendingSignatureRow.expires_at > reading.now,
    )
