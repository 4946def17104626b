"""designs of the parts of the region, and the whole promise that a plan is made for

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import let_queue, protect, queue_function

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

DESIGN = "zone_design"
_INSTANT = postgresql.TIMESTAMP(timezone=True)
_PROMISE = {"agency_cap": "50", "small": "25", "slack": "1", "load_limit": "200"}


def upgrade() -> None:
    for table in ("consortium", "zone_plan"):
        for name, value in _PROMISE.items():
            op.add_column(table, sa.Column(name, sa.SmallInteger(), nullable=False, server_default=sa.text(value)))
    op.create_check_constraint(
        op.f("ck_consortium_promise"),
        "consortium",
        "agency_cap between 1 and 100 and small between 0 and 1000 and slack between 1 and 10 "
        "and load_limit between 100 and 1000",
    )
    _design()
    for statement in (
        *protect(DESIGN),
        *let_queue(DESIGN, "select", "consortium, id, state, asked_at, heard_at"),
        *queue_function(
            "due_zone_designs()",
            "table (consortium uuid, id uuid)",
            """select d.consortium, d.id from zone_design d
               where d.state = 'waiting'
                  or (d.state = 'running' and d.heard_at < consortium_now() - interval '60 seconds')
               order by d.asked_at limit 20""",
            volatile=False,
        ),
    ):
        op.execute(statement)


def _design() -> None:
    op.create_table(
        DESIGN,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("began_at", _INSTANT, nullable=True),
        sa.Column("heard_at", _INSTANT, nullable=True),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("progress", postgresql.JSONB(), nullable=False),
        sa.Column("wanted", postgresql.JSONB(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("made_from", postgresql.JSONB(), nullable=True),
        sa.Column("proposal", postgresql.JSONB(), nullable=True),
        sa.Column("made_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{DESIGN}_consortium"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "asked_by"],
            ["person.consortium", "person.id"],
            name=op.f(f"fk_{DESIGN}_consortium_asked_by"),
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{DESIGN}")),
        sa.CheckConstraint(
            "state in ('waiting', 'running', 'done', 'stopped', 'broken_off')", name=op.f(f"ck_{DESIGN}_state")
        ),
        # one at a time in a consortium: each takes a processor
        sa.Index(
            f"uq_{DESIGN}_one_at_a_time",
            "consortium",
            unique=True,
            postgresql_where=sa.text("state in ('waiting', 'running')"),
        ),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
