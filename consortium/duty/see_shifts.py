"""A member's own turns as her pages show them, and colleagues by how little duty they had lately. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from consortium.duty.links import turn_query
from consortium.duty.missing import fallback
from consortium.duty.swaps.values import Sent
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


def see_shifts(facts: RotaFacts, person: PersonId, sent: Sequence[Sent], slug: str, now: datetime) -> dict[str, Any]:
    """Her turns with the cover that is asked for, how many ask her, and the turns that she stood down from."""
    mine = my_turns(facts, person, now)
    waiting = ((each, each.of(person)) for each in sent if each.ask.open_at(now))
    return {
        "turns": [_turn(shift, sent, slug, now) for shift in mine],
        "asked": sum(said is not None and not said.declined for _, said in waiting),
        "swaps_href": f"/{slug}/me/swaps",
        "left": [_left(facts, made, now) for made in _stood_down(facts, person, now)],
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


def _turn(shift: Shift, sent: Sequence[Sent], slug: str, now: datetime) -> dict[str, Any]:
    query = turn_query(shift.line, shift.span)
    asking = next(
        (
            each
            for each in sent
            if each.ask.giver == shift.person and each.ask.of.line is shift.line and each.ask.open_at(now)
            if each.ask.of.during.overlaps(shift.span)
        ),
        None,
    )
    return {
        "line": shift.line.value,
        "start": shift.span.start,
        "end": shift.span.end,
        "running": shift.span.start <= now,
        "asking": f"/{slug}/me/swaps/{asking.ask.id}" if asking else "",
        "offers": len(asking.offers_back) if asking else 0,
        "swap_href": f"/{slug}/me/swaps/new?{query}",
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
