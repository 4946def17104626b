"""Who can take some time over, judged by every rule, and the fairest first with the reason.

What refuses somebody is said in words that name no reason of hers: where she is, is her own business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from consortium.db import Reading
from consortium.duty.availability.load import load_availability
from consortium.duty.planning.rules import load_rules, load_weights
from consortium.duty.store import load_schedule
from consortium.duty.swaps.strain import Duties, duties_around, given_up, strains
from consortium.duty.swaps.turns import last_number, replacing
from consortium.duty.takers import Opening, load_opening
from consortium.members.store import load_cards
from consortium.members.values import PeerCard
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Schedule, Span, shifts, with_override
from scheduling.availability import Availability, Why
from scheduling.fairness import NOTHING, Weights, burdens, expected
from scheduling.planner import Rules
from scheduling.spans import EARLIEST

YEAR: Final = timedelta(days=365)
NOT_FREE: Final = "This person has said that she is not free in a part of that time. Choose somebody else."
NOT_LENT: Final = "Her agency does not lend this person in a part of that time. Choose somebody else."
TOO_SOON: Final = "This person needs more notice than that. Choose somebody else, or call her."


@dataclass(frozen=True, slots=True, kw_only=True)
class Able:
    """Somebody who can take it, with the weighted hours of her year; ``over``: more than her share, below 0: less."""

    person: PersonId
    name: str
    agency: str
    hours: float
    over: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """All that decides who can take over, read at one instant."""

    now: datetime
    base: Opening
    cards: Mapping[PersonId, PeerCard]
    availability: Mapping[PersonId, Availability]
    weights: Weights
    rules: Rules

    @property
    def schedule(self) -> Schedule:
        """The rota."""
        return self.base.schedule

    def opening(self, line: Line, holder: PersonId, during: Span, *, after: Schedule | None = None) -> Opening:
        """Time of somebody's; ``after`` is the rota as it would be, where something else changes at once."""
        return replace(
            self.base,
            line=line,
            holder=holder,
            during=during,
            schedule=after or self.schedule,
            side_of=self.base.holders.sides(during.start),
        )

    def refuse(
        self, opening: Opening, to: PersonId, *, asks: bool = False, urgent: bool = False, duties: Duties | None = None
    ) -> None:
        """Refuse somebody who cannot take it.

        With ``asks`` also whoever does not want to be asked for such time: what she said of herself counts until she
        says otherwise. ``urgent``: the planner's rules about rest and numbers do not count. ``duties`` are everybody's
        turns around it, where they are at hand.

        Raises:
            BadInput: why she cannot.
        """
        opening.given_to(to, last_number(opening.schedule) + 1)
        known = self.availability.get(to) or Availability(person=to)
        hindered = {block.why for block in known.hindrances(opening.during)}
        if Why.LENT in hindered:
            raise BadInput(NOT_LENT, "to")
        if asks and hindered:
            raise BadInput(NOT_FREE, "to")
        if asks and not known.enough_notice(opening.during.start, self.now):
            raise BadInput(TOO_SOON, "to")
        if urgent:
            return
        own = known if asks else Availability(person=to)
        turns = duties if duties is not None else duties_around(opening.schedule, opening.during)
        if found := strains(self.rules, self.weights, turns, to, opening.line, opening.during, own):
            raise BadInput(f"A rule of the rota would be broken: {'; '.join(found)}. Choose somebody else.", "to")

    def able(self, opening: Opening, *, but: Iterable[PersonId] = ()) -> tuple[PersonId, ...]:
        """Everybody who can take it and would be asked, by id."""
        found, duties = [], duties_around(opening.schedule, opening.during)
        for person in sorted(self.base.holders.peers.keys() - set(but)):
            try:
                self.refuse(opening, person, asks=True, duties=duties)
            except BadInput:
                continue
            found.append(person)
        return tuple(found)

    def fairest(self, opening: Opening, *, but: Iterable[PersonId] = ()) -> tuple[Able, ...]:
        """The same, whose duty of a year up to then is furthest below her share first.

        Of those who are even, a draw decides that is another for each turn and the same each time it is asked.
        """
        able = [person for person in self.able(opening, but=but) if person in self.cards]
        over = self._over(opening)
        found = (
            Able(
                person=person,
                name=self.cards[person].name,
                agency=self.cards[person].agency_name or "",
                hours=over[person][0],
                over=over[person][1],
            )
            for person in able
        )
        return tuple(sorted(found, key=lambda each: (round(each.over), _draw(each.person, opening.during))))

    def refuse_both(
        self,
        line: Line,
        giver: PersonId,
        during: Span,
        taker: PersonId,
        back: tuple[Line, Span],
        *,
        duties: Duties | None = None,
    ) -> None:
        """Refuse a swap of two turns: each must be able to take the other's once she is rid of her own.

        ``duties`` are everybody's turns around both, where they are at hand.

        Raises:
            BadInput: why not.
        """
        number = last_number(self.schedule) + 1
        both = Span(min(during.start, back[1].start), max(during.end, back[1].end))
        known = duties if duties is not None else duties_around(self.schedule, both)
        without_hers = with_override(self.schedule, replacing(back[0], taker, giver, back[1], number))
        opening = self.opening(line, giver, during, after=without_hers)
        self.refuse(opening, taker, duties=given_up(known, taker, *back))
        without_mine = with_override(self.schedule, replacing(line, giver, taker, during, number))
        opening = self.opening(back[0], taker, back[1], after=without_mine)
        self.refuse(opening, giver, duties=given_up(known, giver, line, during))

    def _over(self, opening: Opening) -> Mapping[PersonId, tuple[float, float]]:
        """The weighted hours of everybody who holds such a line, and what of them is over her share."""
        end = opening.during.start
        group = [each for each in self.base.holders.peers if self.base.holders.may_hold(opening.line, each, self.now)]
        year = shifts(self.schedule, Span(max(end - YEAR, EARLIEST), end))
        found = burdens((shift for shift in year if shift.person in set(group)), self.weights)
        fair = expected(found, {each: self._share(each) for each in group})
        hours = {each: found.get(each, NOTHING).weighted for each in group}
        return {each: (hours[each], hours[each] - fair[each]) for each in group}

    def _share(self, person: PersonId) -> float:
        known = self.availability.get(person)
        return 1.0 if known is None else known.share


def _draw(person: PersonId, during: Span) -> bytes:
    return sha256(f"{during.start.isoformat()} {person}".encode()).digest()


async def load_field(reading: Reading, *, base: Opening | None = None, schedule: Schedule | None = None) -> Field:
    """Everything at once; ``base`` is any opening that is at hand, ``schedule`` the rota, where it has been read."""
    somewhen = Span(reading.now, reading.now + timedelta(hours=1))
    if base is None:
        known = schedule or await load_schedule(reading)
        base = await load_opening(reading, line=Line.PRIMARY, holder=None, during=somewhen, schedule=known)
    return Field(
        now=reading.now,
        base=base,
        cards={card.person: card for card in await load_cards(reading)},
        availability=await load_availability(reading),
        weights=await load_weights(reading),
        rules=await load_rules(reading),
    )
