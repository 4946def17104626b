"""wishes, holds and reminders of agreements

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.db import APP
from consortium.migrations.security import protect

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_AT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _wishes()
    _holds()
    _reminders()
    rights = {
        "agreement_wish": "select, insert, delete",
        "agreement_hold": "select, insert, update (ended_at, ended_by)",
        "agreement_reminder": "select, insert",
    }
    for table, given in rights.items():
        for statement in protect(table, rights=given):
            op.execute(statement)
    op.execute(f"revoke delete on agreement from {APP}")
    op.execute(f"revoke update, delete on agreement_version from {APP}")
    op.execute(f"revoke update, delete on agreement_fact from {APP}")


def _wishes() -> None:
    op.create_table(
        "agreement_wish",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('join', 'end')", name=op.f("ck_agreement_wish_kind")),
        _owned("agreement_wish"),
        _to("agreement_wish", "agreement", "agreement"),
        _to("agreement_wish", "agency", "agency"),
        _to("agreement_wish", "by", "person"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_wish")),
        sa.UniqueConstraint(
            "consortium",
            "agreement",
            "agency",
            "kind",
            name=op.f("uq_agreement_wish_consortium_agreement_agency_kind"),
        ),
    )


def _holds() -> None:
    op.create_table(
        "agreement_hold",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_at", _AT, nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("num_nulls(ended_at, ended_by) in (0, 2)", name=op.f("ck_agreement_hold_ended")),
        _owned("agreement_hold"),
        _to("agreement_hold", "agreement", "agreement"),
        _to("agreement_hold", "set_by", "person"),
        _to("agreement_hold", "ended_by", "person"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_hold")),
    )


def _reminders() -> None:
    op.create_table(
        "agreement_reminder",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        _owned("agreement_reminder"),
        _to("agreement_reminder", "agreement", "agreement"),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_agreement_reminder_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_reminder")),
        sa.UniqueConstraint(
            "consortium",
            "agreement",
            "person",
            "what",
            name=op.f("uq_agreement_reminder_consortium_agreement_person_what"),
        ),
    )
    op.create_index("ix_agreement_reminder_told", "agreement_reminder", ["consortium", "person", "told_on"])


def _owned(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column], [f"{other}.consortium", f"{other}.id"], name=op.f(f"fk_{table}_consortium_{column}")
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
