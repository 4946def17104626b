"""``consortium zones audit``: an adversary who knows all but who asked, against our parts and three other ways."""

import argparse
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np

from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import print_json
from consortium.cli.zones_file import read_region
from consortium.cli.zones_plot import plot
from consortium.db import Database
from consortium.duty.designing.question import ask
from consortium.duty.designing.values import as_settled
from consortium.members.store.distances import load_roads
from consortium.problems import BadInput, Conflict
from consortium.support.load_facts import load_facts
from geo import Policy, ZoneId
from geo.adversary import LINKS, linked, single
from geo.design import design
from geo.tables import Tables
from geo.transport import Floats, Ints
from geo.yardsticks import cost, load_gini, nearest, one_request, radius, zones

MOST_INSTANTS: Final = 60
MOST_REQUESTS: Final = 10_000_000
OURS: Final = "our parts"
_RUNS: Final = 8
_HELP = """\
Draws requests as they would come, single and 2, 3, 6 and 12 of one officer put together, and reckons by Bayes what an
adversary would believe who knows the rule, the rota, the agreements and all numbers. Printed is what she would believe
beside what was so, in standard deviations; the fewest officers that anybody was hidden among; miles; and how unevenly
agencies are asked (Gini). Nothing is read of any real request.

A file is a CSV with the headings name, lat, lon, sworn: every agency may then serve every other, one in nine officers
is a peer, and at each instant two agencies in five have somebody on call, drawn by the seed."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is audited: a region as tables, the parts (-1: in none), and the promise that they keep."""

    tables: Tables
    parts: Ints
    policy: Policy


def add_parser(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What the command takes."""
    parser = acts.add_parser(
        "audit",
        help="let a simulated adversary try the parts of the region",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    region = parser.add_mutually_exclusive_group(required=True)
    region.add_argument("--consortium", metavar="SLUG", help="the consortium's address")
    region.add_argument("--file", type=Path, metavar="FILE", help="a CSV of agencies instead: name, lat, lon, sworn")
    parser.add_argument("--requests", type=int, default=100_000, metavar="N", help="requests to draw (default 100,000)")
    parser.add_argument("--crowd", type=int, metavar="N", help="with --file: hide each officer among N (default 40)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="what every draw begins with (default 1)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="write a picture of the crowds (SVG)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Audit, and print."""
    if not 1_000 <= arguments.requests <= MOST_REQUESTS:
        raise BadInput(f"--requests is a whole number from 1,000 to {MOST_REQUESTS:,}.")
    if arguments.consortium:
        if arguments.crowd is not None:
            raise BadInput("A consortium's promise is the one that it has settled: --crowd goes with --file.")
        ground = on_database(lambda database: of_consortium(database, arguments.consortium))
    else:
        ground = of_file(arguments.file, arguments.crowd or Policy().crowd, arguments.seed)
    found = audit(ground, arguments.requests, arguments.seed)
    if arguments.plot:
        arguments.plot.write_text(plot(found), encoding="utf-8")
    if arguments.json:
        print_json(found)
    else:
        tell(found)
    return 0


async def of_consortium(database: Database, slug: str) -> Ground:
    """The parts that hold now, with the consortium's own roads, agreements and rota.

    Raises:
        Conflict: no parts hold now.
    """
    consortium = await consortium_at(database, slug)
    async with database.reading(consortium) as reading:
        facts, now, roads = await load_facts(reading), reading.now, await load_roads(reading)
    question = ask(facts, roads, now, as_settled(facts.region.policy), 0)
    held = facts.standing(now)
    if held is None or not held.plan.zones:
        raise Conflict("This consortium has no parts of the region that hold now. Design and make them first.")
    tables = question.tables.thinned(MOST_INSTANTS)
    return Ground(tables, tables.parts_of(held.plan), held.plan.policy)


def of_file(file: Path, crowd: int, seed: int) -> Ground:
    """Parts designed for the agencies of a file.

    Raises:
        BadInput: the file holds no region.
        Conflict: no two parts keep the promise.
    """
    tables, policy, numbers = read_region(file, MOST_INSTANTS, seed), replace(Policy(), crowd=crowd), count(1)
    made = design(
        tables.departments,
        tables.miles,
        tables.allowed,
        tables.samples,
        policy,
        seed,
        ids=lambda: ZoneId(UUID(int=next(numbers))),
        runs=_RUNS,
        ranges=tables.ranges,
    )
    if made is None:
        raise Conflict(f"No two parts of these agencies hide each officer among {crowd}.")
    return Ground(tables, tables.parts_of(made.plan), policy)


def audit(ground: Ground, requests: int, seed: int) -> dict[str, Any]:
    """What comes of it for each way to choose a peer."""
    tables, policy = ground.tables, ground.policy
    sworn: Ints = np.array([each.sworn for each in tables.departments], dtype=np.int64)
    ways = {
        "always the nearest": nearest(tables),
        "a circle of so many officers": radius(tables, policy.crowd),
        "best for one request": one_request(tables, policy),
        OURS: zones(tables, ground.parts, policy),
    }
    return {
        "seed": seed,
        "requests": requests,
        "agencies": len(tables.departments),
        "officers": int(sworn.sum()),
        "instants": len(tables.samples),
        "crowd": policy.crowd,
        "parts": int(ground.parts.max(initial=-1)) + 1,
        "ways": [{"way": way} | _tried(tables, chances, sworn, requests, seed) for way, chances in ways.items()],
    }


def _tried(tables: Tables, chances: Floats, sworn: Ints, requests: int, seed: int) -> dict[str, Any]:
    rng, figures = np.random.default_rng(seed), cost(tables, chances)
    alone = single(chances, sworn, requests, rng)
    together = [linked(chances, sworn, requests, links, rng) for links in LINKS]
    return {
        "miles": figures.miles,
        "far": figures.far,
        "uncovered": figures.uncovered,
        "gini": load_gini(tables, chances),
        "single": None if alone is None else asdict(alone),
        "linked": [asdict(each) for each in together if each is not None],
    }


def tell(found: dict[str, Any]) -> None:
    """Print it as words."""
    print(
        f"{found['agencies']} agencies, {found['officers']} officers, {found['parts']} parts that promise a crowd of "
        f"{found['crowd']}; {found['instants']} instants, {found['requests']:,} requests, seed {found['seed']}."
    )
    for way in found["ways"]:
        print(
            f"\n{way['way']}: {way['miles']:.1f} miles on the mean, 19 in 20 within {way['far']:.1f}; nobody may serve "
            f"in {100 * way['uncovered']:.1f} % of hours; Gini of load {way['gini']:.2f}"
        )
        alone = way["single"]
        if alone is None:
            print("  nobody is ever served")
            continue
        print(
            f"  one request, computed: nobody is ever hidden among fewer than {alone['worst_crowd']:.0f}; surest of a "
            f"department {100 * alone['computed']:.1f} % computed, {100 * alone['counted']:.1f} % counted; "
            f"{alone['cells']} beliefs compared, the farthest {alone['off']:.1f} sigma off"
        )
        print(
            "  linked  sequences  worst crowd  5th percentile  department > 90 %  right guess counted  computed  sigma"
        )
        for each in way["linked"]:
            print(
                f"  {each['links']:>6}  {each['sequences']:>9,}  {each['worst_crowd']:>11.0f}  {each['fifth']:>14.0f}  "
                f"{100 * each['sure']:>15.1f} %  {100 * each['hits']:>17.1f} %  {100 * each['expected']:>6.1f} %  "
                f"{each['off']:>5.1f}"
            )
