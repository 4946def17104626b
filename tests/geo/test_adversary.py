"""An adversary who knows everything but who asked: what she believes is what is so, and parts leave her no surer."""

from uuid import UUID

import numpy as np
import pytest

from geo import AgencyId, Department, Point, Policy, VerifiedPlan, certificate
from geo.adversary import LINKS, linked, single
from geo.design import design
from geo.judge import figures_of
from geo.tables import Tables
from geo.transport import Floats, Ints
from geo.yardsticks import cost, load_gini, nearest, nearest_cost, one_request, radius, zones
from tests.geo.builders import ids
from tests.geo.builders_tables import miles_between

DRAWN = 4711
POLICY = Policy()
REQUESTS = 12_000


def region() -> Tables:
    """Eighteen towns, two in five of them with a peer on call at each of twelve instants."""
    rng = np.random.default_rng(DRAWN)
    departments = tuple(
        Department(AgencyId(UUID(int=number)), Point(*rng.uniform((43, -122), (45, -119))), int(rng.integers(4, 45)))
        for number in range(1, 19)
    )
    on_call = (rng.random((12, 18)) < 0.4) * rng.integers(1, 3, size=(12, 18))
    return Tables(departments, miles_between(departments), np.ones((18, 18), dtype=np.bool_), on_call)


TOLD = region()
SWORN: Ints = np.array([each.sworn for each in TOLD.departments])


def designed() -> VerifiedPlan:
    made = design(TOLD.departments, TOLD.miles, TOLD.allowed, TOLD.samples, POLICY, 1, ids=ids(), runs=4)
    assert made is not None
    return made.plan


PLAN = designed()
PARTS = TOLD.parts_of(PLAN)
WAYS: dict[str, Floats] = {
    "nearest": nearest(TOLD),
    "radius": radius(TOLD, POLICY.crowd),
    "one request": one_request(TOLD, POLICY),
    "zones": zones(TOLD, PARTS, POLICY),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_counted_is_what_was_computed_within_six_sigma(way: str) -> None:
    """P8, for one request and for several that are put together."""
    rng = np.random.default_rng(DRAWN)
    alone = single(WAYS[way], SWORN, REQUESTS, rng)
    assert alone is not None
    assert (alone.off < 6, alone.cells > 20) == (True, True), alone
    for links in LINKS:
        found = linked(WAYS[way], SWORN, REQUESTS, links, rng)
        assert found is not None
        assert found.off < 6, found
        assert found.sequences == REQUESTS // links


def test_only_parts_keep_their_crowd_when_requests_are_put_together() -> None:
    promised = min(certificate(zone, POLICY).crowd for zone in PLAN.zones)
    rng = np.random.default_rng(DRAWN)
    worst = {
        way: [found.worst_crowd for links in LINKS if (found := linked(chances, SWORN, REQUESTS, links, rng))]
        for way, chances in WAYS.items()
    }
    assert promised >= POLICY.crowd
    assert min(worst["zones"]) >= promised - 1e-6
    assert worst["one request"][0] >= POLICY.crowd - 1e-6
    assert max(worst["one request"][1:]) < POLICY.crowd
    assert max(min(worst["nearest"]), min(worst["radius"])) < 10


def test_every_row_is_a_distribution_and_departments_of_a_part_have_the_same() -> None:
    for way, chances in WAYS.items():
        rows = chances.sum(axis=2)
        assert ((np.abs(rows - 1) < 1e-9) | (rows == 0)).all(), way
        assert not chances[:, ~TOLD.allowed].any(), "nobody is sent from where she may not come"
    for one, other in zip(*np.nonzero(PARTS[:, None] == PARTS), strict=True):
        assert np.array_equal(WAYS["zones"][:, one], WAYS["zones"][:, other])


def test_the_yardsticks_cost_what_the_judge_says_and_the_nearest_costs_least() -> None:
    ours, judged = cost(TOLD, WAYS["zones"]), figures_of(PLAN, TOLD)
    assert (ours.miles, ours.far, ours.uncovered) == pytest.approx(
        (judged.miles, judged.far, judged.uncovered), rel=1e-6
    )
    costs = {way: cost(TOLD, chances).charged for way, chances in WAYS.items()}
    assert costs["nearest"] == pytest.approx(nearest_cost(TOLD).charged)
    assert all(costs["nearest"] <= other for other in costs.values())
    assert 0 <= load_gini(TOLD, WAYS["zones"]) < 1


def test_nobody_on_call_leaves_nothing_to_see() -> None:
    empty = Tables(TOLD.departments, TOLD.miles, TOLD.allowed, np.zeros((2, 18), dtype=np.int64))
    chances = nearest(empty)
    rng = np.random.default_rng(DRAWN)
    assert single(chances, SWORN, 100, rng) is None
    assert linked(chances, SWORN, 100, 2, rng) is None
    assert cost(empty, chances).uncovered == 1.0
