"""A member's own turns as her pages show them, and colleagues by how little duty they had lately. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from consortium.duty.links import turn_query
from consortium.duty.missing import fallback
from consortium.duty.offers import PENDING, Offer
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Override, Shift, Span, gaps, hours_by_person, shifts, shifts_by_turn
from scheduling.spans import EARLIEST

AHEAD: Final = timedelta(weeks=8)
LATELY: Final = timedelta(weeks=8)
LONG_TURN: Final = timedelta(days=62)
"""So far a turn that begins within the eight weeks is looked at, that it is shown whole."""
SOMEBODY: Final = "A colleague"


def my_turns(facts: RotaFacts, person: PersonId, now: datetime) -> tuple[Shift, ...]:
    """Her turns of the next eight weeks, the running one first, which begins now."""
    found = shifts_by_turn(facts.schedule, Span(now, now + AHEAD + LONG_TURN))
    return tuple(shift for shift in found if shift.person == person and shift.span.start < now + AHEAD)


def see_shifts(facts: RotaFacts, person: PersonId, offers: Sequence[Offer], slug: str, now: datetime) -> dict[str, Any]:
    """Her turns with what is offered of them, what she was offered, and the turns that she stood down from."""
    mine = my_turns(facts, person, now)
    return {
        "turns": [_turn(facts, shift, offers, slug, now) for shift in mine],
        "asked": [
            see_offer(facts, offer, slug, now) for offer in offers if offer.taker == person and offer.open_at(now)
        ],
        "settled": [
            see_offer(facts, offer, slug, now)
            for offer in offers
            if offer.giver == person and not offer.open_at(now) and offer.during.end > now
        ],
        "left": [_left(facts, made, now) for made in _stood_down(facts, person, now)],
    }


def see_offer(facts: RotaFacts, offer: Offer, slug: str, now: datetime) -> dict[str, Any]:
    """An offered turn and how it stands."""
    return {
        "href": f"/{slug}/me/offers/{offer.id}",
        "line": offer.line.value,
        "start": offer.during.start,
        "end": offer.during.end,
        "giver": name_of(facts, offer.giver),
        "taker": name_of(facts, offer.taker),
        "state": offer.state_at(now),
        "answer_by": offer.answer_by,
        "running": offer.during.start <= now,
    }


def by_least_duty(facts: RotaFacts, people: Iterable[PersonId], now: datetime) -> list[dict[str, Any]]:
    """Colleagues with their hours on duty in the last eight weeks, fewest first."""
    hours = lately(facts, now)
    found = [
        {
            "person": str(person),
            "name": facts.cards[person].name,
            "agency": facts.cards[person].agency_name or "",
            "hours": round(hours.get(person, timedelta()) / timedelta(hours=1)),
        }
        for person in people
        if person in facts.cards
    ]
    return sorted(found, key=lambda each: (each["hours"], each["name"]))


def lately(facts: RotaFacts, now: datetime) -> Mapping[PersonId, timedelta]:
    """Everybody's time on duty in the last eight weeks, from the rota only."""
    return hours_by_person(facts.schedule, Span(max(now - LATELY, EARLIEST), now))


def name_of(facts: RotaFacts, person: PersonId) -> str:
    """A colleague's name; of who no longer answers, only that she was one."""
    card = facts.cards.get(person)
    return card.name if card else SOMEBODY


def _turn(facts: RotaFacts, shift: Shift, offers: Sequence[Offer], slug: str, now: datetime) -> dict[str, Any]:
    query = turn_query(shift.line, shift.span)
    offered = next(
        (
            offer
            for offer in offers
            if offer.giver == shift.person and offer.line is shift.line and offer.during.overlaps(shift.span)
            if offer.state_at(now) == PENDING
        ),
        None,
    )
    return {
        "line": shift.line.value,
        "start": shift.span.start,
        "end": shift.span.end,
        "running": shift.span.start <= now,
        "offered": see_offer(facts, offered, slug, now) if offered else None,
        "give_href": f"/{slug}/me/shifts/hand-over?{query}",
        "cannot_href": f"/{slug}/me/shifts/cannot?{query}",
    }


def _stood_down(facts: RotaFacts, person: PersonId, now: datetime) -> Iterable[Override]:
    return (
        made
        for made in facts.schedule.overrides
        if made.removes == person and made.adds is None and now < made.during.end <= now + AHEAD + LATELY
    )


def _left(facts: RotaFacts, made: Override, now: datetime) -> dict[str, Any]:
    """A turn that she is off: who is on instead, or what happens while nobody is."""
    rest = Span(max(made.during.start, now), made.during.end)
    uncovered = gaps(facts.schedule, made.line, rest)
    others = sorted({name_of(facts, shift.person) for shift in shifts(facts.schedule, rest) if shift.line is made.line})
    return {
        "line": made.line.value,
        "start": rest.start,
        "end": rest.end,
        "people": others,
        "instead": fallback(facts, made.line, uncovered[0].start) if uncovered else "",
    }
