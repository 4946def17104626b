"""what evidence keeps: witnesses taken back, roots once used, what the nightly look found

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_AT = postgresql.TIMESTAMP(timezone=True)
_FOR_EVER = ("log_witness_end", "seal_chain", "log_look")


def upgrade() -> None:
    op.create_table(
        "log_witness_end",
        *_head("log_witness_end"),
        sa.Column("witness", sa.Uuid(), nullable=False),
        sa.Column("ended_at", _AT, nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=False),
        _of("log_witness_end", "witness", "log_witness"),
        _of("log_witness_end", "ended_by", "person"),
        sa.UniqueConstraint("consortium", "witness", name=op.f("uq_log_witness_end_consortium_witness")),
    )
    op.create_table(
        "seal_chain",
        *_head("seal_chain"),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("certificates", sa.String(), nullable=False),
        sa.Column("first_used_at", _AT, nullable=False),
        sa.UniqueConstraint("consortium", "fingerprint", name=op.f("uq_seal_chain_consortium_fingerprint")),
    )
    op.create_table(
        "log_look",
        *_head("log_look"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.CheckConstraint("faults >= 0", name=op.f("ck_log_look_faults")),
        sa.UniqueConstraint("consortium", "day", name=op.f("uq_log_look_consortium_day")),
    )
    for table in _FOR_EVER:
        for statement in protect(table, rights="select, insert"):
            op.execute(statement)
        op.execute(
            f'create trigger log_only_grows before update or delete on "{table}" '
            "for each row execute function log_only_grows()"
        )
        op.execute(
            f'create trigger log_is_never_emptied before truncate on "{table}" '
            "for each statement execute function log_only_grows()"
        )


def _head(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column], [f"{other}.consortium", f"{other}.id"], name=op.f(f"fk_{table}_consortium_{column}")
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
