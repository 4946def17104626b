"""The judge: what every rule has to say of a finished roster. It looks at people and duties, and knows no solver."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from scheduling.planner.case import Case
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Rule, Rules, Touched
from scheduling.planner.values import Assignment, Candidate, Finding, Past, Slot


def judge(
    assigned: Assignment, slots: Iterable[Slot], people: Iterable[Candidate], rules: Rules, past: Past
) -> tuple[Finding, ...]:
    """Everything that the rules find: hard ones that are broken, and soft ones with their cost; rule by rule.

    Raises:
        PlanError: the assignment names a duty or a person that there is not.
    """
    return findings(Roster(Case(slots, people, past), assigned), rules)


def findings(roster: Roster, rules: Iterable[Rule], touched: Touched | None = None) -> tuple[Finding, ...]:
    """The same for a roster at hand; of what was touched, or of all."""
    return tuple(each for rule in rules for each in rule.judge(roster, touched) if each.hard or each.cost)


def cost_of(found: Iterable[Finding]) -> int:
    """The sum of all costs."""
    return sum(each.cost for each in found)


def costs_by_rule(found: Iterable[Finding]) -> Mapping[str, int]:
    """The costs by the name of the rule; a rule that costs nothing is not there."""
    costs: dict[str, int] = defaultdict(int)
    for each in found:
        if each.cost:
            costs[each.rule] += each.cost
    return dict(costs)


def broken(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The hard findings that a plan could have avoided."""
    return tuple(each for each in found if each.hard and not each.settled)
