"""roster imports

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_import",
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("sheet", postgresql.JSONB(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state in ('matching', 'looking', 'done', 'undone')", name=op.f("ck_roster_import_state")),
        sa.ForeignKeyConstraint(
            ["consortium", "made_by"],
            ["person.consortium", "person.id"],
            name=op.f("fk_roster_import_consortium_made_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_roster_import_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_roster_import")),
    )
    op.create_table(
        "roster_imported",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row", sa.Uuid(), nullable=True),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "import_id"],
            ["roster_import.consortium", "roster_import.id"],
            name=op.f("fk_roster_imported_consortium_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_roster_imported_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_roster_imported_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_roster_imported")),
    )
    op.create_table(
        "heard",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("meant", sa.String(), nullable=False),
        sa.CheckConstraint("kind in ('column', 'agency')", name=op.f("ck_heard_kind")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_heard_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "kind", "heard", name=op.f("pk_heard")),
    )
    for table in ("roster_import", "roster_imported", "heard"):
        for statement in protect(table):
            op.execute(statement)
    for statement in (
        *let_queue("roster_import", "select", "state, made_at"),
        *let_queue("roster_import", "delete", ""),
        *queue_function(
            "sweep_imports()",
            "bigint",
            """with gone as (delete from roster_import
                             where made_at < consortium_now() - interval '30 days'
                                or (state in ('matching', 'looking') and made_at < consortium_now() - interval '1 day')
                             returning 1)
               select count(*) from gone""",
        ),
    ):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
