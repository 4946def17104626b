"""Take leave: a span away from duty, whatever the rota says."""

from datetime import datetime
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import keep
from consortium.members.store.people_tables import LeaveRow
from consortium.problems import BadInput, NotFound
from geo import PersonId
from scheduling.errors import SchedulingError
from scheduling.spans import Span


async def take_leave(
    tx: Transaction, *, person: PersonId, starts_at: datetime, ends_at: datetime, by: UUID | None = None
) -> UUID:
    """Add leave for ``[starts_at, ends_at)``. No reason is asked for and none is kept.

    Raises:
        BadInput: the times cannot be taken.
        NotFound: there is no such person.
    """
    try:
        away = Span(checks.instant(starts_at, "starts_at"), checks.instant(ends_at, "ends_at"))
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "ends_at") from wrong
    row = LeaveRow(consortium=tx.consortium, id=uuid4(), person=person, starts_at=away.start, ends_at=away.end)
    await keep(tx, row, unless={"fk_leave_consortium_person": NotFound()})
    await record(tx, "took leave", by=by, subject=person)
    return row.id
