"""Making a plan: rules shape a model, the solver searches, the judge says what the plan costs.

With one worker and an effort in the solver's own deterministic time, the same input gives the same plan on every
machine of one kind. A wall clock (``seconds``) or the caller may stop the search before; the plan then says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from scheduling.planner.case import Case
from scheduling.planner.engine import cp_model
from scheduling.planner.judge import costs_by_rule, findings
from scheduling.planner.model import Model
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Rules
from scheduling.planner.start import begin
from scheduling.planner.values import Assignment, Candidate, Past, Plan, Progress, Slot

EFFORT: Final = 5.0
"""The solver's deterministic seconds; each is about four of a slow core."""


_TURNS: Final = ("max_lp_sym",)
"""The solver's way of searching (by the linear relaxation, with symmetry) that one worker takes in turns with the
solver's own local repairs. Of those tried it gave the best plans and bounds for rosters; and the same every time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """How to search: the seed, how long at most, and who is told.

    ``workers`` above 1 is quicker and not reproducible; nothing in the product asks for it.
    ``goal``: stop when the gap is no greater than this part of the cost.
    """

    seed: int
    effort: float = EFFORT
    seconds: float | None = None
    progress: Progress | None = None
    workers: int = 1
    goal: float = 0.0


def plan(
    slots: Iterable[Slot],
    people: Iterable[Candidate],
    rules: Rules,
    past: Past,
    seed: int,
    *,
    effort: float = EFFORT,
    seconds: float | None = None,
    progress: Progress | None = None,
    hint: Assignment | None = None,
    workers: int = 1,
    goal: float = 0.0,
) -> Plan:
    """Fill the duties as cheaply as can be found.

    There always is a plan: what cannot be filled stays empty, and costs. ``effort`` is deterministic time, ``seconds``
    the wall clock's; ``hint`` is a plan to begin from, as far as it may still be.

    Raises:
        PlanError: the facts contradict themselves (two duties of one id, more than the planner takes).
    """
    case = Case(slots, people, past)
    search = Search(seed=seed, effort=effort, seconds=seconds, progress=progress, workers=workers, goal=goal)
    return solve(case, rules, search, hint)


def solve(case: Case, rules: Rules, search: Search, hint: Assignment | None = None) -> Plan:
    """The same for a question at hand."""
    model = build(case, rules)
    if hint is None:
        hint = begin(case, rules, model)
    solver, watch, status = run(model, search, hint)
    solved = status in {"OPTIMAL", "FEASIBLE"}
    assigned = {
        slot.id: frozenset(
            person
            for person, literal in model.holders(slot)
            if isinstance(literal, int) or (solved and solver.boolean_value(literal))
        )
        for slot in case.slots.values()
    }
    roster = Roster(case, assigned)
    costs = costs_by_rule(findings(roster, rules))
    cost = sum(costs.values())
    return Plan(
        assigned=roster.assigned,
        unfilled={
            slot.id: slot.need - len(roster.holders(slot.id))
            for slot in case.slots.values()
            if slot.need > len(roster.holders(slot.id))
        },
        cost=cost,
        bound=min(cost, cost if status == "OPTIMAL" and not search.goal else round(solver.best_objective_bound)),
        costs=costs,
        seed=search.seed,
        stopped_early=status != "OPTIMAL" and (watch.stopped or solver.deterministic_time < search.effort),
    )


def build(case: Case, rules: Rules) -> Model:
    """The model that these rules make of the question."""
    pairs = [
        (slot.id, person.id)
        for slot in case.slots.values()
        for person in case.people.values()
        if not any(rule.bars(case, slot, person) for rule in rules if rule.hard)
    ]
    model = Model(case, pairs)
    for rule in rules:
        rule.post(model)
    return model


def run(model: Model, search: Search, hint: Assignment | None) -> tuple[Any, Any, str]:
    """Search, and tell whoever watches."""
    module = cp_model()
    solver = module.CpSolver()
    solver.parameters.num_workers = search.workers
    solver.parameters.random_seed = search.seed % 2**31
    solver.parameters.max_deterministic_time = search.effort
    solver.parameters.relative_gap_limit = search.goal
    if search.seconds is not None:
        solver.parameters.max_time_in_seconds = search.seconds
    if search.workers == 1:
        solver.parameters.interleave_search = True
        solver.parameters.subsolvers.extend(_TURNS)
    watch = _watcher(module, solver, search.progress)
    status = solver.solve(model.finish(hint), watch)
    return solver, watch, solver.status_name(status)


def _watcher(module: Any, solver: Any, progress: Progress | None) -> Any:
    """Told by the solver of each better plan and each better bound; it stops the search when it is answered False."""

    class Watcher(module.CpSolverSolutionCallback):  # type: ignore[misc]  # the solver's classes carry no types
        def __init__(self) -> None:
            super().__init__()
            self.count, self.cost, self.stopped = 0, 0, False

        def on_solution_callback(self) -> None:
            self.count, self.cost = self.count + 1, round(self.objective_value)
            self.tell(self.best_objective_bound)

        def tell(self, bound: float) -> None:
            if progress is not None and progress(self.count, self.cost, round(bound)) is False:
                self.stopped = True
                self.stop_search()

    return Watcher()
