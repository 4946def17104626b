"""``consortium roles``: the database roles of a server of one's own, printed to be read and run, or run at once."""

import argparse
import asyncio
import os
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from consortium.cli.opening import other_database
from consortium.db import APP, BACKUP, OWNER
from consortium.roles import (
    DATABASE,
    LOGINS,
    database_statement,
    inside_statements,
    prepare,
    role_statements,
)
from consortium.settings import SettingsError

_ADDRESSES: Mapping[str, str] = {
    OWNER: "MIGRATION_DATABASE_URL",
    APP: "DATABASE_URL",
    BACKUP: "BACKUP_DATABASE_URL",
}
_HELP = """\
Prints the statements that make four roles, none of them a superuser, and the database. An administrator of the server
runs them once, with passwords of her own.

With --make they are run: ADMIN_DATABASE_URL is the administrator's address, and each role gets the password of its own
address (MIGRATION_DATABASE_URL, DATABASE_URL, BACKUP_DATABASE_URL). What is there already is left as it is.

examples:
  consortium roles > roles.sql
  consortium roles --make"""


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("--make", action="store_true", help="run the statements (ADMIN_DATABASE_URL)")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the statements, or run them."""
    if arguments.make:
        _make(os.environ)
        print("The roles and the database are there. Next: consortium migrate")
        return 0
    print("-- Once, as an administrator of the server. Put passwords of your own in.")
    for statement in (*role_statements(dict.fromkeys(LOGINS, "CHANGE-ME")), database_statement()):
        print(f"{statement};")
    print(f"\\connect {DATABASE}")
    for statement in inside_statements():
        print(f"{statement};")
    return 0


def _make(environment: Mapping[str, str]) -> None:
    admin = environment.get("ADMIN_DATABASE_URL", "")
    if not admin:
        raise SettingsError("ADMIN_DATABASE_URL is not set: the address of the server's administrator, postgresql://…")
    passwords = {role: _password(environment, role, name) for role, name in _ADDRESSES.items()}
    asyncio.run(prepare(admin, other_database(admin, DATABASE), passwords))


def _password(environment: Mapping[str, str], role: str, name: str) -> str:
    """The password in a role's own address.

    Raises:
        SettingsError: the address is missing, is another role's or database's, or holds no password.
    """
    parts = urlsplit(environment.get(name, ""))
    if parts.username != role or not parts.password or parts.path != f"/{DATABASE}":
        raise SettingsError(f"{name} should be like postgresql://{role}:password@host/{DATABASE}")
    return unquote(parts.password)
