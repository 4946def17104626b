"""counters by quarter and year, what was released of them, and until when asking without a code is slow

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

RELEASE, SLOWED = "statistic_release", "asking_slowed"


def upgrade() -> None:
    _counters()
    _releases()
    op.create_table(
        SLOWED,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("until", postgresql.TIMESTAMP(timezone=True), nullable=False),
        _owned(SLOWED),
        sa.PrimaryKeyConstraint("consortium", name=op.f(f"pk_{SLOWED}")),
    )
    for statement in protect(SLOWED):
        op.execute(statement)


def _counters() -> None:
    """The old counters told no first contact from a later one, so no rule could release them: they go, unseen."""
    op.execute("alter table tally no force row level security")
    op.execute("delete from tally")
    op.execute("alter table tally force row level security")
    op.drop_constraint(op.f("pk_tally"), "tally")
    op.alter_column("tally", "quarter", new_column_name="period")
    op.add_column("tally", sa.Column("span", sa.String(), nullable=False))
    op.create_check_constraint(op.f("ck_tally_span"), "tally", "span in ('quarter', 'year')")
    op.create_primary_key(op.f("pk_tally"), "tally", ["consortium", "span", "period", "measure", "value"])


def _releases() -> None:
    op.create_table(
        RELEASE,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("span", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("epsilon", sa.Double(), nullable=False),
        sa.Column("drawn", postgresql.JSONB(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=False),
        _owned(RELEASE),
        sa.PrimaryKeyConstraint("consortium", "span", "period", "measure", name=op.f(f"pk_{RELEASE}")),
        sa.CheckConstraint("span in ('quarter', 'year')", name=op.f(f"ck_{RELEASE}_span")),
        sa.CheckConstraint("epsilon > 0 and epsilon <= 1", name=op.f(f"ck_{RELEASE}_epsilon")),
    )
    for statement in protect(RELEASE, rights="select, insert"):
        op.execute(statement)
    op.execute(
        """create function release_never_changes() returns trigger language plpgsql
           set search_path = pg_catalog, public, pg_temp as $$
           begin raise exception 'what was released is drawn once, never changed' using errcode = 'restrict_violation';
           end $$"""
    )
    op.execute(
        f"create trigger never_changes before update or delete on {RELEASE} "
        "for each row execute function release_never_changes()"
    )
    op.execute(
        f"create trigger never_emptied before truncate on {RELEASE} "
        "for each statement execute function release_never_changes()"
    )


def _owned(table: str) -> sa.Constraint:
    name = op.f(f"fk_{table}_consortium")
    return sa.ForeignKeyConstraint(["consortium"], ["consortium.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
