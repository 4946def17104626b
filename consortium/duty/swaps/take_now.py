"""Take the rest of a running turn at once, in an emergency: its holder cannot be asked, and is told.

Without her word it is a change of duty and no swap. If she has asked for cover of it, taking that is a swap as ever.
"""

from uuid import UUID

from consortium.db import Transaction
from consortium.duty.hand_over import load_rest
from consortium.duty.store import next_number, save_override
from consortium.duty.swaps.answer_no import drop_asks_of
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.letters import load_letters
from consortium.duty.swaps.turns import replacing
from consortium.journal import record
from consortium.members.store import one_at_a_time
from geo import PersonId
from scheduling import Line, OverrideId


async def take_now(
    tx: Transaction, *, line: Line, holder: PersonId, taker: PersonId, by: UUID, public_url: str
) -> OverrideId:
    """Put the taker on for the rest of the holder's running turn. Holder and coordinators are told at once.

    Raises:
        Conflict: the holder is not on this line now.
        BadInput: the taker cannot take it, and why.
    """
    await one_at_a_time(tx)
    rest = await load_rest(tx, line=line, holder=holder)
    field = await load_field(tx, base=rest)
    field.refuse(field.opening(line, holder, rest.during), taker, urgent=True)
    override = replacing(line, holder, taker, rest.during, await next_number(tx))
    await save_override(tx, override)
    await drop_asks_of(tx, holder, line, rest.during)
    await record(tx, "took over at once", by=by, subject=holder, line=line.value, number=override.number)
    letters = await load_letters(tx, public_url)
    turn, name = letters.turn(line, rest.during), letters.name(taker)
    await letters.tell(
        tx,
        holder,
        f"{name} has taken over your turn",
        f"{name} has taken over the rest of your turn at once:\n{turn}.\n"
        "You are off it. If you can serve after all, call your coordinator.\n",
        begins=rest.during.start,
    )
    await letters.tell_coordinators(
        tx,
        f"{name} has taken over a turn at once",
        f"{name} has taken over from {letters.name(holder)}: {turn}.\n"
        f"{letters.name(holder)} was told by mail. Look at the rota: {letters.page('on-call')}\n",
    )
    return override.id
