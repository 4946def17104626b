"""Blocks of the rota: turns by hour, week and month, weekly times, pauses, layers, temporary schedules, duty as served

Revision ID: 0012
Revises: 0011
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WHEN = postgresql.TIMESTAMP(timezone=True)
_LINES = "line in ('primary', 'backup', 'clinician')"
_COUNTS = ("turn_pause", "temporary_schedule", "temporary_shift")


def upgrade() -> None:
    _rotation()
    _turn_pause()
    _temporary()
    _served()
    _schedule_import()
    for table in (*_COUNTS, "schedule_import"):
        for statement in protect(table):
            op.execute(statement)
    for statement in protect("duty_served", rights="select, insert"):
        op.execute(statement)
    for table in _COUNTS:
        op.execute(
            f'create trigger facts_changed after insert or update or delete on "{table}" '
            "for each statement execute function facts_changed()"
        )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")


def _rotation() -> None:
    op.alter_column("rotation", "every_days", new_column_name="every")
    for column in (
        sa.Column("unit", sa.String(), nullable=False, server_default="day"),
        sa.Column("windows", postgresql.JSONB(), nullable=True),
        sa.Column("idle", sa.String(), nullable=False, server_default="turns"),
        sa.Column("off_days", sa.ARRAY(sa.Date()), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("owed", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("layer", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
    ):
        op.add_column("rotation", column)
    op.create_check_constraint(op.f("ck_rotation_unit"), "rotation", "unit in ('hour', 'day', 'week', 'month')")
    op.create_check_constraint(op.f("ck_rotation_idle"), "rotation", "idle in ('turns', 'waits')")


def _owned(table: str, *columns: sa.Column[object], rules: Sequence[sa.Constraint] = ()) -> None:
    """A table of one consortium's rows with the key (consortium, id)."""
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        *rules,
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _refers(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{to}.consortium", f"{to}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete=ondelete,
    )


def _span() -> tuple[sa.Column[object], ...]:
    return sa.Column("starts_at", _WHEN, nullable=False), sa.Column("ends_at", _WHEN, nullable=False)


def _checked(table: str, *, line: bool = True) -> list[sa.CheckConstraint]:
    found = [sa.CheckConstraint("ends_at > starts_at", name=op.f(f"ck_{table}_span"))]
    return [*found, sa.CheckConstraint(_LINES, name=op.f(f"ck_{table}_line"))] if line else found


def _turn_pause() -> None:
    _owned(
        "turn_pause",
        sa.Column("rotation", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        *_span(),
        rules=(
            _refers("turn_pause", "rotation", "rotation", ondelete="CASCADE"),
            _refers("turn_pause", "person", "person"),
            *_checked("turn_pause", line=False),
        ),
    )


def _temporary() -> None:
    _owned(
        "temporary_schedule",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lines", sa.ARRAY(sa.String()), nullable=False),
        *_span(),
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
        rules=(
            sa.UniqueConstraint("consortium", "number", name=op.f("uq_temporary_schedule_consortium_number")),
            *_checked("temporary_schedule", line=False),
        ),
    )
    _owned(
        "temporary_shift",
        sa.Column("schedule", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        *_span(),
        rules=(
            _refers("temporary_shift", "schedule", "temporary_schedule", ondelete="CASCADE"),
            _refers("temporary_shift", "person", "person"),
            *_checked("temporary_shift"),
        ),
    )


def _served() -> None:
    _owned(
        "duty_served",
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        *_span(),
        rules=(
            _refers("duty_served", "person", "person"),
            sa.UniqueConstraint(
                "consortium",
                "line",
                "starts_at",
                "person",
                name=op.f("uq_duty_served_consortium_line_starts_at_person"),
                postgresql_nulls_not_distinct=True,
            ),
            *_checked("duty_served"),
        ),
    )
    op.create_index(op.f("ix_duty_served_consortium_ends_at"), "duty_served", ["consortium", "ends_at"])


def _schedule_import() -> None:
    _owned(
        "schedule_import",
        sa.Column("made_at", _WHEN, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("rotations", sa.ARRAY(sa.Uuid()), nullable=False),
        rules=(
            _refers("schedule_import", "made_by", "person", ondelete="RESTRICT"),
            sa.CheckConstraint("state in ('open', 'done', 'undone')", name=op.f("ck_schedule_import_state")),
        ),
    )
