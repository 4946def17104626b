"""Counterparts and scans in the database, to and from the core's values. What is read is checked as it is read."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from agreements.counterparts import Assertion, Counterpart, PaperRecord, read_record
from agreements.signatures import Act
from agreements.versions import PactId
from consortium.db import Reading, Transaction
from consortium.members.store import keep
from consortium.problems import Conflict, NotFound
from consortium.signing.store.signatures_tables import AgreementScanRow, AgreementSignatureRow
from geo import AgencyId, PersonId

_TWICE = Conflict("This was signed meanwhile. Look at the agreement again.")


async def load_signatures(reading: Reading, agreement: PactId) -> tuple[Counterpart, ...]:
    """Every counterpart of an agreement, those too that were taken back, in the order in which they were taken in.

    Raises:
        CounterpartError: a row was altered so that it is no counterpart any more.
    """
    rows = await reading.scalars(
        select(AgreementSignatureRow)
        .where(AgreementSignatureRow.agreement == agreement)
        .order_by(AgreementSignatureRow.signed_at, AgreementSignatureRow.id)
    )
    return tuple(map(_counterpart, rows))


async def load_signature(reading: Reading, signature: UUID) -> Counterpart:
    """One counterpart.

    Raises:
        NotFound: there is none of that id.
    """
    row = await reading.scalar(select(AgreementSignatureRow).where(AgreementSignatureRow.id == signature))
    if row is None:
        raise NotFound
    return _counterpart(row)


async def rounds(reading: Reading, agreement: PactId, version: int, agency: AgencyId, act: Act) -> int:
    """How often a party has done this to this version."""
    same = (
        AgreementSignatureRow.agreement == agreement,
        AgreementSignatureRow.version == version,
        AgreementSignatureRow.agency == agency,
        AgreementSignatureRow.act == act.value,
    )
    return await reading.scalar(select(func.count()).select_from(AgreementSignatureRow).where(*same)) or 0


async def save_signature(tx: Transaction, counterpart: Counterpart) -> None:
    """Add a counterpart; the caller holds the lock under which its state was looked at.

    Raises:
        Conflict: it is there already.
    """
    record, answer = counterpart.record, counterpart.assertion
    paper = record if isinstance(record, PaperRecord) else None
    row = AgreementSignatureRow(
        consortium=tx.consortium,
        id=record.id,
        agreement=record.pact,
        version=record.version,
        digest=record.digest,
        agency=record.agency,
        person=counterpart.person,
        act=record.act.value,
        round=1 + await rounds(tx, record.pact, record.version, record.agency, record.act),
        capacity=record.capacity.value,
        manner=counterpart.manner.value,
        record=counterpart.canonical.decode(),
        credential_id=answer and answer.credential,
        public_key=answer and answer.public_key,
        client_data=answer and answer.client_data,
        authenticator_data=answer and answer.authenticator_data,
        signature=answer and answer.signature,
        signed_at=counterpart.signed_at,
        scan_sha256=paper and paper.scan,
        attested_by=paper and paper.attester,
        attested_on=paper and paper.at.date(),
    )
    twice = {
        "pk_agreement_signature": _TWICE,
        "uq_agreement_signature_consortium_agreement_version_agency_act_round": _TWICE,
    }
    await keep(tx, row, unless=twice)


async def save_scan(tx: Transaction, agreement: PactId, sha256: str, content: bytes, *, by: UUID) -> None:
    """Keep a scan; the same file again is the same scan."""
    values = {"consortium": tx.consortium, "id": uuid4(), "agreement": agreement, "sha256": sha256}
    statement = insert(AgreementScanRow).values(**values, content=content, kept_by=by)
    await tx.execute(statement.on_conflict_do_nothing(index_elements=["consortium", "agreement", "sha256"]))


async def load_scan(reading: Reading, agreement: PactId, sha256: str) -> bytes | None:
    """The scan of that digest, if this agreement has it."""
    mine = (AgreementScanRow.agreement == agreement, AgreementScanRow.sha256 == sha256)
    found: bytes | None = await reading.scalar(select(AgreementScanRow.content).where(*mine))
    return found


async def load_scan_digests(reading: Reading, agreement: PactId) -> Sequence[str]:
    """The digests of an agreement's scans."""
    found = await reading.scalars(select(AgreementScanRow.sha256).where(AgreementScanRow.agreement == agreement))
    return sorted(found)


def _counterpart(row: AgreementSignatureRow) -> Counterpart:
    return Counterpart(
        record=read_record(row.record),
        canonical=row.record.encode(),
        signed_at=row.signed_at,
        assertion=_assertion(row),
        person=PersonId(row.person) if row.person else None,
    )


def _assertion(row: AgreementSignatureRow) -> Assertion | None:
    if row.signature is None:
        return None
    return Assertion(
        credential=row.credential_id or b"",
        public_key=row.public_key or b"",
        client_data=row.client_data or b"",
        authenticator_data=row.authenticator_data or b"",
        signature=row.signature,
    )
