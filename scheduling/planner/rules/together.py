"""Who is on duty together: both sides of the region, every part of it served, and the mix of skills."""

# ruff: noqa: ARG002  # every rule answers in one form, whether it needs all of the question or not

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final

from geo.names import PersonId, ZoneId
from scheduling.planner.case import Case, Cell
from scheduling.planner.model import Literal, Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules.base import CellRule, Whose, registered
from scheduling.planner.rules.fields import counted, least, word, words
from scheduling.planner.values import Finding, Slot

PRIMARY: Final = "primary"
BACKUP: Final = "backup"
BOTH: Final = frozenset({PRIMARY, BACKUP})


@registered
@dataclass(frozen=True, kw_only=True)
class Sides(CellRule):
    """While primary and backup both have somebody, their holders do not all belong to one part of the region.

    Always hard: the officers of that part could ask nobody (`scheduling.rules.one_side`). A seat that is empty is a
    gap, and another rule's matter.
    """

    name: ClassVar[str] = "sides"
    whose: ClassVar[Whose] = Whose.NOBODY

    def words(self) -> str:
        """In plain words."""
        return "The holders of primary and backup never all belong to one part of the region."

    def seats(self) -> frozenset[str] | None:
        """Primary and backup."""
        return BOTH

    def post(self, model: Model) -> None:
        """If a primary and a backup of one part are there, so is somebody who is not of it."""
        for cell in model.case.cells(BOTH):
            holders = model.on(cell)
            for zone in model.case.zones:
                inside = {
                    seat: [
                        literal
                        for slot, person, literal in holders
                        if slot.seat == seat and zone in model.case.people[person].sides
                    ]
                    for seat in BOTH
                }
                outside = [literal for _, person, literal in holders if zone not in model.case.people[person].sides]
                if not all(inside.values()) or _one_side(model.case, cell, zone):
                    continue
                model.cp.add(sum(_some(model, cell, seat, inside[seat]) for seat in sorted(BOTH)) <= 1 + sum(outside))

    def judge_cell(self, roster: Roster, cell: Cell) -> Iterator[Finding]:
        """A part of the region that everybody on both seats belongs to."""
        on = list(roster.on(cell))
        if {slot.seat for slot, _ in on} < BOTH:
            return
        shared = frozenset.intersection(*(roster.case.people[person].sides for _, person in on))
        for zone in sorted(shared, key=lambda it: it.int):
            yield Finding(
                rule=self.name,
                sentence="Primary and backup would all belong to one part of the region.",
                slots=tuple(slot.id for slot in cell.slots),
                zone=zone,
                hard=True,
                settled=_one_side(roster.case, cell, zone),
            )

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """Of another part than everybody on the other seat."""
        if slot.seat not in BOTH:
            return None
        other = BACKUP if slot.seat == PRIMARY else PRIMARY
        cells = roster.case.cells_of(slot.id, BOTH)
        beside = {each for cell in cells for held, each in roster.on(cell) if held.seat == other}
        own = roster.case.people[person].sides
        if beside and own and all(not own & roster.case.people[each].sides for each in beside):
            return f"of another part of the region than the {other}"
        return None


