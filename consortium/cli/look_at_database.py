"""The doctor's look at the database, as the application's role sees it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from consortium.cli.findings import Found, area, mend, note, well
from consortium.cli.opening import shown_address
from consortium.db import APP, OWNER
from consortium.migrate import newest
from consortium.roles import QUIET_LOGS

OLDEST: Final = 15
MOST_SKEW: Final = 5.0
"""Seconds between the database's clock and ours from which mails and sign-ins begin to look wrong."""
_PATIENCE: Final = 5.0
_WITHOUT_TENANT: Final = frozenset({"alembic_version"})
_LOOSE = """
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not (c.relrowsecurity and c.relforcerowsecurity)
"""
_ROLE = """
    select rolsuper or rolbypassrls as steps_around,
           exists (select 1 from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                      and pg_has_role(current_user, c.relowner, 'member')) as owns,
           current_user as name
      from pg_roles where rolname = current_user
"""
_OTHERS = """
    select count(*) from pg_stat_activity
     where usename = current_user and datname = current_database() and application_name = 'consortium'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one look at the database brought; ``skew`` in seconds, ``level`` of the tables or ``None``."""

    version: int
    role: str
    steps_around: bool
    owns: bool
    level: str | None
    loose: tuple[str, ...]
    loud: tuple[str, ...]
    skew: float
    processes: int


async def see_database(address: str) -> Seen | str:
    """Look, or tell in a word why that was not possible; waits five seconds for the server."""
    try:
        connection = await asyncpg.connect(address, timeout=_PATIENCE)
    except asyncpg.InvalidPasswordError:
        return "it refuses the role's password"
    except asyncpg.InvalidCatalogNameError:
        return "the server has no such database"
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        return f"it does not answer ({type(error).__name__})"
    try:
        return await _look(connection)
    except asyncpg.PostgresError as error:
        return f"it refuses to tell about itself ({type(error).__name__})"
    finally:
        await connection.close()


async def _look(connection: asyncpg.Connection) -> Seen:
    role = await connection.fetchrow(_ROLE)
    # Two clocks are compared, which nothing else does: whatever is decided, the database's clock decides.
    before = time.clock_gettime(time.CLOCK_REALTIME)
    theirs = float(await connection.fetchval("select extract(epoch from clock_timestamp())"))
    after = time.clock_gettime(time.CLOCK_REALTIME)
    level = None
    if await connection.fetchval("select to_regclass('public.alembic_version')") is not None:
        level = await connection.fetchval("select version_num from alembic_version")
    settings = {name: await connection.fetchval("select current_setting($1)", name) for name in QUIET_LOGS}
    return Seen(
        version=connection.get_server_version().major,
        role=role["name"],
        steps_around=role["steps_around"],
        owns=role["owns"],
        level=level,
        loose=tuple(row["relname"] for row in await connection.fetch(_LOOSE) if row["relname"] not in _WITHOUT_TENANT),
        loud=tuple(name for name, quiet in QUIET_LOGS.items() if settings[name] != quiet),
        skew=theirs - (before + after) / 2,
        processes=await connection.fetchval(_OTHERS),
    )


@area("database")
def look_at_database(address: str, seen: Seen | str) -> Iterator[Found]:
    """What is to be said of it."""
    if isinstance(seen, str):
        yield mend(
            "reached", f"{shown_address(address)}: {seen}.", "See that PostgreSQL runs there, and look at DATABASE_URL."
        )
        return
    yield well("reached", shown_address(address))
    if seen.version < OLDEST:
        yield mend("version", f"PostgreSQL {seen.version}.", f"Move to PostgreSQL {OLDEST} or newer.")
    else:
        yield well("version", f"PostgreSQL {seen.version}.")
    yield from _role(seen)
    yield from _tables(seen)
    if seen.loud:
        yield mend(
            "its log",
            f"It may write down what officers send: {', '.join(seen.loud)}.",
            "Run the “alter role … set log_…” statements of: consortium roles",
        )
    else:
        yield well("its log", "No statement, no value and no error of ours is written down.")
    if abs(seen.skew) > MOST_SKEW:
        yield mend(
            "clocks", f"The database's clock and ours differ by {abs(seen.skew):.0f} s.", "Run a time service on both."
        )
    else:
        yield well("clocks", "The database's clock and ours agree.")
    if seen.processes:
        yield well("processes", f"consortium serve is connected, {seen.processes} times.")
    else:
        yield note("processes", "No consortium serve is connected: nothing is served, and no mail goes out.")


@area("listening")
def look_at_listening(address: str, seen: Seen | str) -> Iterator[Found]:
    """The direct address, by which processes wake each other."""
    if isinstance(seen, str):
        yield mend("reached", f"{shown_address(address)}: {seen}.", "Look at LISTEN_DATABASE_URL.")
    else:
        yield well("reached", shown_address(address))


@area("database")
def no_database_yet(root: Path) -> Iterator[Found]:
    """Nothing was begun with the embedded database."""
    yield note("embedded", f"There is none in {root} yet.", "consortium init, or consortium serve, makes it.")


@area("database")
def database_does_not_start(why: str) -> Iterator[Found]:
    """The embedded database cannot be had here."""
    yield mend("embedded", "It does not start.", why)


def _role(seen: Seen) -> Iterator[Found]:
    if seen.steps_around or seen.owns:
        how = "owns the tables" if seen.owns and not seen.steps_around else "steps around row-level security"
        yield mend(
            "role",
            f"{seen.role} {how}: one consortium could see another's rows.",
            f"Give DATABASE_URL the name and password of {APP}; only MIGRATION_DATABASE_URL takes {OWNER}.",
        )
    else:
        yield well("role", f"{seen.role} is held by the row-level policies.")


def _tables(seen: Seen) -> Iterator[Found]:
    if seen.level != newest():
        yield mend(
            "tables",
            f"They are at {seen.level or 'nothing'}, this program needs {newest()}.",
            "MIGRATION_DATABASE_URL=… consortium migrate",
        )
        return
    yield well("tables", f"They are at {seen.level}.")
    if seen.loose:
        yield mend(
            "row-level security",
            f"It is not forced on {', '.join(sorted(seen.loose))}.",
            "Somebody changed the tables by hand: alter table … enable, and force, row level security.",
        )
    else:
        yield well("row-level security", "It is forced on every table.")
