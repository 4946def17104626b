"""Forget what was read in a state's law, as after a session of the legislature: it is unknown again."""

from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members import checks
from consortium.members.store.states import find_state_field, forget_state_row
from consortium.problems import NotFound


async def forget_state_field(tx: Transaction, *, state: str, field: str, by: UUID | None = None) -> None:
    """Make one field unknown; what depends on it is shut at once. The journal keeps what stood there.

    Raises:
        BadInput: that is no state.
        NotFound: nobody has read this field.
    """
    row = await find_state_field(tx, checks.state(state), field)
    if row is None:
        raise NotFound
    before, letters = row.value, row.state
    forgotten = await forget_state_row(tx, row)
    await record(tx, "forgot state field", by=by, subject=forgotten, state=letters, field=field, before=before)
