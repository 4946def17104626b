"""A draft as a question to the planner: its duties, the people with their papers over time, and their past. Pure.

What a person may serve comes from the agreements' own gate, asked at every instant at which its answer may change.
Nothing here knows of a request.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from agreements import Bond, PeerFacts
from consortium.duty.holders import HOLDERS, sides
from consortium.duty.planning.shares import by_kind, weighted_past
from consortium.duty.planning.values import KeptRoster, PlannedShift
from consortium.duty.views import RotaFacts
from geo import AgencyId, PersonId, Point, Zone, ZoneId
from scheduling import Line, Schedule, Shift, Span, shifts_by_turn
from scheduling.availability import Availability
from scheduling.availability import Why as Reason
from scheduling.fairness import Weights
from scheduling.planner import Assignment, Block, Candidate, Past, Rules, Slot, SlotId, Wish
from scheduling.spans import EARLIEST, LATEST, subtract, union

YEAR: Final = timedelta(days=365)
AFTER: Final = timedelta(days=35)
"""So far beyond the plan is looked at what is promised, for rest and for limits of a month."""

AWAY: Final[Mapping[Reason, str]] = {
    Reason.ONCE: "block-out",
    Reason.WEEKLY: "weekly block-out",
    Reason.PATTERN: "own work pattern",
    Reason.CALENDAR: "busy by the calendar",
    Reason.LENT: "not lent then",
}
ON_LEAVE: Final = "days away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that plans of one consortium stand on, at one instant.

    Attributes:
        published: all that counts now.
        available: what people said of themselves; who said nothing is not there.
        places: where agencies are.
        reached: whom a mail reaches; nobody else is planned.
        kept_holidays: holidays of earlier years that people served.
    """

    facts: RotaFacts
    published: Schedule
    rules: Rules
    weights: Weights
    available: Mapping[PersonId, Availability]
    places: Mapping[AgencyId, Point]
    reached: frozenset[PersonId]
    kept_holidays: Mapping[PersonId, tuple[tuple[date, str], ...]]
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the planner is asked, and who holds each duty of the draft now.

    ``slots`` are the draft's duties and, beside them, the duties of other lines that its rules look at.
    """

    slots: tuple[Slot, ...]
    people: tuple[Candidate, ...]
    rules: Rules
    past: Past
    seed: int
    assigned: Assignment

    @property
    def of_draft(self) -> frozenset[SlotId]:
        """The duties of the draft itself."""
        return frozenset(self.assigned)


def slot_id(shift: PlannedShift) -> SlotId:
    """The planner's name for a duty of a draft."""
    return SlotId(str(shift.id))


def ask(ground: Ground, kept: KeptRoster, *, by_hand_stays: bool = False) -> Question:
    """The question that this draft is. ``by_hand_stays``: the planner leaves what was settled by hand.

    To judge a draft, what was settled by hand is looked at like all else: only what has begun is past changing.
    """
    window = Span(max(kept.span.start - YEAR, EARLIEST), min(kept.span.end + AFTER, LATEST))
    turns = shifts_by_turn(ground.published, window)
    outside, beside = _parted(turns, kept)
    slots = (*(_slot(shift, ground.now, by_hand_stays) for shift in kept.shifts), *_beside(beside))
    year = Span(max(kept.span.start - YEAR, EARLIEST), kept.span.start)
    past = weighted_past(outside, year, ground.weights)
    return Question(
        slots=slots,
        people=by_kind(tuple(_candidates(ground, kept, past, year)), slots, past, ground.weights),
        rules=ground.rules,
        past=Past(weights=ground.weights, shifts=tuple(outside), kept_holidays=ground.kept_holidays),
        seed=kept.seed,
        assigned={
            slot_id(shift): frozenset() if shift.person is None else frozenset({shift.person}) for shift in kept.shifts
        },
    )


def _slot(shift: PlannedShift, now: datetime, by_hand_stays: bool) -> Slot:
    """A duty of the draft; one that has begun keeps its holder."""
    settled = shift.span.start <= now or (by_hand_stays and shift.kept)
    holders = frozenset({shift.person}) if settled and shift.person is not None else frozenset()
    over = shift.span.end <= now
    return Slot(
        id=slot_id(shift), seat=shift.line.value, span=shift.span, need=0 if over and not holders else 1, kept=holders
    )


def _parted(turns: Iterable[Shift], kept: KeptRoster) -> tuple[list[Shift], list[Shift]]:
    """What is served or promised outside the plan, and what other lines have beside it, in its time."""
    outside: list[Shift] = []
    beside: list[Shift] = []
    for turn in turns:
        if not turn.span.overlaps(kept.span):
            outside.append(turn)
        elif turn.line not in kept.lines:
            beside.append(turn)
        else:
            outside += [Shift(turn.line, turn.person, rest) for rest in subtract([turn.span], [kept.span])]
    return outside, beside


