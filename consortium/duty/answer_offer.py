"""Answer an offer: its receiver takes the turn or declines it, its giver takes the offer back."""

from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.duty.hand_over import hand_over
from consortium.duty.offers import DECLINED, TAKEN, WITHDRAWN, Offer
from consortium.duty.store import load_offers, set_offer
from consortium.duty.tell_changed import NAMES, when
from consortium.journal import record
from consortium.members.store import load_cards, load_mails, load_region, one_at_a_time
from consortium.outbox import Mail, post, take_back
from consortium.problems import Conflict, NotFound
from geo import PersonId
from scheduling import Line, Span


async def take_turn(tx: Transaction, *, offer: UUID, by: PersonId) -> None:
    """Say yes: from now on, or from its start, the turn is the receiver's; the giver is told by mail.

    Raises:
        NotFound: nobody offered this to her.
        Conflict: the offer was settled, its time has run out, or the turn is not the giver's any more.
        BadInput: she cannot take it any more, and why.
    """
    await one_at_a_time(tx)
    found = await _open(tx, offer, by)
    if found.taker != by:
        raise NotFound
    await hand_over(tx, line=found.line, holder=found.giver, to=found.taker, during=found.during, by=by)
    await _settle(tx, found, TAKEN)
    await _tell(tx, found, found.giver, f"{await _name(tx, found.taker)} has taken your turn", "It is no longer yours.")


async def decline_turn(tx: Transaction, *, offer: UUID, by: PersonId) -> None:
    """Say no, without a reason: the turn stays the giver's, who is told by mail. The journal keeps nothing of a no.

    Raises:
        NotFound: nobody offered this to her.
        Conflict: the offer was settled, or its time has run out.
    """
    await one_at_a_time(tx)
    found = await _open(tx, offer, by)
    if found.taker != by:
        raise NotFound
    await _settle(tx, found, DECLINED)
    name = await _name(tx, found.taker)
    await _tell(tx, found, found.giver, f"{name} can't take your turn", "It is still yours. Ask somebody else.")


async def withdraw_offer(tx: Transaction, *, offer: UUID, by: PersonId) -> None:
    """Take an offer back: the turn stays the giver's, and the receiver is told by mail.

    Raises:
        NotFound: she has not made it.
        Conflict: the offer was settled, or its time has run out.
    """
    await one_at_a_time(tx)
    found = await _open(tx, offer, by)
    if found.giver != by:
        raise NotFound
    await _settle(tx, found, WITHDRAWN)
    await record(tx, "took back offer", by=by, subject=found.taker, line=found.line.value)
    await _tell(tx, found, found.taker, "a turn is no longer offered to you", "You need not do anything.")


async def drop_offers_of(tx: Transaction, giver: PersonId, line: Line, during: Span) -> None:
    """Withdraw every open offer of the giver's for this time, without a mail: the turn is no longer hers to offer."""
    for offer in await load_offers(tx, giver):
        if offer.giver == giver and offer.line is line and offer.during.overlaps(during) and offer.open_at(tx.now):
            await _settle(tx, offer, WITHDRAWN)


async def find_offer(reading: Reading, offer: UUID, person: PersonId) -> Offer:
    """The offer of this id, if this person made it or was made it.

    Raises:
        NotFound: there is none, or it is other people's.
    """
    found = next((each for each in await load_offers(reading, person) if each.id == offer), None)
    if found is None:
        raise NotFound
    return found


async def _open(tx: Transaction, offer: UUID, person: PersonId) -> Offer:
    found = await find_offer(tx, offer, person)
    if not found.open_at(tx.now):
        raise Conflict("This offer has been settled, or its time has run out. Nothing was changed.")
    return found


async def _settle(tx: Transaction, offer: Offer, state: str) -> None:
    await set_offer(tx, offer.id, state)
    await take_back(tx, offer.letters)


async def _name(reading: Reading, person: PersonId) -> str:
    return next((card.name for card in await load_cards(reading) if card.person == person), "A colleague")


async def _tell(tx: Transaction, offer: Offer, to: PersonId, subject: str, then: str) -> None:
    address = (await load_mails(tx)).get(to)
    if address is None:
        return
    title = (await load_region(tx)).title
    body = f"{subject[:1].upper()}{subject[1:]} ({NAMES[offer.line]}), {await when(tx, offer.during)}.\n{then}\n"
    await post(tx, Mail(kind="duty", address=address, subject=f"{title}: {subject}", body=body))
