"""Give a code to each part of the region that has none for its posters."""

import secrets
from collections.abc import Collection
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import load_zone_codes, one_at_a_time, save_zone_code
from consortium.members.zone_codes import ZoneCode, draw_code, last_day, printed
from geo import ZoneId


async def give_zone_codes(tx: Transaction, *, zones: Collection[ZoneId], by: UUID | None = None) -> int:
    """Give each of these parts a code, if it has none that posters may carry; how many were given.

    Codes of other parts stay as they are: posters that hang are taken until their own last day.
    """
    await one_at_a_time(tx)
    codes, today = await load_zone_codes(tx), tx.now.date()
    without = sorted(zone for zone in zones if printed(codes, zone, today) is None)
    for zone in without:
        code = ZoneCode(zone=zone, code=draw_code(secrets.choice), since=today, until=last_day(today))
        await save_zone_code(tx, code)
    if without:
        await record(tx, "gave codes for posters", by=by, parts=len(without))
    return len(without)
