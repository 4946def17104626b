"""What was read in the law of each state."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from consortium.access.door import Viewer
from consortium.db import Reading, Transaction
from consortium.members.setup_values import StateEntry
from consortium.members.store.names import load_names
from consortium.members.store.setup_tables import StateFieldRow
from consortium.members.tables import AgencyRow


async def load_state_entries(reading: Reading, viewer: Viewer, state: str) -> Mapping[str, StateEntry]:
    """What was read of one state, by field."""
    rows = (await reading.scalars(select(StateFieldRow).where(StateFieldRow.state == state))).all()
    names = await load_names(reading, viewer, [row.read_by for row in rows if row.read_by])
    return {
        row.field: StateEntry(
            id=row.id,
            state=row.state,
            field=row.field,
            value=row.value,
            source=row.source,
            read_by=names.get(row.read_by, "") if row.read_by else "",
            read_on=row.read_on,
        )
        for row in rows
    }


async def load_fields_read(reading: Reading) -> Mapping[str, frozenset[str]]:
    """The fields that somebody has read, by state."""
    found: dict[str, set[str]] = {}
    for state, field in await reading.execute(select(StateFieldRow.state, StateFieldRow.field)):
        found.setdefault(state, set()).add(field)
    return {state: frozenset(fields) for state, fields in found.items()}


async def load_states(reading: Reading) -> tuple[str, ...]:
    """The states of all agencies, and those that somebody has begun to read, in order."""
    agencies = await reading.scalars(select(AgencyRow.state).distinct())
    begun = await reading.scalars(select(StateFieldRow.state).distinct())
    return tuple(sorted({*agencies, *begun}))


async def find_state_field(tx: Transaction, state: str, field: str) -> StateFieldRow | None:
    """What was read under one field, locked; ``None`` while it is unknown."""
    return await tx.scalar(
        select(StateFieldRow).where(StateFieldRow.state == state, StateFieldRow.field == field).with_for_update()
    )


async def forget_state_row(tx: Transaction, row: StateFieldRow) -> UUID:
    """Delete what was read; the id that it had."""
    await tx.delete(row)
    await tx.flush()
    return row.id
