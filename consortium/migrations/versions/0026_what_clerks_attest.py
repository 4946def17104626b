"""what clerks attest, and with which paper

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreement_fact", sa.Column("scan_sha256", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_agreement_fact_consortium_agreement_scan_sha256"),
        "agreement_fact",
        "agreement_scan",
        ["consortium", "agreement", "scan_sha256"],
        ["consortium", "agreement", "sha256"],
    )
    op.add_column("accreditation", sa.Column("paper", sa.String(), server_default="", nullable=False))
    op.add_column("accreditation", sa.Column("attested_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_accreditation_consortium_attested_by"),
        "accreditation",
        "person",
        ["consortium", "attested_by"],
        ["consortium", "id"],
        ondelete="RESTRICT",
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
