"""first run: opening, pause, hours, who verified a line, drafts of notices, the states' profiles, mail tests

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STAGES = "stage in ('draft', 'submitted', 'returned', 'approved', 'withdrawn')"
APPROVED = "stage not in ('approved', 'withdrawn') or (approved_by is not null and approved_on is not null)"
FACTS_TABLES = ("state_field", "service_hours")


def upgrade() -> None:
    _consortium()
    _crisis_line()
    _notice()
    _tables()
    for table in (*FACTS_TABLES, "mail_test"):
        for statement in protect(table):
            op.execute(statement)
    for table in FACTS_TABLES:
        op.execute(
            f'create trigger facts_changed after insert or update or delete on "{table}" '
            "for each statement execute function facts_changed()"
        )


def _consortium() -> None:
    op.add_column("consortium", sa.Column("opened_on", sa.Date(), nullable=True))
    op.add_column("consortium", sa.Column("pause_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("consortium", sa.Column("paused_until", postgresql.TIMESTAMP(timezone=True), nullable=True))
    op.add_column("consortium", sa.Column("call_back_minutes", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_consortium_call_back"), "consortium", "call_back_minutes between 5 and 2880")


def _crisis_line() -> None:
    op.alter_column("crisis_line", "verified_on", nullable=True)
    op.add_column("crisis_line", sa.Column("verified_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_crisis_line_consortium_verified_by"),
        "crisis_line",
        "person",
        ["consortium", "verified_by"],
        ["consortium", "id"],
    )


def _notice() -> None:
    op.add_column("notice", sa.Column("stage", sa.String(), nullable=False, server_default="draft"))
    op.alter_column("notice", "stage", server_default=None)
    op.add_column("notice", sa.Column("written_by", sa.Uuid(), nullable=True))
    op.add_column("notice", sa.Column("written_on", sa.Date(), nullable=True))
    op.add_column("notice", sa.Column("comment", sa.String(), nullable=False, server_default=""))
    op.create_foreign_key(
        op.f("fk_notice_consortium_written_by"),
        "notice",
        "person",
        ["consortium", "written_by"],
        ["consortium", "id"],
    )
    op.execute("alter table notice no force row level security")
    op.execute("update notice set stage = 'approved' where approved_by is not null and approved_on is not null")
    op.execute("alter table notice force row level security")
    op.create_check_constraint(op.f("ck_notice_stage"), "notice", STAGES)
    op.create_check_constraint(op.f("ck_notice_approved"), "notice", APPROVED)


def _tables() -> None:
    op.create_table(
        "state_field",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=False),
        *_owned("state_field"),
        sa.ForeignKeyConstraint(
            ["consortium", "read_by"],
            ["person.consortium", "person.id"],
            name=op.f("fk_state_field_consortium_read_by"),
        ),
        sa.UniqueConstraint("consortium", "state", "field", name=op.f("uq_state_field_consortium_state_field")),
    )
    op.create_table(
        "service_hours",
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        *_owned("service_hours"),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_service_hours_weekday")),
        sa.UniqueConstraint("consortium", "weekday", name=op.f("uq_service_hours_consortium_weekday")),
    )
    op.create_table(
        "mail_test",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("proved_on", sa.Date(), nullable=True),
        *_owned("mail_test"),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_mail_test_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("consortium", "person", name=op.f("uq_mail_test_consortium_person")),
    )


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns and keys of a row that belongs to a consortium."""
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
