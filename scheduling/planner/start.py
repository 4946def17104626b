"""Where the search begins: each duty in turn goes to whoever costs least of the few who are furthest below their share.

Quick and not wise. It saves the solver from finding out by itself that duties can be filled at all.
"""

from typing import Final

from geo.names import PersonId
from scheduling.planner.case import Case
from scheduling.planner.judge import broken, cost_of, findings
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Rules, Share, Touched
from scheduling.planner.values import Assignment, Slot

_TRIES: Final = 12
"""Whoever has passed over so many for one duty would rarely find anybody at the thirteenth."""

_ENOUGH: Final = 4
"""So many who can are compared."""


def begin(case: Case, rules: Rules, model: Model) -> Assignment:
    """Fill what can be filled without breaking a hard rule, in order of time."""
    roster, share = Roster(case, {}), Share()
    ahead = {person: share.above(roster, person) / max(each.share, 0.01) for person, each in case.people.items()}
    for slot in case.slots.values():
        for _ in range(slot.need - len(roster.holders(slot.id))):
            ranked = sorted(_open(model, slot, roster), key=lambda it: (ahead[it], it.int))
            person = _best(roster, rules, slot, ranked[:_TRIES])
            if person is None:
                break
            roster = roster.with_holders(slot.id, roster.holders(slot.id) | {person})
            ahead[person] += case.load(slot.span) / max(case.people[person].share, 0.01)
    return roster.assigned


def _open(model: Model, slot: Slot, roster: Roster) -> list[PersonId]:
    held = roster.holders(slot.id)
    return [person for person, literal in model.holders(slot) if person not in held and not isinstance(literal, int)]


def _best(roster: Roster, rules: Rules, slot: Slot, ranked: list[PersonId]) -> PersonId | None:
    """The cheapest of the first few who break nothing that was not broken before."""
    best: PersonId | None = None
    least, able = 0, 0
    for person in ranked:
        touched = Touched(frozenset({person}), frozenset({slot.id}))
        before = findings(roster, rules, touched)
        after = findings(roster.with_holders(slot.id, roster.holders(slot.id) | {person}), rules, touched)
        if len(broken(after)) > len(broken(before)):
            continue
        price, able = cost_of(after) - cost_of(before), able + 1
        if best is None or price < least:
            best, least = person, price
        if able == _ENOUGH:
            break
    return best
