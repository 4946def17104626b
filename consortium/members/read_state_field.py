"""Record what a legal advisor has read in a state's law: from then on it is a fact that others may rely on."""

from datetime import date
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.state_profile import BY_KEY, NO, YES, Kind
from consortium.members.store import keep, one_at_a_time
from consortium.members.store.setup_tables import StateFieldRow
from consortium.members.store.states import find_state_field
from consortium.problems import BadInput


async def read_state_field(
    tx: Transaction,
    *,
    state: str,
    field: str,
    value: str,
    source: str,
    read_on: date | None = None,
    by: UUID | None = None,
) -> UUID:
    """Keep what was read under one field, in the place of what stood there; the id of the field.

    ``read_on`` is today unless it is given; ``source`` says where it was read, so that another can read it too. A
    field that is answered by yes or no takes the words ``yes`` and ``no``.

    Raises:
        BadInput: something cannot be taken; the field is named.
    """
    letters = checks.state(state)
    if field not in BY_KEY:
        raise BadInput("There is no such field in a state's profile.", "field")
    words = checks.passage(value, "value", most=2000)
    if BY_KEY[field].kind is Kind.YES_NO and words not in {YES, NO}:
        raise BadInput("This is answered by yes or no.", "value")
    where = checks.line(source, "source", most=300)
    day = checks.past_day(read_on or tx.now.date(), "read_on", today=tx.now.date())
    await one_at_a_time(tx)
    row = await find_state_field(tx, letters, field)
    before = row.value if row else None
    if row is None:
        row = StateFieldRow(consortium=tx.consortium, state=letters, field=field)
    row.value, row.source, row.read_by, row.read_on = words, where, by, day
    await keep(tx, row)
    await record(tx, "read state field", by=by, subject=row.id, state=letters, field=field, before=before, after=words)
    return row.id
