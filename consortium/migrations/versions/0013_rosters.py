"""plans of duty

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _roster()
    _roster_shift()
    _roster_rules()
    _plan_run()
    for table in ("roster", "roster_shift", "roster_rules", "plan_run"):
        for statement in protect(table):
            op.execute(statement)
    op.execute(
        'create trigger facts_changed after insert or update or delete on "roster" '
        "for each statement execute function facts_changed()"
    )
    for statement in (
        *let_queue("plan_run", "select", "consortium, id, state, asked_at, heard_at"),
        *queue_function(
            "due_plan_runs()",
            "table (consortium uuid, id uuid)",
            """select p.consortium, p.id from plan_run p
               where p.state = 'waiting'
                  or (p.state = 'running' and p.heard_at < consortium_now() - interval '60 seconds')
               order by p.asked_at limit 20""",
            volatile=False,
        ),
    ):
        op.execute(statement)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column], ["person.consortium", "person.id"], name=op.f(f"fk_{table}_consortium_{column}")
    )


def _roster_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", "roster"],
        ["roster.consortium", "roster.id"],
        name=op.f(f"fk_{table}_consortium_roster"),
        ondelete="CASCADE",
    )


def _owned(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _roster() -> None:
    op.create_table(
        "roster",
        *_owned("roster"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lines", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("stats", postgresql.JSONB(), nullable=False),
        sa.Column("published_at", _INSTANT, nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", _INSTANT, nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state in ('draft', 'published', 'withdrawn')", name=op.f("ck_roster_state")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_roster_span")),
        sa.CheckConstraint("(state = 'draft') = (published_at is null)", name=op.f("ck_roster_published")),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at is not null)", name=op.f("ck_roster_withdrawn")),
        sa.CheckConstraint(
            "lines <@ array['primary', 'backup', 'clinician']::varchar[] and cardinality(lines) > 0",
            name=op.f("ck_roster_lines"),
        ),
        _person("roster", "made_by"),
        _person("roster", "published_by"),
        _person("roster", "withdrawn_by"),
        sa.UniqueConstraint("consortium", "number", name=op.f("uq_roster_consortium_number")),
    )


def _roster_shift() -> None:
    op.create_table(
        "roster_shift",
        *_owned("roster_shift"),
        sa.Column("roster", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("starts_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("line in ('primary', 'backup', 'clinician')", name=op.f("ck_roster_shift_line")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_roster_shift_span")),
        _roster_key("roster_shift"),
        _person("roster_shift", "person"),
    )
    op.create_index("ix_roster_shift_consortium_roster", "roster_shift", ["consortium", "roster"])


def _roster_rules() -> None:
    op.create_table(
        "roster_rules",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("rules", postgresql.JSONB(), nullable=False),
        sa.Column("weights", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_roster_rules_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", name=op.f("pk_roster_rules")),
    )


def _plan_run() -> None:
    op.create_table(
        "plan_run",
        *_owned("plan_run"),
        sa.Column("roster", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("began_at", _INSTANT, nullable=True),
        sa.Column("heard_at", _INSTANT, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("progress", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("kind in ('plan', 'repair')", name=op.f("ck_plan_run_kind")),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'done', 'stopped', 'broken_off')", name=op.f("ck_plan_run_state")
        ),
        _roster_key("plan_run"),
        _person("plan_run", "asked_by"),
        # one at a time in a consortium: what a plan weighs must not change under another
        sa.Index(
            "uq_plan_run_one_at_a_time",
            "consortium",
            unique=True,
            postgresql_where=sa.text("state in ('waiting', 'running')"),
        ),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
