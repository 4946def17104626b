"""The four database roles and the database itself, as statements for whoever administers the server.

None of them is a superuser. ``owner`` runs the migrations, ``app`` serves pages and jobs, ``queue`` cannot log in and
owns the claiming functions, ``backup`` reads everything for ``pg_dump``. The embedded server gets the same statements.
"""

from collections.abc import Iterable, Mapping

import asyncpg

from consortium.db import APP, BACKUP, OWNER, QUEUE

LOGINS = (OWNER, APP, BACKUP)
DATABASE = "consortium"
_ONE_AT_A_TIME = 0x726F6C65


QUIET_LOGS: Mapping[str, str] = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
}
"""What a server of one's own must not write down for our roles: statements, values, errors that quote them."""


class UnsafeRoleError(RuntimeError):
    """The application's role could step around the row-level policies; it is refused."""


def role_statements(passwords: Mapping[str, str]) -> Iterable[str]:
    """Statements that make the roles; to be run once by an administrator of the server."""
    plain = "nosuperuser nocreatedb nocreaterole noreplication"
    yield f"create role {OWNER} login noinherit nobypassrls {plain} password '{_quoted(passwords[OWNER])}'"
    yield f"create role {APP} login nobypassrls {plain} password '{_quoted(passwords[APP])}'"
    yield f"create role {QUEUE} nologin nobypassrls {plain}"
    yield f"create role {BACKUP} login bypassrls {plain} password '{_quoted(passwords[BACKUP])}'"
    for role in LOGINS:
        for setting, value in QUIET_LOGS.items():
            yield f"alter role {role} set {setting} = {value}"
    yield f"grant {QUEUE} to {OWNER}"
    yield f"grant pg_read_all_data to {BACKUP}"


def database_statement(database: str = DATABASE) -> str:
    """The statement that makes the database."""
    return f"create database {database} owner {OWNER} template template0 encoding 'UTF8'"


def inside_statements(database: str = DATABASE) -> Iterable[str]:
    """Statements to run inside the new database: the schema is ours alone."""
    yield f"revoke all on database {database} from public"
    yield f"grant connect on database {database} to {APP}, {BACKUP}"
    yield f"alter schema public owner to {OWNER}"
    yield "revoke all on schema public from public"
    yield f"grant usage on schema public to {APP}, {BACKUP}"
    yield f"grant usage, create on schema public to {QUEUE}"


async def prepare(admin_dsn: str, database_dsn: str, passwords: Mapping[str, str]) -> None:
    """Make roles and database where they are missing (the embedded server; safe to call again, and at once)."""
    connection = await asyncpg.connect(admin_dsn)
    try:
        await connection.execute(f"select pg_advisory_lock({_ONE_AT_A_TIME})")
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", BACKUP):
            async with connection.transaction():
                for statement in role_statements(passwords):
                    await connection.execute(statement)
        if not await connection.fetchval("select 1 from pg_database where datname = $1", DATABASE):
            await connection.execute(database_statement())
            await _furnish(database_dsn)
    finally:
        await connection.close()


async def _furnish(database_dsn: str) -> None:
    inside = await asyncpg.connect(database_dsn)
    try:
        for statement in inside_statements():
            await inside.execute(statement)
    finally:
        await inside.close()


async def refuse_unsafe(app_dsn: str) -> None:
    """Refuse an application role for which the row-level policies would not hold.

    Raises:
        UnsafeRoleError: it is a superuser, bypasses row-level security, or owns our tables.
    """
    connection = await asyncpg.connect(app_dsn)
    try:
        unsafe = await connection.fetchval(
            """select rolsuper or rolbypassrls or exists (
                   select 1 from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                      and pg_has_role(current_user, c.relowner, 'member'))
               from pg_roles where rolname = current_user"""
        )
    finally:
        await connection.close()
    if unsafe:
        raise UnsafeRoleError(
            "DATABASE_URL logs in as a role that can step around the row-level policies. "
            f"Give it the {APP} role's name and password, and MIGRATION_DATABASE_URL the {OWNER} role's."
        )


def _quoted(password: str) -> str:
    return password.replace("'", "''")
