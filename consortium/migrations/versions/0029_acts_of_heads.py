"""what heads do with legal effect, as signed records

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
ACTS = "act in ('sign', 'join', 'affirm', 'stop', 'notice', 'consent', 'end')"


def upgrade() -> None:
    op.add_column("session", sa.Column("passkey", sa.Uuid(), nullable=True))
    op.drop_constraint(op.f("ck_agreement_signature_act"), "agreement_signature", type_="check")
    op.create_check_constraint(op.f("ck_agreement_signature_act"), "agreement_signature", ACTS)
    _consent()
    _ask()
    for table in ("electronic_consent", "agreement_ask"):
        for statement in protect(table, rights="select, insert"):
            op.execute(statement)


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, column: str, other: str, *, on_delete: str | None = None) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete=on_delete,
    )


def _consent() -> None:
    table = "electronic_consent"
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _to(table, "person", "person"),
        _to(table, "by", "person"),
        *_keys(table),
    )


def _ask() -> None:
    table = "agreement_ask"
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.SmallInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("clause between 1 and 27", name=op.f(f"ck_{table}_clause")),
        sa.CheckConstraint("words <> ''", name=op.f(f"ck_{table}_words")),
        sa.ForeignKeyConstraint(
            ["consortium", "agreement", "version"],
            ["agreement_version.consortium", "agreement_version.agreement", "agreement_version.number"],
            name=op.f(f"fk_{table}_consortium_agreement_version"),
        ),
        _to(table, "agency", "agency"),
        _to(table, "by", "person"),
        *_keys(table),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
