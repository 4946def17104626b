"""roads between agencies, told by people or measured by an engine, and lists of agencies that were brought in

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    _told()
    _measured()
    _imports()
    for table in ("distance_told", "distance_measured", "agency_import", "agency_imported"):
        for statement in protect(table):
            op.execute(statement)


def _pair(table: str) -> tuple[sa.Constraint, ...]:
    """The agencies, the one with the smaller id first."""
    return (
        *(
            sa.ForeignKeyConstraint(
                ["consortium", column],
                ["agency.consortium", "agency.id"],
                name=op.f(f"fk_{table}_consortium_{column}"),
                ondelete="CASCADE",
            )
            for column in ("one", "other")
        ),
        sa.CheckConstraint("one < other", name=op.f(f"ck_{table}_pair")),
    )


def _told() -> None:
    op.create_table(
        "distance_told",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("miles", sa.Double(), nullable=True),
        sa.Column("first_month", sa.SmallInteger(), nullable=True),
        sa.Column("last_month", sa.SmallInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        *_pair("distance_told"),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_distance_told_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "told_by"],
            ["person.consortium", "person.id"],
            name=op.f("fk_distance_told_consortium_told_by"),
            ondelete="RESTRICT",
        ),
        sa.CheckConstraint("miles > 0", name=op.f("ck_distance_told_miles")),
        sa.CheckConstraint(
            "(first_month is null) = (last_month is null) and first_month between 1 and 12 "
            "and last_month between 1 and 12",
            name=op.f("ck_distance_told_months"),
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_distance_told")),
    )
    op.create_index("ix_distance_told_pair", "distance_told", ["consortium", "one", "other"])


def _measured() -> None:
    op.create_table(
        "distance_measured",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("one", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("miles", sa.Double(), nullable=True),
        sa.Column("one_lat", sa.Double(), nullable=False),
        sa.Column("one_lon", sa.Double(), nullable=False),
        sa.Column("other_lat", sa.Double(), nullable=False),
        sa.Column("other_lon", sa.Double(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        *_pair("distance_measured"),
        sa.CheckConstraint("miles >= 0", name=op.f("ck_distance_measured_miles")),
        sa.PrimaryKeyConstraint("consortium", "one", "other", name=op.f("pk_distance_measured")),
    )


def _imports() -> None:
    op.create_table(
        "agency_import",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", AT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("wanted", postgresql.JSONB(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_agency_import_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "made_by"],
            ["person.consortium", "person.id"],
            name=op.f("fk_agency_import_consortium_made_by"),
            ondelete="RESTRICT",
        ),
        sa.CheckConstraint("state in ('looking', 'done', 'undone')", name=op.f("ck_agency_import_state")),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agency_import")),
    )
    op.create_table(
        "agency_imported",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["consortium", column],
                [f"{table}.consortium", f"{table}.id"],
                name=op.f(f"fk_agency_imported_consortium_{column}"),
                ondelete="CASCADE",
            )
            for column, table in (("import_id", "agency_import"), ("agency", "agency"))
        ),
        sa.PrimaryKeyConstraint("consortium", "import_id", "agency", name=op.f("pk_agency_imported")),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
