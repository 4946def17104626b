"""Write down that time has gone from one to another: what counts, and what the journal says of it."""

from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.store import next_number, save_override
from consortium.duty.store.swaps import load_taken, save_taken
from consortium.duty.swaps.turns import replacing
from consortium.duty.swaps.values import Held, Taken
from consortium.journal import record
from geo import PersonId


async def carry_over(
    tx: Transaction, *, giver: PersonId, taker: PersonId, of: Held, ask: UUID | None, by: UUID
) -> Taken:
    """From now on, or from its start, this time is the taker's; both have said so, and everything was judged before.

    Raises:
        Conflict: somebody else has taken it.
    """
    number, override = await next_number(tx), None
    held = [
        each.id
        for each in await load_taken(tx)
        if each.taker == giver and each.of.line is of.line and each.of.during.overlaps(of.during)
    ]
    if of.turn is None:
        change = replacing(of.line, giver, taker, of.during, number)
        await save_override(tx, change)
        override = change.id
    taken = Taken(
        id=uuid4(),
        number=number,
        giver=giver,
        taker=taker,
        of=of,
        held=held[-1] if held else None,
        ask=ask,
        override=override,
    )
    await save_taken(tx, taken)
    await record(tx, "took over", by=by, subject=taker, line=of.line.value, number=number)
    return taken
