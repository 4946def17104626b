"""each agency keeps the clock that it lives by; of those that are here it is worked out by and by

Revision ID: 0043
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agency", sa.Column("clock", sa.String(), nullable=True))
    op.add_column("agency", sa.Column("clock_from", sa.String(), nullable=False, server_default="place"))
    op.create_check_constraint(op.f("ck_agency_clock_from"), "agency", "clock_from in ('place', 'near', 'told')")
    op.create_check_constraint(op.f("ck_agency_clock_known"), "agency", "clock is not null or clock_from = 'place'")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_agency_clock_known"), "agency")
    op.drop_constraint(op.f("ck_agency_clock_from"), "agency")
    op.drop_column("agency", "clock_from")
    op.drop_column("agency", "clock")
