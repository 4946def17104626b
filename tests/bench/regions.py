"""Twenty regions drawn from the federal list, and the three pilot regions: designed, and tried by the adversary.

A drawn region is the 25 to 30 open agencies of a state with 1 to 60 full-time sworn nearest to a point: states in turn,
the point at the station of an agency that is drawn, rounded to a hundredth of a degree. Rosters, who is on call and
miles are those of ``tests.bench.zones``; parts are designed on a hundred instants and tried at sixty of another
hundred.

``CONSORTIUM_BENCH_WRITE`` names a file that the figures are written to, with a picture beside it:
``docs/regions.md`` is the record.
"""

import csv
import os
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any, Final

from consortium.cli.zones_audit import OURS, Ground, audit
from consortium.cli.zones_plot import plot
from geo import Department, Point, Policy
from geo.adversary import LINKS
from geo.judge import figures_of
from geo.one_request import mean_bound
from tests.bench.machine import machine
from tests.bench.zones import LIST, PILOTS, designed, nearest, region

DRAWN: Final = 20
SEED: Final = 611
"""What the regions are drawn by."""
DESIGN_SEED: Final = 1
AUDIT_SEED: Final = 1
REQUESTS: Final = 100_000
INSTANTS: Final = 60
FEWEST, MOST = 25, 30
RECORD: Final = "docs/regions.md"
COMMAND: Final = f"CONSORTIUM_BENCH_WRITE={RECORD} ./dev bench regions"
NEAREST: Final = "always the nearest"
HEADINGS: Final = (
    "region, nearest to",
    "agencies",
    "sworn",
    "parts",
    "hidden among: 1 request",
    "12 linked",
    "nearest peer: 12 linked",
    "department known, of 12 linked: ours",
    "nearest peer",
    "miles: ours",
    "nearest peer",
    "ours / nearest",
    "above the one-request bound",
    "nobody may serve",
    "Gini of load: ours",
    "nearest peer",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region is: its state, a point, and how many agencies."""

    state: str
    at: Point
    count: int

    @property
    def name(self) -> str:
        """As the record calls it."""
        return f"{self.state} {self.at.lat:.2f}, {self.at.lon:.2f}"


@dataclass(frozen=True, slots=True)
class Tried:
    """A region with what came of it."""

    place: Place
    found: dict[str, Any]
    above: float
    """By which share our miles, hours without anybody charged, lie above what no plan goes below."""
    seconds: float

    def way(self, name: str) -> dict[str, Any]:
        """What came of one way to choose a peer."""
        found: dict[str, Any] = next(way for way in self.found["ways"] if way["way"] == name)
        return found

    def cells(self) -> tuple[str, ...]:
        """Its row of the record."""
        ours, rival = self.way(OURS), self.way(NEAREST)
        last, theirs = ours["linked"][-1], rival["linked"][-1]
        return (
            self.place.name,
            str(self.found["agencies"]),
            str(self.found["officers"]),
            str(self.found["parts"]),
            f"{ours['single']['worst_crowd']:.0f}",
            f"{last['worst_crowd']:.0f}",
            f"{theirs['worst_crowd']:.0f}",
            f"{100 * last['sure']:.0f} %",
            f"{100 * theirs['sure']:.0f} %",
            f"{ours['miles']:.1f}",
            f"{rival['miles']:.1f}",
            f"{ours['miles'] / rival['miles']:.2f}",
            f"{100 * self.above:.0f} %",
            f"{100 * ours['uncovered']:.1f} %",
            f"{ours['gini']:.2f}",
            f"{rival['gini']:.2f}",
        )


def drawn() -> tuple[Place, ...]:
    """The drawn regions, the same for the same file; no two have one point."""
    with LIST.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["STATUS"] == "OPEN" and 1 <= int(row["FTSWORN"]) <= 60]
    rng, stations = Random(SEED), defaultdict[str, set[Point]](set)
    for row in rows:
        at = Point(round(float(row["LATITUDE"]), 2), round(float(row["LONGITUDE"]), 2))
        stations[row["STATE"]].add(at)
    states = sorted(stations)
    rng.shuffle(states)
    places = []
    for state in islice(cycle(states), DRAWN):
        at = rng.choice(sorted(stations[state], key=lambda each: (each.lat, each.lon)))
        stations[state].remove(at)
        places.append(Place(state, at, rng.randint(FEWEST, MOST)))
    return tuple(places)


def pilots() -> tuple[Place, ...]:
    """The three pilot regions, of thirty agencies each."""
    return tuple(Place(state, at, MOST) for state, at in PILOTS.values())


def tried(place: Place) -> Tried:
    """Design and audit one region."""
    departments: tuple[Department, ...] = nearest(place.state, place.at, place.count)
    told, held_out = region(departments)
    began = time.perf_counter()
    made, _, _ = designed(told, DESIGN_SEED)
    later = held_out.thinned(INSTANTS)
    found = audit(Ground(later, later.parts_of(made.plan), Policy()), REQUESTS, AUDIT_SEED)
    above = figures_of(made.plan, later).charged / mean_bound(later, Policy()) - 1
    return Tried(place, found, above, time.perf_counter() - began)


def lines(rows: Sequence[Tried]) -> list[str]:
    """A table of Markdown."""
    return [
        f"| {' | '.join(HEADINGS)} |",
        f"|---|{'---:|' * (len(HEADINGS) - 1)}",
        *(f"| {' | '.join(each.cells())} |" for each in rows),
    ]


def record(pilot: Sequence[Tried], others: Sequence[Tried], seconds: float, today: str) -> str:
    """The record as Markdown."""
    every = [*pilot, *others]
    worst = min(each.way(OURS)["linked"][-1]["worst_crowd"] for each in every)
    text = f"""\
# Parts of the region, tried in {DRAWN} regions drawn and three chosen

Made by `{COMMAND}` and not by hand; {today}, {machine()}; {seconds / 60:.0f} minutes.

Regions drawn by seed {SEED}, parts designed by seed {DESIGN_SEED}, requests drawn by seed {AUDIT_SEED}: {REQUESTS:,}
single, and as many put together by 2, 3, 6 and {LINKS[-1]} of one officer. The adversary knows the rule, the rota, the
agreements and all numbers, and not who asked. The promise is a crowd of {Policy().crowd}, whatever the number of linked
requests; the fewest among whom an officer was hidden in any of these regions is {worst:.0f}.

A region is the {FEWEST} to {MOST} open agencies of a state with 1 to 60 full-time sworn (federal list, counts of 2008)
that are nearest to a point. Who is on call is drawn: two agencies in five of those with five sworn or more have
somebody. Every agency may serve every other. Miles are by road as estimated (1.25 great circles). Parts are designed
on 100 instants and tried at {INSTANTS} others. "Department known": believed with more than 90 %. "One-request bound":
the fewest miles that hide an officer for one single request, with no limit to the load; no plan goes below it, and
hours in which nobody may serve are charged to ours.

A department of more than 25 sworn may be most of its part, such as 60 with 3 and 3: then it is known from the first
request on, no better by twelve, and its officers hide among their own. The cap of one half is for the smaller ones.

## The pilot regions

"""
    picture = f"{Path(RECORD).stem}.svg"
    told = f"The worst of all these regions at each number of requests put together: [{picture}]({picture})."
    return text + "\n".join([*lines(pilot), "", f"## {len(others)} drawn", "", *lines(others), "", told, ""])


def worst_of(rows: Sequence[Tried]) -> dict[str, Any]:
    """All regions as one, for the picture: at each number of requests the worst crowd of any."""
    ways = []
    for way in rows[0].found["ways"]:
        linked = [
            {"links": links, "worst_crowd": min(_crowds(each.way(way["way"]), links) for each in rows)}
            for links in LINKS
        ]
        ways.append({"way": way["way"], "linked": linked})
    return {"crowd": Policy().crowd, "requests": REQUESTS * len(rows), "ways": ways}


def _crowds(way: dict[str, Any], links: int) -> float:
    return float(next(each["worst_crowd"] for each in way["linked"] if each["links"] == links))


def main() -> None:
    """Print every region, and write the record if a file is named."""
    if not LIST.exists():
        print("regions: left out, as the federal list of agencies is not beside the repository (../shared/data)")
        return
    began, done = time.perf_counter(), list[Tried]()
    for place in (*pilots(), *drawn()):
        found = tried(place)
        done.append(found)
        print(f"regions: {'; '.join(' '.join(pair) for pair in zip(HEADINGS, found.cells(), strict=True))}", flush=True)
        print(f"regions: {found.seconds:.0f} s", flush=True)
    pilot, others = done[: len(PILOTS)], done[len(PILOTS) :]
    if named := os.environ.get("CONSORTIUM_BENCH_WRITE"):
        today = time.strftime("%Y-%m-%d", time.gmtime())
        Path(named).write_text(record(pilot, others, time.perf_counter() - began, today), encoding="utf-8")
        Path(named).with_suffix(".svg").write_text(plot(worst_of(done)), encoding="utf-8")
