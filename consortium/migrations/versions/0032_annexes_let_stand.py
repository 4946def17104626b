"""roster annexes that count unless a head objects, and in which role a head's key was confirmed

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
NOTICE, MAIL = "roster_annex_notice", "roster_annex_mail"
PAPER = "taken_by, scan_sha256, said_on"


def upgrade() -> None:
    op.create_table(
        NOTICE,
        *_owned(NOTICE),
        sa.Column("annex", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sent_at", AT, nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("told_at", AT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("objected_at", AT, nullable=True),
        sa.Column("objected_by", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("scan_sha256", sa.String(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        _to(NOTICE, "roster_annex", "annex"),
        _to(NOTICE, "agreement", "agreement"),
        _to(NOTICE, "person", "sent_by"),
        _to(NOTICE, "person", "objected_by"),
        _to(NOTICE, "person", "taken_by"),
        sa.ForeignKeyConstraint(
            ["consortium", "agreement", "scan_sha256"],
            ["agreement_scan.consortium", "agreement_scan.agreement", "agreement_scan.sha256"],
            name=op.f(f"fk_{NOTICE}_consortium_agreement_scan_sha256"),
        ),
        sa.UniqueConstraint("consortium", "annex", name=op.f(f"uq_{NOTICE}_consortium_annex")),
        sa.CheckConstraint("num_nonnulls(told_at, number) in (0, 2)", name=op.f(f"ck_{NOTICE}_told")),
        sa.CheckConstraint("num_nonnulls(objected_at, objected_by) in (0, 2)", name=op.f(f"ck_{NOTICE}_objected")),
        sa.CheckConstraint(
            f"num_nonnulls({PAPER}) = 0 or (num_nonnulls({PAPER}) = 3 and objected_at is not null)",
            name=op.f(f"ck_{NOTICE}_paper"),
        ),
    )
    op.create_table(
        MAIL,
        *_owned(MAIL),
        sa.Column("notice", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("mail", sa.Uuid(), nullable=False),
        sa.Column("handed_at", AT, nullable=True),
        sa.Column("failed_at", AT, nullable=True),
        _to(MAIL, NOTICE, "notice", on_delete="CASCADE"),
        _to(MAIL, "person", "person", on_delete="CASCADE"),
        sa.CheckConstraint("num_nonnulls(handed_at, failed_at) < 2", name=op.f(f"ck_{MAIL}_became")),
    )
    op.create_index("ix_roster_annex_mail_mail", MAIL, ["consortium", "mail"])
    for table in (NOTICE, MAIL):
        for statement in protect(table, rights="select, insert, update"):
            op.execute(statement)
    _confirmers()


def _confirmers() -> None:
    """Keep in which role a head's key was confirmed; of those confirmed before now, in which it most likely was."""
    op.add_column("passkey", sa.Column("confirmed_as", sa.String(), nullable=True))
    for table in ("passkey", "role"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        "update passkey as key set confirmed_as = case when exists (select 1 from role "
        "where role.consortium = key.consortium and role.person = key.confirmed_by and role.role = 'clerk') "
        "then 'clerk' else 'agency_head' end where key.confirmed_by is not null"
    )
    for table in ("passkey", "role"):
        op.execute(f"alter table {table} force row level security")
    op.create_check_constraint(op.f("ck_passkey_confirmed_as"), "passkey", "confirmed_as in ('clerk', 'agency_head')")


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _to(table: str, other: str, column: str, *, on_delete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete=on_delete,
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
