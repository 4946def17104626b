"""Who could fill a gap, and why she: free, rested, of another part of the region, furthest under her fair share.

Whether she may is asked of the same :class:`Opening` that the verb asks, made from the facts at hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from consortium.duty.holders import HOLDERS, Holders
from consortium.duty.swaps.turns import last_number
from consortium.duty.takers import Opening
from consortium.duty.timeline.fair import Shares
from consortium.duty.views import RotaFacts
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Span, shifts

RESTED: Final = timedelta(hours=11)
"""Time off duty before and after that counts as rested."""
_MOST_TRIED: Final = 12


class FillFacts(RotaFacts, Protocol):
    """What a suggestion needs besides the rota."""

    @property
    def mails(self) -> Mapping[PersonId, str]:
        """Where everybody who can be paged is paged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Who could fill a gap best: free then. ``apart``: of another part of the region than who answers beside her.

    ``over`` is whole weighted hours above her fair share, below nothing: under it.
    """

    person: PersonId
    name: str
    rested: bool
    apart: bool
    over: int


def best_fill(facts: FillFacts, line: Line, during: Span, shares: Shares, now: datetime) -> Fill | None:
    """The best of who could: rested, of another part, then the furthest under her share; ``None``: nobody found."""
    opening = _opening(facts, line, during, now)
    ordered = sorted(
        _fills(facts, opening, shares), key=lambda fill: (not fill.rested, not fill.apart, fill.over, fill.name)
    )
    number = last_number(facts.schedule) + 1
    return next((fill for fill in ordered[:_MOST_TRIED] if _can(facts, opening, fill.person, number, now)), None)


def _opening(facts: FillFacts, line: Line, during: Span, now: datetime) -> Opening:
    standing = facts.standing(now)
    holders = Holders(peers=facts.peers, zones=standing.plan.zones if standing else ())
    return Opening(
        line=line,
        holder=None,
        during=during,
        schedule=facts.schedule,
        holders=holders,
        side_of=holders.sides(during.start),
        paged=frozenset(facts.mails),
        fit=frozenset(),
    )


def _can(facts: FillFacts, opening: Opening, person: PersonId, number: int, now: datetime) -> bool:
    zones, served = opening.holders.zones, facts.reach.serves(facts.peers[person], now, whenever=True)
    if zones and not any(zone.agencies <= served for zone in zones):
        return False
    try:
        replace(opening, fit=frozenset({person})).given_to(person, number)
    except BadInput:
        return False
    return True


def _fills(facts: FillFacts, opening: Opening, shares: Shares) -> Iterator[Fill]:
    """Everybody in the right capacity who is on no line then."""
    during = opening.during
    around = shifts(facts.schedule, Span(during.start - RESTED, during.end + RESTED))
    then = [shift for shift in around if shift.span.overlaps(during)]
    busy, near = ({shift.person for shift in found} for found in (then, around))
    taken = {
        part
        for shift in then
        if shift.line is not opening.line and shift.line is not Line.CLINICIAN
        for part in opening.side_of.get(shift.person, ())
    }
    for person, card in facts.cards.items():
        peer = facts.peers.get(person)
        if peer is None or person in busy or peer.role not in HOLDERS[opening.line]:
            continue
        yield Fill(
            person=person,
            name=card.name,
            rested=person not in near,
            apart=taken.isdisjoint(opening.side_of[person]),
            over=round(shares.over(person)),
        )
