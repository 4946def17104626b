"""Set when an agency's people may be on call: hours of the week in some days, or not at all; or take that back."""

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.availability.values import LentHours
from consortium.duty.store.lent_hours import delete_lent_hours, load_lent_hours, save_lent_hours
from consortium.journal import record
from consortium.members.store import load_today
from consortium.problems import BadInput, Conflict, NotFound
from geo import AgencyId
from scheduling.availability import WeeklyTime

MOST_HOURS: Final = 50


async def lend_hours(
    tx: Transaction,
    *,
    agency: AgencyId,
    weekly: WeeklyTime | None,
    first: date,
    last: date | None,
    by: UUID | None = None,
) -> UUID:
    """Add hours in which the agency lends its people on days from ``first`` to ``last``; ``weekly`` None: nobody then.

    On a day that any of its hours cover, its people may be on call within those hours only; on all others, always.

    Raises:
        BadInput: the days are over, or the last comes before the first.
        Conflict: as many as are kept are there already.
    """
    if last is not None and last < max(first, await load_today(tx)):
        raise BadInput("The last day must not come before the first, nor be over.", "last")
    if len(await load_lent_hours(tx, agency)) >= MOST_HOURS:
        raise Conflict(f"At most {MOST_HOURS} are kept for an agency. Take some away first.")
    lent = LentHours(id=uuid4(), agency=agency, weekly=weekly, first=first, last=last)
    await save_lent_hours(tx, lent)
    await record(tx, "set lent hours", by=by, subject=agency, first=first.isoformat())
    return lent.id


async def take_back_hours(tx: Transaction, *, agency: AgencyId, hours: UUID, by: UUID | None = None) -> None:
    """Take hours of an agency away.

    Raises:
        NotFound: they are not the agency's.
    """
    if not await delete_lent_hours(tx, agency, hours):
        raise NotFound
    await record(tx, "took back lent hours", by=by, subject=agency)
