"""A roster not yet decided: one literal for each duty and each person who may hold it, and what rules say of them.

Rules write through the few words here, which keep one promise: what is settled (past or kept duty) never makes a model
that nothing solves. A limit that settled duty has already passed allows nothing more, and asks for nothing back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.names import PersonId
from scheduling.planner.case import Case, Cell, Held
from scheduling.planner.engine import cp_model
from scheduling.planner.values import Slot, SlotId

Literal = Any
"""A variable of the solver that is 0 or 1, or the number 1 for what is settled, or 0 for what cannot be."""


@dataclass(frozen=True, slots=True)
class Maybe:
    """A duty that somebody has if the literal is true."""

    held: Held
    literal: Literal

    @property
    def settled(self) -> bool:
        """Whether nothing about it is left to decide."""
        return self.held.settled


def duty_of(each: Held | Maybe) -> Held:
    """The duty, had or perhaps to be had."""
    return each if isinstance(each, Held) else each.held


class Model:
    """The literals and the cost, as rules add to them. ``open_pairs`` are those whom no hard rule bars by herself."""

    def __init__(self, case: Case, open_pairs: Iterable[tuple[SlotId, PersonId]]) -> None:
        """Make a literal for each pair that is open; what is kept is settled."""
        self.case = case
        self.cp = cp_model().CpModel()
        self.variables: dict[tuple[SlotId, PersonId], Literal] = {}
        self.costs: list[tuple[str, Any, int]] = []
        self._cache: dict[tuple[int, ...], Literal] = {}
        for slot, person in open_pairs:
            if person not in case.slots[slot].kept:
                self.variables[slot, person] = self.cp.new_bool_var(f"{slot}:{person.hex[:6]}")
        self._holders: dict[SlotId, list[PersonId]] = defaultdict(list)
        for slot, person in self.variables:
            self._holders[slot].append(person)
        self._duties = self._by_person()

    def holds(self, slot: SlotId, person: PersonId) -> Literal:
        """Whether this person holds this duty."""
        return 1 if person in self.case.slots[slot].kept else self.variables.get((slot, person), 0)

    def holders(self, slot: Slot) -> list[tuple[PersonId, Literal]]:
        """Everybody who may hold the duty or keeps it, with her literal, in one order."""
        kept = [(person, 1) for person in sorted(slot.kept, key=lambda it: it.int)]
        return kept + [(person, self.variables[slot.id, person]) for person in self._holders[slot.id]]

    def on(self, cell: Cell, seats: frozenset[str] | None = None) -> list[tuple[Slot, PersonId, Literal]]:
        """Everybody who may be on duty in a cell."""
        slots = [slot for slot in cell.slots if seats is None or slot.seat in seats]
        return [(slot, person, literal) for slot in slots for person, literal in self.holders(slot)]

    def duties(self, person: PersonId) -> Sequence[Maybe]:
        """All that this person had, keeps or may get, by start."""
        return self._duties.get(person, ())

    def at_most(self, literals: Iterable[Literal], most: int) -> None:
        """Let no more than this many be true; where settled ones alone are as many, let no other."""
        settled, free = _parted(literals)
        if len(free) <= most - settled:
            return
        if most - settled == 1:
            self.cp.add_at_most_one(free)
        elif most - settled < 1:
            for literal in free:
                self.cp.add(literal == 0)
        else:
            self.cp.add(sum(free) <= most - settled)

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true just when at least one of these is."""
        settled, free = _parted(literals)
        if settled or not free:
            return int(settled > 0)
        if len(free) == 1:
            return free[0]
        key = tuple(literal.index for literal in free)
        if key not in self._cache:
            self._cache[key] = self.cp.new_bool_var("any")
            self.cp.add_max_equality(self._cache[key], free)
        return self._cache[key]

    def excess(self, amount: Any, limit: int, most: int, *, unit: int = 1) -> Any:
        """How many units, begun ones counted whole, the amount lies above the limit; 0 if below.

        ``most`` is what the amount can come to at most. Exact where a cost rests on it.
        """
        if most <= limit:
            return 0
        above = self.cp.new_int_var(0, -(-(most - limit) // unit), "above")
        self.cp.add(unit * above >= amount - limit)
        return above

    def cost(self, rule: str, amount: Any, weight: int) -> None:
        """Let each unit of the amount cost this much, on behalf of a rule."""
        self.costs.append((rule, amount, weight))

    def finish(self, hint: Mapping[SlotId, frozenset[PersonId]] | None) -> Any:
        """Set the objective, and where to begin."""
        self.cp.minimize(sum(weight * amount for _, amount, weight in self.costs))
        if hint is not None:
            for (slot, person), variable in self.variables.items():
                self.cp.add_hint(variable, int(person in hint.get(slot, frozenset())))
        return self.cp

    def _by_person(self) -> dict[PersonId, list[Maybe]]:
        found: dict[PersonId, list[Maybe]] = defaultdict(list)
        for slot in self.case.slots.values():
            for person, literal in self.holders(slot):
                found[person].append(Maybe(self.case.held(slot, person), literal))
        for person, served in self.case.served.items():
            found[person].extend(Maybe(each, 1) for each in served)
        for maybes in found.values():
            maybes.sort(key=lambda it: it.held.span)
        return found


def _parted(literals: Iterable[Literal]) -> tuple[int, list[Literal]]:
    """How many are settled as true, and those that are yet to decide."""
    every = list(literals)
    return sum(literal for literal in every if isinstance(literal, int)), [
        literal for literal in every if not isinstance(literal, int)
    ]
