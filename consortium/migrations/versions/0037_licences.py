"""a licence is told from a course

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("training", sa.Column("kind", sa.String(), nullable=False, server_default="course"))
    for table in ("training", "peer"):
        op.execute(f"alter table {table} no force row level security")
    # Until now a clinician's licence was written down as a course of 0 hours.
    op.execute(
        "update training t set kind = 'licence' from peer p "
        "where p.consortium = t.consortium and p.person = t.person and p.kind = 'clinician' and t.hours = 0"
    )
    for table in ("training", "peer"):
        op.execute(f"alter table {table} force row level security")
    op.create_check_constraint(
        op.f("ck_training_kind"), "training", "kind = 'course' or (kind = 'licence' and hours = 0)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_training_kind"), "training")
    op.drop_column("training", "kind")
