"""The planner: fills duties by rules with the coordinator's own numbers, and explains itself.

Pure: no clock, no files, no database. The solver is OR-Tools CP-SAT; it is imported when the first plan is made.
"""

from scheduling.planner.explain import stands_in_the_way, suggest, why
from scheduling.planner.judge import broken, cost_of, costs_by_rule, judge
from scheduling.planner.repair import repair
from scheduling.planner.rules import DEFAULTS, Rule, Rules, Whose
from scheduling.planner.solve import EFFORT, plan
from scheduling.planner.values import (
    Assignment,
    Block,
    Candidate,
    Finding,
    Hindrance,
    InTheWay,
    Option,
    Past,
    Plan,
    Progress,
    Relaxation,
    Slot,
    SlotId,
    Why,
    Wish,
)

__all__ = [
    "DEFAULTS",
    "EFFORT",
    "Assignment",
    "Block",
    "Candidate",
    "Finding",
    "Hindrance",
    "InTheWay",
    "Option",
    "Past",
    "Plan",
    "Progress",
    "Relaxation",
    "Rule",
    "Rules",
    "Slot",
    "SlotId",
    "Whose",
    "Why",
    "Wish",
    "broken",
    "cost_of",
    "costs_by_rule",
    "judge",
    "plan",
    "repair",
    "stands_in_the_way",
    "suggest",
    "why",
]
