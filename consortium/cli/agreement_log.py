"""``consortium agreement log check``: the operator looks the log over: rows, events, heads, countersignatures."""

import argparse
from typing import Any

from consortium.cli.agreement_verify import MARKS
from consortium.cli.opening import consortium_at, on_database
from consortium.cli.printing import painted, print_json
from consortium.db import Database
from consortium.signing.evidence.check_log import check_log
from consortium.signing.evidence.findings import sound

_HELP = """\
Compares every agreement, fact and signature with its event, every event with the heads of the log, every head with the
log's key, and every countersignature with its head.

Who holds both the database and the installation's key could change all of it alike. That is found by the heads that the
member agencies keep: let each of them run `consortium agreement witness`.

examples:
  consortium agreement log check --consortium high-valley
  consortium agreement log check --consortium high-valley --json"""


def add_parser(checks: Any) -> None:
    """What it takes."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = checks.add_parser("log", help="look the log over, on the server", description=_HELP, formatter_class=plain)
    parser.add_argument("act", choices=["check"], help="check: look it over")
    parser.add_argument("--consortium", required=True, metavar="SLUG", help="the consortium's address")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look it over."""
    return on_database(lambda database: tell(database, arguments))


async def tell(database: Database, arguments: argparse.Namespace) -> int:
    """Look it over, and print."""
    consortium = await consortium_at(database, arguments.consortium)
    async with database.reading(consortium) as reading:
        found = await check_log(reading)
    if arguments.json:
        print_json([{"what": each.what, "verdict": each.verdict.value, "said": each.said} for each in found])
    else:
        for each in found:
            print(f"{painted(f'{each.verdict.value:<14}', MARKS[each.verdict])} {each.what}. {each.said}")
    return 0 if sound(found) else 1
