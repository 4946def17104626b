"""what the gate needs to know

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

from consortium.migrations.security import protect

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("peer", sa.Column("sworn", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    op.execute("alter table peer no force row level security")
    op.execute("update peer set sworn = false where kind <> 'peer'")
    op.execute("alter table peer force row level security")
    op.create_table(
        "accreditation",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on > begins_on", name=op.f("ck_accreditation_dates")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_accreditation_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_accreditation_consortium_agency"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_accreditation")),
    )
    for statement in protect("accreditation"):
        op.execute(statement)
    op.execute(
        "create trigger facts_changed after insert or update or delete on accreditation "
        "for each statement execute function facts_changed()"
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
