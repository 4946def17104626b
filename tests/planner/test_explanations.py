"""What the planner says of a duty is true: whom it calls able is able, and what it says is in the way is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling import Span
from scheduling.errors import PlanError
from scheduling.planner import Block, Rules, SlotId, broken, cost_of, repair, stands_in_the_way, suggest, why
from scheduling.planner.case import Case
from scheduling.planner.judge import findings
from scheduling.planner.roster import Roster
from scheduling.planner.rules import Blocked, InARow, Rest, Share, Skills
from scheduling.planner.solve import Search, solve
from tests.planner.builders import (
    DAY,
    EAST,
    HOUR,
    MONDAY,
    NO_PAST,
    RULES,
    SOUTH,
    WEST,
    duty,
    held,
    questions,
    somebody,
)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whoever_is_called_able_breaks_nothing_at_the_price_named(data: st.DataObject) -> None:
    case, rules = data.draw(questions()), data.draw(RULES)
    plan = solve(case, rules, Search(seed=1))
    slot = data.draw(st.sampled_from(list(case.slots.values())))
    facts = (list(case.slots.values()), list(case.people.values()), rules, case.past)
    before = findings(Roster(case, plan.assigned), rules)

    told = why(plan, *facts, slot.id)

    for option in told.others:
        holders = plan.assigned[slot.id] - {option.instead_of} | {option.person}
        found = findings(Roster(case, {**plan.assigned, slot.id: holders}), rules)
        assert not broken(found)
        assert cost_of(found) - cost_of(before) == option.price
        assert plan.proven <= (option.price >= 0)
    for hindrance in told.not_able:
        assert hindrance.findings
        assert hindrance.rules
    assert suggest(plan, *facts, slot.id) == told.others == stands_in_the_way(plan, *facts, slot.id).able
    assert {each.person for each in told.holders} == plan.assigned[slot.id]


def test_a_suggestion_gives_its_reasons_in_plain_words() -> None:
    people = [
        somebody(1, sides=frozenset({EAST}), share=0.5),
        somebody(2, sides=frozenset({WEST})),
        somebody(3, sides=frozenset({EAST})),
        somebody(4, sides=frozenset({SOUTH}), blocked=(Block(Span(MONDAY, MONDAY + DAY), "work pattern"),)),
    ]
    slots = [duty("p", 0), duty("b", 0, seat="backup"), duty("before", -4)]
    now = held(b=people[1], before=people[2])

    options = suggest(now, slots, people, Rules((Blocked(), Rest(hours=10), Share(free=0))), NO_PAST, SlotId("p"))

    assert [option.person for option in options] == [people[0].id, people[2].id]
    assert options[0].reasons == (
        "of another part of the region than the backup",
        "free",
        "rested: no other duty in two months",
        "16 h above her share with it",
    )
    assert options[0].price < options[1].price


def test_an_empty_duty_tells_whose_rule_is_cheapest_to_give_up() -> None:
    """Anna would have six hours of rest, Bea is away, Carla is not fit: the coordinator may spare Anna's rest."""
    anna = somebody(1)
    bea = somebody(2, blocked=(Block(Span(MONDAY, MONDAY + DAY), "holiday"),))
    carla = somebody(3, fit=())
    slots = [duty("p", 0, hours=12), duty("later", 0.75, hours=12)]

    told = stands_in_the_way(
        held(later=anna), slots, [anna, bea, carla], Rules((Blocked(), Rest(hours=10))), NO_PAST, SlotId("p")
    )

    assert told.missing == 1
    assert told.by_rule == {"rest": 1, "blocked": 1, "fit": 1}
    assert [(each.person, each.rules, each.whose) for each in told.cheapest] == [
        (anna.id, ("rest",), "coordinator"),
        (bea.id, ("blocked",), "person"),
    ]
    assert told.cheapest[0].sentences == ("6 h of rest, 10 wanted",)
    assert told.able == ()


def test_nothing_can_be_told_of_a_duty_that_there_is_not() -> None:
    with pytest.raises(PlanError, match="no duty x"):
        why({}, [], [], Rules(), NO_PAST, SlotId("x"))


RULES_OF_FOUR = Rules((Blocked(), Rest(hours=10), InARow(most=2), Share()))


def test_a_repair_changes_only_what_the_illness_leaves_open() -> None:
    people = [somebody(number) for number in range(1, 5)]
    slots = [duty(f"{day:02}", day) for day in range(12)]
    before = solve(Case(slots, people, NO_PAST), RULES_OF_FOUR, Search(seed=1))
    now = MONDAY + 3 * DAY + HOUR
    ill = next(iter(before.assigned[SlotId("05")]))
    lost = {slot.id for slot in slots if ill in before.assigned[slot.id] and slot.span.start > now}
    after = [
        replace(each, blocked=(Block(Span(now - 2 * DAY, now + 30 * DAY), "ill"),)) if each.id == ill else each
        for each in people
    ]

    mended = repair(before, slots, after, RULES_OF_FOUR, NO_PAST, 1, now=now)

    changed = {slot for slot, holders in mended.assigned.items() if holders != before.assigned[slot]}
    assert changed == lost
    assert mended.unfilled == {}
    assert ill not in frozenset[object]().union(*(mended.assigned[slot] for slot in lost))


def test_where_nobody_is_free_somebody_moves_and_only_one() -> None:
    """Only Bea has the skill that both ask for; with Anna ill, Bea takes her duty and Carla takes Bea's."""
    skilled = frozenset({"chaplain"})
    anna, bea, carla = somebody(1, skills=skilled), somebody(2, skills=skilled), somebody(3)
    slots = [duty("a", 1, needs=skilled), duty("b", 1, seat="backup"), duty("c", 4)]
    before = held(a=anna, b=bea, c=carla)
    ill = replace(anna, blocked=(Block(Span(MONDAY, MONDAY + 9 * DAY), "ill"),))
    rules = Rules((Skills(), Blocked(), Rest(hours=10)))

    mended = repair(before, slots, [ill, bea, carla], rules, NO_PAST, 1, now=MONDAY)

    assert mended.assigned == held(a=bea, b=carla, c=carla)
