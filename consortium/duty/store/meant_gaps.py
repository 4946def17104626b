"""Gaps in the rota that are meant, in the database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from consortium.db import Reading, Transaction
from consortium.duty.coverage.values import Meant
from consortium.duty.store.coverage_rows import MeantGapRow
from geo import ZoneId
from scheduling import Line, Span
from scheduling.spans import LATEST


async def load_meant(reading: Reading) -> tuple[Meant, ...]:
    """Every gap that is meant, by its start; one without an end lasts as far as schedules reach."""
    rows = await reading.scalars(select(MeantGapRow).order_by(MeantGapRow.starts_at, MeantGapRow.id))
    return tuple(
        Meant(
            id=row.id,
            during=Span(row.starts_at, row.ends_at or LATEST),
            line=Line(row.line) if row.line else None,
            zone=ZoneId(row.zone) if row.zone else None,
            why=row.why,
        )
        for row in rows
    )


async def save_meant(tx: Transaction, meant: Meant) -> None:
    """Add a gap that is meant."""
    end = None if meant.during.end == LATEST else meant.during.end
    tx.add(
        MeantGapRow(
            consortium=tx.consortium,
            id=meant.id,
            line=meant.line.value if meant.line else None,
            zone=meant.zone,
            starts_at=meant.during.start,
            ends_at=end,
            why=meant.why,
        )
    )
    await tx.flush()


async def delete_meant(tx: Transaction, meant: UUID) -> bool:
    """Remove one; whether there was such a one."""
    found = await tx.scalars(delete(MeantGapRow).where(MeantGapRow.id == meant).returning(MeantGapRow.id))
    return found.first() is not None


async def forget_meant(tx: Transaction, before: datetime) -> None:
    """Delete those that were over before an instant."""
    await tx.execute(delete(MeantGapRow).where(MeantGapRow.ends_at < before))
