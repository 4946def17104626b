"""Until when asking without a poster's code is slow, for a whole consortium; it points to no request."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from consortium.db import Reading, Transaction
from consortium.support.tables import AskingSlowedRow


async def is_slowed(reading: Reading) -> bool:
    """Whether asking without a code is slow now."""
    until = await reading.scalar(select(AskingSlowedRow.until))
    return until is not None and reading.now < until


async def slow_until(tx: Transaction, until: datetime) -> None:
    """Let asking without a code be slow until then, or longer if it is already."""
    slowed = insert(AskingSlowedRow).values(consortium=tx.consortium, until=until)
    later = AskingSlowedRow.until < slowed.excluded.until
    await tx.execute(slowed.on_conflict_do_update(index_elements=["consortium"], set_={"until": until}, where=later))


async def forget_slowed(tx: Transaction) -> None:
    """Delete what is over."""
    await tx.execute(delete(AskingSlowedRow).where(AskingSlowedRow.until <= tx.now))
