"""A swap: an asked colleague takes the turn if the asker takes one of hers; the asker then accepts or not."""

from dataclasses import replace
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.hand_over import load_turn
from consortium.duty.store.swap_asks import set_asked, settle_ask
from consortium.duty.swaps.carry_over import carry_over
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.find_ask import find_open
from consortium.duty.swaps.letters import Letters, load_letters
from consortium.duty.swaps.turns import held_by
from consortium.duty.swaps.values import TAKEN, Asked, Sent
from consortium.members.store import one_at_a_time
from consortium.problems import Conflict, NotFound
from geo import PersonId
from scheduling import Line, Span


async def offer_back(tx: Transaction, *, ask: UUID, taker: PersonId, line: Line, during: Span, public_url: str) -> None:
    """Offer a turn of one's own for it. Nothing changes until the asker accepts; she is told by mail.

    Raises:
        NotFound: she was not asked.
        Conflict: it is no longer asked for, or one of the turns is not whose it was.
        BadInput: one of the two could not take the other's turn, and why.
    """
    await one_at_a_time(tx)
    sent = await find_open(tx, ask, taker)
    known = _asked(sent, taker)
    giver, of = sent.ask.giver, sent.ask.of
    hers = await load_turn(tx, line=line, holder=taker, during=during)
    turn = await load_turn(tx, line=of.line, holder=giver, during=of.during)
    field = await load_field(tx, base=turn)
    field.refuse_both(of.line, giver, turn.during, taker, (line, hers.during))
    await set_asked(tx, ask, replace(known, declined=False, back=(line, hers.during)))
    letters = await load_letters(tx, public_url)
    name = letters.name(taker)
    await letters.tell(
        tx,
        giver,
        f"{name} would swap with you",
        f"{name} takes your turn:\n{letters.turn(of.line, turn.during)}\n\n"
        f"if you take hers:\n{letters.turn(line, hers.during)}.\n\n"
        f"Look at it, and say yes or no: {letters.page(f'me/swaps/{ask}')}\n"
        "Nothing changes until you say yes.\n",
        begins=min(turn.during.start, hers.during.start),
    )


async def take_offer_back(tx: Transaction, *, ask: UUID, taker: PersonId) -> None:
    """Take the offer of one's own turn back; the ask goes on.

    Raises:
        NotFound: she was not asked.
        Conflict: it is no longer asked for.
    """
    await one_at_a_time(tx)
    sent = await find_open(tx, ask, taker)
    await set_asked(tx, ask, replace(_asked(sent, taker), back=None))


async def accept_swap(
    tx: Transaction, *, ask: UUID, taker: PersonId, by: UUID, behalf: bool = False, public_url: str
) -> None:
    """Accept what a colleague offered: each has the other's turn now. Everything is judged again.

    ``by`` is the asker; with ``behalf`` a coordinator to whom both have said yes, and both are told.

    Raises:
        NotFound: the ask is not hers, or this colleague was not asked.
        Conflict: it is no longer asked for, no turn is offered for it, or one is not whose it was.
        BadInput: one of the two could not take the other's turn any more, and why.
    """
    await one_at_a_time(tx)
    sent, back = await _offered(tx, ask, taker, None if behalf else by)
    giver, of = sent.ask.giver, sent.ask.of
    turn = await load_turn(tx, line=of.line, holder=giver, during=of.during)
    hers = await load_turn(tx, line=back[0], holder=taker, during=back[1])
    field = await load_field(tx, base=turn)
    field.refuse_both(of.line, giver, turn.during, taker, (back[0], hers.during))
    mine_of = held_by(turn.schedule, of.line, giver, turn.during)
    hers_of = held_by(turn.schedule, back[0], taker, hers.during)
    await carry_over(tx, giver=giver, taker=taker, of=mine_of, ask=ask, by=by)
    await carry_over(tx, giver=taker, taker=giver, of=hers_of, ask=ask, by=by)
    await settle_ask(tx, ask, TAKEN)
    letters = await load_letters(tx, public_url)
    for to, other, gets, gives in ((taker, giver, mine_of, hers_of), (giver, taker, hers_of, mine_of)):
        if to != by:
            await letters.tell(
                tx,
                to,
                f"you have swapped with {letters.name(other)}",
                f"Yours now: {letters.turn(gets.line, gets.during)}.\n"
                f"{letters.name(other)}'s now: {letters.turn(gives.line, gives.during)}.\n\n"
                f"{_behalf(letters, by, giver)}Your turns: {letters.page('me/shifts')}\n",
                begins=min(gets.during.start, gives.during.start),
            )


async def refuse_swap(
    tx: Transaction, *, ask: UUID, taker: PersonId, by: UUID, behalf: bool = False, public_url: str
) -> None:
    """Say no to what a colleague offered, without a reason; she is told, and the ask goes on.

    Raises:
        NotFound, Conflict: as for accepting.
    """
    await one_at_a_time(tx)
    sent, back = await _offered(tx, ask, taker, None if behalf else by)
    await set_asked(tx, ask, replace(_asked(sent, taker), back=None))
    letters = await load_letters(tx, public_url)
    await letters.tell(
        tx,
        taker,
        f"{letters.name(sent.ask.giver)} keeps to her turns",
        f"Your turn stays yours: {letters.turn(*back)}.\n"
        f"Cover of the other one is still asked for: {letters.page(f'me/swaps/{ask}')}\n",
        begins=back[1].start,
    )


async def _offered(tx: Transaction, ask: UUID, taker: PersonId, giver: UUID | None) -> tuple[Sent, tuple[Line, Span]]:
    """The ask, which must be this giver's if one is named, and what this colleague offers for it."""
    sent = await find_open(tx, ask, giver)
    if giver is not None and sent.ask.giver != giver:
        raise NotFound
    back = _asked(sent, taker).back
    if back is None:
        raise Conflict("This colleague no longer offers a turn for it. Nothing was changed.")
    return sent, back


def _asked(sent: Sent, person: PersonId) -> Asked:
    found = sent.of(person)
    if found is None:
        raise NotFound
    return found


def _behalf(letters: Letters, by: UUID, giver: PersonId) -> str:
    return "" if by == giver else f"{letters.name(by)} has put this down for both of you.\n"
