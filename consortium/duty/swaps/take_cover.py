"""Take a turn that a colleague has asked cover for: with her asking, both have said so, and it is the taker's."""

from uuid import UUID

from consortium.db import Transaction
from consortium.duty.hand_over import load_turn
from consortium.duty.store.swap_asks import settle_ask
from consortium.duty.store.swaps import my_turn
from consortium.duty.swaps.carry_over import carry_over
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.find_ask import find_open
from consortium.duty.swaps.letters import Letters, load_letters
from consortium.duty.swaps.turns import held_by
from consortium.duty.swaps.values import TAKEN, Sent, Taken
from geo import PersonId


async def take_cover(tx: Transaction, *, ask: UUID, taker: PersonId, by: UUID, public_url: str) -> None:
    """Say yes: from now on, or from its start, the turn is the taker's; its former holder is told by mail.

    ``by`` is the taker, or a coordinator to whom she has said yes; then both are told.

    Raises:
        NotFound: the taker was not asked for this (a coordinator may put down anybody who can take it).
        Conflict: it was taken, taken back, its time has run out, it is not the giver's any more, or too many others
            change the rota at this moment.
        BadInput: she cannot take it (any more), and why.
    """
    seen_by = taker if by == taker else None
    await find_open(tx, ask, seen_by)
    await my_turn(tx)
    sent = await find_open(tx, ask, seen_by)
    giver, of = sent.ask.giver, sent.ask.of
    turn = await load_turn(tx, line=of.line, holder=giver, during=of.during)
    field = await load_field(tx, base=turn)
    field.refuse(field.opening(of.line, giver, turn.during), taker)
    now_of = held_by(turn.schedule, of.line, giver, turn.during)
    taken = await carry_over(tx, giver=giver, taker=taker, of=now_of, ask=ask, by=by)
    await settle_ask(tx, ask, TAKEN)
    await _tell(tx, sent, taken, by, await load_letters(tx, public_url))


async def _tell(tx: Transaction, sent: Sent, taken: Taken, by: UUID, letters: Letters) -> None:
    turn, begins = letters.turn(taken.of.line, taken.of.during), taken.of.during.start
    name = letters.name(taken.taker)
    behalf = f"{letters.name(by)} has put this down for both of you.\n" if by != taken.taker else ""
    if by != taken.giver:
        await letters.tell(
            tx,
            taken.giver,
            f"{name} has taken your turn",
            f"{name} has taken your turn:\n{turn}.\nIt is no longer yours.\n{behalf}",
            begins=begins,
        )
    if behalf:
        await letters.tell(
            tx,
            taken.taker,
            "you have taken a turn",
            f"A turn of {letters.name(taken.giver)}'s is yours now:\n{turn}.\n{behalf}\n"
            f"If that is wrong, call your coordinator at once. Your turns: {letters.page('me/shifts')}\n",
            begins=begins,
        )
    for other in sent.offers_back:
        if other.person != taken.taker:
            await letters.tell(
                tx,
                other.person,
                "the turn was taken by somebody else",
                f"The turn that you offered one of yours for was taken by somebody else:\n{turn}.\n"
                "Yours stays yours. You need not do anything.\n",
                begins=begins,
            )
