"""sign on with an agency's own accounts

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, other: str, column: str, *, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete=on_delete,
    )


def upgrade() -> None:
    op.create_table(
        "sign_on",
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        *_owned("sign_on"),
        _to("sign_on", "agency", "agency", on_delete="RESTRICT"),
        sa.UniqueConstraint("consortium", "agency", name=op.f("uq_sign_on_consortium_agency")),
    )
    op.create_table(
        "sign_on_flow",
        sa.Column("sign_on", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        *_owned("sign_on_flow"),
        _to("sign_on_flow", "sign_on", "sign_on"),
        _to("sign_on_flow", "person", "person"),
        sa.UniqueConstraint("state_hash", name=op.f("uq_sign_on_flow_state_hash")),
    )
    op.create_table(
        "identity",
        sa.Column("sign_on", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("subject_hash", sa.LargeBinary(), nullable=False),
        sa.Column("connected_on", sa.Date(), nullable=False),
        *_owned("identity"),
        _to("identity", "sign_on", "sign_on"),
        _to("identity", "person", "person"),
        sa.UniqueConstraint(
            "consortium", "sign_on", "subject_hash", name=op.f("uq_identity_consortium_sign_on_subject_hash")
        ),
        sa.UniqueConstraint("consortium", "sign_on", "person", name=op.f("uq_identity_consortium_sign_on_person")),
    )
    for table in ("sign_on", "sign_on_flow", "identity"):
        for statement in protect(table):
            op.execute(statement)
    for statement in (
        *let_queue("sign_on_flow", "select", "expires_at"),
        *let_queue("sign_on_flow", "delete", ""),
        *queue_function(
            "sweep_sign_on()",
            "bigint",
            """with gone as (delete from sign_on_flow where expires_at <= consortium_now() returning 1)
               select count(*) from gone""",
        ),
    ):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
