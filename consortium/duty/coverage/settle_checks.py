"""Settle whether holders are asked before a shift, how long before, and when the coordinators are told."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.store.coverage import load_settled, save_settled
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput

MOST_HOURS = 96
LEAST_MINUTES = 15
MOST_MINUTES = 1440


async def settle_checks(
    tx: Transaction, *, asks: bool, ask_hours: int, tell_minutes: int, by: UUID | None = None
) -> None:
    """Keep it; messages that wait already go out as they were planned.

    Raises:
        BadInput: a number lies outside its bounds, or the coordinators would be told before anybody is asked.
    """
    hours = checks.number(ask_hours, "ask_hours", least=1, most=MOST_HOURS)
    minutes = checks.number(tell_minutes, "tell_minutes", least=LEAST_MINUTES, most=MOST_MINUTES)
    if minutes >= hours * 60:
        raise BadInput("Coordinators are told after the holder was asked, so this must be less.", "tell_minutes")
    settled = replace(
        await load_settled(tx), asks=asks, ask_ahead=timedelta(hours=hours), tell_ahead=timedelta(minutes=minutes)
    )
    await save_settled(tx, settled)
    words = f"{hours} hours before, coordinators told {minutes} minutes before" if asks else "not asked"
    await record(tx, "settled messages before shifts", by=by, subject=tx.consortium, how=words)
