"""Record that a state's authority has accredited an agency's team of peers, and that it is over before its day."""

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import agency_locked, keep
from consortium.members.store.accreditations import find_accreditation
from consortium.members.tables import AccreditationRow
from consortium.problems import BadInput
from geo import AgencyId

MOST_YEARS: Final = 5
"""No certificate is believed for longer at once."""


async def record_accreditation(
    tx: Transaction,
    *,
    agency: AgencyId,
    authority: str,
    paper: str,
    begins_on: date,
    ends_on: date,
    by: UUID | None = None,
) -> UUID:
    """Add an accreditation; it counts from ``begins_on`` on, and no more from ``ends_on`` on.

    ``paper`` is the number of the document that whoever records it, ``by``, holds. Who may attest it for the agency is
    the page's to say, by the one rule about clerks.

    Raises:
        BadInput: something cannot be taken, or it would run for more than :data:`MOST_YEARS`; the field is named.
        NotFound: there is no such agency.
    """
    await agency_locked(tx, agency)
    if ends_on <= begins_on:
        raise BadInput("It ends after it begins.", "ends_on")
    if ends_on > _years_after(begins_on, MOST_YEARS):
        raise BadInput(f"An accreditation is recorded for {MOST_YEARS} years at most. Then record the next.", "ends_on")
    row = AccreditationRow(
        consortium=tx.consortium,
        id=uuid4(),
        agency=agency,
        authority=checks.line(authority, "authority"),
        begins_on=begins_on,
        ends_on=ends_on,
        paper=checks.line(paper, "paper", most=80),
        attested_by=by,
    )
    await keep(tx, row)
    await record(tx, "recorded accreditation", by=by, subject=agency, authority=row.authority, day=ends_on.isoformat())
    return row.id


def _years_after(day: date, years: int) -> date:
    """The same day some years later; of a leap day, the day after it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


async def end_accreditation(
    tx: Transaction, *, agency: AgencyId, accreditation: UUID, ends_on: date, by: UUID | None = None
) -> None:
    """Let one of this agency's end earlier than was recorded.

    Raises:
        BadInput: the day is not after its start and before its recorded end.
        NotFound: the agency has none of that id.
    """
    row = await find_accreditation(tx, agency, accreditation)
    if not row.begins_on < ends_on < row.ends_on:
        raise BadInput("Choose a day after its start and before the end on record.", "ends_on")
    row.ends_on = ends_on
    await tx.flush()
    await record(tx, "ended accreditation", by=by, subject=row.agency, day=ends_on.isoformat())
