"""Pauses of people's turns in a rotation: rows to the core's values and back."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from consortium.db import Reading, Transaction
from consortium.duty.store.block_tables import TurnPauseRow
from geo import PersonId
from scheduling import Pause, RotationId, Span


@dataclass(frozen=True, slots=True)
class KeptPause:
    """A pause with the id by which it is taken back."""

    id: UUID
    rotation: RotationId
    pause: Pause


async def load_pauses(reading: Reading) -> Mapping[UUID, tuple[KeptPause, ...]]:
    """Every pause by its rotation, the earliest first. One query."""
    found: dict[UUID, list[KeptPause]] = defaultdict(list)
    rows = await reading.scalars(select(TurnPauseRow).order_by(TurnPauseRow.starts_at, TurnPauseRow.id))
    for row in rows:
        pause = Pause(PersonId(row.person), Span(row.starts_at, row.ends_at))
        found[row.rotation].append(KeptPause(row.id, RotationId(row.rotation), pause))
    return {rotation: tuple(pauses) for rotation, pauses in found.items()}


async def save_pause(tx: Transaction, rotation: RotationId, pause: Pause) -> UUID:
    """Add a pause; its id."""
    row = TurnPauseRow(
        consortium=tx.consortium,
        id=uuid4(),
        rotation=rotation,
        person=pause.person,
        starts_at=pause.during.start,
        ends_at=pause.during.end,
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def cut_pause(tx: Transaction, pause: UUID, at: datetime) -> None:
    """Let a pause that has begun end at ``at``."""
    await tx.execute(update(TurnPauseRow).where(TurnPauseRow.id == pause).values(ends_at=at))


async def delete_pause(tx: Transaction, pause: UUID) -> None:
    """Delete a pause that has not begun."""
    await tx.execute(delete(TurnPauseRow).where(TurnPauseRow.id == pause))
