"""executed documents and their seals

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TABLE = "agreement_document"
_BESIDE = ("token", "stamped_at", "stamped_by", "stamp_at", "stamp_tries")
"""What may be added beside a document; nothing else of it is ever changed."""


def upgrade() -> None:
    instant = postgresql.TIMESTAMP(timezone=True)
    op.create_table(
        _TABLE,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("inputs_digest", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", instant, nullable=False),
        sa.Column("sealed_with", sa.String(), nullable=False),
        sa.Column("stamp_inside", sa.Boolean(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("stamped_at", instant, nullable=True),
        sa.Column("stamped_by", sa.String(), nullable=True),
        sa.Column("stamp_at", instant, nullable=False),
        sa.Column("stamp_tries", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("kind in ('executed', 'joinder')", name=op.f(f"ck_{_TABLE}_kind")),
        sa.CheckConstraint("(token is null) = (stamped_at is null)", name=op.f(f"ck_{_TABLE}_stamp")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{_TABLE}_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "agreement", "version"],
            ["agreement_version.consortium", "agreement_version.agreement", "agreement_version.number"],
            name=op.f(f"fk_{_TABLE}_consortium_agreement_version"),
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{_TABLE}")),
        sa.UniqueConstraint(
            "consortium",
            "agreement",
            "kind",
            "inputs_digest",
            name=op.f(f"uq_{_TABLE}_consortium_agreement_kind_inputs_digest"),
        ),
    )
    op.create_index(f"ix_{_TABLE}_stamp_at", _TABLE, ["stamp_at"], postgresql_where=sa.text("token is null"))
    for statement in protect(_TABLE, rights=f"select, insert, update ({', '.join(_BESIDE)})"):
        op.execute(statement)
    _keep_as_it_is()


def _keep_as_it_is() -> None:
    """Hold the tables' owner to it too: a sealed file is not changed by a slip of the hand."""
    op.execute(
        """create function document_stays() returns trigger language plpgsql
           set search_path = pg_catalog, public, pg_temp as $$
           begin
             if tg_op = 'UPDATE' and old.token is null
                and (old.id, old.agreement, old.version, old.kind, old.inputs_digest, old.sha256, old.file,
                     old.sealed_at, old.sealed_with, old.stamp_inside)
                is not distinct from
                    (new.id, new.agreement, new.version, new.kind, new.inputs_digest, new.sha256, new.file,
                     new.sealed_at, new.sealed_with, new.stamp_inside)
             then
               return new;
             end if;
             raise exception '% of % is refused: a sealed document stays as it is', tg_op, tg_table_name
               using errcode = 'insufficient_privilege';
           end $$"""
    )
    op.execute(
        f'create trigger document_stays before update or delete on "{_TABLE}" '
        "for each row execute function document_stays()"
    )
    op.execute(
        f'create trigger documents_are_never_emptied before truncate on "{_TABLE}" '
        "for each statement execute function document_stays()"
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
