"""posters

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from consortium.migrations.security import protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "zone_code",
        sa.Column("zone", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("code ~ '^[2-9bcdfghjkmnpqrstvwxz]{8}$'", name=op.f("ck_zone_code_code")),
        sa.CheckConstraint("until > since", name=op.f("ck_zone_code_days")),
        sa.ForeignKeyConstraint(
            ["consortium", "zone"],
            ["zone.consortium", "zone.id"],
            name=op.f("fk_zone_code_consortium_zone"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_zone_code_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_zone_code")),
        sa.UniqueConstraint("consortium", "code", name=op.f("uq_zone_code_consortium_code")),
        sa.UniqueConstraint("consortium", "zone", "since", name=op.f("uq_zone_code_consortium_zone_since")),
    )
    for statement in protect("zone_code"):
        op.execute(statement)
    op.execute(
        "create trigger facts_changed after insert or update or delete on zone_code "
        "for each statement execute function facts_changed()"
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
