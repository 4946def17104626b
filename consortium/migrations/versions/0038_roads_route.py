"""roads that somebody told or measured count in routing

Revision ID: 0038
Revises: 0037
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_TABLES = ("distance_told", "distance_measured")


def upgrade() -> None:
    for table in _TABLES:
        op.execute(
            f'create trigger facts_changed after insert or update or delete on "{table}" '
            "for each statement execute function facts_changed()"
        )


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f'drop trigger facts_changed on "{table}"')
