"""What is due is released: noise is drawn once, stored with its cost, and the exact counters are deleted.

All of that is one transaction. If it is undone, nothing was stored and nothing was shown, so drawing anew costs
nothing. Which periods are released follows from the calendar and from whether the service was ever open; never from a
count.
"""

from collections.abc import Collection, Mapping
from datetime import date

from consortium.db import Transaction
from consortium.reports.budget import TABLES, due_on
from consortium.reports.marks import mark_of
from consortium.reports.noise import draw
from consortium.reports.store import Key, Release, released_keys, save_release
from consortium.support.store.counters import (
    Period,
    counted_before,
    counters_locked,
    counting,
    delete_counters,
    lay_out,
    today,
)


async def release_statistics(tx: Transaction, *, marked: Collection[str] = ()) -> frozenset[str]:
    """Release every period that is due; the marks of all that has ever been released here.

    ``marked`` are marks kept outside the database. A release that is marked and not in the database was lost with it:
    a restore has brought its counters back. They are deleted and never drawn a second time.
    """
    done, day = set(await released_keys(tx)), await today(tx)
    if done or await counting(tx):
        await lay_out(tx)
    for period in await counted_before(tx, day):
        if due_on(period) <= day:
            done |= await _release(tx, period, done, frozenset(marked), day)
    return frozenset(mark_of(tx.consortium, key) for key in done)


async def _release(
    tx: Transaction, period: Period, done: Collection[Key], marked: frozenset[str], day: date
) -> frozenset[Key]:
    """Release what was not, then delete all counters of the period: also those that came when it was over."""
    counters, released = await counters_locked(tx, period), set()
    for measure in sorted(set(counters) & set(TABLES)):
        key = Key(period, measure)
        if key not in done:
            lost = mark_of(tx.consortium, key) in marked
            drawn = None if lost else _draw(measure, counters[measure])
            await save_release(tx, Release(key, TABLES[measure].epsilon, drawn, day))
            released.add(key)
    await delete_counters(tx, [period])
    return frozenset(released)


def _draw(measure: str, counters: Mapping[str, int]) -> Mapping[str, int]:
    table = TABLES[measure]
    noisy = draw([counters.get(cell, 0) for cell in table.cells], table.epsilon)
    return dict(zip(table.cells, noisy, strict=True))
