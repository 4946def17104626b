"""heads let their lead agency act for them, as signed records

Revision ID: 0033
Revises: 0032
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ACTS = "act in ('sign', 'join', 'affirm', 'stop', 'notice', 'consent', 'end', 'empower', 'revoke')"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_agreement_signature_act"), "agreement_signature", type_="check")
    op.create_check_constraint(op.f("ck_agreement_signature_act"), "agreement_signature", ACTS)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
