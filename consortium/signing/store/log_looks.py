"""What the nightly look at the log found, one row a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import exists, select, text
from sqlalchemy.dialects.postgresql import insert

from consortium.db import Reading, Transaction
from consortium.signing.store.events_tables import LogLookRow

_MINE = text("select pg_try_advisory_xact_lock(hashtextextended('look at the log ' || :consortium, 0))")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLook:
    """When the log was looked over, at which size, and what did not hold: how many things, and which."""

    at: datetime
    size: int
    faults: int
    said: str


async def last_look(reading: Reading) -> LogLook | None:
    """The newest; ``None`` before the first."""
    row = await reading.scalar(select(LogLookRow).order_by(LogLookRow.day.desc()).limit(1))
    return None if row is None else LogLook(at=row.at, size=row.size, faults=row.faults, said=row.said)


async def is_due(tx: Transaction, day: date) -> bool:
    """Whether nobody has looked on this day, and no other process is looking now; then it is this one's turn."""
    if await tx.scalar(select(exists().where(LogLookRow.day == day))):
        return False
    return bool(await tx.scalar(_MINE, {"consortium": str(tx.consortium)}))


async def save_look(tx: Transaction, day: date, look: LogLook) -> None:
    """Keep what was found; the first of a day stays."""
    values = {"at": look.at, "size": look.size, "faults": look.faults, "said": look.said}
    statement = insert(LogLookRow).values(consortium=tx.consortium, id=uuid4(), day=day, **values)
    await tx.execute(statement.on_conflict_do_nothing(index_elements=["consortium", "day"]))
