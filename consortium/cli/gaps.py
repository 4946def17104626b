"""``consortium gaps --consortium SLUG [--days N]``: what is missing on the rota, as the schedule's page tells it."""

import argparse
from datetime import timedelta

from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import print_json, wall
from consortium.db import Database
from consortium.duty.missing import missing
from consortium.support.facts import load_facts
from scheduling import Span

_HELP = """\
Tells what is missing from now on: lines with nobody on call, parts of the region that nobody may serve, and times in
which primary and backup belong to one part. Ends with code 1 if anything is missing, so that a timer can tell somebody.

examples:
  consortium gaps --consortium high-desert
  consortium gaps --consortium high-desert --days 30 --json"""
_MOST_DAYS = 366


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    parser.add_argument("--days", type=_days, default=14, metavar="N", help="how far to look ahead (default 14)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell what is missing."""
    return on_database(lambda database: tell(database, arguments))


async def tell(database: Database, arguments: argparse.Namespace) -> int:
    """Look ahead, and print."""
    consortium = await consortium_at(database, arguments.consortium)
    async with database.reading(consortium) as reading:
        facts = await load_facts(reading)
        ahead = Span(reading.now, reading.now + timedelta(days=arguments.days))
    found = missing(facts, ahead)
    zone = facts.region.timezone
    if arguments.json:
        gaps = [{"what": each.what, "start": each.start, "end": each.end, "instead": each.instead} for each in found]
        print_json({"consortium": facts.region.slug, "start": ahead.start, "end": ahead.end, "gaps": gaps})
        return 1 if found else 0
    for each in found:
        print(f"{wall(each.start, zone)} to {wall(each.end, zone)}  {each.what}. {each.instead}")
    if not found:
        print(f"Nothing is missing until {wall(ahead.end, zone)}.")
    return 1 if found else 0


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"days are a whole number from 1 to {_MOST_DAYS}")
    return int(text)
