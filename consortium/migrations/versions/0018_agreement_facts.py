"""what facts of agreements can say

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreement_fact", sa.Column("about", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_agreement_fact_consortium_about"),
        "agreement_fact",
        "agency",
        ["consortium", "about"],
        ["consortium", "id"],
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
