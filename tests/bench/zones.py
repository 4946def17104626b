"""Parts of three pilot regions and of two hundred agencies, designed: miles, time, and how far from the bound.

The regions are the thirty open agencies of a state with 1 to 60 full-time sworn whose stations are nearest to a pilot
agency of the field's guidebook (federal list of ``../shared/data``). Rosters and who is on call are drawn by seed: an
agency of 5 sworn or more has a peer for every nine, at each instant two in five of these have somebody on call, and
miles are 1.25 times the great circle. Every design sees the same hundred instants and is judged on another hundred.

The prototype of the study (``../shared/reference/prototypes``) designs at the same crowd, headroom and load factor
and is judged by its own serving rule, and so are our plans. It needs SciPy, which the product does not have: where
neither ``CONSORTIUM_SCIPY_PYTHON`` nor ``python3`` can import it, that part is left out and said to be.

``CONSORTIUM_BENCH_SEEDS`` says how many seeds (3; the figures of the record are of 10).
"""

import csv
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import numpy as np

from geo import AgencyId, Department, Offer, PersonId, Point, Policy, Seat, ZoneId, road_miles, rough_miles
from geo.away import Ranging
from geo.design import Design, design
from geo.judge import figures_of
from geo.one_request import mean_bound
from geo.places import ROAD_FACTOR
from geo.roads import HIGH_FACTOR, LOW_FACTOR
from geo.routing import Routing
from geo.tables import Tables, served
from tests.bench.machine import percentile
from tests.bench.zones_prototype import Theirs, interpreter

SHARED = Path(__file__).resolve().parents[3] / "shared"
LIST = SHARED / "data" / "hifld_local_law_enforcement_9_states.csv"
PILOTS = {
    "VA, Radford": ("VA", Point(37.131452, -80.582105)),
    "OR, Redmond and Sunriver": ("OR", Point(44.0805, -121.3077)),
    "SC, Rock Hill": ("SC", Point(34.925220, -81.029515)),
}
INSTANTS = 100
DRAWN = 2026


def nearest(state: str | None, centre: Point, count: int) -> tuple[Department, ...]:
    """So many open agencies of 1 to 60 full-time sworn, in one state or in any, the nearest to a point."""
    with LIST.open(newline="", encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["STATUS"] == "OPEN" and 1 <= int(row["FTSWORN"]) <= 60 and state in {None, row["STATE"]}
        ]
    every = [
        Department(
            AgencyId(UUID(int=int(row["ID"]))),
            Point(float(row["LATITUDE"]), float(row["LONGITUDE"])),
            int(row["FTSWORN"]),
        )
        for row in rows
    ]
    return tuple(sorted(every, key=lambda each: (rough_miles(each.at, centre), each.agency))[:count])


def region(departments: tuple[Department, ...]) -> tuple[Tables, Tables]:
    """The tables to design for, and the same with the instants that are held out."""
    rng, size = np.random.default_rng(DRAWN), len(departments)
    sworn = np.array([each.sworn for each in departments])
    peers = np.where(sworn >= 5, np.maximum(1, np.rint(sworn / 9)), 0)
    on = (rng.random((2 * INSTANTS, size)) < 0.4) & (peers > 0)
    on_call = np.where(on, 1 + (rng.random((2 * INSTANTS, size)) * peers).astype(np.int64), 0)
    miles = np.array([[road_miles(one.at, other.at) for other in departments] for one in departments])
    allowed = np.ones((size, size), dtype=np.bool_)
    seen = Tables(departments, miles, allowed, on_call[:INSTANTS])
    return seen, replace(seen, samples=on_call[INSTANTS:])


def designed(told: Tables, seed: int, **settled: Any) -> tuple[Design, float, float]:
    """The design, seconds by the wall and of the processor."""
    began, busy = time.perf_counter(), time.process_time()
    made = design(
        told.departments,
        told.miles,
        told.allowed,
        told.samples,
        Policy(),
        seed,
        ids=lambda: ZoneId(uuid4()),
        **settled,
    )
    assert made is not None
    return made, time.perf_counter() - began, time.process_time() - busy


