"""Schedule files that were brought in: kept for a day until somebody takes them, and known for 30 to be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import and_, delete, or_, select, update

from consortium.db import Reading, Transaction
from consortium.duty.store.block_tables import ScheduleImportRow

UNTAKEN_FOR: Final = timedelta(days=1)
UNDO_FOR: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A schedule file that was brought in. ``choices``: the line, the first day, and people."""

    id: UUID
    made_at: datetime
    made_by: UUID | None
    state: str
    source: str
    file: str
    choices: Mapping[str, Any]
    rotations: tuple[UUID, ...]


async def save_schedule_file(
    tx: Transaction, *, source: str, file: str, choices: Mapping[str, Any], by: UUID | None
) -> UUID:
    """Keep a file that was read; its id."""
    row = ScheduleImportRow(
        consortium=tx.consortium,
        id=uuid4(),
        made_at=tx.now,
        made_by=by,
        state="open",
        source=source,
        file=file,
        choices=dict(choices),
        rotations=[],
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def load_schedule_file(reading: Reading, wanted: UUID, *, locked: bool = False) -> KeptFile | None:
    """A kept file; ``locked``: for whoever changes it next."""
    query = select(ScheduleImportRow).where(ScheduleImportRow.id == wanted)
    row = await reading.scalar(query.with_for_update() if locked else query)
    return None if row is None else _kept(row)


async def load_schedule_files(reading: Reading) -> tuple[KeptFile, ...]:
    """Those that were taken or undone, the newest first."""
    query = select(ScheduleImportRow).where(ScheduleImportRow.state != "open")
    rows = await reading.scalars(query.order_by(ScheduleImportRow.made_at.desc()))
    return tuple(map(_kept, rows))


async def change_schedule_file(tx: Transaction, wanted: UUID, **values: Any) -> None:
    """Write to a kept file: ``state``, ``file``, ``choices``, ``rotations``."""
    await tx.execute(update(ScheduleImportRow).where(ScheduleImportRow.id == wanted).values(**values))


async def sweep_schedule_imports(tx: Transaction) -> None:
    """Delete files that nobody took within a day, and what can no longer be undone after 30."""
    row = ScheduleImportRow
    untaken = and_(row.state == "open", row.made_at < tx.now - UNTAKEN_FOR)
    await tx.execute(delete(row).where(or_(untaken, row.made_at < tx.now - UNDO_FOR)))


def _kept(row: ScheduleImportRow) -> KeptFile:
    return KeptFile(
        id=row.id,
        made_at=row.made_at,
        made_by=row.made_by,
        state=row.state,
        source=row.source,
        file=row.file or "",
        choices=dict(row.choices),
        rotations=tuple(row.rotations),
    )
