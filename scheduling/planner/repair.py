"""Mending a plan after somebody fell ill: as few duties as can be change hands, then the cheapest way to do so.

What has begun is never touched. Fewest changes are found in two steps: if every hole can be filled by somebody who
need not leave another duty, nothing else moves, and only the holes are a question. Otherwise others may move too.
"""

# ruff: noqa: ARG002  # every rule answers in one form, whether it needs all of the question or not

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Final

from geo.names import PersonId
from scheduling.planner.case import Case
from scheduling.planner.judge import broken, costs_by_rule, findings
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Cover, Rule, Rules, Touched
from scheduling.planner.solve import Search, solve
from scheduling.planner.values import Assignment, Candidate, Finding, Past, Plan, Progress, Slot, SlotId

EFFORT: Final = 1.0
_CHANGE: Final = 1_000
_HOLE: Final = 1_000_000
_NOBODY: Final[frozenset[PersonId]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class FewChanges(Rule):
    """Each duty given to somebody who did not have it costs ``weight``; with ``most``, there are no more than so many.

    It belongs to a repair, not to a coordinator, and so it is not registered.
    """

    name: ClassVar[str] = "few changes"

    before: tuple[tuple[SlotId, frozenset[PersonId]], ...]
    weight: int | None = _CHANGE
    most: int | None = None

    def words(self) -> str:
        """In plain words."""
        return "As few duties as can be change hands."

    def post(self, model: Model) -> None:
        """Count the new holders."""
        before = dict(self.before)
        new = [
            literal for (slot, person), literal in model.variables.items() if person not in before.get(slot, _NOBODY)
        ]
        if self.most is not None:
            model.at_most(new, self.most)
        elif new:
            model.cost(self.name, sum(new), self.weight or _CHANGE)

    def judge(self, roster: Roster, touched: Touched | None = None) -> Iterator[Finding]:
        """Say nothing: a change is no fault."""
        return iter(())


def repair(
    found: Plan | Assignment,
    slots: Iterable[Slot],
    people: Iterable[Candidate],
    rules: Rules,
    past: Past,
    seed: int,
    *,
    now: datetime,
    effort: float = EFFORT,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Mend a plan for facts that have changed: fewest changed duties, then the least cost.

    ``people`` say what is so now: who is ill is blocked, or no longer fit. Duties that began at or before ``now`` stay
    as they are. The bound is that of a plan with as few changes. Hours that an illness makes unfair are not evened out
    here; the next plan does that.

    Raises:
        PlanError: the facts contradict themselves.
    """
    held = found.assigned if isinstance(found, Plan) else found
    settled = [
        replace(slot, kept=slot.kept | held.get(slot.id, _NOBODY)) if slot.span.start <= now else slot for slot in slots
    ]
    case = Case(settled, people, past)
    before = Roster(case, _still_able(case, rules, held)).assigned
    search = Search(seed=seed, effort=effort, seconds=seconds, progress=progress)
    mended = solve(Case(_frozen(settled, before), case.people.values(), past), rules, search, before)
    if mended.unfilled:
        mended = _with_moves(case, rules, search, before, mended)
    costs = costs_by_rule(findings(Roster(case, mended.assigned), rules))
    cost = sum(costs.values())
    return replace(mended, cost=cost, costs=costs, bound=min(cost, mended.bound))


def _with_moves(case: Case, rules: Rules, search: Search, before: Assignment, mended: Plan) -> Plan:
    """Let others move too: first how few must, then the cheapest such plan; the plan so far is where it begins."""
    pairs = tuple(sorted(before.items()))
    hard = tuple(rule for rule in rules if rule.hard)
    fewest = Rules((*hard, Cover(weight=_HOLE), FewChanges(before=pairs)))
    first = solve(case, fewest, search, mended.assigned)
    changes = sum(len(first.assigned[slot] - held) for slot, held in before.items())
    missing = sum(first.unfilled.values())
    if missing >= sum(mended.unfilled.values()):
        return mended
    most = Rules((*rules, FewChanges(before=pairs, most=changes)))
    best = solve(case, most, search, first.assigned)
    return best if sum(best.unfilled.values()) <= missing else first


def _still_able(case: Case, rules: Rules, held: Assignment) -> Assignment:
    """The plan without those who can hold a duty no longer, whatever else they hold; kept duty stays."""
    able: dict[SlotId, frozenset[PersonId]] = {}
    for slot in case.slots.values():
        able[slot.id] = frozenset(
            person
            for person in held.get(slot.id, _NOBODY)
            if person in case.people
            and not any(rule.hard and rule.bars(case, slot, case.people[person]) for rule in rules)
        )
    while wrong := _first_wrong(case, rules, able):
        slot_id, person = wrong
        able[slot_id] -= {person}
    return able


def _first_wrong(case: Case, rules: Rules, able: Assignment) -> tuple[SlotId, PersonId] | None:
    """Somebody whose duty breaks a hard rule together with others: the latest duty of the first such finding."""
    for finding in broken(findings(Roster(case, able), rules)):
        for slot_id in reversed(finding.slots):
            may_go = able[slot_id] - case.slots[slot_id].kept
            if finding.person in may_go:
                return slot_id, finding.person
            if finding.person is None and may_go:
                return slot_id, min(may_go)
    return None


def _frozen(slots: Iterable[Slot], before: Assignment) -> list[Slot]:
    """The duties with everybody who has one kept on it; only the holes are left to fill."""
    return [replace(slot, kept=before[slot.id]) for slot in slots]
