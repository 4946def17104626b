"""What a rule is: a name, words, a weight, how it shapes a model, and how it judges a roster.

`post` and `judge` say the same thing twice, on purpose: a plan is made by the one and checked by the other.
A rule is registered by its name, so that it and its numbers can be kept as a record.
"""

# ruff: noqa: ARG002  # every rule answers in one form, whether it needs all of the question or not

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from geo.names import PersonId
from scheduling.errors import PlanError
from scheduling.planner.case import Case, Cell, Held
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.values import Candidate, Finding, Slot, SlotId

HEAVIEST = 1_000_000


class Whose(StrEnum):
    """Who may give a rule up for once."""

    COORDINATOR = "coordinator"
    PERSON = "person"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed since a roster was last judged: findings about anything else are as they were."""

    people: frozenset[PersonId]
    slots: frozenset[SlotId]


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """A rule with the coordinator's numbers. ``weight`` None: it must be kept; else what one breach of it costs.

    Raises:
        PlanError: the weight is not 1 to 1,000,000, or a number is out of its range.
    """

    weight: int | None = None

    name: ClassVar[str]
    whose: ClassVar[Whose] = Whose.COORDINATOR

    def __post_init__(self) -> None:
        """Refuse numbers that nobody could mean."""
        if self.weight is not None and not 1 <= self.weight <= HEAVIEST:
            raise PlanError(f"A rule's weight is 1 to {HEAVIEST:,}, not {self.weight}.")
        for each in fields(self):
            least = each.metadata.get("least")
            if least is not None and getattr(self, each.name) < least:
                raise PlanError(f"“{each.name}” of the rule “{self.name}” is at least {least}.")

    @property
    def hard(self) -> bool:
        """Whether it must be kept."""
        return self.weight is None

    @abstractmethod
    def words(self) -> str:
        """The rule in plain English, with its numbers: one sentence."""

    def bars(self, case: Case, slot: Slot, person: Candidate) -> str | None:
        """Why this person may not hold this duty, whatever else she holds, to follow her name; None: no reason."""
        return None

    @abstractmethod
    def post(self, model: Model) -> None:
        """Shape the model: forbid what is hard, let what is soft cost."""

    @abstractmethod
    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """What the rule has to say of a roster, at least of what was touched; None: of all of it."""

    def praise(self, roster: Roster, slot: Slot, person: PersonId) -> str | None:
        """A reason for this holder of this duty, to complete "She is …"; None: nothing worth a word."""
        return None

    def found(self, sentence: str, *, units: int = 1, settled: bool = False, **about: Any) -> Finding:
        """A finding of this rule: broken where it is hard, else with its cost for so many units."""
        cost = 0 if self.weight is None else self.weight * units
        return Finding(rule=self.name, sentence=sentence, hard=self.hard, cost=cost, settled=settled, **about)


@dataclass(frozen=True, kw_only=True)
class PairRule(Rule):
    """A rule about one person and one duty, whatever else is planned."""

    @abstractmethod
    def strains(self, case: Case, slot: Slot, person: Candidate) -> tuple[int, str] | None:
        """How many units it costs that she holds it, and why, to follow her name; None: nothing."""

    def bars(self, case: Case, slot: Slot, person: Candidate) -> str | None:
        """A hard rule bars whoever strains it."""
        strained = self.strains(case, slot, person) if self.hard else None
        return strained[1] if strained else None

    def post(self, model: Model) -> None:
        """Whom a hard rule bars has no literal; a soft one costs."""
        if self.weight is None:
            return
        for slot in model.case.slots.values():
            for person, literal in model.holders(slot):
                if strained := self.strains(model.case, slot, model.case.people[person]):
                    model.cost(self.name, strained[0] * literal, self.weight)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Ask of each holder of each duty."""
        for slot in looked_at(roster.case, touched):
            for person in roster.holders(slot.id):
                if strained := self.strains(roster.case, slot, roster.case.people[person]):
                    units, why = strained
                    yield self.found(why, units=units, settled=person in slot.kept, slots=(slot.id,), person=person)


@dataclass(frozen=True, kw_only=True)
class PersonRule(Rule):
    """A rule about all the duties of one person."""

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Ask of each person."""
        for person in roster.case.people if touched is None else touched.people:
            yield from self.judge_person(roster, person)

    @abstractmethod
    def judge_person(self, roster: Roster, person: PersonId) -> Iterator[Finding]:
        """What the rule has to say of one person's duties."""


@dataclass(frozen=True, kw_only=True)
class CellRule(Rule):
    """A rule about who is on duty together."""

    def seats(self) -> frozenset[str] | None:
        """The seats that are looked at together; None: all."""
        return None

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Ask of each time in which the same duties run."""
        seats, case = self.seats(), roster.case
        if touched is None:
            cells: Collection[Cell] = case.cells(seats)
        else:
            cells = dict.fromkeys(cell for slot in sorted(touched.slots) for cell in case.cells_of(slot, seats))
        for cell in cells:
            yield from self.judge_cell(roster, cell)

    @abstractmethod
    def judge_cell(self, roster: Roster, cell: Cell) -> Iterator[Finding]:
        """What the rule has to say of who is on duty together."""


def looked_at(case: Case, touched: Touched | None) -> Iterator[Slot]:
    """The duties that were touched, or all."""
    for slot in case.slots if touched is None else sorted(touched.slots):
        yield case.slots[slot]


def ids(held: Collection[Held]) -> tuple[SlotId, ...]:
    """The duties among these that are of the plan."""
    return tuple(each.slot for each in held if each.slot is not None)


_R = TypeVar("_R", bound=type[Rule])
_REGISTERED: dict[str, type[Rule]] = {}


def registered(rule: _R) -> _R:
    """Let a kind of rule be kept by its name, as a decorator; a name has one kind of rule."""
    if _REGISTERED.setdefault(rule.name, rule) is not rule:
        raise PlanError(f"There already is a rule “{rule.name}”.")
    return rule


def kinds() -> Mapping[str, type[Rule]]:
    """Every kind of rule, by name."""
    return dict(_REGISTERED)


def to_record(rule: Rule) -> dict[str, Any]:
    """The rule as a flat record that JSON can hold: its name and its numbers."""
    return {"rule": rule.name} | {each.name: _plain(getattr(rule, each.name)) for each in fields(rule)}


def from_record(record: Mapping[str, Any]) -> Rule:
    """Read a rule back; numbers that are missing are the rule's own.

    Raises:
        PlanError: there is no such rule, or it has no such number, or a value cannot be meant.
    """
    kind = _REGISTERED.get(str(record.get("rule")))
    if kind is None:
        raise PlanError(f"There is no rule “{str(record.get('rule'))[:60]}”.")
    known = {each.name: each for each in fields(kind)}
    values = {}
    for key, value in record.items():
        if key == "rule":
            continue
        if key not in known:
            raise PlanError(f"The rule “{kind.name}” has no number “{key[:60]}”.")
        read: Callable[[Any], Any] = known[key].metadata.get("read", _number)
        values[key] = read(value)
    missing = [key for key, each in known.items() if each.default is MISSING and key not in values]
    if missing:
        raise PlanError(f"The rule “{kind.name}” needs “{missing[0]}”.")
    return kind(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, StrEnum) else value


def _number(value: Any) -> Any:
    """A number, yes or no, or nothing; any other is refused."""
    if value is not None and not isinstance(value, int | float):
        raise PlanError(f"A rule takes numbers here, not {str(value)[:60]!r}.")
    return value
