"""The codes of the parts' posters: rows to values and back."""

from datetime import date

from sqlalchemy import func, select, update

from consortium.db import Reading, Transaction
from consortium.members.store.writing import keep
from consortium.members.store.zone_tables import ZoneCodeRow
from consortium.members.zone_codes import ZoneCode
from consortium.problems import Conflict
from geo import ZoneId


async def load_zone_codes(reading: Reading) -> tuple[ZoneCode, ...]:
    """Every code, the oldest first, those that are taken no more with them."""
    rows = await reading.scalars(select(ZoneCodeRow).order_by(ZoneCodeRow.since, ZoneCodeRow.code))
    return tuple(ZoneCode(zone=ZoneId(row.zone), code=row.code, since=row.since, until=row.until) for row in rows)


async def save_zone_code(tx: Transaction, code: ZoneCode) -> None:
    """Add a code.

    Raises:
        Conflict: the part has got one today.
    """
    row = ZoneCodeRow(consortium=tx.consortium, zone=code.zone, code=code.code, since=code.since, until=code.until)
    await keep(tx, row, unless={"uq_zone_code_consortium_zone_since": made_today()})


async def end_zone_codes(tx: Transaction, until: date, *, only: ZoneId | None = None) -> None:
    """Let the codes of one part, or of all, be taken no longer than ``until``."""
    statement = update(ZoneCodeRow).values(until=func.least(ZoneCodeRow.until, until))
    if only is not None:
        statement = statement.where(ZoneCodeRow.zone == only)
    await tx.execute(statement.where(ZoneCodeRow.until > until))


def made_today() -> Conflict:
    """What is answered to a second new code on one day."""
    return Conflict("This part got a new code today. A second one on the same day would only waste posters.")
