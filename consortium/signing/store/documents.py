"""Sealed documents and the time stamps beside them. A file is written once and read as it was written."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from agreements import PactId
from consortium.access.tables import ConsortiumRow
from consortium.db import Reading, Transaction
from consortium.signing.store.document_tables import AgreementDocumentRow, AgreementDocumentSignatureRow
from consortium.signing.store.events_tables import AgreementCheckpointRow, AgreementEventRow

EXECUTED, JOINDER = "executed", "joinder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A sealed document without its file.

    Args:
        kind: ``executed`` or ``joinder``.
        inputs_digest: what it was made from; ``sha256`` the file, hexadecimal.
        sealed_with: SHA-256 of the seal's certificate, hexadecimal.
        stamp_inside: an authority's time stamp is inside the seal.
        stamped_at: the time in the token beside the file; ``None`` while there is none. ``stamped_by`` gave it.
    """

    id: UUID
    agreement: PactId
    version: int
    kind: str
    inputs_digest: str
    sha256: str
    sealed_at: datetime
    sealed_with: str
    stamp_inside: bool
    stamped_at: datetime | None = None
    stamped_by: str | None = None


_SHOWN = tuple(getattr(AgreementDocumentRow, name) for name in Document.__slots__)


async def load_documents(reading: Reading, agreement: PactId | None = None) -> tuple[Document, ...]:
    """The documents of one agreement, or of all, oldest first; without their files."""
    wanted = select(*_SHOWN).order_by(AgreementDocumentRow.sealed_at, AgreementDocumentRow.id)
    if agreement is not None:
        wanted = wanted.where(AgreementDocumentRow.agreement == agreement)
    return tuple(Document(**row._mapping) for row in await reading.execute(wanted))  # noqa: SLF001 (SQLAlchemy's name)


async def load_executed(reading: Reading, agreement: PactId, version: int) -> Document | None:
    """The executed document of a version; ``None`` before it is sealed."""
    found = await load_documents(reading, agreement)
    return next((each for each in found if each.kind == EXECUTED and each.version == version), None)


async def load_file(reading: Reading, document: UUID) -> bytes:
    """The file of a document, byte by byte as it was sealed."""
    found: bytes = (
        await reading.execute(select(AgreementDocumentRow.file).where(AgreementDocumentRow.id == document))
    ).scalar_one()
    return found


async def load_token(reading: Reading, document: UUID) -> bytes | None:
    """The time stamp beside a document (RFC 3161, DER); ``None`` while there is none."""
    token: bytes | None = await reading.scalar(
        select(AgreementDocumentRow.token).where(AgreementDocumentRow.id == document)
    )
    return token


async def load_held(reading: Reading, agreement: PactId | None = None) -> frozenset[UUID]:
    """The signatures that stand in a sealed document: of one agreement, or of all."""
    held, made = AgreementDocumentSignatureRow, AgreementDocumentRow
    wanted = select(held.signature)
    if agreement is not None:
        wanted = wanted.join(made, made.id == held.document).where(made.agreement == agreement)
    return frozenset(await reading.scalars(wanted))


async def save_document(tx: Transaction, document: Document, file: bytes, *, holds: Collection[UUID]) -> bool:
    """Keep a document with the signatures that stand in it.

    ``False`` where somebody else has made it meanwhile, or an executed document of the version from other signatures;
    then nothing was changed.
    """
    names = set(Document.__slots__)
    made = await tx.execute(
        insert(AgreementDocumentRow)
        .values(
            consortium=tx.consortium,
            file=file,
            stamp_at=tx.now,
            stamp_tries=0,
            **{name: getattr(document, name) for name in names},
        )
        .on_conflict_do_nothing()
        .returning(AgreementDocumentRow.id)
    )
    if made.scalar_one_or_none() is None:
        return False
    parts = [{"consortium": tx.consortium, "signature": each, "document": document.id} for each in holds]
    await tx.execute(insert(AgreementDocumentSignatureRow), parts)
    return True


async def load_place(reading: Reading) -> tuple[str, bool]:
    """The consortium's name, and whether it is invented."""
    row = (
        await reading.execute(
            select(ConsortiumRow.title, ConsortiumRow.invented).where(ConsortiumRow.id == reading.consortium)
        )
    ).one()
    return row.title, row.invented


async def checkpoint_after(reading: Reading, agreement: PactId, at: datetime) -> str:
    """The signed head of the event log after the last event of an agreement up to ``at``; empty where there is none."""
    last = select(func.max(AgreementEventRow.seq)).where(
        AgreementEventRow.agreement == agreement, AgreementEventRow.at <= at
    )
    seq = await reading.scalar(last)
    if seq is None:
        return ""
    note = await reading.scalar(select(AgreementCheckpointRow.note).where(AgreementCheckpointRow.size == seq + 1))
    return note or ""


async def claim_stamps(tx: Transaction, most: int, lease: timedelta) -> tuple[tuple[UUID, str], ...]:
    """Documents that are due for a time stamp, with their SHA-256; nobody else asks for them during the lease."""
    due = (
        select(AgreementDocumentRow.id)
        .where(AgreementDocumentRow.token.is_(None), AgreementDocumentRow.stamp_at <= tx.now)
        .order_by(AgreementDocumentRow.stamp_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = await tx.execute(
        update(AgreementDocumentRow)
        .where(AgreementDocumentRow.id.in_(due))
        .values(stamp_at=tx.now + lease, stamp_tries=func.least(AgreementDocumentRow.stamp_tries + 1, 1000))
        .returning(AgreementDocumentRow.id, AgreementDocumentRow.sha256)
        .execution_options(synchronize_session=False)
    )
    return tuple((row.id, row.sha256) for row in rows)


async def load_unstamped(reading: Reading) -> int:
    """How many documents still wait for a time stamp."""
    wanted = select(func.count()).select_from(AgreementDocumentRow).where(AgreementDocumentRow.token.is_(None))
    return await reading.scalar(wanted) or 0


async def save_stamp(tx: Transaction, document: UUID, token: bytes, at: datetime, by: str) -> PactId | None:
    """Keep a time stamp beside its document; its agreement, or ``None`` where it had one already."""
    made = await tx.execute(
        update(AgreementDocumentRow)
        .where(AgreementDocumentRow.id == document, AgreementDocumentRow.token.is_(None))
        .values(token=token, stamped_at=at, stamped_by=by)
        .returning(AgreementDocumentRow.agreement)
        .execution_options(synchronize_session=False)
    )
    found = made.scalar_one_or_none()
    return None if found is None else PactId(found)


async def put_off_stamp(tx: Transaction, document: UUID, *, first: timedelta, most: timedelta) -> None:
    """Ask again later: each time twice as late, at most ``most``."""
    tries = await tx.scalar(select(AgreementDocumentRow.stamp_tries).where(AgreementDocumentRow.id == document)) or 0
    wait = min(most, first * 2 ** min(tries, 20))
    await tx.execute(
        update(AgreementDocumentRow)
        .where(AgreementDocumentRow.id == document, AgreementDocumentRow.token.is_(None))
        .values(stamp_at=tx.now + wait)
        .execution_options(synchronize_session=False)
    )
