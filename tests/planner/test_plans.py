"""Plans: always one, never one that breaks a rule, told apart from one stopped early, kept as a record."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling import Line, Shift, Span
from scheduling.errors import PlanError
from scheduling.planner import DEFAULTS, Candidate, Past, Rules, Slot, SlotId, broken, judge, plan
from scheduling.planner.rules import Cover, EveryPart, HolidayTurns, InARow, Rest, Share, Sides, kinds
from tests.planner.builders import DAY, EAST, HOUR, MONDAY, NO_PAST, RULES, WEIGHTS, WEST, duty, held, somebody

ANNA, BEA, CARLA = somebody(1, sides=frozenset({EAST})), somebody(2, sides=frozenset({WEST})), somebody(3)
NONE: list[Slot] = []


@pytest.mark.parametrize(
    ("slots", "people"),
    [
        ([], []),
        ([duty("a", 0)], []),
        ([], [ANNA]),
        ([duty("a", 0, needs=frozenset({"flying"}))], [ANNA, BEA]),
        ([duty("a", 0, kept=frozenset({CARLA.id})), duty("b", 0, kept=frozenset({CARLA.id}))], [ANNA]),
    ],
    ids=["nothing", "nobody", "no duty", "no such skill", "kept duty that breaks a rule, by one who has left"],
)
def test_there_is_a_plan_even_where_nothing_can_be_done(slots: list[Slot], people: list[Candidate]) -> None:
    made = plan(slots, people, DEFAULTS, NO_PAST, 1)

    assert made.proven
    assert not broken(judge(made.assigned, slots, people, DEFAULTS, NO_PAST))
    assert set(made.unfilled) == {slot.id for slot in slots if not slot.kept}


def test_primary_and_backup_come_from_two_parts_of_the_region() -> None:
    slots = [duty("p", 0), duty("b", 0, seat="backup")]

    alike = plan(slots, [ANNA, somebody(4, sides=frozenset({EAST}))], Rules(), NO_PAST, 1)
    unlike = plan(slots, [ANNA, somebody(4, sides=frozenset({EAST})), BEA], Rules(), NO_PAST, 1)

    assert sum(alike.unfilled.values()) == 1
    assert unlike.unfilled == {}
    assert BEA.id in frozenset[object]().union(*unlike.assigned.values())


def test_a_part_that_nobody_may_serve_is_told_for_itself() -> None:
    people = [somebody(1, sides=frozenset({EAST}), serves=frozenset({WEST}))]

    found = judge(held(p=people[0]), [duty("p", 0)], people, Rules((EveryPart(),)), NO_PAST)

    assert [(each.rule, each.zone, each.cost) for each in found] == [("every part served", EAST, 300)]


def test_the_past_counts_for_rest_at_the_border_and_for_the_share() -> None:
    """Anna came off duty at the very hour; Bea has served the whole week before."""
    border = Past(weights=WEIGHTS, shifts=(Shift(Line.PRIMARY, ANNA.id, Span(MONDAY - 12 * HOUR, MONDAY)),))
    week = Past(weights=WEIGHTS, shifts=(Shift(Line.PRIMARY, BEA.id, Span(MONDAY - 9 * DAY, MONDAY - 2 * DAY)),))
    rules = Rules((Rest(hours=10), Share(free=0)))

    assert plan([duty("p", 0)], [ANNA, BEA], rules, border, 1).assigned == held(p=BEA)
    assert plan([duty("p", 0)], [ANNA, BEA], rules, week, 1).assigned == held(p=ANNA)


def test_thanksgiving_goes_to_one_who_has_not_had_it() -> None:
    had = Past(weights=WEIGHTS, kept_holidays={ANNA.id: ((MONDAY.date().replace(year=2024), "Thanksgiving"),)})

    assert plan([duty("p", 3)], [ANNA, BEA], Rules((HolidayTurns(),)), had, 1).assigned == held(p=BEA)


def test_a_duty_longer_than_the_limit_is_not_in_a_row_with_itself() -> None:
    """A week of duty is one duty; the day after it would be the eighth."""
    slots, rules = [duty("week", 0, hours=7 * 24), duty("next", 7)], Rules((InARow(most=3),))

    assert not broken(judge(held(week=ANNA), slots, [ANNA], rules, NO_PAST))
    assert {each.rule for each in broken(judge(held(week=ANNA, next=ANNA), slots, [ANNA], rules, NO_PAST))} == {
        "in a row"
    }
    assert len(plan(slots, [ANNA], rules, NO_PAST, 1).unfilled) == 1


def test_a_search_that_is_told_to_stop_says_so() -> None:
    slots = [duty(f"{day:02}{seat}", day, seat=seat) for day in range(28) for seat in ("primary", "backup")]
    people = [somebody(number, sides=frozenset({EAST if number % 2 else WEST})) for number in range(1, 9)]
    told: list[int] = []

    def once(count: int, cost: int, bound: int) -> bool:
        told.append(cost)
        assert bound <= cost
        return count < 1

    made = plan(slots, people, DEFAULTS, NO_PAST, 1, progress=once)

    assert told
    assert made.stopped_early or made.proven
    assert made.bound <= made.cost == sum(made.costs.values())
    assert not broken(judge(made.assigned, slots, people, DEFAULTS, NO_PAST))


@settings(deadline=None)
@given(RULES)
def test_rules_and_their_numbers_outlive_a_record(rules: Rules) -> None:
    assert Rules.from_record(json.loads(json.dumps(rules.to_record()))) == rules
    assert all(rule.words().endswith(".") for rule in rules)


def test_every_kind_of_rule_of_the_product_is_kept_by_its_name() -> None:
    names = {rule.name for rule in DEFAULTS} | {"mix"}

    assert names == {name for name in kinds() if not name.startswith("bench")}
    assert Rules.from_record(DEFAULTS.to_record()) == DEFAULTS


@pytest.mark.parametrize(
    "record",
    [
        {"rule": "bribes"},
        {},
        {"rule": "rest", "hours": "ten"},
        {"rule": "rest", "hours": -1},
        {"rule": "rest", "days": 1},
        {"rule": "rest", "weight": 0},
        {"rule": "in a row", "of": "fortnight"},
        {"rule": "most per period"},
        {"rule": "sides", "weight": 5},
        {"rule": "mix", "on": "primary"},
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_meant_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(PlanError):
        Rules.from_record([record])


def test_facts_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(PlanError, match="same id"):
        plan([duty("p", 0), duty("p", 1)], [ANNA], Rules(), NO_PAST, 1)
    with pytest.raises(PlanError, match="no duty"):
        judge({SlotId("x"): frozenset()}, NONE, [ANNA], Rules(), NO_PAST)
    with pytest.raises(PlanError, match="nobody with the id"):
        judge(held(p=BEA), [duty("p", 0)], [ANNA], Rules(), NO_PAST)
    with pytest.raises(PlanError):
        replace(ANNA, share=-1)
    with pytest.raises(PlanError, match="twice"):
        Rules((Cover(), Cover()))
    assert [rule.name for rule in Rules((Sides(),))].count("sides") == 1
