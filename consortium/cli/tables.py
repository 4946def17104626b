"""``consortium migrate``: bring the database's tables to this version, as the owner role."""

import argparse
import os

from consortium.migrate import migrate, newest
from consortium.settings import SettingsError

_HELP = """\
Makes or renews the tables. It may be run again at any time, and changes nothing that is up to date. It needs
MIGRATION_DATABASE_URL, the address of the role consortium_owner. Stop `consortium serve` before, start it after.
Migrations go one way: `consortium backup` first.

example:
  MIGRATION_DATABASE_URL=postgresql://consortium_owner:…@db.example.org/consortium consortium migrate"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.set_defaults(do=run)


def run(_arguments: argparse.Namespace) -> int:
    """Migrate, and tell where the tables are."""
    url = os.environ.get("MIGRATION_DATABASE_URL", "")
    if not url:
        raise SettingsError("MIGRATION_DATABASE_URL is not set: the owner role's address, postgresql://…")
    migrate(url)
    print(f"The tables are at {newest()}.")
    return 0
