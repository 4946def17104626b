"""Say no to an ask, without a reason; or take an ask back."""

from dataclasses import replace
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.store.swap_asks import load_sent_of, set_ask, set_asked, settle_ask
from consortium.duty.swaps.find_ask import find_open
from consortium.duty.swaps.letters import load_letters
from consortium.duty.swaps.values import DECLINED, WITHDRAWN, Sent
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import NotFound
from geo import PersonId
from scheduling import Line, Span


async def say_no(tx: Transaction, *, ask: UUID, person: PersonId, public_url: str) -> None:
    """Say no. The journal keeps nothing of it, and it is forgotten with the ask.

    Who was chosen alone settles the ask with it, and the asker is told. Of several nobody is told; when all have said
    no, the next are asked at once.

    Raises:
        NotFound: she was not asked.
        Conflict: it is no longer asked for.
    """
    await one_at_a_time(tx)
    sent = await find_open(tx, ask, person)
    known = sent.of(person)
    if known is None:
        raise NotFound
    if sent.ask.chosen == person:
        await settle_ask(tx, ask, DECLINED)
        letters = await load_letters(tx, public_url)
        await letters.tell(
            tx,
            sent.ask.giver,
            f"{letters.name(person)} can't take your turn",
            f"{letters.turn(sent.ask.of.line, sent.ask.of.during)}.\nIt is still yours. Ask somebody else: "
            f"{letters.page('me/shifts')}\n",
            begins=sent.ask.of.during.start,
        )
        return
    await set_asked(tx, ask, replace(known, declined=True, back=None))
    others = [each for each in sent.asked if each.person != person]
    if sent.ask.round_at is not None and all(each.declined for each in others):
        await set_ask(tx, replace(sent.ask, round_at=tx.now))


async def take_ask_back(tx: Transaction, *, ask: UUID, by: UUID, behalf: bool, public_url: str) -> None:
    """Take an ask back: the turn stays its holder's. Who was chosen alone, or offered a turn for it, is told.

    ``behalf``: a coordinator does it for the asker, who is told.

    Raises:
        NotFound: she has not made it.
        Conflict: it is no longer asked for.
    """
    await one_at_a_time(tx)
    sent = await find_open(tx, ask, None if behalf else by)
    if not behalf and sent.ask.giver != by:
        raise NotFound
    await settle_ask(tx, ask, WITHDRAWN)
    await record(tx, "took back asking for cover", by=by, subject=sent.ask.giver, line=sent.ask.of.line.value)
    letters = await load_letters(tx, public_url)
    turn, begins = letters.turn(sent.ask.of.line, sent.ask.of.during), sent.ask.of.during.start
    for person in _waiting(sent):
        await letters.tell(
            tx, person, "a turn is no longer asked cover for", f"{turn}.\nYou need not do anything.\n", begins=begins
        )
    if behalf:
        await letters.tell(
            tx,
            sent.ask.giver,
            "cover is no longer asked for",
            f"{letters.name(by)} has taken back, in your name, asking for cover:\n{turn}.\nIt is yours.\n",
            begins=begins,
        )


async def drop_asks_of(tx: Transaction, giver: PersonId, line: Line, during: Span) -> None:
    """Take every open ask of the giver's for this time back, without a mail: it is no longer hers to give."""
    for sent in await load_sent_of(tx, giver):
        ask = sent.ask
        if ask.giver == giver and ask.of.line is line and ask.of.during.overlaps(during) and ask.open_at(tx.now):
            await settle_ask(tx, ask.id, WITHDRAWN)


def _waiting(sent: Sent) -> tuple[PersonId, ...]:
    told = {each.person for each in sent.offers_back}
    if sent.ask.chosen is not None:
        told.add(sent.ask.chosen)
    return tuple(sorted(told))
