"""people: how they leave, how a channel is proved, since when somebody is suspended

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("peer", sa.Column("suspended_at", postgresql.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("peer", sa.Column("ended_on", sa.Date(), nullable=True))
    _channel_proof()
    _departure()
    for table in ("channel_proof", "departure"):
        for statement in protect(table):
            op.execute(statement)
    for statement in _claims():
        op.execute(statement)


def _channel_proof() -> None:
    op.create_table(
        "channel_proof",
        sa.Column("channel", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "channel"],
            ["channel.consortium", "channel.id"],
            name=op.f("fk_channel_proof_consortium_channel"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_channel_proof_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_channel_proof")),
        sa.UniqueConstraint("consortium", "channel", name=op.f("uq_channel_proof_consortium_channel")),
    )


def _departure() -> None:
    op.create_table(
        "departure",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("kept", postgresql.JSONB(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('person', 'peer')", name=op.f("ck_departure_kind")),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_departure_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_departure_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_departure")),
        sa.UniqueConstraint("consortium", "person", "kind", name=op.f("uq_departure_consortium_person_kind")),
    )
    op.create_index("ix_departure_due_at", "departure", ["due_at"])


def _claims() -> list[str]:
    """The next departure that is due, locked until the transaction ends; ids and consortium only."""
    return [
        *let_queue("departure", "select", "consortium, id, due_at"),
        *let_queue("departure", "update", "due_at"),
        *queue_function(
            "claim_departure()",
            "table (consortium uuid, id uuid)",
            """select d.consortium, d.id from departure d where d.due_at <= consortium_now()
               order by d.due_at limit 1 for update skip locked""",
        ),
    ]


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
