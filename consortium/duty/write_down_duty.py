"""Write down duty as it was served, so that no later leave, edit or departure changes who was on call."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from consortium.db import Transaction
from consortium.duty.store import load_schedule, recorded_until, save_served
from consortium.duty.store.served import Piece
from consortium.members.store import one_at_a_time
from scheduling import Line, Schedule, Span, stretches

LAG: Final = timedelta(minutes=5)
"""How long after its end an hour is written down: by then every change that was under way has ended."""
_HOUR: Final = timedelta(hours=1)
_FURTHEST: Final = timedelta(days=400)


async def write_down_duty(tx: Transaction) -> int:
    """Write down who was on call up to the last whole hour that is over by :data:`LAG`; tell how many pieces that was.

    The first time it reaches back to the start of the rota, 400 days at most. Whoever comes second, in this process or
    another, waits for the first and then finds nothing to do.
    """
    until = (tx.now - LAG).replace(minute=0, second=0, microsecond=0)
    if not await _due(tx, until):
        return 0
    await one_at_a_time(tx)
    schedule = await load_schedule(tx)
    since = await recorded_until(tx) or _beginning(schedule, tx.now)
    if since is None or since >= until:
        return 0
    pieces = list(served(schedule, Span(since, until)))
    await save_served(tx, pieces)
    return len(pieces)


def served(schedule: Schedule, window: Span) -> Iterator[Piece]:
    """Who was on each line in each piece of the window, and where nobody was: the pieces of a line tile it. Pure."""
    found = stretches(schedule, window)
    for line in Line:
        for stretch in found:
            for person in sorted(stretch.duty[line]):
                yield line, person, stretch.span
            if not stretch.duty[line]:
                yield line, None, stretch.span


async def _due(tx: Transaction, until: datetime) -> bool:
    found = await recorded_until(tx)
    return found is None or found < until


def _beginning(schedule: Schedule, now: datetime) -> datetime | None:
    """When anything was on the rota for the first time."""
    starts = [rotation.begins for rotation in schedule.rotations]
    starts += [override.during.start for override in schedule.overrides]
    starts += [roster.during.start for roster in schedule.rosters]
    return max(min(starts), now - _FURTHEST) if starts else None
