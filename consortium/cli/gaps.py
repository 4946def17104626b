"""``consortium gaps --consortium SLUG [--days N]``: what cover is missing, as the page of coverage tells it."""

import argparse
from datetime import timedelta

from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import print_json, wall
from consortium.db import Database
from consortium.duty.coverage.look_ahead import DAYS, look_ahead
from consortium.duty.coverage.values import CoverFacts, Gap
from consortium.duty.coverage.words import codes, instead, what, why
from consortium.support.load_facts import load_facts
from scheduling import Span

_HELP = """\
Tells what is missing from now on, by the level of service: lines on which nobody counts, and parts of the region that
nobody on call may serve. Counted is who may really be asked: there, reached, in date, designated by every agency of the
part, under an agreement in force. Gaps that are meant are told apart. Ends with code 1 if anything is missing, so that
a timer can tell somebody.

examples:
  consortium gaps --consortium high-desert
  consortium gaps --consortium high-desert --days 14 --json"""
_MOST_DAYS = 366


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    parser.add_argument("--days", type=_days, default=DAYS, metavar="N", help=f"how far to look ahead (default {DAYS})")
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
        outlook = await look_ahead(reading, facts, ahead)
    zone = facts.region.timezone
    if arguments.json:
        told = {"gaps": outlook.gaps, "one_person": outlook.thin, "meant": outlook.meant}
        listed = {name: [_json(gap, facts) for gap in found] for name, found in told.items()}
        print_json({"consortium": facts.region.slug, "start": ahead.start, "end": ahead.end, **listed})
        return 1 if outlook.gaps else 0
    for gap in outlook.gaps:
        span = f"{wall(gap.span.start, zone)} to {wall(gap.span.end, zone)}"
        print(f"{span}  {what(gap)}. {why(gap, facts)} {instead(gap, facts)}")
    if not outlook.gaps:
        print(f"Nothing is missing until {wall(ahead.end, zone)}.")
    if outlook.meant:
        print(f"Besides, gaps that are meant: {len(outlook.meant)}.")
    return 1 if outlook.gaps else 0


def _json(gap: Gap, facts: CoverFacts) -> dict[str, object]:
    return {
        "what": what(gap),
        "start": gap.span.start,
        "end": gap.span.end,
        "instead": instead(gap, facts),
        "why": why(gap, facts),
        "kind": gap.kind.value,
        "line": gap.line.value if gap.line else None,
        "part": gap.label or None,
        "reasons": list(codes(gap)),
    }


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"days are a whole number from 1 to {_MOST_DAYS}")
    return int(text)
