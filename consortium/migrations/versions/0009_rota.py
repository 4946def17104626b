"""Rota: rotations and changes that were taken back before they began, and turns offered to a colleague

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("rotation", "override"):
        op.add_column(table, sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "duty_offer",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("giver", sa.Uuid(), nullable=False),
        sa.Column("taker", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("answer_by", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("letters", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("line in ('primary', 'backup', 'clinician')", name=op.f("ck_duty_offer_line")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duty_offer_span")),
        sa.CheckConstraint("giver <> taker", name=op.f("ck_duty_offer_another")),
        sa.CheckConstraint("state in ('pending', 'taken', 'declined', 'withdrawn')", name=op.f("ck_duty_offer_state")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_duty_offer_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "giver"],
            ["person.consortium", "person.id"],
            name=op.f("fk_duty_offer_consortium_giver"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "taker"],
            ["person.consortium", "person.id"],
            name=op.f("fk_duty_offer_consortium_taker"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_duty_offer")),
    )
    for statement in protect("duty_offer"):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
