"""The consortium's and the agencies' own lists of holidays, and the states they lie in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select

from consortium.db import Reading, Transaction
from consortium.duty.store.availability_rows import HolidayRow
from consortium.members.tables import AgencyRow
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHoliday:
    """A day of an own list: ``kept`` besides the law's, or one of the law's that is not kept. ``agency`` None: ours."""

    id: UUID
    agency: AgencyId | None
    day: date
    name: str
    yearly: bool
    kept: bool


async def load_own_holidays(reading: Reading) -> tuple[OwnHoliday, ...]:
    """Every own list, by day."""
    rows = await reading.scalars(select(HolidayRow).order_by(HolidayRow.day, HolidayRow.name, HolidayRow.id))
    return tuple(
        OwnHoliday(
            id=row.id,
            agency=AgencyId(row.agency) if row.agency else None,
            day=row.day,
            name=row.name,
            yearly=row.yearly,
            kept=row.kept,
        )
        for row in rows
    )


async def save_own_holiday(tx: Transaction, holiday: OwnHoliday) -> None:
    """Add a day to a list."""
    tx.add(
        HolidayRow(
            consortium=tx.consortium,
            id=holiday.id,
            agency=holiday.agency,
            day=holiday.day,
            name=holiday.name,
            yearly=holiday.yearly,
            kept=holiday.kept,
        )
    )
    await tx.flush()


async def delete_own_holiday(tx: Transaction, agency: AgencyId | None, holiday: UUID) -> str | None:
    """Take a day off a list; its name, or None where it is not on that list."""
    whose = HolidayRow.agency.is_(None) if agency is None else HolidayRow.agency == agency
    gone: str | None = await tx.scalar(
        delete(HolidayRow).where(HolidayRow.id == holiday, whose).returning(HolidayRow.name)
    )
    return gone


async def count_own_holidays(reading: Reading, agency: AgencyId | None) -> int:
    """How many days are on a list."""
    whose = HolidayRow.agency.is_(None) if agency is None else HolidayRow.agency == agency
    return int(await reading.scalar(select(func.count()).select_from(HolidayRow).where(whose)) or 0)


async def load_states(reading: Reading) -> Mapping[AgencyId, str]:
    """The state, by its two letters, of every agency that has not left."""
    rows = await reading.execute(
        select(AgencyRow.id, AgencyRow.state).where(
            AgencyRow.ends_on.is_(None) | (AgencyRow.ends_on > reading.now.date())
        )
    )
    return {AgencyId(row.id): row.state for row in rows}
