"""calendar feeds

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_LINES = "line in ('primary', 'backup', 'clinician')"


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=True),
        sa.CheckConstraint(_LINES, name=op.f("ck_feed_line")),
        _owned("feed"),
        _by_person("feed"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_feed")),
        sa.UniqueConstraint("consortium", "token_hash", name=op.f("uq_feed_consortium_token_hash")),
    )
    op.create_table(
        "feed_event",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(_LINES, name=op.f("ck_feed_event_line")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_feed_event_span")),
        _owned("feed_event"),
        _by_person("feed_event"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_feed_event")),
    )
    for table in ("feed", "feed_event"):
        for statement in protect(table):
            op.execute(statement)


def _owned(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
    )


def _by_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", "person"],
        ["person.consortium", "person.id"],
        name=op.f(f"fk_{table}_consortium_person"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
