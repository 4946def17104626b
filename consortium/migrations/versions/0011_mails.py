"""mails

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from consortium.migrations.security import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_diet",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("digest_at", sa.Time(), nullable=True),
        sa.CheckConstraint("(quiet_from is null) = (quiet_until is null)", name=op.f("ck_mail_diet_quiet")),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_mail_diet_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "person", name=op.f("pk_mail_diet")),
    )
    for statement in protect("mail_diet"):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
