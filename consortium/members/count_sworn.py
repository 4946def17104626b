"""Count an agency's officers anew: the crowd that an officer hides in rests on it, so each count has its day."""

from datetime import date
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.enrol_agency import MOST_SWORN
from consortium.members.store import agency_locked, keep
from consortium.members.tables import SwornCountRow
from consortium.problems import BadInput
from geo import AgencyId


async def count_sworn(
    tx: Transaction,
    *,
    agency: AgencyId,
    sworn: int,
    part_time: int,
    counted_on: date,
    by: UUID | None = None,
) -> None:
    """Record a count; the one before stays as history. ``sworn`` are full-time officers, who alone are a crowd.

    A part of the region that no longer hides its officers by the new count is merged at once.

    Raises:
        BadInput: something cannot be taken, or the count on record is newer; the field is named.
        NotFound: there is no such agency.
    """
    row = await agency_locked(tx, agency)
    full = checks.number(sworn, "sworn", least=0, most=MOST_SWORN)
    part = checks.number(part_time, "part_time", least=0, most=MOST_SWORN)
    when = checks.past_day(counted_on, "counted_on", today=tx.now.date())
    if when < row.counted_on:
        raise BadInput(
            f"The count on record was made on {row.counted_on.isoformat()}. An older one does not replace it.",
            "counted_on",
        )
    before = SwornCountRow(
        consortium=tx.consortium,
        agency=agency,
        sworn=row.sworn,
        part_time=row.part_time,
        counted_on=row.counted_on,
    )
    row.sworn, row.part_time, row.counted_on = full, part, when
    await keep(tx, before)
    await record(tx, "counted officers", by=by, subject=agency, sworn=full, part_time=part, day=when.isoformat())
