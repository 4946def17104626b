"""Ask for cover or a swap of a turn, or of a part of it. Until somebody takes it, it stays its holder's."""

from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.hand_over import load_turn
from consortium.duty.store.swap_asks import load_manner, load_sent_of, save_ask, save_asked
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.letters import load_letters
from consortium.duty.swaps.turns import held_by
from consortium.duty.swaps.values import Ask
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput, Conflict
from geo import PersonId
from scheduling import Line, Span

NOBODY = "Nobody is free to take it: everybody who could is on call then, away, not free or out of date."


async def ask_for_cover(
    tx: Transaction,
    *,
    giver: PersonId,
    line: Line,
    during: Span,
    chosen: PersonId | None = None,
    by: UUID,
    public_url: str | None,
) -> UUID:
    """Ask by mail whether somebody takes this time of the giver's; each answers on a page. The ask's id.

    Only those are asked who may take it and would be asked for such time: ``chosen`` alone, or the fairest first, as
    many at once as the consortium says; everybody where less than a day is left. ``by`` is the giver, or a coordinator
    in her name, which she is told. No reason is asked for. Without ``public_url`` nobody is written to.

    Raises:
        Conflict: the time is not the giver's, is over, or is asked for already.
        BadInput: ``chosen`` could not take it, and why; or nobody could.
    """
    await one_at_a_time(tx)
    turn = await load_turn(tx, line=line, holder=giver, during=during)
    await _refuse_twice(tx, giver, line, turn.during)
    field = await load_field(tx, base=turn)
    opening, manner = field.opening(line, giver, turn.during), await load_manner(tx)
    of = held_by(turn.schedule, line, giver, turn.during)
    behalf = None if by == giver else by
    ask = Ask(id=uuid4(), giver=giver, of=of, answer_by=turn.during.end, chosen=chosen, asked_by=behalf)
    if chosen is not None:
        field.refuse(opening, chosen, asks=True)
        people: tuple[PersonId, ...] = (chosen,)
    else:
        fairest = tuple(each.person for each in field.fairest(opening))
        people = fairest if ask.everybody(tx.now) else fairest[: manner.at_once]
    if not people:
        raise BadInput(NOBODY, "to")
    ask = ask.begun(tx.now, manner)
    await save_ask(tx, ask)
    await save_asked(tx, ask.id, people)
    await record(tx, "asked for cover", by=by, subject=giver, line=line.value)
    if public_url is not None:
        await _send(tx, ask, people, public_url)
    return ask.id


async def _refuse_twice(tx: Transaction, giver: PersonId, line: Line, during: Span) -> None:
    for sent in await load_sent_of(tx, giver):
        ask = sent.ask
        if ask.giver == giver and ask.of.line is line and ask.of.during.overlaps(during) and ask.open_at(tx.now):
            raise Conflict("Cover of this time is asked for already. Take that back first.")


async def _send(tx: Transaction, ask: Ask, people: tuple[PersonId, ...], public_url: str) -> None:
    letters = await load_letters(tx, public_url)
    await letters.ask(tx, ask, people)
    if ask.asked_by is not None:
        await letters.tell(
            tx,
            ask.giver,
            "cover of a turn of yours is asked for",
            f"{letters.name(ask.asked_by)} has asked colleagues, in your name, to take your turn:\n"
            f"{letters.turn(ask.of.line, ask.of.during)}.\n\n"
            f"Until somebody takes it, it is yours. See it, or take it back: {letters.page(f'me/swaps/{ask.id}')}\n",
            begins=ask.of.during.start,
        )
