"""The same facts give the same outcome in every process, whatever the hash seed; and an order is quick."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from time import perf_counter
from uuid import UUID

import numpy as np
import pytest

from geo import (
    Department,
    Offer,
    PersonId,
    Point,
    Policy,
    Seat,
    Zone,
    ZonePlan,
    best_promise,
    first_partition,
    road_miles,
    standing,
    verify,
)
from geo.away import Ranging
from geo.design import Design, design
from geo.routing import Routing, order, serve
from tests.geo.builders import agency, freely, ids, zone_id

ROOT = Path(__file__).resolve().parents[2]


def a_region(agencies: int, people: int) -> tuple[list[Department], list[Offer]]:
    random = Random(7)
    departments = [
        Department(agency(n), Point(43 + 3 * random.random(), -123 + 5 * random.random()), random.randint(1, 60))
        for n in range(agencies)
    ]
    offers = []
    for _ in range(people):
        home = random.choice(departments)
        offers.append(
            Offer(
                person=PersonId(UUID(int=random.getrandbits(128))),
                seat=random.choice(list(Seat)),
                affiliations=frozenset({home.agency, random.choice(departments).agency}),
                home=home.agency,
                at=home.at if random.random() < 0.9 else None,
                load=float(random.randint(0, 30)),
                wanted=random.random() < 0.8,
            )
        )
    return departments, offers


def designed(departments: list[Department]) -> Design | None:
    size = len(departments)
    miles = np.array([[road_miles(one.at, other.at) for other in departments] for one in departments])
    on_call = np.random.default_rng(7).integers(0, 2, size=(8, size))
    return design(departments, miles, np.ones((size, size), dtype=np.bool_), on_call, Policy(), 5, ids=ids(), runs=4)


def outcome() -> str:
    """Everything that is decided here, in one text."""
    departments, offers = a_region(24, 40)
    state = {each.agency: ("OR", "WA", "ID")[n % 3] for n, each in enumerate(departments)}
    plan = first_partition(departments, Policy(), ids=ids(), group=state)
    assert plan is not None
    now = standing(plan, frozenset(each.agency for each in departments[3:]), group=state)
    zones = [(zone.id, zone.departments, sorted(zone.absent)) for zone in now.plan.zones]
    orders = [[each.person for each in order(now.plan, zone.id, offers, freely, seed=5)] for zone in now.plan.zones]
    chances = [serve(now.plan, zone.id, offers, freely) for zone in now.plan.zones]
    lost = sorted(now.without_zone)
    return repr(
        (
            designed(departments[:12]),
            plan,
            zones,
            dict(now.moved),
            lost,
            orders,
            chances,
            best_promise(departments, Policy()),
        )
    )


def test_zones_standings_orders_and_chances_are_the_same_in_every_process() -> None:
    texts = set()
    for hash_seed in ("0", "4711"):
        run = subprocess.run(
            [sys.executable, "-c", "from tests.geo.test_same_everywhere import outcome; print(outcome())"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        texts.add(run.stdout.strip())
    assert texts == {outcome()}


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer is at work: times mean nothing")
def test_the_first_to_ask_among_500_people_of_200_agencies_is_found_in_fifteen_milliseconds() -> None:
    """The best of a few runs in each zone, so that a busy machine fails nothing; each is a state of its own.

    How far stations are is known, as it is to a process from its second state on.
    """
    departments, offers = a_region(200, 500)
    zones = tuple(Zone(zone_id(n), tuple(departments[20 * n : 20 * n + 20])) for n in range(10))
    plan = verify(ZonePlan(1, Policy(), zones))
    best, far = [], Ranging()
    for zone in plan.zones:
        times = []
        for seed in range(5):
            start = perf_counter()
            next(Routing(plan, offers, freely, far).order(zone.id, seed))
            times.append(perf_counter() - start)
        best.append(min(times))
    print(f"the first to ask, 200 agencies, 500 people: {1000 * min(best):.1f} to {1000 * max(best):.1f} ms a zone")
    assert min(best) < 0.015
