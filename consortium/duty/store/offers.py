"""Offered turns in the database, to and from values. Whoever asks is told her own only."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update

from consortium.db import Reading, Transaction
from consortium.duty.offers import Offer
from consortium.duty.tables import OfferRow
from geo import PersonId
from scheduling import Line, Span

OFFERS_KEPT: Final = timedelta(days=30)
"""How long an offer is kept after its turn."""


async def save_offer(tx: Transaction, offer: Offer) -> None:
    """Add an offer; those whose turn ended 30 days ago go."""
    await tx.execute(delete(OfferRow).where(OfferRow.ends_at < tx.now - OFFERS_KEPT))
    tx.add(
        OfferRow(
            consortium=tx.consortium,
            id=offer.id,
            giver=offer.giver,
            taker=offer.taker,
            line=offer.line,
            starts_at=offer.during.start,
            ends_at=offer.during.end,
            answer_by=offer.answer_by,
            state=offer.state,
            letters=list(offer.letters),
        )
    )
    await tx.flush()


async def load_offers(reading: Reading, person: PersonId) -> tuple[Offer, ...]:
    """The offers that this person made or was made, by the start of the turn. Nobody else's are ever listed."""
    mine = (OfferRow.giver == person) | (OfferRow.taker == person)
    rows = await reading.scalars(select(OfferRow).where(mine).order_by(OfferRow.starts_at, OfferRow.id))
    return tuple(_offer(row) for row in rows)


async def set_offer(tx: Transaction, offer: UUID, state: str) -> None:
    """Settle an offer; no mail waits for its answer any more."""
    await tx.execute(update(OfferRow).where(OfferRow.id == offer).values(state=state, letters=[]))


def _offer(row: OfferRow) -> Offer:
    return Offer(
        id=row.id,
        giver=PersonId(row.giver),
        taker=PersonId(row.taker),
        line=Line(row.line),
        during=Span(row.starts_at, row.ends_at),
        answer_by=row.answer_by,
        state=row.state,
        letters=tuple(row.letters),
    )
