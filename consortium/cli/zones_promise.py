"""``consortium zones promise``: the most that few agencies can promise, and what is missing to what they wish."""

import argparse
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import numpy as np

from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import print_json
from consortium.db import Database
from consortium.duty.designing.see_promises import promises_of, see_promises
from consortium.problems import BadInput
from consortium.support.load_facts import load_facts
from geo import AgencyId, Department, Point, Policy
from geo.promises import most_promised

_MOST: Final = 12
_FIRST: Final = 10_000
_HELP = """\
Prints the largest crowd that two parts of the region can keep for any number of requests, by the rules that are settled
and by weaker ones; the largest that one single request could be promised; and what is missing. Nothing is written."""
_RULES: Final = {
    "settled": "by the rules settled, {least} departments a part",
    "mixed": "with two departments a part",
    "crowd_only": "with two departments a part, nothing promised of departments",
}


def add_parser(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What the command takes."""
    parser = acts.add_parser("promise", help="the most that few agencies can promise", description=_HELP)
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--consortium", metavar="SLUG", help="the consortium's address")
    whose.add_argument("--sworn", metavar="N,N,…", help="agencies of so many sworn officers instead, up to 12 of them")
    parser.add_argument("--crowd", type=int, metavar="N", help="with --sworn: the crowd wished (default 40)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Reckon, and print; 1 where what is wished cannot be promised."""
    if arguments.consortium:
        if arguments.crowd is not None:
            raise BadInput("A consortium's promise is the one that it has settled: --crowd goes with --sworn.")
        found = on_database(lambda database: of_consortium(database, arguments.consortium))
    else:
        found = of_sizes(arguments.sworn, arguments.crowd)
    if arguments.json:
        print_json(found)
    else:
        tell(found)
    return 0 if found["kept"] else 1


async def of_consortium(database: Database, slug: str) -> dict[str, Any]:
    """What the agencies bound now can promise."""
    async with database.reading(await consortium_at(database, slug)) as reading:
        facts, now = await load_facts(reading), reading.now
    return see_promises(promises_of(facts, now), facts.region.policy, facts.agency_names)


def of_sizes(typed: str, crowd: int | None) -> dict[str, Any]:
    """What agencies of these sizes can, each lending a peer to all others.

    Raises:
        BadInput: these are no sizes, or too many.
    """
    words = [word.strip() for word in typed.split(",")]
    if not (1 <= len(words) <= _MOST and all(word.isascii() and word.isdigit() and len(word) < 5 for word in words)):
        raise BadInput(f"--sworn takes whole numbers with commas between, {_MOST} at most, such as 8,10,12,14.")
    if crowd is not None and not 2 <= crowd <= 160:
        raise BadInput("--crowd is a whole number from 2 to 160.")
    policy = Policy() if crowd is None else replace(Policy(), crowd=crowd)
    line = [
        Department(AgencyId(UUID(int=_FIRST + number)), Point(44.0, -121 + number / 4), int(word))
        for number, word in enumerate(words)
    ]
    allowed = ~np.eye(len(line), dtype=np.bool_)
    names = {each.agency: f"{each.sworn} sworn" for each in line}
    return see_promises(most_promised(line, np.ones(allowed.shape), allowed, policy), policy, names)


def tell(found: dict[str, Any]) -> None:
    """Print it as words."""
    print(f"{found['agencies']} agencies with {found['officers']} officers; wished is a crowd of {found['crowd']}.")
    for row in found["rows"]:
        rule = _RULES[row["rule"]].format(least=found["least_departments"])
        if not row["crowd"]:
            print(f"{rule}: no two parts keep that")
            continue
        parts = " | ".join(", ".join(part) for part in row["parts"])
        print(f"{rule}: one of {row['crowd']}, somebody up to {row['surest']} % sure of a department: {parts}")
    print(
        f"for one single request, never for a second: one of {found['one']}"
        if found["one"]
        else "for one single request by the rules settled: nothing"
    )
    if found["one_crowd_only"] > found["one"]:
        print(f"for one single request, nothing promised of departments: one of {found['one_crowd_only']}")
    if found["kept"]:
        print("What is wished can be promised.")
    elif found["more_agencies"] is None:
        print("What is wished could not be promised with many more agencies of the middle size either.")
    else:
        print(f"Missing to what is wished: {found['more_agencies']} more agencies of the middle size.")
    if found["officers_short"]:
        print(f"Two parts with room to spare need {found['officers_short']} officers more.")
