"""Swaps: cover that is asked for, who was asked, what was taken; the offer to one colleague becomes one case of it

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
FOLLOWED = ("rotation", "turn", "turn_pause", "roster", "roster_shift")
"""Tables whose changes may move a turn, or let it go: what was swapped is then looked at."""

COUNTING = ("ended", "starts_at", "ends_at", "override")


def upgrade() -> None:
    # btree_gist would let GiST compare ids too, but a server of one's own need not have it, and an owner who is no
    # superuser may not always make it. A range type of our own needs nothing: GiST compares any range.
    op.execute("create type uuid_range as range (subtype = uuid)")
    _ask()
    _asked()
    _swap()
    _manner()
    for table in ("swap_ask", "swap_asked", "swap", "swap_manner"):
        for statement in protect(table):
            op.execute(statement)
    for statement in _claiming():
        op.execute(statement)
    _following()
    _bring_offers_along()


def _turn() -> tuple[sa.Column[object], ...]:
    """What a turn is named by, which part of it is meant, and when that is at present."""
    return (
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("rotation", sa.Uuid(), nullable=True),
        sa.Column("turn_index", sa.Integer(), nullable=True),
        sa.Column("shift", sa.Uuid(), nullable=True),
        sa.Column("part_from", sa.Interval(), nullable=True),
        sa.Column("part_until", sa.Interval(), nullable=True),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
    )


def _sound(table: str) -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint("line in ('primary', 'backup', 'clinician')", name=op.f(f"ck_{table}_line")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f(f"ck_{table}_span")),
        sa.CheckConstraint("(rotation is null) = (turn_index is null)", name=op.f(f"ck_{table}_turn")),
        sa.CheckConstraint("(part_from is null) = (part_until is null)", name=op.f(f"ck_{table}_part")),
    )


def _of(table: str, column: str, *, cascade: bool) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        ["person.consortium", "person.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete="CASCADE" if cascade else None,
    )


def _owned(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _ask() -> None:
    op.create_table(
        "swap_ask",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("giver", sa.Uuid(), nullable=False),
        sa.Column("chosen", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        *_turn(),
        sa.Column("answer_by", AT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("round_at", AT, nullable=True),
        sa.Column("near_at", AT, nullable=True),
        sa.Column("look_at", AT, nullable=True),
        *_sound("swap_ask"),
        sa.CheckConstraint("giver <> chosen", name=op.f("ck_swap_ask_another")),
        sa.CheckConstraint(
            "state in ('open', 'taken', 'withdrawn', 'declined', 'kept', 'gone')", name=op.f("ck_swap_ask_state")
        ),
        *(_of("swap_ask", column, cascade=True) for column in ("giver", "chosen", "asked_by")),
        *_owned("swap_ask"),
    )
    op.create_index("ix_swap_ask_look_at", "swap_ask", ["look_at"])
    op.execute(
        """alter table swap_ask add constraint ex_swap_ask_once exclude using gist (
               uuid_range(consortium, consortium, '[]') with =, int4range(ascii(line), ascii(line), '[]') with =,
               uuid_range(giver, giver, '[]') with =, tstzrange(starts_at, ends_at) with &&) where (state = 'open')"""
    )


def _asked() -> None:
    op.create_table(
        "swap_asked",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("ask", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("back_line", sa.String(), nullable=True),
        sa.Column("back_starts_at", AT, nullable=True),
        sa.Column("back_ends_at", AT, nullable=True),
        sa.CheckConstraint(
            "num_nulls(back_line, back_starts_at, back_ends_at) in (0, 3)", name=op.f("ck_swap_asked_back")
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "ask"],
            ["swap_ask.consortium", "swap_ask.id"],
            name=op.f("fk_swap_asked_consortium_ask"),
            ondelete="CASCADE",
        ),
        _of("swap_asked", "person", cascade=True),
        sa.PrimaryKeyConstraint("consortium", "ask", "person", name=op.f("pk_swap_asked")),
    )


def _swap() -> None:
    op.create_table(
        "swap",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("giver", sa.Uuid(), nullable=False),
        sa.Column("taker", sa.Uuid(), nullable=False),
        *_turn(),
        sa.Column("held", sa.Uuid(), nullable=True),
        sa.Column("ask", sa.Uuid(), nullable=True),
        sa.Column("override", sa.Uuid(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("look_at", AT, nullable=True),
        *_sound("swap"),
        sa.CheckConstraint("giver <> taker", name=op.f("ck_swap_another")),
        *(_of("swap", column, cascade=False) for column in ("giver", "taker")),
        *_owned("swap"),
        sa.UniqueConstraint("consortium", "number", name=op.f("uq_swap_consortium_number")),
    )
    op.create_index("ix_swap_look_at", "swap", ["look_at"])
    op.execute(
        """alter table swap add constraint ex_swap_one_taker exclude using gist (
               uuid_range(consortium, consortium, '[]') with =, int4range(ascii(line), ascii(line), '[]') with =,
               uuid_range(giver, giver, '[]') with =, uuid_range(held, held, '[]') with =,
               tstzrange(starts_at, ends_at) with &&) where (not ended)"""
    )
    op.execute(
        "create trigger facts_changed after insert or delete or update of " + ", ".join(COUNTING) + " on swap "
        "for each statement execute function facts_changed()"
    )


def _manner() -> None:
    op.create_table(
        "swap_manner",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("at_once", sa.SmallInteger(), nullable=False),
        sa.Column("hours_between", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("at_once between 1 and 20", name=op.f("ck_swap_manner_at_once")),
        sa.CheckConstraint("hours_between between 1 and 168", name=op.f("ck_swap_manner_hours")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_swap_manner_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", name=op.f("pk_swap_manner")),
    )


def _claiming() -> list[str]:
    due = """update {0} s set look_at = consortium_now() + lease
             where (s.consortium, s.id) in (select w.consortium, w.id from {0} w where w.look_at <= consortium_now()
                                            order by w.look_at limit most for update skip locked)
             returning s.consortium, s.id"""
    rights = [
        statement
        for table in ("swap_ask", "swap")
        for command, columns in (("select", "consortium, id, look_at"), ("update", "look_at"))
        for statement in let_queue(table, command, columns)
    ]
    body = (
        f"with a as ({due.format('swap_ask')}), b as ({due.format('swap')}) select * from a union all select * from b"
    )
    return [
        *rights,
        *queue_function("claim_swaps(most integer, lease interval)", "table (consortium uuid, id uuid)", body),
    ]


def _following() -> None:
    """Whoever changes the rota, by whatever verb: what was swapped of it is looked at a moment later."""
    op.execute(
        """create function swaps_follow() returns trigger language plpgsql
           set search_path = pg_catalog, public, pg_temp as $$
           begin
             update swap set look_at = consortium_now() where not ended and ends_at > consortium_now();
             update swap_ask set look_at = consortium_now() where state = 'open';
             return null;
           end $$"""
    )
    for table in FOLLOWED:
        op.execute(
            f'create trigger swaps_follow after insert or update or delete on "{table}" '
            "for each statement execute function swaps_follow()"
        )


def _bring_offers_along() -> None:
    """Offers that wait for their answer become asks of one chosen colleague; no mail waits for them any more."""
    for table in ("duty_offer", "outbox", "swap_ask", "swap_asked"):
        op.execute(f"alter table {table} no force row level security")
    op.execute("delete from outbox o using duty_offer d where o.consortium = d.consortium and o.id = any(d.letters)")
    op.execute(
        """insert into swap_ask (consortium, id, giver, chosen, line, starts_at, ends_at,
                                 answer_by, state, round, look_at)
           select consortium, id, giver, taker, line, starts_at, ends_at, answer_by, 'open', 1, answer_by
           from duty_offer where state = 'pending' and answer_by > consortium_now()"""
    )
    op.execute(
        """insert into swap_asked (consortium, ask, person)
           select consortium, id, chosen from swap_ask where chosen is not null"""
    )
    for table in ("outbox", "swap_ask", "swap_asked"):
        op.execute(f"alter table {table} force row level security")
    op.drop_table("duty_offer")


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
