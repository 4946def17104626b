"""What heads asked to change of a version instead of signing it: kept, and shown beside the drafts that come after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from agreements import Clause
from agreements.versions import PactId
from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.signing.store.signatures_tables import AgreementAskRow
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One of them."""

    id: UUID
    version: int
    agency: AgencyId
    clause: Clause
    words: str
    at: datetime
    name: str

    def shown(self, names: Mapping[AgencyId, str]) -> dict[str, object]:
        """As a page shows it."""
        return {
            "version": self.version,
            "agency": names.get(self.agency, ""),
            "clause": int(self.clause),
            "subject": self.clause.subject,
            "words": self.words,
            "at": self.at,
            "by": self.name,
        }


async def save_ask(
    tx: Transaction, pact: PactId, version: int, agency: AgencyId, clause: int, words: str, *, by: UUID
) -> None:
    """Keep one; none is ever changed."""
    row = AgreementAskRow(
        consortium=tx.consortium,
        agreement=pact,
        version=version,
        agency=agency,
        clause=clause,
        words=words,
        at=tx.now,
        by=by,
    )
    tx.add(row)
    await tx.flush()


async def load_asks(reading: Reading, pact: PactId, *, before: int) -> tuple[Ask, ...]:
    """What was asked of an agreement's versions ``before`` that number: the newest version first, then by clause."""
    rows = await reading.execute(
        select(AgreementAskRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == AgreementAskRow.by)
        .where(AgreementAskRow.agreement == pact, AgreementAskRow.version < before)
        .order_by(AgreementAskRow.version.desc(), AgreementAskRow.clause, AgreementAskRow.at, AgreementAskRow.id)
    )
    return tuple(
        Ask(
            id=row.id,
            version=row.version,
            agency=AgencyId(row.agency),
            clause=Clause(row.clause),
            words=row.words,
            at=row.at,
            name=name,
        )
        for row, name in rows
    )
