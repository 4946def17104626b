"""The hours in which agencies lend their people, in the database, to and from values."""

from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from consortium.db import Reading, Transaction
from consortium.duty.availability.values import LentHours
from consortium.duty.store.availability_rows import LentHoursRow
from geo import AgencyId
from scheduling.availability import WeeklyTime

_ALWAYS: Final = WeeklyTime(weekdays=frozenset(range(7)))


async def load_lent_hours(reading: Reading, agency: AgencyId | None = None) -> tuple[LentHours, ...]:
    """The hours in which agencies lend people, by agency and first day."""
    wanted = select(LentHoursRow).order_by(LentHoursRow.agency, LentHoursRow.first_day, LentHoursRow.id)
    if agency is not None:
        wanted = wanted.where(LentHoursRow.agency == agency)
    return tuple(_lent(row) for row in await reading.scalars(wanted))


async def save_lent_hours(tx: Transaction, lent: LentHours) -> None:
    """Add hours of an agency."""
    weekly = lent.weekly
    tx.add(
        LentHoursRow(
            consortium=tx.consortium,
            id=lent.id,
            agency=lent.agency,
            weekdays=sorted(weekly.weekdays) if weekly else [],
            from_time=(weekly or _ALWAYS).start,
            to_time=(weekly or _ALWAYS).end,
            first_day=lent.first,
            last_day=lent.last,
        )
    )
    await tx.flush()


async def delete_lent_hours(tx: Transaction, agency: AgencyId, lent: UUID) -> bool:
    """Forget hours of an agency; whether they were there."""
    gone = delete(LentHoursRow).where(LentHoursRow.id == lent, LentHoursRow.agency == agency).returning(LentHoursRow.id)
    return await tx.scalar(gone) is not None


def _lent(row: LentHoursRow) -> LentHours:
    weekly = None
    if row.weekdays:
        weekly = WeeklyTime(
            weekdays=frozenset(row.weekdays),
            start=row.from_time,
            end=row.to_time,
            first=row.first_day,
            last=row.last_day,
        )
    return LentHours(id=row.id, agency=AgencyId(row.agency), weekly=weekly, first=row.first_day, last=row.last_day)
