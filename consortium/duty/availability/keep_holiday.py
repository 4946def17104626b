"""Put a day on the consortium's or an agency's own list of holidays, strike out one of the law's, or undo it."""

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.store.holidays import (
    OwnHoliday,
    count_own_holidays,
    delete_own_holiday,
    load_own_holidays,
    save_own_holiday,
)
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId

MOST_DAYS: Final = 200
_YEARS: Final = range(2000, 2200)


async def keep_holiday(
    tx: Transaction,
    *,
    agency: AgencyId | None,
    day: date,
    name: str,
    yearly: bool,
    kept: bool = True,
    by: UUID | None = None,
) -> UUID:
    """Add a day to a list; ``kept`` false: this day of the law's is not kept. ``agency`` None: the consortium's list.

    Raises:
        BadInput: it has no name, or no year that anybody means.
        Conflict: the day is on the list already, or the list is full.
    """
    named = checks.line(name, "name", most=80)
    if day.year not in _YEARS:
        raise BadInput("Give a day between 2000 and 2199.", "day")
    if await count_own_holidays(tx, agency) >= MOST_DAYS:
        raise Conflict(f"A list has at most {MOST_DAYS} days.")
    if any((each.agency, each.day, each.kept) == (agency, day, kept) for each in await load_own_holidays(tx)):
        raise Conflict("This day is on the list already.")
    holiday = OwnHoliday(id=uuid4(), agency=agency, day=day, name=named, yearly=yearly, kept=kept)
    await save_own_holiday(tx, holiday)
    whose, told = agency or tx.consortium, {"name": named, "day": day.isoformat()}
    if kept:
        await record(tx, "kept holiday", by=by, subject=whose, **told)
    else:
        await record(tx, "struck out holiday", by=by, subject=whose, **told)
    return holiday.id


async def take_back_holiday(tx: Transaction, *, agency: AgencyId | None, holiday: UUID, by: UUID | None = None) -> None:
    """Take a day off a list.

    Raises:
        NotFound: it is not on that list.
    """
    name = await delete_own_holiday(tx, agency, holiday)
    if name is None:
        raise NotFound
    await record(tx, "took back holiday", by=by, subject=agency or tx.consortium, name=name)
