"""A roster: the facts of a question, and who holds each duty. What the judge looks at; the solver does not know it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from geo.names import PersonId
from scheduling.errors import PlanError
from scheduling.planner.case import Case, Cell, Held
from scheduling.planner.values import Assignment, Slot, SlotId

NOBODY: frozenset[PersonId] = frozenset()


class Roster:
    """Who holds each duty. Whoever keeps a duty holds it, whether the assignment says so or not.

    Raises:
        PlanError: it names a duty or a person that the facts do not have.
    """

    def __init__(self, case: Case, assigned: Assignment) -> None:
        """Add to the assignment what is kept."""
        if unknown := assigned.keys() - case.slots.keys():
            raise PlanError(f"There is no duty {min(unknown)}.")
        self.case = case
        self._held: dict[SlotId, frozenset[PersonId]] = {
            slot.id: assigned.get(slot.id, NOBODY) | slot.kept for slot in case.slots.values()
        }
        if strangers := NOBODY.union(*self._held.values()) - case.people.keys():
            raise PlanError(f"There is nobody with the id {min(strangers)}.")
        found: dict[PersonId, set[SlotId]] = defaultdict(set)
        for slot, holders in self._held.items():
            for person in holders:
                found[person].add(slot)
        self._by_person = {person: frozenset(held) for person, held in found.items()}
        self._duties: dict[PersonId, tuple[Held, ...]] = {}

    @property
    def assigned(self) -> Assignment:
        """Who holds each duty; every duty is there."""
        return self._held

    def holders(self, slot: SlotId) -> frozenset[PersonId]:
        """Who holds this duty."""
        return self._held[slot]

    def duties(self, person: PersonId) -> tuple[Held, ...]:
        """What this person has in the plan and had outside it, by start."""
        if person not in self._duties:
            planned = [self.case.held(self.case.slots[slot], person) for slot in self._by_person.get(person, ())]
            every = (*planned, *self.case.served.get(person, ()))
            self._duties[person] = tuple(sorted(every, key=lambda it: it.span))
        return self._duties[person]

    def on(self, cell: Cell, seats: frozenset[str] | None = None) -> Iterator[tuple[Slot, PersonId]]:
        """Everybody on duty in a cell, of these seats or of all; in no order."""
        for slot in cell.slots:
            if seats is None or slot.seat in seats:
                for person in self._held[slot.id]:
                    yield slot, person

    def with_holders(self, slot: SlotId, holders: Iterable[PersonId]) -> "Roster":
        """The same roster with other holders of one duty; cheap, as suggestions try many."""
        new, old = frozenset(holders) | self.case.slots[slot].kept, self._held[slot]
        other = object.__new__(Roster)
        other.case, other._held = self.case, {**self._held, slot: new}
        other._by_person = {**self._by_person}
        for person in old ^ new:
            others = self._by_person.get(person, frozenset())
            other._by_person[person] = others | {slot} if person in new else others - {slot}
        other._duties = {person: held for person, held in self._duties.items() if person not in old ^ new}
        return other
