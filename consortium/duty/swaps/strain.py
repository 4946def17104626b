"""Which hard rules of the planner somebody would break who takes a turn on: the same rules, judged by the same judge.

Only rules about one person's own duties are asked here: rest, how many in a row, how many in a period, weekends, her
own limit. Who may serve at all, and the rule of the two lines, are asked of the rota itself. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from geo import PersonId
from scheduling import Line, Schedule, Shift, Span, shifts_by_turn
from scheduling.availability import Availability
from scheduling.fairness import Weights
from scheduling.planner import Candidate, Past, Rule, Rules, Slot, SlotId, judge
from scheduling.spans import EARLIEST, LATEST, subtract

AROUND: Final = timedelta(days=35)
"""So far before and after is looked at her other turns: every limit of a month or of four weekends is in it."""
OWN_LIMIT: Final = "her own limit"
_ASKED: Final = frozenset({"rest", "in a row", "most per period", "weekends", OWN_LIMIT})

Duties = Mapping[PersonId, tuple[Shift, ...]]
"""Everybody's turns."""


def duties_around(schedule: Schedule, during: Span) -> Duties:
    """Everybody's turns around this time."""
    window = Span(max(during.start - AROUND, EARLIEST), min(during.end + AROUND, LATEST))
    found: dict[PersonId, list[Shift]] = defaultdict(list)
    for shift in shifts_by_turn(schedule, window):
        found[shift.person].append(shift)
    return {person: tuple(held) for person, held in found.items()}


def given_up(duties: Duties, person: PersonId, line: Line, during: Span) -> Duties:
    """The same, had this person not that time on the line."""
    rest = [
        replace(shift, span=piece)
        for shift in duties.get(person, ())
        for piece in (subtract([shift.span], [during]) if shift.line is line else (shift.span,))
    ]
    return {**duties, person: tuple(rest)}


def strains(
    rules: Rules, weights: Weights, duties: Duties, taker: PersonId, line: Line, during: Span, own: Availability
) -> tuple[str, ...]:
    """What the taker would newly break with this time beside her other turns, as sentences."""
    asked = [rule for rule in rules if rule.hard and rule.name in _ASKED]
    held = [(shift.line, shift.span) for shift in duties.get(taker, ())]
    person = Candidate(
        id=taker,
        seats=frozenset(line.value for line in Line),
        fit=(Span(EARLIEST, LATEST),),
        most_per_month=own.most_per_month,
    )
    after = _broken(asked, person, weights, [*held, (line, during)])
    before = _broken(asked, person, weights, held) if after else []
    return tuple(sorted((Counter(after) - Counter(before)).keys()))


def _broken(rules: Iterable[Rule], person: Candidate, weights: Weights, held: Iterable[tuple[Line, Span]]) -> list[str]:
    """What is broken by these turns of hers, each in the rule's own sentence."""
    slots = [
        Slot(id=SlotId(str(number)), seat=line.value, span=span) for number, (line, span) in enumerate(sorted(held))
    ]
    assigned = {slot.id: frozenset({person.id}) for slot in slots}
    found = judge(assigned, slots, (person,), Rules(tuple(rules)), Past(weights=weights))
    names = {rule.name for rule in rules}
    return [each.sentence for each in found if each.hard and each.rule in names]
