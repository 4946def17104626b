"""``consortium restore FILE``: a backup into a database that holds no consortium; done by the server's administrator.

Tables and functions belong to two roles, and neither may act for both. So a restore is no matter for the application's
roles: the embedded server's own administrator does it, or that of ``ADMIN_DATABASE_URL``.
"""

import argparse
import asyncio
import os
from pathlib import Path

import asyncpg

from consortium.cli.opening import other_database
from consortium.cli.postgres_tools import ToolError, newest_tool, pour, server_major
from consortium.db import BACKUP
from consortium.embedded import EmbeddedPostgres, default_data_root, exit_on_sigterm
from consortium.house import furnish, passwords
from consortium.roles import DATABASE, database_statement, inside_statements, prepare
from consortium.settings import SettingsError

_HELP = """\
Brings a backup of `consortium backup` back into a database that holds no consortium. Stop `consortium serve` before.
What the backup did not hold is gone: requests, mails on their way, sessions. Everybody signs in anew.

With a server of your own, ADMIN_DATABASE_URL is the address of its administrator, and the roles must be there
(consortium roles). Run consortium migrate afterwards. Else the embedded database is used, and migrated.

examples:
  consortium restore /var/backups/consortium-monday.dump
  ADMIN_DATABASE_URL=postgresql://postgres:…@db.example.org/postgres consortium restore monday.dump"""
_MARK = b"PGDMP"


def describe(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.description = _HELP
    parser.add_argument("file", type=Path, help="a file that consortium backup has written")
    parser.set_defaults(do=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring the backup back."""
    file: Path = arguments.file
    if not file.is_file() or not _is_backup(file):
        raise ToolError(f"{file} is no backup: there is no such file, or `consortium backup` has not written it.")
    admin = os.environ.get("ADMIN_DATABASE_URL", "")
    if admin:
        bring_back(admin, file)
        print("The backup is back. Next: consortium migrate, then consortium serve.")
    elif os.environ.get("DATABASE_URL"):
        raise SettingsError("ADMIN_DATABASE_URL is not set: the address of the server's administrator, postgresql://…")
    else:
        _into_the_embedded(file)
        print("The backup is back. Everybody signs in anew.")
    return 0


def bring_back(admin: str, file: Path) -> None:
    """Make the database anew and fill it.

    Raises:
        ToolError: the database holds a consortium, somebody is connected to it, a role is missing, or a tool failed.
    """
    restorer = newest_tool("pg_restore", least=asyncio.run(server_major(admin)))
    asyncio.run(_make_anew(admin))
    pour(restorer, file, other_database(admin, DATABASE))


def _into_the_embedded(file: Path) -> None:
    exit_on_sigterm()
    root = default_data_root(os.environ, os.geteuid())
    with EmbeddedPostgres(root) as server:
        asyncio.run(prepare(server.admin_dsn(), server.admin_dsn(DATABASE), passwords(root)))
        bring_back(server.admin_dsn(), file)
        furnish(server, root)


async def _make_anew(admin: str) -> None:
    connection = await asyncpg.connect(admin)
    try:
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", BACKUP):
            raise ToolError("The roles are not there yet. First: consortium roles --make")
        if await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await _refuse_if_used(other_database(admin, DATABASE))
            await connection.execute(f"drop database {DATABASE}")
        await connection.execute(database_statement())
    except asyncpg.ObjectInUseError as used:
        raise ToolError("Somebody is connected to the database. Stop consortium serve first.") from used
    finally:
        await connection.close()
    inside = await asyncpg.connect(other_database(admin, DATABASE))
    try:
        for statement in inside_statements():
            await inside.execute(statement)
    finally:
        await inside.close()


async def _refuse_if_used(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        if await connection.fetchval("select to_regclass('public.consortium')") is None:
            return
        held = await connection.fetchval("select count(*) from consortium")
    finally:
        await connection.close()
    if held:
        raise ToolError(
            "The database holds a consortium already. A backup goes into an empty database only, so that nothing is "
            "lost: use another server or data folder, or drop this database yourself."
        )


def _is_backup(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_MARK)) == _MARK
