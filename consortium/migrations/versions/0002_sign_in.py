"""Passkeys, kinds of session, recovery, and the confirmation of agency heads' keys

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, sweep_these

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _session()
    _passkey()
    _challenge()
    _recovery()
    _key_check()
    for table in ("passkey", "challenge", "recovery", "key_check"):
        for statement in protect(table):
            op.execute(statement)
    for table in ("challenge", "recovery"):
        for statement in (*let_queue(table, "select", "expires_at"), *let_queue(table, "delete", "")):
            op.execute(statement)
    for statement in sweep_these("session", "sign_in", "challenge", "recovery"):
        op.execute(statement)


def _session() -> None:
    op.add_column("session", sa.Column("kind", sa.String(), server_default="full", nullable=False))
    op.add_column("session", sa.Column("label", sa.String(), server_default="", nullable=False))
    op.add_column("session", sa.Column("bound_hash", sa.LargeBinary(), nullable=True))
    op.create_check_constraint(op.f("ck_session_kind"), "session", "kind in ('full', 'reduced', 'duty')")
    op.create_check_constraint(op.f("ck_session_bound"), "session", "(kind = 'duty') = (bound_hash is not null)")


def _passkey() -> None:
    op.create_table(
        "passkey",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("transports", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        *_owned("passkey"),
        _to("passkey", "person", "person", on_delete="CASCADE"),
        _to("passkey", "person", "confirmed_by", on_delete="RESTRICT"),
        sa.UniqueConstraint("consortium", "credential_id", name=op.f("uq_passkey_consortium_credential_id")),
        sa.CheckConstraint("(confirmed_by is null) = (confirmed_on is null)", name=op.f("ck_passkey_confirmed")),
    )


def _challenge() -> None:
    op.create_table(
        "challenge",
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", _INSTANT, nullable=False),
        *_owned("challenge"),
        _to("challenge", "person", "person", on_delete="CASCADE"),
        sa.UniqueConstraint("challenge", name=op.f("uq_challenge_challenge")),
    )


def _recovery() -> None:
    op.create_table(
        "recovery",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("ready_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("cancel_hash", sa.LargeBinary(), nullable=False),
        *_owned("recovery"),
        _to("recovery", "person", "person", on_delete="CASCADE"),
        sa.UniqueConstraint("consortium", "person", name=op.f("uq_recovery_consortium_person")),
        sa.UniqueConstraint("cancel_hash", name=op.f("uq_recovery_cancel_hash")),
    )


def _key_check() -> None:
    op.create_table(
        "key_check",
        sa.Column("passkey", sa.Uuid(), nullable=False),
        sa.Column("checker", sa.Uuid(), nullable=False),
        sa.Column("wrong", sa.SmallInteger(), nullable=False),
        *_owned("key_check"),
        _to("key_check", "passkey", "passkey", on_delete="CASCADE"),
        _to("key_check", "person", "checker", on_delete="CASCADE"),
        sa.UniqueConstraint("consortium", "passkey", "checker", name=op.f("uq_key_check_consortium_passkey_checker")),
    )


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The key of a row of one consortium."""
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, other: str, column: str, *, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete=on_delete,
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
