"""Work out by which clock each agency lives of which that is not known: a new one, one that moved, one of old times."""

from typing import Final

from consortium.db import Transaction
from consortium.members.clocks import ClockFrom
from consortium.members.find_clock import find_clocks
from consortium.members.store.clocks import Clocked, load_clockless, save_clocks
from consortium.problems import BadInput

AT_ONCE: Final = 200
"""A list of thousands is worked out bit by bit, so that nobody waits for it."""


async def settle_clocks(tx: Transaction, *, most: int = AT_ONCE) -> int:
    """Write down the clocks of up to so many agencies; how many were looked at.

    What somebody told stays. What cannot be found is kept as unknown, and looked for again.

    Raises:
        BadInput: the packaged lists could not be read.
    """
    waiting = await load_clockless(tx, most)
    if not waiting:
        return 0
    found = await find_clocks([(each.at, each.state) for each in waiting], tx.now.date())
    settled = [
        Clocked(each.agency, one.clock, ClockFrom.PLACE if one.sure else ClockFrom.NEAR)
        for each, one in zip(waiting, found, strict=True)
        if one is not None
    ]
    await save_clocks(tx, settled)
    return len(waiting)


async def settle_clocks_soon(tx: Transaction) -> None:
    """The same after a form: where the lists cannot be read now, it is done later, and the form stands."""
    try:
        await settle_clocks(tx)
    except BadInput:
        return