@registered
@dataclass(frozen=True, kw_only=True)
class EveryPart(CellRule):
    """For each part of the region, somebody on primary or backup may serve it. Soft, and told for each part.

    Each time in which the same duties run costs ``weight`` for each part that nobody may serve.
    """

    name: ClassVar[str] = "every part served"

    weight: int | None = 300

    def words(self) -> str:
        """In plain words."""
        return (
            f"Somebody on primary or backup may serve each part of the region; a part without costs {self._unserved}."
        )

    def seats(self) -> frozenset[str] | None:
        """Primary and backup."""
        return BOTH

    def post(self, model: Model) -> None:
        """Nobody of those who may serve a part: a cost."""
        for cell in model.case.cells(BOTH):
            holders = model.on(cell)
            for zone in model.case.zones:
                able = [literal for _, person, literal in holders if zone in model.case.people[person].serves]
                model.cost(self.name, model.excess(-sum(able), -1, 0), self._unserved)

    def judge_cell(self, roster: Roster, cell: Cell) -> Iterator[Finding]:
        """The parts that nobody on duty may serve."""
        people = roster.case.people
        served = frozenset[ZoneId]().union(*(people[person].serves for _, person in roster.on(cell)))
        for zone in roster.case.zones:
            if zone not in served:
                yield Finding(
                    rule=self.name,
                    sentence="Nobody on primary or backup may serve this part of the region.",
                    slots=tuple(slot.id for slot in cell.slots),
                    zone=zone,
                    cost=self._unserved,
                )

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """The parts that only she serves of those on duty."""
        if slot.seat not in BOTH:
            return None
        without = roster.with_holders(slot.id, roster.holders(slot.id) - {person})
        cells = roster.case.cells_of(slot.id, BOTH)
        alone = {each.zone for cell in cells for each in self.judge_cell(without, cell)}
        alone &= roster.case.people[person].serves
        return f"the only one who serves {counted(len(alone), 'part')} of the region then" if alone else None

    @property
    def _unserved(self) -> int:
        return self.weight or 300


@registered
@dataclass(frozen=True, kw_only=True)
class Mix(CellRule):
    """Of those on duty together, at least ``least`` have a skill, such as "chaplain" or "experienced".

    ``on`` are the seats looked at; none named: all. Hard: who lacks it may be on duty only beside as many who have it.
    Soft: each one missing costs ``weight``.
    """

    name: ClassVar[str] = "mix"

    skill: str = word("experienced")
    least: int = least(1, 1)
    on: frozenset[str] = words()

    def words(self) -> str:
        """In plain words."""
        where = f" on {' and '.join(sorted(self.on))}" if self.on else ""
        number = "one is" if self.least == 1 else f"{self.least} are"
        return f"Of those on duty together{where}, at least {number} {self.skill}."

    def seats(self) -> frozenset[str] | None:
        """As named."""
        return self.on or None

    def post(self, model: Model) -> None:
        """Count those who have it."""
        for cell in model.case.cells(self.seats()):
            holders = model.on(cell)
            skilled = [literal for _, person, literal in holders if self._has(model.case, person)]
            if self.weight is not None:
                short = model.excess(-sum(skilled), -self.least, 0)
                model.cost(self.name, short, self.weight)
                continue
            for _, person, literal in holders:
                if not isinstance(literal, int) and (self.least > 1 or not self._has(model.case, person)):
                    model.cp.add(self.least * literal <= sum(skilled))

    def judge_cell(self, roster: Roster, cell: Cell) -> Iterator[Finding]:
        """Compare with what is wanted; where it is hard and nobody is on duty, that is another rule's matter."""
        on = list(roster.on(cell))
        short = self.least - sum(self._has(roster.case, person) for _, person in on)
        if short > 0 and (on or not self.hard):
            yield self.found(
                f"Too few on duty are {self.skill}: {self.least - short}, and {self.least} wanted.",
                units=short,
                slots=tuple(slot.id for slot in cell.slots),
                settled=all(person in slot.kept for slot, person in on),
            )

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """What she has."""
        return self.skill if self._has(roster.case, person) else None

    def _has(self, case: Case, person: PersonId) -> bool:
        return self.skill in case.people[person].skills


def _some(model: Model, cell: Cell, seat: str, literals: list[Literal]) -> Literal:
    """Whether any is true; where one duty takes one person, their sum says so, which solvers like better."""
    slots = [slot for slot in cell.slots if slot.seat == seat]
    single = len(slots) == 1 and max(slots[0].need, len(slots[0].kept)) == 1
    return sum(literals) if single else model.any_of(literals)


def _one_side(case: Case, cell: Cell, zone: ZoneId) -> bool:
    """Whether those who keep their duty are all of this part, on both seats."""
    on = [(slot.seat, person) for slot in cell.slots for person in slot.kept]
    return {seat for seat, _ in on} == BOTH and all(zone in case.people[person].sides for _, person in on)
