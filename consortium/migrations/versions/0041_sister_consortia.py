"""two consortia of one installation serve each other: what each has said so far, and requests of the other's officers

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

SISTER = "sister"


def upgrade() -> None:
    op.create_table(
        SISTER,
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Uuid(), nullable=False),
        sa.Column("said_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_sister_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other"], ["consortium.id"], name=op.f("fk_sister_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["consortium", "party"], ["agency.consortium", "agency.id"], name=op.f("fk_sister_consortium_party")
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_sister")),
        sa.UniqueConstraint("consortium", "other", name=op.f("uq_sister_consortium_other")),
        sa.UniqueConstraint("consortium", "party", name=op.f("uq_sister_consortium_party")),
        sa.CheckConstraint("other <> consortium", name=op.f("ck_sister_other")),
    )
    for statement in protect(SISTER, rights="select, insert, update"):
        op.execute(statement)
    op.execute(
        "create trigger facts_changed after insert or update or delete on sister "
        "for each statement execute function facts_changed()"
    )
    op.alter_column("request", "zone", nullable=True)
    op.add_column("request", sa.Column("sister", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_request_consortium_sister"), "request", SISTER, ["consortium", "sister"], ["consortium", "id"]
    )
    op.create_check_constraint(op.f("ck_request_part"), "request", "num_nonnulls(zone, sister) = 1")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_request_part"), "request")
    op.drop_column("request", "sister")
    op.alter_column("request", "zone", nullable=False)
    op.drop_table(SISTER)
