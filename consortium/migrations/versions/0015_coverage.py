"""Coverage: gaps that are meant, messages that ask before a shift, what is settled of both

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
LINES = "line in ('primary', 'backup', 'clinician')"


def upgrade() -> None:
    _meant()
    _checks()
    _settled()
    for table in ("meant_gap", "shift_check", "cover_setting"):
        for statement in protect(table):
            op.execute(statement)
    op.add_column("mail_diet", sa.Column("no_weekly", sa.Boolean(), nullable=False, server_default=sa.false()))


def _meant() -> None:
    op.create_table(
        "meant_gap",
        *_ids(),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("zone", sa.Uuid(), nullable=True),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint(LINES, name=op.f("ck_meant_gap_line")),
        sa.CheckConstraint("num_nonnulls(line, zone) = 1", name=op.f("ck_meant_gap_of")),
        sa.CheckConstraint("ends_at is null or ends_at > starts_at", name=op.f("ck_meant_gap_span")),
        *_keys("meant_gap"),
        _to("meant_gap", "zone", "zone"),
    )


def _checks() -> None:
    op.create_table(
        "shift_check",
        *_ids(),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("ask_at", AT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("channel", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("mail", sa.Uuid(), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.CheckConstraint(LINES, name=op.f("ck_shift_check_line")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shift_check_span")),
        sa.CheckConstraint("state in ('waiting', 'asked', 'failed', 'confirmed')", name=op.f("ck_shift_check_state")),
        *_keys("shift_check"),
        _to("shift_check", "person", "person"),
        _to("shift_check", "channel", "channel"),
        sa.UniqueConstraint(
            "consortium",
            "person",
            "line",
            "starts_at",
            "ends_at",
            name=op.f("uq_shift_check_consortium_person_line_starts_at_ends_at"),
        ),
    )


def _settled() -> None:
    op.create_table(
        "cover_setting",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("ask_hours", sa.SmallInteger(), nullable=False, server_default="24"),
        sa.Column("tell_minutes", sa.SmallInteger(), nullable=False, server_default="120"),
        sa.Column("mailed_week", sa.Date(), nullable=True),
        sa.CheckConstraint("ask_hours between 1 and 96", name=op.f("ck_cover_setting_ask")),
        sa.CheckConstraint(
            "tell_minutes between 15 and 1440 and tell_minutes < ask_hours * 60", name=op.f("ck_cover_setting_tell")
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_cover_setting_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", name=op.f("pk_cover_setting")),
    )


def _ids() -> tuple[sa.Column[object], ...]:
    return (sa.Column("consortium", sa.Uuid(), nullable=False), sa.Column("id", sa.Uuid(), nullable=False))


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
