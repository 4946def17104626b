"""what a verdict is about, texts taken back, and whose advisor approved what

Revision ID: 0031
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
READ = ("agreement_review", "agreement_verdict")
NEW = ("agreement_recall", "wording_approval")


def upgrade() -> None:
    _titles()
    _own("agreement_recall", sa.Column("draft", sa.Uuid(), nullable=False), to=("agreement_draft", "draft"))
    _own(
        "wording_approval",
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        to=("agency", "agency"),
        rest=(
            sa.UniqueConstraint(
                "consortium", "edition", "agency", name=_named("uq", "wording_approval", "edition_agency")
            ),
        ),
    )
    for table in NEW:
        for statement in protect(table, rights="select, insert"):
            op.execute(statement)
    _pack()
    op.execute("alter table counsel_link no force row level security")
    op.execute("delete from counsel_link where draft is null")
    op.execute("alter table counsel_link force row level security")
    op.drop_constraint(op.f("ck_counsel_link_one"), "counsel_link", type_="check")
    op.drop_constraint(op.f("fk_counsel_link_consortium_version"), "counsel_link", type_="foreignkey")
    op.drop_column("counsel_link", "version")
    op.alter_column("counsel_link", "draft", nullable=False)


def _titles() -> None:
    """What was read before now had the title that its draft has now."""
    op.execute("alter table agreement_draft no force row level security")
    for table in READ:
        op.add_column(table, sa.Column("title", sa.String(), nullable=True))
        op.execute(f"alter table {table} no force row level security")
        op.execute(
            f"update {table} as it set title = draft.title from agreement_draft as draft "
            "where draft.consortium = it.consortium and draft.id = it.draft"
        )
        op.execute(f"alter table {table} force row level security")
        op.alter_column(table, "title", nullable=False)
    op.execute("alter table agreement_draft force row level security")


def _pack() -> None:
    op.add_column("pack_approval", sa.Column("agency", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_pack_approval_consortium_agency"),
        "pack_approval",
        "agency",
        ["consortium", "agency"],
        ["consortium", "id"],
    )
    op.drop_constraint(_named("uq", "pack_approval", "state_edition"), "pack_approval", type_="unique")
    op.create_unique_constraint(
        _named("uq", "pack_approval", "state_edition_agency"),
        "pack_approval",
        ["consortium", "state", "edition", "agency"],
    )


def _named(what: str, table: str, columns: str) -> str:
    return op.f(f"{what}_{table}_consortium_{columns}")


def _own(table: str, *columns: sa.Column[object], to: tuple[str, str], rest: tuple[sa.Constraint, ...] = ()) -> None:
    """A table of one consortium's rows, each of which somebody added at some time."""
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("at", AT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(
                ["consortium", column],
                [f"{other}.consortium", f"{other}.id"],
                name=op.f(f"fk_{table}_consortium_{column}"),
            )
            for other, column in (to, ("person", "by"))
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
        *rest,
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
