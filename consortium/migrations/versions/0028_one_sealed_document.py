"""one executed document per version

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from consortium.migrations.security import protect

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_TABLE = "agreement_document_signature"
_READ = ("agreement_document", "agreement_signature")


def upgrade() -> None:
    op.create_index(
        "uq_agreement_document_executed",
        "agreement_document",
        ["consortium", "agreement", "version"],
        unique=True,
        postgresql_where=sa.text("kind = 'executed'"),
    )
    op.create_table(
        _TABLE,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{_TABLE}_consortium"), ondelete="CASCADE"
        ),
        _to("document", "agreement_document"),
        _to("signature", "agreement_signature"),
        sa.PrimaryKeyConstraint("consortium", "signature", name=op.f(f"pk_{_TABLE}")),
    )
    _of_what_is_sealed()
    for statement in protect(_TABLE, rights="select, insert"):
        op.execute(statement)
    _never_changed()
    _no_bare_fact()


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{_TABLE}_consortium_{column}"),
    )


def _of_what_is_sealed() -> None:
    """Fill it for documents that are there: a later counterpart is told by its digest, all else by what came before."""
    for table in _READ:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        f"""insert into {_TABLE} (consortium, signature, document)
            select d.consortium, s.id, d.id
            from agreement_document d
            join agreement_version v on (v.consortium, v.agreement, v.number) = (d.consortium, d.agreement, d.version)
            join agreement_signature s
              on (s.consortium, s.agreement, s.version) = (d.consortium, d.agreement, d.version)
            cross join lateral (select case s.manner when 'passkey' then concat(
                '"assertion":{{"authenticator_data":"', encode(s.authenticator_data, 'hex'),
                '","client_data":"', encode(s.client_data, 'hex'),
                '","credential":"', encode(s.credential_id, 'hex'),
                '","public_key":"', encode(s.public_key, 'hex'),
                '","signature":"', encode(s.signature, 'hex'), '"}},') else '' end as text) proof
            cross join lateral (select encode(sha256(convert_to(
                concat('{{', proof.text, '"manner":"', s.manner, '","record":', s.record, '}}'), 'UTF8')), 'hex')
                as digest) part
            where d.kind = 'joinder' and d.inputs_digest = encode(sha256(convert_to(concat(
                '{{"counterparts":["', part.digest, '"],"form":"consortium executed document, form 1","version":"',
                v.digest, '"}}'), 'UTF8')), 'hex')"""
    )
    op.execute(
        f"""insert into {_TABLE} (consortium, signature, document)
            select d.consortium, s.id, d.id
            from agreement_document d
            join agreement_signature s
              on (s.consortium, s.agreement, s.version) = (d.consortium, d.agreement, d.version)
            where d.kind = 'executed' and s.signed_at <= d.sealed_at and s.act in ('sign', 'join')
              and not exists (select 1 from agreement_signature n
                              where (n.consortium, n.agreement, n.version, n.agency, n.act)
                                    = (s.consortium, s.agreement, s.version, s.agency, s.act)
                                and n.round > s.round and n.signed_at <= d.sealed_at)
            on conflict do nothing"""
    )
    for table in _READ:
        op.execute(f"alter table {table} force row level security")


def _never_changed() -> None:
    op.execute(
        f"create trigger never_changes before update or delete on {_TABLE} "
        "for each row execute function signature_never_changes()"
    )
    op.execute(
        f"create trigger never_emptied before truncate on {_TABLE} "
        "for each statement execute function signature_never_changes()"
    )


def _no_bare_fact() -> None:
    """Where effect is evaluated, nobody has signed or joined of whom no signature is kept."""
    op.execute(
        """create function fact_has_its_signature() returns trigger language plpgsql
           set search_path = pg_catalog, public, pg_temp as $$
           begin
             if exists (select 1 from agreement_version v
                        where (v.consortium, v.agreement, v.digest) = (new.consortium, new.agreement, new.digest)
                          and v.terms ->> 'effect' = 'evaluated')
                and not exists (select 1 from agreement_signature s
                                where (s.consortium, s.agreement, s.digest, s.agency)
                                      = (new.consortium, new.agreement, new.digest, new.agency)
                                  and s.act = case new.kind when 'signed' then 'sign' else 'join' end
                                  and new.attested_by = 'signature ' || s.id)
             then
               raise exception 'nobody signed or joined this version without a signature that is kept'
                 using errcode = 'restrict_violation', constraint = 'fact_has_its_signature';
             end if;
             return new;
           end $$"""
    )
    op.execute(
        "create trigger fact_has_its_signature before insert on agreement_fact for each row "
        "when (new.kind in ('signed', 'joined')) execute function fact_has_its_signature()"
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
