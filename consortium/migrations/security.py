"""Row-level security, grants and the queue's functions, as SQL that migrations call.

Each table of ours is protected in the same way, so the way stands here once; a migration that adds a table calls
:func:`protect` for it. A test walks ``pg_class`` and finds a table that nobody protected.
"""

from collections.abc import Iterable

from consortium.db import APP, QUEUE

_CURRENT = "(select nullif(current_setting('app.consortium', true), '')::uuid)"

Statements = Iterable[str]


def protect(table: str, *, key: str = "consortium", rights: str = "select, insert, update, delete") -> Statements:
    """Force row-level security on a table and let the application see the current consortium's rows only."""
    yield f'alter table "{table}" enable row level security'
    yield f'alter table "{table}" force row level security'
    yield (
        f'create policy own_consortium on "{table}" to {APP} using ({key} = {_CURRENT}) with check ({key} = {_CURRENT})'
    )
    yield f'grant {rights} on "{table}" to {APP}'


def let_queue(table: str, command: str, columns: str) -> Statements:
    """Let the queue's functions do one thing to these columns of a table, in every consortium."""
    grant = command if command == "delete" else f"{command} ({columns})"
    yield f'create policy queue_{command} on "{table}" for {command} to {QUEUE} using (true)'
    yield f'grant {grant} on "{table}" to {QUEUE}'


def queue_function(signature: str, returns: str, body: str, *, volatile: bool = True) -> Statements:
    """A function of the queue's: it returns ids and consortium only, and nobody but the application calls it."""
    kind = "volatile" if volatile else "stable"
    yield (
        f"create function {signature} returns {returns} language sql {kind} security definer "
        f"set search_path = pg_catalog, public, pg_temp as $$ {body} $$"
    )
    name = _bare(signature)
    yield f"alter function {name} owner to {QUEUE}"
    yield f"revoke all on function {name} from public"
    yield f"grant execute on function {name} to {APP}"


def _bare(signature: str) -> str:
    """``f(a int, b text)`` as ``f(int, text)``."""
    name, _, arguments = signature.rstrip(")").partition("(")
    types = ", ".join(argument.split(maxsplit=1)[1] for argument in arguments.split(", ") if argument)
    return f"{name}({types})"


CLOCK: Statements = (
    "create function consortium_now() returns timestamptz language sql stable as $$ select now() $$",
    "revoke all on function consortium_now() from public",
    f"grant execute on function consortium_now() to {APP}, {QUEUE}",
)


def queue() -> Statements:
    """The claiming and look-up functions, with exactly the rights that they need."""
    yield from let_queue("consortium", "select", "id, slug")
    yield from let_queue("timer", "select", "consortium, id, due_at")
    yield from let_queue("timer", "update", "due_at")
    yield from let_queue("outbox", "select", "consortium, id, kind, next_at, tries")
    yield from let_queue("outbox", "update", "next_at, tries")
    for table in ("session", "sign_in"):
        yield from let_queue(table, "select", "expires_at")
        yield from let_queue(table, "delete", "")
    yield from queue_function(
        "find_consortium(wanted text)",
        "uuid",
        "select id from consortium where slug = wanted",
        volatile=False,
    )
    yield from queue_function(
        "known_consortia()",
        "table (id uuid, slug text)",
        "select id, slug from consortium order by slug",
        volatile=False,
    )
    yield from queue_function(
        "claim_timer()",
        "table (consortium uuid, id uuid)",
        """select t.consortium, t.id from timer t where t.due_at <= consortium_now()
           order by t.due_at limit 1 for update skip locked""",
    )
    yield from queue_function(
        "claim_mails(most integer, lease interval)",
        "table (consortium uuid, id uuid)",
        """update outbox o set next_at = consortium_now() + lease, tries = o.tries + 1
           where (o.consortium, o.id) in (select w.consortium, w.id from outbox w where w.next_at <= consortium_now()
                                          order by (w.kind <> 'page'), w.next_at limit most for update skip locked)
           returning o.consortium, o.id""",
    )
    yield from queue_function(
        "sweep_sessions()",
        "bigint",
        """with s as (delete from session where expires_at <= consortium_now() returning 1),
                l as (delete from sign_in where expires_at <= consortium_now() returning 1)
           select (select count(*) from s) + (select count(*) from l)""",
    )


def sweep_these(*tables: str) -> Statements:
    """Let ``sweep_sessions()`` delete what has run out of these tables; each has ``expires_at``, and all are named.

    The function is the queue's, so it is changed as the queue; the queue needs ``select`` and ``delete`` on each table.
    """
    swept = ", ".join(
        f"s{n} as (delete from {table} where expires_at <= consortium_now() returning 1)"
        for n, table in enumerate(tables)
    )
    counted = " + ".join(f"(select count(*) from s{n})" for n, _ in enumerate(tables))
    yield f"set local role {QUEUE}"
    yield (
        "create or replace function sweep_sessions() returns bigint language sql volatile security definer "
        f"set search_path = pg_catalog, public, pg_temp as $$ with {swept} select {counted} $$"
    )
    yield "reset role"


def watch_facts(tables: Iterable[str]) -> Statements:
    """Let every change to these tables raise the consortium's facts version, once a statement.

    The trigger runs as whoever changes the rows, inside her consortium, so the policies hold for it too.
    """
    yield f"""create function facts_changed() returns trigger language plpgsql
              set search_path = pg_catalog, public, pg_temp as $$
              begin
                if {_CURRENT} is not null and exists (select 1 from consortium where id = {_CURRENT}) then
                  insert into facts (consortium, version) values ({_CURRENT}, 1)
                  on conflict (consortium) do update set version = facts.version + 1;
                end if;
                return null;
              end $$"""
    for table in tables:
        yield (
            f'create trigger facts_changed after insert or update or delete on "{table}" '
            "for each statement execute function facts_changed()"
        )
