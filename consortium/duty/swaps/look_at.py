"""What is due of an ask: the next round, word to the coordinators, the end; and what follows from a changed rota."""

from dataclasses import replace
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.store import load_schedule
from consortium.duty.store.swap_asks import load_manner, load_sent, save_asked, set_ask, set_asked, settle_ask
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.follow import follow_swaps
from consortium.duty.swaps.letters import Letters, load_letters
from consortium.duty.swaps.turns import present
from consortium.duty.swaps.values import GONE, KEPT, Ask, Sent
from consortium.members.store import one_at_a_time
from geo import PersonId
from scheduling import Schedule, Span, shifts


async def look_at(tx: Transaction, found: UUID, *, public_url: str) -> None:
    """Do what is due of this ask or swap. Twice does no harm: what was done is written down with it."""
    await one_at_a_time(tx)
    sent = await load_sent(tx, found)
    letters = await load_letters(tx, public_url)
    if sent is None:
        await follow_swaps(tx, letters)
    elif sent.ask.look_at is not None:
        await _go_on(tx, sent, letters)


async def _go_on(tx: Transaction, sent: Sent, letters: Letters) -> None:
    schedule = await load_schedule(tx)
    ask = _where_it_is(schedule, sent.ask, tx)
    if ask is None:
        await _gone(tx, sent, letters)
        return
    if ask.answer_by <= tx.now:
        await _kept(tx, ask, letters)
        return
    if ask.of != sent.ask.of:
        await _offers_lapse(tx, sent, ask, letters)
    if ask.near_at is not None and ask.near_at <= tx.now:
        await _near(tx, ask, letters)
        ask = replace(ask, near_at=None)
    if ask.round_at is not None and ask.round_at <= tx.now:
        ask = await _next_round(tx, ask, sent, schedule, letters)
    await set_ask(tx, ask)


def _where_it_is(schedule: Schedule, ask: Ask, tx: Transaction) -> Ask | None:
    """The ask with its turn where it is now; None if the turn, or a part of it, is no longer the asker's."""
    of = present(schedule, ask.of)
    if of is None:
        return None
    if of.during.end > tx.now:
        rest = Span(max(of.during.start, tx.now), of.during.end)
        held = [each.span for each in shifts(schedule, rest) if (each.line, each.person) == (of.line, ask.giver)]
        if held != [rest]:
            return None
    return ask if of == ask.of else ask.moved(of)


async def _offers_lapse(tx: Transaction, sent: Sent, ask: Ask, letters: Letters) -> None:
    """The turn has moved: who offered one of hers for it has said so of another time, and may say so again."""
    for each in sent.offers_back:
        await set_asked(tx, ask.id, replace(each, back=None))
        await letters.tell(
            tx,
            each.person,
            "your offer no longer stands",
            "The rota has changed, and the turn that you offered one of yours for has moved. It is now:\n"
            f"{letters.turn(ask.of.line, ask.of.during)}.\n"
            f"Yours stays yours. Offer it again if you like: {letters.page(f'me/swaps/{ask.id}')}\n",
            begins=ask.of.during.start,
        )


async def _next_round(tx: Transaction, ask: Ask, sent: Sent, schedule: Schedule, letters: Letters) -> Ask:
    manner = await load_manner(tx)
    field = await load_field(tx, schedule=schedule)
    opening = field.opening(ask.of.line, ask.giver, ask.of.during)
    fairest = field.fairest(opening, but=[each.person for each in sent.asked])
    most = None if ask.everybody(tx.now) else manner.at_once
    people = tuple(each.person for each in fairest[:most])
    await save_asked(tx, ask.id, people)
    await letters.ask(tx, ask, people)
    return ask.after_round(tx.now, manner)


async def _near(tx: Transaction, ask: Ask, letters: Letters) -> None:
    await letters.tell_coordinators(
        tx,
        "nobody has taken a turn yet",
        f"{letters.name(ask.giver)} has asked for cover: {letters.turn(ask.of.line, ask.of.during)}.\n"
        f"Nobody has taken it yet. Until somebody does, it is with {letters.name(ask.giver)}.\n\n"
        f"See who could, and put it down for them: {letters.page(f'swaps/{ask.id}')}\n",
    )


async def _kept(tx: Transaction, ask: Ask, letters: Letters) -> None:
    """Nobody took it: it stays its holder's, who is told; of a turn that runs, the coordinators are told too."""
    await settle_ask(tx, ask.id, KEPT)
    turn, giver = letters.turn(ask.of.line, ask.of.during), letters.name(ask.giver)
    running = ask.answer_by > ask.of.during.start
    await letters.tell(
        tx,
        ask.giver,
        "your turn is still yours" if running else "your turn begins and is still yours",
        f"Nobody has taken your turn:\n{turn}.\nIt is yours. If you can't: {letters.page('me/shifts')}\n",
        begins=ask.of.during.start,
    )
    if running:
        await letters.tell_coordinators(
            tx,
            "nobody has taken a turn over yet",
            f"{giver} asked colleagues to take over: {turn}.\nNobody has answered. "
            f"The turn is still with {giver}.\n\nLook at the rota: {letters.page('on-call')}\n",
        )


async def _gone(tx: Transaction, sent: Sent, letters: Letters) -> None:
    """The turn is not the asker's any more: nothing is asked for it."""
    ask = sent.ask
    await settle_ask(tx, ask.id, GONE)
    told: set[PersonId] = {ask.giver} | {each.person for each in sent.offers_back}
    for person in sorted(told):
        await letters.tell(
            tx,
            person,
            "a turn is no longer asked cover for",
            "The rota has changed. Cover was asked for a turn that is no longer there, or is somebody else's by now:\n"
            f"{letters.turn(ask.of.line, ask.of.during)}.\nYour turns: {letters.page('me/shifts')}\n",
            begins=ask.of.during.start,
        )
