"""what an online search for places answered

Revision ID: 0040
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_asked",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found", postgresql.JSONB(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_place_asked_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "asked", "state", name=op.f("pk_place_asked")),
    )
    for statement in protect("place_asked"):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
