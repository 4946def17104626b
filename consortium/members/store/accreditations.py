"""The accreditations of agencies' teams."""

from uuid import UUID

from sqlalchemy import select

from consortium.db import Reading, Transaction
from consortium.members.accreditation_values import Accreditation
from consortium.members.tables import AccreditationRow
from consortium.problems import NotFound
from geo import AgencyId


async def load_accreditations(reading: Reading, agency: AgencyId) -> tuple[Accreditation, ...]:
    """Those of one agency, the one that ends last first."""
    rows = await reading.scalars(
        select(AccreditationRow)
        .where(AccreditationRow.agency == agency)
        .order_by(AccreditationRow.ends_on.desc(), AccreditationRow.id)
    )
    return tuple(Accreditation(row.id, row.authority, row.begins_on, row.ends_on, row.paper) for row in rows)


async def find_accreditation(tx: Transaction, agency: AgencyId, accreditation: UUID) -> AccreditationRow:
    """One of an agency's, locked.

    Raises:
        NotFound: it has none of that id.
    """
    wanted = AccreditationRow.id == accreditation, AccreditationRow.agency == agency
    row = await tx.scalar(select(AccreditationRow).where(*wanted).with_for_update())
    if row is None:
        raise NotFound
    return row