def _beside(turns: Iterable[Shift]) -> Iterator[Slot]:
    """The duties of other lines as they stand: all their holders keep them."""
    found: dict[tuple[Line, Span], set[PersonId]] = {}
    for turn in turns:
        found.setdefault((turn.line, turn.span), set()).add(turn.person)
    for number, ((line, span), holders) in enumerate(sorted(found.items(), key=lambda it: (it[0][1], it[0][0].value))):
        yield Slot(
            id=SlotId(f"beside {number}"), seat=line.value, span=span, need=len(holders), kept=frozenset(holders)
        )


def _candidates(ground: Ground, kept: KeptRoster, past: Mapping[PersonId, float], year: Span) -> Iterator[Candidate]:
    standing = ground.facts.standing(max(kept.span.start, ground.now))
    zones = standing.plan.zones if standing else ()
    fits = {
        person: tuple(_fit(ground, peer, zones, Span(year.start, kept.span.end)))
        for person, peer in ground.facts.peers.items()
    }
    means = _means(ground, past)
    for person, peer in sorted(ground.facts.peers.items()):
        own = ground.available.get(person) or Availability(person=person)
        absent = [leave.during for leave in ground.published.leave if leave.person == person]
        absent += [span for who, span in kept.away if who == person]
        within = tuple(cut for span in union(span for span, _ in fits[person]) if (cut := span.intersect(kept.span)))
        able = bool(within) and person in ground.reached
        yield Candidate(
            id=person,
            seats=_seats(peer),
            fit=within if able else (),
            share=own.share if able else 0.0,
            agency=peer.lent_by,
            sides=frozenset(sides(peer, zones, max(kept.span.start, ground.now))),
            serves=_served(fits[person], kept.span),
            skills=frozenset({peer.role.value}),
            supervises=any(bond.bond is Bond.SUPERVISES for bond in peer.affiliations),
            blocked=tuple(_blocked(own, absent, kept.span)),
            wishes=tuple(Wish(wish.span, wish.weight) for wish in own.wishes if wish.span.overlaps(kept.span)),
            most_per_month=own.most_per_month,
            place=ground.places.get(peer.lent_by) if peer.lent_by else None,
            credit=_credit(means[_seats(peer)] * own.share, (span for span, _ in fits[person]), absent, year),
        )


def _fit(
    ground: Ground, peer: PeerFacts, zones: Sequence[Zone], window: Span
) -> Iterator[tuple[Span, frozenset[ZoneId]]]:
    """The time in which she may serve some part of the region, with the parts; all of it where there are no parts."""
    dates = {at for at in ground.facts.reach.dates_of(peer) if at in window}
    for start, end in pairwise(sorted({window.start, window.end, *dates})):
        if peer.papers.at(start).suspended:
            continue
        own, served = peer.papers.at(start).own, ground.facts.reach.serves(peer, start, whenever=True)
        parts = frozenset(zone.id for zone in zones if zone.agencies <= served and own.isdisjoint(zone.inside))
        if parts or (served and not zones):
            yield Span(start, end), parts


def _served(fit: Iterable[tuple[Span, frozenset[ZoneId]]], during: Span) -> frozenset[ZoneId]:
    """The parts that she may serve throughout the time in which she is fit at all."""
    found = [parts for span, parts in fit if span.overlaps(during)]
    return frozenset.intersection(*found) if found else frozenset()


def _blocked(own: Availability, absent: Iterable[Span], during: Span) -> Iterator[Block]:
    for span in absent:
        if cut := span.intersect(during):
            yield Block(cut, ON_LEAVE)
    for block in own.hindrances(during):
        yield Block(block.span, AWAY[block.why])


def _seats(peer: PeerFacts) -> frozenset[str]:
    """The seats that somebody in her role may hold."""
    return frozenset(line.value for line, roles in HOLDERS.items() if peer.role in roles)


def _means(ground: Ground, past: Mapping[PersonId, float]) -> Mapping[frozenset[str], float]:
    """The weighted hours of a whole share in the year before, by the seats that people may hold."""
    hours: dict[frozenset[str], float] = defaultdict(float)
    shares: dict[frozenset[str], float] = defaultdict(float)
    for person, peer in ground.facts.peers.items():
        own = ground.available.get(person)
        hours[_seats(peer)] += past.get(person, 0.0)
        shares[_seats(peer)] += 1.0 if own is None else own.share
    return {seats: hours[seats] / share for seats, share in shares.items()}


def _credit(whole: float, fit: Iterable[Span], absent: Iterable[Span], year: Span) -> float:
    """What she would have served in the part of the year in which she could not: new, not trained, or long away."""
    could = subtract((cut for span in union(fit) if (cut := span.intersect(year))), absent)
    length = sum((span.length for span in could), timedelta())
    return whole * (1 - length / year.length)
