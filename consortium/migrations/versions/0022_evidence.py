"""the log of agreement events and its witnesses

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.db import APP
from consortium.migrations.security import protect

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_TABLES = ("agreement_event", "agreement_checkpoint", "log_witness", "log_countersignature", "log_mailing")


def upgrade() -> None:
    op.create_table(
        "agreement_event",
        *_head("agreement_event"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        _instant("at"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=True),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_agreement_event_seq")),
        sa.UniqueConstraint("consortium", "seq", name=op.f("uq_agreement_event_consortium_seq")),
    )
    op.create_index("ix_agreement_event_agreement", "agreement_event", ["consortium", "agreement"])
    op.create_index("ix_agreement_event_kind", "agreement_event", ["consortium", "kind", "seq"])
    op.create_table(
        "agreement_checkpoint",
        *_head("agreement_checkpoint"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _instant("at"),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("edge", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_agreement_checkpoint_size")),
        sa.UniqueConstraint("consortium", "size", name=op.f("uq_agreement_checkpoint_consortium_size")),
    )
    op.create_table(
        "log_witness",
        *_head("log_witness"),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        _instant("added_at"),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        _of("log_witness", "agency", "agency"),
        _of("log_witness", "added_by", "person"),
        sa.UniqueConstraint("consortium", "name", name=op.f("uq_log_witness_consortium_name")),
        sa.UniqueConstraint("consortium", "public_key", name=op.f("uq_log_witness_consortium_public_key")),
    )
    op.create_table(
        "log_countersignature",
        *_head("log_countersignature"),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _instant("at"),
        sa.Column("line", sa.String(), nullable=True),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("statement", sa.String(), nullable=True),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=True)
            for name in ("credential", "public_key", "client_data", "authenticator_data", "signature")
        ),
        sa.CheckConstraint("(line is null) <> (person is null)", name=op.f("ck_log_countersignature_manner")),
        sa.CheckConstraint("size > 0", name=op.f("ck_log_countersignature_size")),
        _of("log_countersignature", "agency", "agency"),
        _of("log_countersignature", "person", "person"),
    )
    op.create_index("ix_log_countersignature_agency", "log_countersignature", ["consortium", "agency"])
    op.create_table(
        "log_mailing",
        *_head("log_mailing"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_log_mailing_size")),
        sa.UniqueConstraint("consortium", "day", name=op.f("uq_log_mailing_consortium_day")),
    )
    op.execute(
        """create function log_only_grows() returns trigger language plpgsql
           set search_path = pg_catalog, public, pg_temp as $$
           begin
             raise exception '% of % is refused: the log of agreements only grows', tg_op, tg_table_name
               using errcode = 'insufficient_privilege';
           end $$"""
    )
    op.execute(
        """create function hold_agreement_log()
           returns table (size bigint, edge bytea, note text, site text) language plpgsql volatile
           set search_path = pg_catalog, public, pg_temp as $$
           begin
             perform pg_advisory_xact_lock(
               hashtextextended('log of agreement events ' || current_setting('app.consortium'), 0));
             return query
               select c.size, c.edge, c.note::text,
                      (select e.leaf::jsonb #>> '{body,site}' from agreement_event e where e.kind in ('log', 'site')
                       order by e.seq desc limit 1)
               from agreement_checkpoint c order by c.size desc limit 1;
           end $$"""
    )
    op.execute("revoke all on function hold_agreement_log() from public")
    op.execute(f"grant execute on function hold_agreement_log() to {APP}")
    for table in _TABLES:
        for statement in protect(table, rights="select, insert"):
            op.execute(statement)
        op.execute(
            f'create trigger log_only_grows before update or delete on "{table}" '
            "for each row execute function log_only_grows()"
        )
        op.execute(
            f'create trigger log_is_never_emptied before truncate on "{table}" '
            "for each statement execute function log_only_grows()"
        )


def _head(table: str) -> tuple[sa.Column[object] | sa.Constraint, ...]:
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.TIMESTAMP(timezone=True), nullable=False)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
