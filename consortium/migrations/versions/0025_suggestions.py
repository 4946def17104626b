"""change requests from a marked-up text

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_AT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agreement_return",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_from", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", _AT, nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("source in ('word', 'pasted')", name=op.f("ck_agreement_return_source")),
        sa.CheckConstraint(
            "num_nulls(withdrawn_at, withdrawn_by) in (0, 2)", name=op.f("ck_agreement_return_withdrawn")
        ),
        _owned("agreement_return"),
        _to("agreement_return", "draft", "agreement_draft"),
        _to("agreement_return", "by", "person"),
        _to("agreement_return", "withdrawn_by", "person"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_return")),
    )
    op.create_index(
        "uq_agreement_return_once",
        "agreement_return",
        ["consortium", "draft", "digest"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_table(
        "agreement_return_change",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("back", sa.Uuid(), nullable=False),
        sa.Column("change", sa.Uuid(), nullable=False),
        _owned("agreement_return_change"),
        _to("agreement_return_change", "back", "agreement_return"),
        _to("agreement_return_change", "change", "agreement_change"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_return_change")),
        sa.UniqueConstraint("consortium", "change", name=op.f("uq_agreement_return_change_consortium_change")),
    )
    for table, rights in (
        ("agreement_return", "select, insert, update"),
        ("agreement_return_change", "select, insert"),
    ):
        for statement in protect(table, rights=rights):
            op.execute(statement)


def _owned(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column], [f"{other}.consortium", f"{other}.id"], name=op.f(f"fk_{table}_consortium_{column}")
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