def compare(name: str, departments: tuple[Department, ...], seeds: int, theirs: Theirs | None) -> float | None:
    """Print one pilot region; by which share our median is nearer than theirs."""
    told, held_out = region(departments)
    ours, rival, walls, busy, slow = (list[float]() for _ in range(5))
    for seed in range(seeds):
        made, wall, used = designed(told, seed)
        walls.append(wall)
        busy.append(used)
        parts = told.parts_of(made.plan)
        if theirs is None:
            ours.append(figures_of(made.plan, held_out).charged)
            continue
        ours.append(theirs.ask("judge", told, held_out, z=parts.tolist())["miles"])
        found = theirs.ask("design", told, held_out, seed=1000 * seed)
        rival.append(found["miles"])
        slow.append(found["seconds"])
    quick, _, _ = designed(told, 0, runs=0)
    bound = mean_bound(held_out.thinned(25), Policy())
    officers = sum(each.sworn for each in departments)
    print(
        f"zones, {name}: {len(departments)} agencies, {officers} sworn; ours {spread(ours)} miles, "
        f"{median(walls):.1f} s by the wall, {median(busy):.1f} s of processor; "
        f"first_partition {figures_of(quick.plan, held_out).charged:.2f}; bound for one request {bound:.2f}, "
        f"so {100 * (median(ours) / bound - 1):.0f} % above it"
    )
    asked = figures_of(quick.plan, ranged(held_out))
    print(
        f"zones, {name}: first_partition where no road is known and what cannot be told apart counts as equally far: "
        f"{asked.charged:.2f}"
    )
    if not rival:
        return None
    nearer: float = 1 - median(ours) / median(rival)
    print(
        f"zones, {name}: prototype {spread(rival)} miles, {median(slow):.1f} s of processor; ours is "
        f"{100 * nearer:.1f} % nearer at the median (wanted: not farther, and 5 % nearer in two regions)"
    )
    return nearer


def spread(values: list[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def times() -> Iterator[str]:
    """Two hundred agencies: the design, and serving at an instant."""
    told, held_out = region(nearest(None, PILOTS["VA, Radford"][1], 200))
    made, wall, used = designed(told, 0)
    quick, _, _ = designed(told, 0, runs=0)
    yield (
        f"zones, 200 agencies: {made.figures.zones} parts, {figures_of(made.plan, held_out).charged:.2f} miles "
        f"(first_partition {figures_of(quick.plan, held_out).charged:.2f}), {wall:.0f} s by the wall, {used:.0f} s of "
        "processor (wanted: under 60 s)"
    )
    around, took = served(told, told.parts_of(made.plan)), []
    for peers in held_out.samples.tolist():
        began = time.perf_counter()
        around.at(peers, 2)
        took.append(1000 * (time.perf_counter() - began))
    yield (
        f"zones, sharing out, 200 agencies: median {median(took):.1f} ms, 95th percentile {percentile(took, 0.95):.1f} "
        "ms (wanted: under 15 ms)"
    )
    took, far = [], Ranging()
    for warm in (True, False):
        for number, peers in enumerate(held_out.samples.tolist()):
            people = offers(told.departments, peers)
            zone = made.plan.zones[number % len(made.plan.zones)].id
            began = time.perf_counter()
            next(Routing(made.plan, people, lambda _zone, _person: True, far).order(zone, number), None)
            if not warm:
                took.append(1000 * (time.perf_counter() - began))
    yield (
        f"zones, first peer to ask, 200 agencies, each instant anew: median {median(took):.1f} ms, 95th percentile "
        f"{percentile(took, 0.95):.1f} ms (wanted: under 15 ms)"
    )


def offers(departments: tuple[Department, ...], peers: list[int]) -> list[Offer]:
    """Everybody who is on call at an instant, at one seat and with no load."""
    return [
        Offer(
            person=PersonId(UUID(int=1000 * place + number)),
            seat=Seat.PRIMARY,
            affiliations=frozenset({departments[place].agency}),
            home=departments[place].agency,
            at=departments[place].at,
            load=0.0,
            wanted=True,
        )
        for place, count in enumerate(peers)
        for number in range(count)
    ]


def ranged(told: Tables) -> Tables:
    """The same with miles as estimates, as they are where nobody has measured a road."""
    low, high = LOW_FACTOR / ROAD_FACTOR, HIGH_FACTOR / ROAD_FACTOR
    return replace(told, ranges=(low * told.miles, high * told.miles))


def main() -> None:
    """Print every figure."""
    if not LIST.exists():
        print("zones: left out, as the federal list of agencies is not beside the repository (../shared/data)")
        return
    seeds = int(os.environ.get("CONSORTIUM_BENCH_SEEDS", "3"))
    found = interpreter()
    if found is None:
        print("zones: the prototype is left out, as it or a Python with SciPy is not here")
    theirs = Theirs(found) if found else None
    print(
        f"zones: {seeds} seeds, {INSTANTS} instants to design for and {INSTANTS} held out, crowd 40 with headroom 1.15"
    )
    for name, (state, centre) in PILOTS.items():
        compare(name, nearest(state, centre, 30), seeds, theirs)
    if theirs is not None:
        theirs.close()
    for line in times():
        print(line)
