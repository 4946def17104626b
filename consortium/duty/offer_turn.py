"""Offer a turn to a colleague. Until she says yes it stays with whoever holds it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Reading, Transaction
from consortium.duty.hand_over import load_turn
from consortium.duty.offers import Offer
from consortium.duty.store import load_coordinators, load_offers, next_number, save_offer
from consortium.duty.takers import Opening
from consortium.duty.tell_changed import NAMES, when
from consortium.journal import record
from consortium.members.store import load_cards, load_mails, load_region, one_at_a_time
from consortium.members.values import Region
from consortium.outbox import Mail, post, post_at
from consortium.pages import moment, zone_label
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Span

ANSWER_WITHIN: Final = timedelta(minutes=30)
"""How long a colleague has to answer for a turn that runs already; after it the coordinators are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letters:
    """What the mails about one offer say and where they go."""

    region: Region
    giver: str
    line: Line
    span: str
    until: str
    public_url: str

    def mail(self, address: str, subject: str, body: str) -> Mail:
        return Mail(kind="duty", address=address, subject=f"{self.region.title}: {subject}", body=body)


async def offer_turn(
    tx: Transaction, *, giver: PersonId, taker: PersonId, line: Line, during: Span, public_url: str
) -> UUID:
    """Ask ``taker`` by mail to take the giver's turn; she answers on a page. The offer's id.

    For a turn that lies ahead she can answer until it begins; then the giver is told by mail if nobody has taken it.
    For one that runs she has half an hour, or until its end; then the coordinators are told. No reason is asked for.

    Raises:
        Conflict: the turn is not the giver's, is over, or is offered to somebody already.
        BadInput: ``taker`` could not take it, and why.
    """
    await one_at_a_time(tx)
    turn = await load_turn(tx, line=line, holder=giver, during=during)
    await _refuse_twice(tx, giver, turn)
    turn.given_to(taker, await next_number(tx))
    answer_by = min(tx.now + ANSWER_WITHIN, during.end) if during.start <= tx.now else during.start
    letters = await _letters(tx, turn, giver, answer_by, public_url)
    made = Offer(
        id=uuid4(),
        giver=giver,
        taker=taker,
        line=line,
        during=turn.during,
        answer_by=answer_by,
        letters=await _if_nobody_answers(tx, letters, giver, answer_by, running=during.start <= tx.now),
    )
    await save_offer(tx, made)
    await record(tx, "offered turn", by=giver, subject=taker, line=line.value)
    address = (await load_mails(tx))[taker]
    await post(tx, _asking(letters, address, made.id))
    return made.id


async def _refuse_twice(tx: Transaction, giver: PersonId, turn: Opening) -> None:
    for offer in await load_offers(tx, giver):
        same = offer.giver == giver and offer.line is turn.line and offer.during.overlaps(turn.during)
        if same and offer.open_at(tx.now):
            raise Conflict("You have offered this turn to somebody already. Take that offer back first.")


async def _letters(reading: Reading, turn: Opening, giver: PersonId, answer_by: datetime, public_url: str) -> _Letters:
    region = await load_region(reading)
    return _Letters(
        region=region,
        giver=next(card.name for card in await load_cards(reading) if card.person == giver),
        line=turn.line,
        span=await when(reading, turn.during),
        until=f"{moment(answer_by, region.timezone)}, {zone_label(region.timezone)}",
        public_url=public_url,
    )


def _asking(letters: _Letters, address: str, offer: UUID) -> Mail:
    return letters.mail(
        address,
        "a colleague asks you to take a turn",
        f"{letters.giver} asks you to take a turn ({NAMES[letters.line]}):\n{letters.span}.\n\n"
        f"Say yes or no until {letters.until}:\n"
        f"{letters.public_url}/{letters.region.slug}/me/offers/{offer}\n\n"
        f"Until you say yes it stays with {letters.giver}. You can always say no, without a reason.\n",
    )


async def _if_nobody_answers(
    tx: Transaction, letters: _Letters, giver: PersonId, answer_by: datetime, *, running: bool
) -> tuple[UUID, ...]:
    """The mails that go out at ``answer_by`` unless the offer is settled before."""
    where = f"{letters.public_url}/{letters.region.slug}"
    if running:
        waiting = [
            letters.mail(
                address,
                "nobody has taken a turn over yet",
                f"{letters.giver} asked a colleague to take over ({NAMES[letters.line]}), {letters.span}. "
                f"The colleague has not answered. The turn is still with {letters.giver}.\n\n"
                f"Look at the rota: {where}/on-call\n",
            )
            for address in await load_coordinators(tx)
        ]
    else:
        mine = (await load_mails(tx)).get(giver)
        body = (
            f"The colleague whom you asked has not answered. The turn ({NAMES[letters.line]}) is yours:\n"
            f"{letters.span}.\n\nIf you can't: {where}/me/shifts\n"
        )
        waiting = [letters.mail(mine, "your turn begins and is still yours", body)] if mine else []
    return tuple([await post_at(tx, mail, answer_by) for mail in waiting])
