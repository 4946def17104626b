"""Every rule says the same twice: the model that the solver searches, and the judge that looks at what it found."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.planner import Rules, SlotId, broken, cost_of
from scheduling.planner.case import Case
from scheduling.planner.judge import findings
from scheduling.planner.roster import Roster
from scheduling.planner.solve import Search, solve
from tests.planner.builders import RULES, posted, questions


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_model_and_the_judge_agree_on_any_roster_at_all(data: st.DataObject) -> None:
    """Whatever somebody might assign: the model allows it just when the judge finds nothing hard, at the same cost."""
    case, rules = data.draw(questions()), data.draw(RULES)
    anyone = st.frozensets(st.sampled_from(list(case.people)), max_size=2)
    assigned = {slot.id: data.draw(anyone) | slot.kept for slot in case.slots.values()}

    found = findings(Roster(case, assigned), rules)

    assert posted(case, rules, assigned) == (None if broken(found) else cost_of(found))


@settings(max_examples=15, deadline=None)
@given(questions(most_slots=4, most_people=3), RULES)
def test_no_roster_is_cheaper_than_the_plan(case: Case, rules: Rules) -> None:
    """Brute force over every roster with at most one free holder each."""
    plan = solve(case, rules, Search(seed=1))
    choices = [
        [slot.kept, *(slot.kept | {person} for person in case.people if person not in slot.kept)]
        for slot in case.slots.values()
    ]
    best = min(
        cost_of(found)
        for choice in product(*choices)
        if not broken(found := findings(Roster(case, dict(zip(case.slots, choice, strict=True))), rules))
    )

    assert not broken(findings(Roster(case, plan.assigned), rules))
    assert plan.cost == plan.bound
    assert plan.cost <= best
    if all(slot.need - len(slot.kept) <= 1 for slot in case.slots.values()) and all(
        getattr(rule, "over", 0) == 0 for rule in rules
    ):
        assert plan.cost == best


@settings(max_examples=15, deadline=None)
@given(questions(), RULES, st.integers(0, 99))
def test_the_same_question_with_the_same_seed_has_the_same_plan(case: Case, rules: Rules, seed: int) -> None:
    again = Case(list(case.slots.values())[::-1], list(case.people.values())[::-1], case.past)

    first, second = solve(case, rules, Search(seed=seed)), solve(again, rules, Search(seed=seed))

    assert first == second
    assert {slot: len(first.assigned[SlotId(slot)]) for slot in first.unfilled}.keys() == first.unfilled.keys()
