"""Correct or remove a course or licence that was recorded wrongly; what stood there before is kept in the history."""

from datetime import date
from uuid import UUID

from agreements import TrainingKind
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.record_training import refuse_dates, refuse_hours
from consortium.members.store import own_row
from consortium.members.store.people_tables import TrainingRow
from geo import PersonId


async def correct_training(
    tx: Transaction,
    *,
    person: PersonId,
    training: UUID,
    course: str,
    hours: int,
    completed_on: date,
    expires_on: date,
    kind: TrainingKind,
    by: UUID | None = None,
) -> None:
    """Write an entry anew. From now on she is in date, or is not, as the new entry says.

    Raises:
        BadInput: something cannot be taken; the field is named.
        NotFound: there is no such entry of this person.
    """
    row = await own_row(tx, TrainingRow, person, training)
    before = _told(row)
    refuse_dates(completed_on, expires_on)
    refuse_hours(kind, hours)
    row.kind = kind.value
    row.course = checks.line(course, "course")
    row.hours = checks.number(hours, "hours", least=0, most=5000)
    row.completed_on = checks.past_day(completed_on, "completed_on", today=tx.now.date())
    row.expires_on = expires_on
    if _told(row) == before:
        return
    await tx.flush()
    await record(tx, "corrected training", by=by, subject=person, **before)


async def remove_training(tx: Transaction, *, person: PersonId, training: UUID, by: UUID | None = None) -> None:
    """Remove an entry that should never have been there.

    Raises:
        NotFound: there is no such entry of this person.
    """
    row = await own_row(tx, TrainingRow, person, training)
    before = _told(row)
    await tx.delete(row)
    await tx.flush()
    await record(tx, "removed training", by=by, subject=person, **before)


def _told(row: TrainingRow) -> dict[str, str | int]:
    return {
        "kind": row.kind,
        "course": row.course,
        "hours": row.hours,
        "completed_on": row.completed_on.isoformat(),
        "expires_on": row.expires_on.isoformat(),
    }
