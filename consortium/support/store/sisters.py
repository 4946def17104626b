"""Which consortia this one has named as sisters; rows of this side only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.members.kinds import AgencyKind
from consortium.members.tables import AgencyRow
from consortium.support.sisters import Link
from consortium.support.store.requests import written
from consortium.support.tables import RequestRow, SisterRow
from geo import AgencyId, PersonId, ZoneId


async def load_links(reading: Reading) -> tuple[Link, ...]:
    """What this side has said, also what has ended: a request may still point to it."""
    rows = await reading.scalars(select(SisterRow).order_by(SisterRow.id))
    return tuple(
        Link(
            id=ZoneId(row.id),
            other=row.other,
            party=AgencyId(row.party),
            said_at=row.said_at,
            ends_at=row.ends_at,
        )
        for row in rows
    )


async def save_link(tx: Transaction, *, other: UUID, party: AgencyId) -> UUID | None:
    """Say it, or say it again; the row's id, or ``None`` where another row has this party.

    Since when it has been said stays: what officers could be told apart by before is not forgotten, and a talk that is
    open goes on.
    """
    query = select(SisterRow).where(SisterRow.other == other).with_for_update()
    row = (await tx.execute(query)).scalar_one_or_none()
    if row is None:
        row = SisterRow(consortium=tx.consortium, other=other, party=party, said_at=tx.now, ends_at=None)
        return row.id if await written(tx, row) else None
    row.party, row.ends_at = party, None
    return row.id if await written(tx) else None


async def end_link(tx: Transaction, link: UUID, ends_at: datetime) -> bool:
    """Let this side stop at an instant; whether there was something to stop."""
    query = select(SisterRow).where(SisterRow.id == link).with_for_update()
    row = (await tx.execute(query)).scalar_one_or_none()
    if row is None or row.ends_at is not None:
        return False
    row.ends_at = ends_at
    await tx.flush()
    return True


async def is_of_sister(reading: Reading, request: RequestRow, other: UUID) -> bool:
    """Whether a request of this consortium's is one of an officer of that other one."""
    query = select(SisterRow.id).where(SisterRow.id == request.sister, SisterRow.other == other)
    return (await reading.execute(query)).first() is not None


async def load_parties(reading: Reading) -> dict[AgencyId, str]:
    """Other consortia as agreements here name them: agencies of that kind, by name."""
    query = select(AgencyRow.id, AgencyRow.name).where(AgencyRow.kind == AgencyKind.CONSORTIUM).order_by(AgencyRow.name)
    return {AgencyId(agency): name for agency, name in await reading.execute(query)}


async def load_known(reading: Reading) -> tuple[dict[PersonId, str], dict[AgencyId, tuple[str, ...]]]:
    """By what a person or an agency could be the same as one elsewhere; the caller lets digests of it out, no more."""
    people = await reading.execute(
        select(PersonRow.id, func.lower(PersonRow.email)).where(PersonRow.email.is_not(None))
    )
    agencies = await reading.execute(select(AgencyRow.id, AgencyRow.name, AgencyRow.state, AgencyRow.federal_key))
    return (
        {PersonId(person): address for person, address in people},
        {
            AgencyId(row.id): tuple(
                filter(None, (f"{' '.join(row.name.lower().split())}, {row.state}", row.federal_key))
            )
            for row in agencies
        },
    )
