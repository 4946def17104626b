"""End an agency's membership on a day, and take that back before the day has come."""

from datetime import date
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import agency_locked
from consortium.problems import BadInput, Conflict
from geo import AgencyId

_LAST = date(2199, 12, 31)


async def end_agency(tx: Transaction, *, agency: AgencyId, on: date, by: UUID | None = None) -> None:
    """Record the day from which the agency is no member any more: from now on, or planned.

    No agreement ends by that: what was signed ends by its own rule, and until then the agency stays in its part of
    the region and in the order, whatever day was recorded here. Rows are kept: past days rest on them.

    Raises:
        BadInput: the day cannot be taken.
        Conflict: it has ended already.
        NotFound: there is no such agency.
    """
    row = await agency_locked(tx, agency)
    today = tx.now.date()
    if row.ends_on is not None and row.ends_on <= today:
        raise Conflict("This agency's membership has ended already.")
    if on > _LAST:
        raise BadInput("This lies too far ahead.", "on")
    row.ends_on = on if on > today else checks.past_day(on, "on", today=today)
    if row.ends_on < row.counted_on:
        raise BadInput("It cannot end before its officers were last counted.", "on")
    await record(tx, "ended agency", by=by, subject=agency, day=on.isoformat())


async def keep_agency(tx: Transaction, *, agency: AgencyId, by: UUID | None = None) -> None:
    """Take the end of a membership back, planned or past: the agency is a member again.

    It comes into a part of the region only by an agreement, as any other.

    Raises:
        Conflict: no end is recorded.
        NotFound: there is no such agency.
    """
    row = await agency_locked(tx, agency)
    if row.ends_on is None:
        raise Conflict("No end of this agency's membership is recorded.")
    row.ends_on = None
    await record(tx, "took back end of agency", by=by, subject=agency)
