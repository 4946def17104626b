"""Which papers an agreement has as scans, and what stands on each; the bytes are ``store.signatures``'s to load."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from agreements import FactKind, PactId
from consortium.db import Reading
from consortium.signing.store.signatures_tables import AgreementScanRow
from consortium.signing.tables import AgreementFactRow
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class OnScan:
    """One fact that stands on a scanned paper."""

    kind: FactKind
    at: datetime
    agency: AgencyId | None
    attested_by: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScan:
    """A scan that is kept: its digest, and how many bytes it has."""

    id: UUID
    sha256: str
    size: int


async def load_on_scans(reading: Reading, pact: PactId) -> tuple[OnScan, ...]:
    """Every fact of an agreement that stands on a scan, the newest first."""
    row = AgreementFactRow
    found = await reading.execute(
        select(row.kind, row.at, row.agency, row.attested_by, row.scan_sha256)
        .where(row.agreement == pact, row.scan_sha256.is_not(None))
        .order_by(row.at.desc(), row.id)
    )
    return tuple(
        OnScan(
            kind=FactKind(each.kind),
            at=each.at,
            agency=AgencyId(each.agency) if each.agency else None,
            attested_by=each.attested_by,
            sha256=each.scan_sha256,
        )
        for each in found
    )


async def load_kept_scans(reading: Reading, pact: PactId) -> Sequence[KeptScan]:
    """Every scan of an agreement, without its bytes."""
    row = AgreementScanRow
    found = await reading.execute(
        select(row.id, row.sha256, func.length(row.content).label("size"))
        .where(row.agreement == pact)
        .order_by(row.sha256)
    )
    return [KeptScan(id=each.id, sha256=each.sha256, size=each.size) for each in found]


async def counted_before(reading: Reading, pact: PactId, kind: FactKind, agency: AgencyId, sha256: str) -> bool:
    """Whether a fact of that kind of that agency stands on this scan already."""
    row = AgreementFactRow
    same = (row.agreement == pact, row.kind == kind.value, row.agency == agency, row.scan_sha256 == sha256)
    return await reading.scalar(select(row.id).where(*same).limit(1)) is not None
