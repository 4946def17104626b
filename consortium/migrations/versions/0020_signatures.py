"""signatures, authority and paper counterparts

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
APPEND_ONLY = ("agreement_signature", "agreement_scan")
ANSWER = "credential_id, public_key, client_data, authenticator_data, signature"
PAPER = "scan_sha256, attested_by, attested_on"


def upgrade() -> None:
    _signature()
    _scan()
    _authority()
    _kiosk()
    _pending()
    _opening()
    for table in APPEND_ONLY:
        _protect(table, "select, insert")
    _protect("authority", "select, insert, update")
    for table in ("signing_kiosk", "pending_signature", "agreement_opening"):
        _protect(table, "select, insert, update, delete")
    _never_changed()


def _protect(table: str, rights: str) -> None:
    for statement in protect(table, rights=rights):
        op.execute(statement)


def _never_changed() -> None:
    """Whoever gets more rights by mistake, or is the owner, cannot change a signature while this is there."""
    op.execute(
        """create function signature_never_changes() returns trigger language plpgsql
           set search_path = pg_catalog, public, pg_temp as $$
           begin raise exception 'signatures and scans are added, never changed' using errcode = 'restrict_violation';
           end $$"""
    )
    for table in APPEND_ONLY:
        op.execute(
            f"create trigger never_changes before update or delete on {table} "
            "for each row execute function signature_never_changes()"
        )
        op.execute(
            f"create trigger never_emptied before truncate on {table} "
            "for each statement execute function signature_never_changes()"
        )


def _ids() -> tuple[sa.Column[object], ...]:
    return sa.Column("consortium", sa.Uuid(), nullable=False), sa.Column("id", sa.Uuid(), nullable=False)


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return _owned(table), sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}"))


def _owned(table: str) -> sa.Constraint:
    name = op.f(f"fk_{table}_consortium")
    return sa.ForeignKeyConstraint(["consortium"], ["consortium.id"], name=name, ondelete="CASCADE")


def _to(table: str, column: str, other: str, *, on_delete: str | None = None) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
        ondelete=on_delete,
    )


def _to_version(table: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["consortium", "agreement", "version"],
        ["agreement_version.consortium", "agreement_version.agreement", "agreement_version.number"],
        name=op.f(f"fk_{table}_consortium_agreement_version"),
    )


def _of_a_version() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
    )


def _signature() -> None:
    table = "agreement_signature"
    op.create_table(
        table,
        *_ids(),
        *_of_a_version(),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        *(sa.Column(part, sa.LargeBinary(), nullable=True) for part in ANSWER.split(", ")),
        sa.Column("signed_at", AT, nullable=False),
        sa.Column("scan_sha256", sa.String(), nullable=True),
        sa.Column("attested_by", sa.Uuid(), nullable=True),
        sa.Column("attested_on", sa.Date(), nullable=True),
        sa.CheckConstraint("act in ('sign', 'join', 'affirm', 'notice')", name=op.f(f"ck_{table}_act")),
        sa.CheckConstraint("capacity in ('head', 'delegate', 'successor')", name=op.f(f"ck_{table}_capacity")),
        sa.CheckConstraint(
            f"case manner when 'passkey' then person is not null and num_nonnulls({ANSWER}) = 5 "
            f"and num_nonnulls({PAPER}) = 0 when 'paper' then num_nonnulls({ANSWER}) = 0 "
            f"and num_nonnulls({PAPER}) = 3 else false end",
            name=op.f(f"ck_{table}_manner"),
        ),
        _to_version(table),
        _to(table, "agency", "agency"),
        _to(table, "person", "person"),
        _to(table, "attested_by", "person"),
        *_keys(table),
        sa.UniqueConstraint(
            "consortium",
            "agreement",
            "version",
            "agency",
            "act",
            "round",
            name=op.f(f"uq_{table}_consortium_agreement_version_agency_act_round"),
        ),
    )


def _scan() -> None:
    op.create_table(
        "agreement_scan",
        *_ids(),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        _to("agreement_scan", "agreement", "agreement"),
        _to("agreement_scan", "kept_by", "person"),
        *_keys("agreement_scan"),
        sa.UniqueConstraint(
            "consortium", "agreement", "sha256", name=op.f("uq_agreement_scan_consortium_agreement_sha256")
        ),
    )


def _authority() -> None:
    table = "authority"
    op.create_table(
        table,
        *_ids(),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("attested_by", sa.Uuid(), nullable=False),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "manner in ('elected', 'appointed', 'acting', 'delegated')", name=op.f(f"ck_{table}_manner")
        ),
        sa.CheckConstraint("(manner = 'delegated') = (given_by is not null)", name=op.f(f"ck_{table}_given")),
        sa.CheckConstraint("given_by <> person", name=op.f(f"ck_{table}_another")),
        sa.CheckConstraint("until is null or until >= since", name=op.f(f"ck_{table}_span")),
        sa.CheckConstraint("(ended_on is null) = (ended_by is null)", name=op.f(f"ck_{table}_ended")),
        _to(table, "agency", "agency"),
        *(_to(table, column, "person") for column in ("person", "given_by", "attested_by", "ended_by")),
        *_keys(table),
    )


def _kiosk() -> None:
    table = "signing_kiosk"
    op.create_table(
        table,
        *_ids(),
        *_of_a_version(),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("clerk", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", AT, nullable=False),
        _to_version(table),
        _to(table, "agency", "agency"),
        *(_to(table, column, "person", on_delete="CASCADE") for column in ("person", "clerk")),
        *_keys(table),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
    )


def _pending() -> None:
    table = "pending_signature"
    op.create_table(
        table,
        *_ids(),
        *_of_a_version(),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("kiosk", sa.Uuid(), nullable=True),
        sa.Column("expires_at", AT, nullable=False),
        _to_version(table),
        _to(table, "agency", "agency"),
        _to(table, "person", "person", on_delete="CASCADE"),
        _to(table, "kiosk", "signing_kiosk", on_delete="CASCADE"),
        *_keys(table),
    )


def _opening() -> None:
    table = "agreement_opening"
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        *_of_a_version(),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        _owned(table),
        _to_version(table),
        _to(table, "agency", "agency"),
        _to(table, "person", "person", on_delete="CASCADE"),
        sa.PrimaryKeyConstraint("consortium", "agreement", "version", "agency", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
