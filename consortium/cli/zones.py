"""``consortium zones design``, ``audit`` and ``promise``: parts proposed, tried by an adversary; the most there is."""

import argparse
from typing import Any
from uuid import UUID

from consortium.cli import zones_audit, zones_promise
from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import print_json
from consortium.db import Database
from consortium.duty.designing.answer import answer
from consortium.duty.designing.ask_for_design import LIMITS
from consortium.duty.designing.question import Question, ask
from consortium.duty.designing.values import Wanted, as_settled
from consortium.members.store import load_agencies
from consortium.members.store.distances import load_roads
from consortium.problems import BadInput
from consortium.support.load_facts import load_facts
from geo import AgencyId

_HELP = """\
`design` looks for the parts of the region with the fewest miles that keep the promise, and prints them. It writes
nothing: parts are made by a person, on the page "Design the parts". `audit` lets an adversary who knows everything but
who asked draw requests and reckon, against our parts and against three other ways to choose a peer. `promise` says the
most that few agencies can promise, and what is missing.

examples:
  consortium zones design --consortium high-desert
  consortium zones design --consortium high-desert --crowd 60 --seed 7 --json
  consortium zones audit --consortium high-desert
  consortium zones audit --file agencies.csv --requests 100000 --plot audit.svg
  consortium zones promise --sworn 8,10,12,14"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.set_defaults(do=run)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    design = acts.add_parser("design", help="look for the parts with the fewest miles, and print them")
    design.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    design.add_argument("--crowd", type=int, metavar="N", help="hide each officer among N (default: as settled)")
    design.add_argument("--apart", type=int, default=0, metavar="MILES", help="count on no nearer peer (default 0)")
    design.add_argument("--seed", type=int, default=1, metavar="N", help="what every draw begins with (default 1)")
    design.add_argument("--quick", action="store_true", help="search a quarter as long")
    design.add_argument("--json", action="store_true", help="print JSON")
    design.set_defaults(run=lambda arguments: on_database(lambda database: tell(database, arguments)))
    zones_audit.add_parser(acts)
    zones_promise.add_parser(acts)


def run(arguments: argparse.Namespace) -> int:
    """Do what was named."""
    code: int = arguments.run(arguments)
    return code


async def tell(database: Database, arguments: argparse.Namespace) -> int:
    """Design in this process, and print; 1 where no two parts keep the promise."""
    consortium = await consortium_at(database, arguments.consortium)
    async with database.reading(consortium) as reading:
        facts, now = await load_facts(reading), reading.now
        roads, agencies = await load_roads(reading), await load_agencies(reading)
    question = ask(facts, roads, now, _wanted(as_settled(facts.region.policy), arguments), arguments.seed)
    found = answer(question, lambda _done, _miles: True)
    parts = [
        [{"name": agencies.names[agency], "sworn": sworn} for agency, sworn in _members(part)]
        for part in found["parts"]
    ]
    if arguments.json:
        print_json({"consortium": facts.region.slug, "seed": question.seed, **found, "parts": parts})
    elif not parts:
        print(f"No two parts hide each officer among {question.wanted.crowd}. The most would be {found['best']}.")
    else:
        _print(question, found, parts)
    return 0 if parts else 1


def _members(part: Any) -> list[tuple[AgencyId, int]]:
    return [(AgencyId(UUID(each["agency"])), each["sworn"]) for each in part]


def _print(question: Question, found: Any, parts: list[list[dict[str, Any]]]) -> None:
    figures = found["figures"]
    print(f"{len(parts)} parts, each hiding an officer among at least {question.wanted.crowd}; seed {question.seed}.")
    print(
        f"{figures['miles']:.1f} miles on the mean, 19 in 20 within {figures['far']:.1f}; "
        f"nobody may serve in {100 * figures['uncovered']:.1f} % of hours."
    )
    print(f"Always the nearest, without a promise: {found['nearest']['miles']:.1f} miles.")
    if found["bound"] is not None:
        print(f"The best for one single request: {found['bound']:.1f} miles.")
    if found["now"]:
        print(f"The parts that hold now: {found['now']['miles']:.1f} miles.")
    for number, part in enumerate(parts, start=1):
        print(f"{number}. {sum(each['sworn'] for each in part)} officers: " + ", ".join(each["name"] for each in part))


def _wanted(settled: Wanted, arguments: argparse.Namespace) -> Wanted:
    told = settled.plain() | {"apart": arguments.apart, "effort": "quick" if arguments.quick else "thorough"}
    if arguments.crowd is not None:
        told["crowd"] = arguments.crowd
    for name in ("crowd", "apart"):
        least, most = LIMITS[name]
        if not least <= told[name] <= most:
            raise BadInput(f"--{name} is a whole number from {least} to {most}.")
    return Wanted(**told)
