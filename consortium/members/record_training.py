"""Record a completed course of a peer, with its hours and the day on which it lapses."""

from datetime import date
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import keep
from consortium.members.tables import TrainingRow
from consortium.problems import BadInput, NotFound
from geo import PersonId


async def record_training(
    tx: Transaction,
    *,
    person: PersonId,
    course: str,
    hours: int,
    completed_on: date,
    expires_on: date,
    by: UUID | None = None,
) -> UUID:
    """Add a course. Its hours stay behind her; her training is in date until the last ``expires_on`` begins.

    A clinician's licence is recorded in the same way, with 0 hours: only one in date lets her serve.

    Raises:
        BadInput: something cannot be taken; the field is named.
        NotFound: there is no such person.
    """
    refuse_dates(completed_on, expires_on)
    row = TrainingRow(
        consortium=tx.consortium,
        id=uuid4(),
        person=person,
        course=checks.line(course, "course"),
        hours=checks.number(hours, "hours", least=0, most=5000),
        completed_on=checks.past_day(completed_on, "completed_on", today=tx.now.date()),
        expires_on=expires_on,
    )
    await keep(tx, row, unless={"fk_training_consortium_person": NotFound()})
    await record(tx, "recorded training", by=by, subject=person, course=row.course)
    return row.id


def refuse_dates(completed_on: date, expires_on: date) -> None:
    """Refuse a course that lapses before it was completed.

    Raises:
        BadInput: it does, or in a year that nobody means.
    """
    if expires_on <= completed_on or expires_on.year > 2199:
        raise BadInput("A course lapses on a later day than it was completed, before 2200.", "expires_on")
