"""The planner in a process of its own, so that no page waits for it: ``python -m consortium.duty.planning.worker``.

It is spoken to as ``worker_process`` tells: the end of input, which is the death of whoever asked, ends it at once; it
says how far it is, and last the plan. It opens no file and no connection, and knows nobody's name.
"""

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from consortium.duty.planning.question import Question
from consortium.duty.worker_process import given_task, say
from scheduling.planner import Plan, Slot, broken, judge, plan, repair

_PATIENCE: Final = 4
"""The wall clock may take so many times the effort before it stops the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the process is to do: ``effort`` in the solver's deterministic seconds; ``now`` matters to a repair."""

    kind: str
    question: Question
    effort: float
    now: datetime


def solve(task: Task, stop: threading.Event) -> Plan:
    """Plan or repair; each better plan is told on standard output."""

    def told(count: int, cost: int, bound: int) -> bool:
        say({"found": count, "cost": cost, "bound": bound})
        return not stop.is_set()

    asked = task.question
    wall = task.effort * _PATIENCE
    facts = (asked.slots, asked.people, asked.rules, asked.past, asked.seed)
    if task.kind == "repair":
        facts = (as_it_was(asked), *facts[1:])
        return repair(asked.assigned, *facts, now=task.now, effort=task.effort, seconds=wall, progress=told)
    begun = asked.assigned if any(asked.assigned.values()) else None
    return plan(*facts, effort=task.effort, seconds=wall, progress=told, hint=begun)


def as_it_was(asked: Question) -> tuple[Slot, ...]:
    """The duties, those that break a rule already settled as they are: a repair mends an absence and nothing else."""
    found = broken(judge(asked.assigned, asked.slots, asked.people, asked.rules, asked.past))
    strained = {slot for each in found for slot in each.slots}
    return tuple(
        replace(slot, kept=slot.kept | asked.assigned.get(slot.id, frozenset())) if slot.id in strained else slot
        for slot in asked.slots
    )


def plain(found: Plan) -> dict[str, Any]:
    """A plan as JSON holds it."""
    return {
        "assigned": {slot: sorted(map(str, people)) for slot, people in found.assigned.items()},
        "cost": found.cost,
        "bound": found.bound,
        "costs": dict(found.costs),
        "seed": found.seed,
        "stopped_early": found.stopped_early,
    }


def main() -> None:
    """Read the task, do it, say what came of it."""
    task, stop = given_task()
    say({"plan": plain(solve(task, stop))})


if __name__ == "__main__":
    main()
