"""agencies: their end, earlier counts, the steps of their way in, invitations, roster annexes

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from consortium.migrations.security import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OWN = ("sworn_count", "onboarding_step", "invitation", "roster_annex", "roster_annex_peer")


def upgrade() -> None:
    op.add_column("agency", sa.Column("ends_on", sa.Date(), nullable=True))
    _sworn_count()
    _onboarding_step()
    _invitation()
    _roster_annex()
    _roster_annex_peer()
    for table in OWN:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")


def _to(table: str, column: str, own: str, *, on_delete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{table}.consortium", f"{table}.id"],
        name=op.f(f"fk_{own}_consortium_{column}"),
        ondelete=on_delete,
    )


def _owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
    )


def _sworn_count() -> None:
    op.create_table(
        "sworn_count",
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("sworn", sa.Integer(), nullable=False),
        sa.Column("part_time", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        *_owned("sworn_count"),
        sa.CheckConstraint("sworn >= 0 and part_time >= 0", name=op.f("ck_sworn_count_sworn")),
        _to("agency", "agency", "sworn_count", on_delete="CASCADE"),
    )


def _onboarding_step() -> None:
    op.create_table(
        "onboarding_step",
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("attested_by", sa.Uuid(), nullable=False),
        *_owned("onboarding_step"),
        _to("agency", "agency", "onboarding_step", on_delete="CASCADE"),
        _to("person", "attested_by", "onboarding_step"),
        sa.UniqueConstraint("consortium", "agency", "step", name=op.f("uq_onboarding_step_consortium_agency_step")),
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("bond", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        *_owned("invitation"),
        _to("agency", "agency", "invitation"),
        _to("person", "person", "invitation"),
        _to("person", "made_by", "invitation"),
        sa.UniqueConstraint("consortium", "number", name=op.f("uq_invitation_consortium_number")),
        sa.CheckConstraint("expires_on > made_on", name=op.f("ck_invitation_dates")),
        sa.CheckConstraint(
            "num_nonnulls(accepted_on, declined_on, withdrawn_on) <= 1", name=op.f("ck_invitation_one_end")
        ),
        sa.CheckConstraint("mail in ('waiting', 'handed', 'failed')", name=op.f("ck_invitation_mail")),
    )


def _roster_annex() -> None:
    op.create_table(
        "roster_annex",
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("annex", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("attested_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        *_owned("roster_annex"),
        _to("agreement", "agreement", "roster_annex"),
        _to("agency", "agency", "roster_annex"),
        _to("person", "prepared_by", "roster_annex"),
        _to("person", "attested_by", "roster_annex"),
        sa.UniqueConstraint("consortium", "reference", name=op.f("uq_roster_annex_consortium_reference")),
        sa.CheckConstraint(
            "num_nonnulls(annex, signed_on, attested_by) in (0, 3)", name=op.f("ck_roster_annex_attested")
        ),
        sa.CheckConstraint("signed_on is null or withdrawn_on is null", name=op.f("ck_roster_annex_one_end")),
    )


def _roster_annex_peer() -> None:
    table = "roster_annex_peer"
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("annex", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("consortium", "annex", "person", name=op.f(f"pk_{table}")),
        _to("roster_annex", "annex", table, on_delete="CASCADE"),
        _to("person", "person", table, on_delete="CASCADE"),
    )
