"""Two parts made one: always sound, nobody told apart by comparing, and the cost is what the judge says."""

from itertools import combinations

import numpy as np
from hypothesis import given

from consortium.members.parts import keeps_promise
from geo import VerifiedPlan, Zone, ZonePlan, verify
from geo.judge import judge
from geo.merging import mergers
from geo.tables import Tables
from tests.geo.builders import a_plan, a_zone, sound_plans, tried
from tests.geo.builders_tables import miles_between


def region_of(plan: ZonePlan) -> Tables:
    """Every agency may serve every other; at each of six instants every second has somebody on call."""
    line = tuple(each for zone in plan.zones for each in zone.departments)
    size = len(line)
    on_call = (np.arange(size) + np.arange(6)[:, None]) % 2
    return Tables(line, miles_between(line), np.ones((size, size), dtype=np.bool_), on_call)


@tried(30)
@given(sound_plans())
def test_every_merger_is_sound_and_can_be_compared_with_what_was_and_costs_what_is_told(plan: VerifiedPlan) -> None:
    tables, count = region_of(plan), len(plan.zones)
    found = mergers(tables, tables.parts_of(plan), count, plan.policy.load_factor)
    if count < 3:
        assert found == ()
        return
    assert {(each.one, each.other) for each in found} == set(combinations(range(count), 2))
    assert [each.figures.charged for each in found] == sorted(each.figures.charged for each in found)
    for each in found:
        one, other = plan.zones[each.one], plan.zones[each.other]
        rest = tuple(zone for zone in plan.zones if zone not in {one, other})
        merged = verify(ZonePlan(2, plan.policy, (Zone(one.id, (*one.departments, *other.departments)), *rest)))
        assert keeps_promise(merged, [plan])
        told = judge(tables, tables.parts_of(merged), count - 1, plan.policy.load_factor)
        assert (told.miles, told.uncovered) == (each.figures.miles, each.figures.uncovered)
        assert 0 < each.covered <= 1


def test_of_many_parts_only_neighbors_are_looked_at() -> None:
    """Nine parts in a row from west to east: nobody would join the first with the last."""
    plan = a_plan(None, *(a_zone(number, range(3 * number, 3 * number + 3)) for number in range(9)))
    tables = region_of(plan)
    pairs = {(each.one, each.other) for each in mergers(tables, tables.parts_of(plan), 9, 2)}
    assert {(number, number + 1) for number in range(8)} <= pairs
    assert max(other - one for one, other in pairs) <= 3
