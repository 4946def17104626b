"""Record a completed course or a licence of somebody who answers, with its hours and the day on which it lapses."""

from datetime import date
from uuid import UUID, uuid4

from agreements import TrainingKind
from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import keep
from consortium.members.store.people_tables import TrainingRow
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
    kind: TrainingKind = TrainingKind.COURSE,
    by: UUID | None = None,
) -> UUID:
    """Add a course or a licence. Hours stay behind her; she is in date until the last ``expires_on`` begins.

    Only a licence in date lets a clinician serve, and only a course anybody else: the one never stands for the other. A
    licence has 0 hours, and ``course`` is its name.

    Raises:
        BadInput: something cannot be taken; the field is named.
        NotFound: there is no such person.
    """
    refuse_dates(completed_on, expires_on)
    refuse_hours(kind, hours)
    row = TrainingRow(
        consortium=tx.consortium,
        id=uuid4(),
        person=person,
        kind=kind.value,
        course=checks.line(course, "course"),
        hours=checks.number(hours, "hours", least=0, most=5000),
        completed_on=checks.past_day(completed_on, "completed_on", today=tx.now.date()),
        expires_on=expires_on,
    )
    await keep(tx, row, unless={"fk_training_consortium_person": NotFound()})
    await record(tx, "recorded training", by=by, subject=person, course=row.course)
    return row.id


def refuse_hours(kind: TrainingKind, hours: int) -> None:
    """Refuse a licence with hours.

    Raises:
        BadInput: it has some.
    """
    if kind is TrainingKind.LICENCE and hours:
        raise BadInput("A licence has no hours: write 0. If it is a course, say so.", "hours")


def refuse_dates(completed_on: date, expires_on: date) -> None:
    """Refuse a course that lapses before it was completed.

    Raises:
        BadInput: it does, or in a year that nobody means.
    """
    if expires_on <= completed_on or expires_on.year > 2199:
        raise BadInput("A course lapses on a later day than it was completed, before 2200.", "expires_on")
