"""No row crosses from one consortium to another: every table is walked, and the walk is proved by planted leaks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from consortium.db import APP, OWNER, QUEUE, Reading
from consortium.migrations.metadata import metadata
from tests.harness import Ground

NO_TENANT = frozenset({"alembic_version"})
QUEUE_FUNCTIONS = frozenset(
    {
        "claim_timer",
        "claim_mails",
        "claim_departure",
        "due_plan_runs",
        "due_zone_designs",
        "find_consortium",
        "known_consortia",
        "sweep_sessions",
        "sweep_imports",
        "sweep_sign_on",
        "claim_swaps",
        "claim_busy_calendar",
        "sweep_availability_imports",
    }
)

SOUND_TABLES = """
    select c.relname, c.relrowsecurity, c.relforcerowsecurity,
           (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
"""
VIEWS = """
    select c.relname, c.relkind::text, coalesce(c.reloptions::text, '') as options
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
"""
DEFINERS = """
    select p.proname, r.rolname from pg_proc p join pg_roles r on r.oid = p.proowner
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
"""


async def leaks(ground: Ground) -> list[str]:
    """What in this database could show one consortium's rows to another, in words; empty when sound."""
    async with _connected(ground.owner) as owner:
        tables, views, functions = [await owner.fetch(query) for query in (SOUND_TABLES, VIEWS, DEFINERS)]
    found = [
        f"table {table['relname']} is not protected"
        for table in tables
        if table["relname"] not in NO_TENANT
        and not (table["relrowsecurity"] and table["relforcerowsecurity"] and table["policies"])
    ]
    found += [
        f"view {view['relname']} looks with its owner's eyes"
        for view in views
        if view["relkind"] == "m" or "security_invoker=true" not in view["options"]
    ]
    found += [
        f"function {function['proname']} acts for {function['rolname']}"
        for function in functions
        if function["rolname"] != QUEUE or function["proname"] not in QUEUE_FUNCTIONS
    ]
    return found + await _rows_of_others(ground)


async def _rows_of_others(ground: Ground) -> list[str]:
    """Read every table and view as the application, in one consortium and in none."""
    mine = await ground.consortium("blue-ledge")
    found = []
    async with _connected(ground.app) as app:
        names = await app.fetch(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm')"
        )
        for name in sorted(row["relname"] for row in names):
            if name in NO_TENANT:
                continue
            key = "id" if name == "consortium" else "consortium"
            for consortium in (mine, None):
                found += await _foreign(app, name, key, consortium)
    return found


async def _foreign(app: asyncpg.Connection, name: str, key: str, consortium: UUID | None) -> list[str]:
    async with app.transaction(readonly=True):
        await app.execute("select set_config('app.consortium', $1, true)", str(consortium or ""))
        try:
            seen = await app.fetch(f'select distinct {key} as consortium from "{name}"')
        except asyncpg.InsufficientPrivilegeError:
            return []
    return [f"{name} shows rows of another consortium" for row in seen if row["consortium"] != consortium]


async def test_every_table_keeps_each_consortium_to_itself(region: Ground) -> None:
    assert await leaks(region) == []


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        ("create table plain (consortium uuid, id uuid); grant select on plain to {app}", "table plain"),
        ("create view all_people as select * from person; grant select on all_people to {app}", "view all_people"),
        (
            "create function everybody() returns setof person language sql security definer as $$ table person $$",
            "function everybody",
        ),
        ("alter table person no force row level security", "table person"),
        ("create policy open_house on agency using (true)", "agency shows rows of another"),
        ("create materialized view counted as select consortium from agency", "view counted"),
    ],
)
async def test_the_walk_finds_a_planted_leak(region: Ground, plant: str, told: str) -> None:
    for statement in plant.format(app=APP).split("; "):
        await region.as_owner(statement)

    found = await leaks(region)

    assert any(each.startswith(told) for each in found), found


async def test_a_row_for_another_consortium_cannot_be_written(region: Ground) -> None:
    mine, other = await region.consortium("blue-ledge"), await region.consortium("juniper-rim")
    async with _connected(region.app) as app:
        for table in ("person", "leave", "journal", "request", "outbox", "timer"):
            columns = await app.fetch(
                "select attname, atttypid::regtype::text as type, attnotnull from pg_attribute "
                "where attrelid = $1::regclass and attnum > 0 and not attisdropped",
                f'"{table}"',
            )
            names = [row["attname"] for row in columns if row["attnotnull"]]
            values = [_value(row["attname"], row["type"], other) for row in columns if row["attnotnull"]]
            statement = f'insert into "{table}" ({", ".join(names)}) values ({", ".join(values)})'
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await _inside(app, mine, statement)


