"""``consortium distances fetch --consortium SLUG``: have a routing engine measure the roads between the agencies."""

import argparse
import os
import sys

from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import print_json
from consortium.db import Database
from consortium.fetcher import Fetcher
from consortium.members.fetch_distances import ask_engine, keep_measured
from consortium.members.store.distances import load_stands
from consortium.problems import BadInput
from consortium.settings import routing_url

_HELP = """\
Asks the routing engine that ROUTING_URL names (OSRM's table API) for the miles by road between all agencies, and keeps
the answer with its day. What goes out is where the agencies stand. Until this is done, and where the engine has no
answer, distances are estimates with a range; what a person told of a road counts before either.

examples:
  ROUTING_URL=https://router.example.org consortium distances fetch --consortium high-desert
  ROUTING_URL=http://localhost:5000 TRUSTED_HOSTS=localhost:5000 consortium distances fetch --consortium high-desert"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    fetch = acts.add_parser("fetch", help="ask the routing engine for the miles between all agencies")
    fetch.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    fetch.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure."""
    return on_database(lambda database: fetch(database, arguments))


async def fetch(database: Database, arguments: argparse.Namespace) -> int:
    """Ask the engine outside any transaction, then keep what it said in one."""
    base = routing_url(os.environ)
    if base is None:
        raise BadInput("ROUTING_URL is not set: no routing engine is asked. Distances stay estimates.")
    consortium = await consortium_at(database, arguments.consortium)
    async with database.reading(consortium) as reading:
        at = await load_stands(reading)
    fetcher = Fetcher(frozenset(os.environ.get("TRUSTED_HOSTS", "").replace(",", " ").split()))
    found = await ask_engine(fetcher, base, at, told=_told)
    async with database.transaction(consortium) as tx:
        await keep_measured(tx, found, at)
    ways = sum(leg.miles is not None for leg in found)
    wanted = len(at) * (len(at) - 1) // 2
    if arguments.json:
        print_json({"pairs": wanted, "measured": ways, "no_way": len(found) - ways, "unmeasured": wanted - len(found)})
    else:
        print(
            f"{ways} of {wanted} roads are measured. For {len(found) - ways} there is no way; "
            f"{wanted - len(found)} stay estimates."
        )
    return 0


def _told(done: int, of: int) -> None:
    print(f"{done} of {of} questions answered", file=sys.stderr)
