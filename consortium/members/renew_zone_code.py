"""Put a new code on the posters of one part of the region; the old one is taken for 90 days more."""

import secrets
from uuid import UUID

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.store import (
    end_zone_codes,
    load_zone_codes,
    load_zone_plan,
    made_today,
    one_at_a_time,
    save_zone_code,
)
from consortium.members.zone_codes import STILL_TAKEN, ZoneCode, draw_code, last_day, printed
from consortium.problems import NotFound
from geo import ZoneId


async def renew_zone_code(tx: Transaction, *, zone: ZoneId, by: UUID | None = None) -> ZoneCode:
    """Make a new code for this part's posters. What hangs on the walls is taken for 90 days more.

    Raises:
        NotFound: no such part is in the newest plan.
        Conflict: it has got a code today.
    """
    await one_at_a_time(tx)
    planned = await load_zone_plan(tx)
    if planned is None or all(each.id != zone for each in planned.plan.zones):
        raise NotFound
    today = tx.now.date()
    old = printed(await load_zone_codes(tx), zone, today)
    if old is not None and old.since == today:
        raise made_today()
    await end_zone_codes(tx, today + STILL_TAKEN, only=zone)
    code = ZoneCode(zone=zone, code=draw_code(secrets.choice), since=today, until=last_day(today))
    await save_zone_code(tx, code)
    await record(tx, "renewed the code of posters", by=by, part=planned.labels[zone])
    return code