async def _inside(app: asyncpg.Connection, consortium: UUID, statement: str) -> None:
    """Run a statement as the application inside one consortium."""
    async with app.transaction():
        await app.execute("select set_config('app.consortium', $1, true)", str(consortium))
        await app.execute(statement)


def _value(name: str, kind: str, consortium: UUID) -> str:
    if name == "consortium":
        return f"'{consortium}'"
    values = {
        "uuid": f"'{uuid4()}'",
        "timestamp with time zone": "now()",
        "date": "current_date",
        "boolean": "false",
        "jsonb": "'{}'",
        "bytea": "''",
    }
    return values.get(kind, "'1'")


async def test_a_row_cannot_be_moved_into_another_consortium(region: Ground) -> None:
    mine, other = await region.consortium("blue-ledge"), await region.consortium("juniper-rim")
    async with _connected(region.app) as app:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _inside(app, mine, f"update person set consortium = '{other}'")


async def test_a_look_beside_sees_one_consortium_at_a_time_and_comes_back_whatever_happens(region: Ground) -> None:
    mine, other = await region.consortium("blue-ledge"), await region.consortium("juniper-rim")
    seen = text("select distinct consortium from agency")

    async def looks(reading: Reading) -> None:
        async with reading.beside(other):
            assert list(await reading.scalars(seen)) == [other]
            raise LookupError

    async with region.database.reading(mine) as reading:
        with pytest.raises(LookupError):
            await looks(reading)
        assert (reading.consortium, list(await reading.scalars(seen))) == (mine, [mine])


@pytest.mark.parametrize(
    "table",
    [
        "journal",
        "agreement_version",
        "agreement_fact",
        "agreement_draft_terms",
        "agreement_draft_clause",
        "agreement_review",
        "agreement_verdict",
        "pack_approval",
        "wording_approval",
        "agreement_recall",
        "duty_served",
    ],
)
async def test_what_is_append_only_can_be_neither_changed_nor_deleted(region: Ground, table: str) -> None:
    async with _connected(region.app) as app:
        for statement in (f'delete from "{table}"', f'update "{table}" set id = id', f'truncate "{table}"'):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute(statement)


async def test_no_role_of_ours_is_a_superuser_and_only_the_backup_reads_everything(ground: Ground) -> None:
    async with _connected(ground.owner) as owner:
        roles = await owner.fetch(
            "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname like 'consortium_%'"
        )
    assert {"consortium_owner", "consortium_app", "consortium_queue", "consortium_backup"} == {
        role["rolname"] for role in roles
    }
    assert [role["rolname"] for role in roles if role["rolsuper"]] == []
    assert [role["rolname"] for role in roles if role["rolbypassrls"]] == ["consortium_backup"]
    assert [role["rolname"] for role in roles if not role["rolcanlogin"]] == [QUEUE]


async def test_the_queue_functions_give_away_ids_and_nothing_else(region: Ground) -> None:
    async with _connected(region.owner) as owner:
        found = await owner.fetch(
            "select proname, pg_get_function_result(oid) as result from pg_proc where proname = any($1)",
            sorted(QUEUE_FUNCTIONS),
        )
    assert {row["proname"]: row["result"] for row in found} == {
        "claim_timer": "TABLE(consortium uuid, id uuid)",
        "claim_mails": "TABLE(consortium uuid, id uuid)",
        "claim_swaps": "TABLE(consortium uuid, id uuid)",
        "claim_busy_calendar": "TABLE(consortium uuid, id uuid)",
        "sweep_availability_imports": "bigint",
        "claim_departure": "TABLE(consortium uuid, id uuid)",
        "due_plan_runs": "TABLE(consortium uuid, id uuid)",
        "due_zone_designs": "TABLE(consortium uuid, id uuid)",
        "find_consortium": "uuid",
        "known_consortia": "TABLE(id uuid, slug text)",
        "sweep_sessions": "bigint",
        "sweep_imports": "bigint",
        "sweep_sign_on": "bigint",
    }


async def test_the_tables_and_the_migrations_agree(ground: Ground) -> None:
    engine = create_async_engine(ground.owner.replace("postgresql://", "postgresql+asyncpg://", 1))
    async with engine.connect() as connection:
        different = await connection.run_sync(lambda sync: compare_metadata(MigrationContext.configure(sync), metadata))
    await engine.dispose()

    assert different == []
    assert OWNER in ground.owner


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()
