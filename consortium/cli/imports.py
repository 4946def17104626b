"""``consortium import WHAT FILE``: read a list into a consortium."""

import argparse

from consortium.cli import import_agencies, import_roster
from consortium.cli.opening import on_database

_HELP = """\
Reads a list into a consortium. Each list says what it takes, and each can be rehearsed first.

examples:
  consortium import agencies --help
  consortium import agencies list.csv --consortium high-desert --state OR --dry-run
  consortium import roster people.xlsx --consortium high-desert --dry-run"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes: each list by its name, which brings its own ``run(arguments, database)``."""
    parser.description = _HELP
    parser.set_defaults(do=run)
    lists = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    import_agencies.add_parser(lists)
    import_roster.add_parser(lists)


def run(arguments: argparse.Namespace) -> int:
    """Import the list that was named."""
    code: int = on_database(lambda database: arguments.run(arguments, database))
    return code
