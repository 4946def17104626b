"""``consortium who --consortium SLUG [--at T]``: who is on call, by the one function that pages and paging use."""

import argparse
from datetime import UTC, datetime

from consortium.cli.opening import an_instant, consortium_at, on_database
from consortium.cli.printing import print_json, wall
from consortium.db import Database
from consortium.duty.store import load_schedule
from consortium.members.store import load_cards, load_region
from scheduling import Line, who
from scheduling.wallclock import instant, zone

_HELP = """\
Tells who is on call on each line, as the rota stands now: rotations, then overrides, then leave.

examples:
  consortium who --consortium high-desert
  consortium who --consortium high-desert --at 2026-12-24T22:00
  consortium who --consortium high-desert --at 2026-12-25T06:00Z --json"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    parser.add_argument(
        "--at",
        type=an_instant,
        metavar="TIME",
        help="ISO 8601; without an offset, on the consortium's own clock (default now)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Tell who is on call."""
    return on_database(lambda database: tell(database, arguments))


async def tell(database: Database, arguments: argparse.Namespace) -> int:
    """Look at the rota, and print."""
    consortium = await consortium_at(database, arguments.consortium)
    async with database.reading(consortium) as reading:
        region = await load_region(reading)
        at = _instant(arguments.at or reading.now, region.timezone)
        duty = who(await load_schedule(reading), at)
        cards = {card.person: card for card in await load_cards(reading)}
    lines = {
        line.value: [
            {"person": person, "name": cards[person].name, "agency": cards[person].agency_name}
            for person in sorted(duty[line], key=lambda person: cards[person].name)
        ]
        for line in Line
    }
    local = at.astimezone(zone(region.timezone))
    if arguments.json:
        print_json({"consortium": region.slug, "at": local, "timezone": region.timezone, "on_call": lines})
        return 0
    print(f"{region.title}, {wall(at, region.timezone)}")
    for line, people in lines.items():
        names = ", ".join(f"{each['name']} ({each['agency'] or 'lent by no agency'})" for each in people)
        print(f"  {line:<10}{names or 'nobody'}")
    return 0


def _instant(at: datetime, home: str) -> datetime:
    """The instant in UTC; a wall time that comes twice is meant the first time, as in the rota."""
    return at.astimezone(UTC) if at.tzinfo else instant(at.date(), at.time(), zone(home))
