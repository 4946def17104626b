"""availability

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = (
    "availability",
    "availability_time",
    "work_pattern",
    "busy_calendar",
    "busy_span",
    "lent_hours",
    "holiday",
    "availability_import",
)


def upgrade() -> None:
    op.create_table(
        "availability",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("share_percent", sa.SmallInteger(), nullable=False),
        sa.Column("most_per_month", sa.SmallInteger(), nullable=True),
        sa.Column("notice_hours", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("most_per_month between 0 and 62", name=op.f("ck_availability_most")),
        sa.CheckConstraint("notice_hours between 0 and 1440", name=op.f("ck_availability_notice")),
        sa.CheckConstraint("share_percent between 5 and 200", name=op.f("ck_availability_share")),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_availability_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "person", name=op.f("pk_availability")),
    )
    op.create_table(
        "availability_time",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("weekdays", postgresql.ARRAY(sa.SmallInteger()), nullable=True),
        sa.Column("from_time", sa.Time(), nullable=True),
        sa.Column("to_time", sa.Time(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('blocked', 'preferred', 'undesired')", name=op.f("ck_availability_time_kind")),
        sa.CheckConstraint(
            "(weekdays is null and starts_at is not null and ends_at > starts_at and from_time is null and"
            " to_time is null and first_day is null and last_day is null) or"
            " (cardinality(weekdays) > 0 and starts_at is null and ends_at is null and from_time is not null and"
            " to_time is not null and (last_day is null or last_day >= first_day))",
            name=op.f("ck_availability_time_shape"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_availability_time_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_availability_time_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_availability_time")),
    )
    op.create_table(
        "work_pattern",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=False),
        sa.Column("hours", postgresql.JSONB(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cycle ~ '^[DEN-]{1,56}$'", name=op.f("ck_work_pattern_cycle")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_work_pattern_days")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_work_pattern_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_work_pattern_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_work_pattern")),
    )
    op.create_table(
        "busy_calendar",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("tried_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("read_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("next_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_busy_calendar_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_busy_calendar_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_busy_calendar")),
    )
    op.create_index(op.f("ix_busy_calendar_next_at"), "busy_calendar", ["next_at"])
    op.create_table(
        "busy_span",
        sa.Column("calendar", sa.Uuid(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_busy_span_span")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_busy_span_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "calendar"],
            ["busy_calendar.consortium", "busy_calendar.id"],
            name=op.f("fk_busy_span_consortium_calendar"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_busy_span")),
    )
    op.create_index(op.f("ix_busy_span_calendar"), "busy_span", ["consortium", "calendar"])
    op.create_table(
        "lent_hours",
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("weekdays", postgresql.ARRAY(sa.SmallInteger()), nullable=False),
        sa.Column("from_time", sa.Time(), nullable=False),
        sa.Column("to_time", sa.Time(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last_day is null or last_day >= first_day", name=op.f("ck_lent_hours_days")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_lent_hours_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_lent_hours_consortium_agency"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_lent_hours")),
    )
    op.create_table(
        "holiday",
        sa.Column("agency", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("yearly", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_holiday_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_holiday_consortium_agency"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_holiday")),
        sa.UniqueConstraint(
            "consortium",
            "agency",
            "day",
            "kept",
            name=op.f("uq_holiday_consortium_agency_day_kept"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "availability_import",
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sheet", postgresql.JSONB(), nullable=False),
        sa.Column("matched", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("wrote", postgresql.JSONB(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state in ('matching', 'looking', 'done', 'undone')", name=op.f("ck_availability_import_state")
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_availability_import_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "made_by"],
            ["person.consortium", "person.id"],
            name=op.f("fk_availability_import_consortium_made_by"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_availability_import")),
    )
    for table in _TABLES:
        for statement in protect(table):
            op.execute(statement)
    for statement in (
        *let_queue("busy_calendar", "select", "consortium, id, next_at"),
        *let_queue("busy_calendar", "update", "next_at"),
        *queue_function(
            "claim_busy_calendar(lease interval)",
            "table (consortium uuid, id uuid)",
            """update busy_calendar c set next_at = consortium_now() + lease
               where (c.consortium, c.id) in (select w.consortium, w.id from busy_calendar w
                                              where w.next_at <= consortium_now()
                                              order by w.next_at limit 1 for update skip locked)
               returning c.consortium, c.id""",
        ),
        *let_queue("availability_import", "select", "state, made_at"),
        *let_queue("availability_import", "delete", ""),
        *queue_function(
            "sweep_availability_imports()",
            "bigint",
            """with gone as (delete from availability_import
                             where made_at < consortium_now() - interval '30 days'
                                or (state in ('matching', 'looking') and made_at < consortium_now() - interval '1 day')
                             returning 1)
               select count(*) from gone""",
        ),
    ):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
