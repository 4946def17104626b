"""the first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.db import APP
from consortium.migrations.security import CLOCK, protect, queue, watch_facts

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "facts",
    "tally",
    "agency",
    "agreement",
    "crisis_line",
    "notice",
    "person",
    "rotation",
    "zone_plan",
    "affiliation",
    "channel",
    "leave",
    "override",
    "peer",
    "role",
    "session",
    "sign_in",
    "training",
    "turn",
    "zone",
    "designation",
    "request",
    "zone_member",
    "attempt",
    "once",
    "relay",
    "timer",
    "outbox",
)
FACTS_TABLES = (
    "consortium",
    "crisis_line",
    "notice",
    "agency",
    "person",
    "role",
    "affiliation",
    "peer",
    "training",
    "channel",
    "leave",
    "designation",
    "zone_plan",
    "zone",
    "zone_member",
    "agreement",
    "agreement_version",
    "agreement_fact",
    "rotation",
    "turn",
    "override",
)
APPEND_ONLY = ("agreement_version", "agreement_fact", "journal")


def upgrade() -> None:
    op.create_table(
        "consortium",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("state_network", sa.String(), nullable=False),
        sa.Column("service_level", sa.SmallInteger(), nullable=False),
        sa.Column("text_offered", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("crowd", sa.Integer(), nullable=False),
        sa.Column("least_departments", sa.Integer(), nullable=False),
        sa.Column("steps", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("open_limit", sa.Integer(), nullable=False),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,39}$'", name=op.f("ck_consortium_slug")),
        sa.CheckConstraint("cardinality(steps) between 1 and 8 and 0 < all(steps)", name=op.f("ck_consortium_steps")),
        sa.CheckConstraint(
            "crowd between 2 and 1000 and least_departments between 2 and 50",
            name=op.f("ck_consortium_policy"),
        ),
        sa.CheckConstraint("service_level between 1 and 4", name=op.f("ck_consortium_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium")),
        sa.UniqueConstraint("slug", name=op.f("uq_consortium_slug")),
    )
    op.create_table(
        "facts",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_facts_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", name=op.f("pk_facts")),
    )
    op.create_table(
        "tally",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("consortium", "quarter", "measure", "value", name=op.f("pk_tally")),
    )
    op.create_table(
        "agency",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("sworn", sa.Integer(), nullable=False),
        sa.Column("part_time", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("federal_key", sa.String(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("lat between -90 and 90 and lon between -180 and 180", name=op.f("ck_agency_place")),
        sa.CheckConstraint("sworn >= 0 and part_time >= 0", name=op.f("ck_agency_sworn")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_agency_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agency")),
        sa.UniqueConstraint("consortium", "federal_key", name=op.f("uq_agency_consortium_federal_key")),
        sa.UniqueConstraint("consortium", "name", name=op.f("uq_agency_consortium_name")),
    )
    op.create_table(
        "agreement",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_agreement_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement")),
    )
    op.create_table(
        "crisis_line",
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("href", sa.String(), nullable=False),
        sa.Column("blurb_en", sa.String(), nullable=False),
        sa.Column("blurb_es", sa.String(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_crisis_line_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_crisis_line")),
    )
    op.create_table(
        "notice",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("misconduct_duty", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_notice_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "consortium",
            "state",
            "language",
            "version",
            name=op.f("uq_notice_consortium_state_language_version"),
        ),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_person_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_person")),
    )
    op.create_index("uq_person_email", "person", ["consortium", sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "rotation",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("hand_off", sa.Time(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("line in ('primary', 'backup', 'clinician')", name=op.f("ck_rotation_line")),
        sa.CheckConstraint("every_days > 0", name=op.f("ck_rotation_every")),
        sa.CheckConstraint("last_day is null or last_day > first_day", name=op.f("ck_rotation_days")),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_rotation_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_rotation")),
    )
    op.create_table(
        "zone_plan",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("crowd", sa.Integer(), nullable=False),
        sa.Column("least_departments", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_zone_plan_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_zone_plan")),
        sa.UniqueConstraint("consortium", "version", name=op.f("uq_zone_plan_consortium_version")),
    )
    op.create_table(
        "affiliation",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_affiliation_consortium_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_affiliation_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_affiliation_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_affiliation")),
        sa.UniqueConstraint(
            "consortium",
            "person",
            "agency",
            "kind",
            name=op.f("uq_affiliation_consortium_person_agency_kind"),
        ),
    )
    op.create_table(
        "agreement_version",
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "agreement"],
            ["agreement.consortium", "agreement.id"],
            name=op.f("fk_agreement_version_consortium_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium"],
            ["consortium.id"],
            name=op.f("fk_agreement_version_consortium"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint(
            "consortium", "agreement", "number", name=op.f("uq_agreement_version_consortium_agreement_number")
        ),
    )
    op.create_table(
        "channel",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("proved_on", sa.Date(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_channel_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_channel_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_channel")),
        sa.UniqueConstraint(
            "consortium", "person", "kind", "address", name=op.f("uq_channel_consortium_person_kind_address")
        ),
    )
    op.create_table(
        "journal",
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "actor"],
            ["person.consortium", "person.id"],
            name=op.f("fk_journal_consortium_actor"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_journal_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_journal")),
    )
    op.create_table(
        "leave",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_leave_span")),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_leave_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_leave_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_leave")),
    )
    op.create_table(
        "override",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("ends_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("adds", sa.Uuid(), nullable=True),
        sa.Column("removes", sa.Uuid(), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("line in ('primary', 'backup', 'clinician')", name=op.f("ck_override_line")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_override_span")),
        sa.CheckConstraint("num_nonnulls(adds, removes) > 0", name=op.f("ck_override_somebody")),
        sa.ForeignKeyConstraint(
            ["consortium", "adds"],
            ["person.consortium", "person.id"],
            name=op.f("fk_override_consortium_adds"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "removes"],
            ["person.consortium", "person.id"],
            name=op.f("fk_override_consortium_removes"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_override_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_override")),
        sa.UniqueConstraint("consortium", "number", name=op.f("uq_override_consortium_number")),
    )
    op.create_table(
        "peer",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lent_by", sa.Uuid(), nullable=True),
        sa.Column("talk_number", sa.String(), nullable=True),
        sa.Column("ring_off_duty", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "lent_by"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_peer_consortium_lent_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_peer_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "person", name=op.f("pk_peer")),
    )
    op.create_table(
        "role",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_role_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["consortium"], ["consortium.id"], name=op.f("fk_role_consortium"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_role")),
        sa.UniqueConstraint("consortium", "person", "role", name=op.f("uq_role_consortium_person_role")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("last_seen_day", sa.Date(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_session_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_session_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_sign_in_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_sign_in_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_browser_hash"), "sign_in", ["browser_hash"], unique=False)
    op.create_table(
        "training",
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("hours >= 0 and expires_on > completed_on", name=op.f("ck_training_dates")),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_training_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_training_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_training")),
    )
    op.create_table(
        "turn",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("rotation", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_turn_consortium_person"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "rotation"],
            ["rotation.consortium", "rotation.id"],
            name=op.f("fk_turn_consortium_rotation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "rotation", "position", "person", name=op.f("pk_turn")),
    )
    op.create_table(
        "zone",
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "plan"],
            ["zone_plan.consortium", "zone_plan.id"],
            name=op.f("fk_zone_consortium_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["consortium"], ["consortium.id"], name=op.f("fk_zone_consortium"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_zone")),
        sa.UniqueConstraint("consortium", "plan", "label", name=op.f("uq_zone_consortium_plan_label")),
    )
    op.create_table(
        "agreement_fact",
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=True),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("attested_by", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("cause", sa.String(), nullable=True),
        sa.Column("leaves_on", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_agreement_fact_consortium_agency"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "agreement"],
            ["agreement.consortium", "agreement.id"],
            name=op.f("fk_agreement_fact_consortium_agreement"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_agreement_fact_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_agreement_fact")),
    )
    op.create_table(
        "designation",
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.Uuid(), nullable=False),
        sa.Column("annex", sa.Integer(), nullable=False),
        sa.Column("manner", sa.String(), nullable=False),
        sa.Column("since", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("annex > 0", name=op.f("ck_designation_annex")),
        sa.CheckConstraint("manner in ('signed', 'deemed')", name=op.f("ck_designation_manner")),
        sa.CheckConstraint("until is null or until > since", name=op.f("ck_designation_span")),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_designation_consortium_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "agreement"],
            ["agreement.consortium", "agreement.id"],
            name=op.f("fk_designation_consortium_agreement"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_designation_consortium_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_designation_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_designation")),
        sa.UniqueConstraint(
            "consortium",
            "agency",
            "person",
            "agreement",
            "annex",
            name=op.f("uq_designation_consortium_agency_person_agreement_annex"),
        ),
    )
    op.create_table(
        "request",
        sa.Column("zone", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("truth_told", sa.Boolean(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("round_start", sa.SmallInteger(), nullable=False),
        sa.Column("next_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("on_page_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("talks_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("held_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic_number", sa.Integer(), nullable=False),
        sa.Column("draw", sa.Integer(), nullable=False),
        sa.Column("bucket", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("key_day", sa.Date(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("words_mac", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("expires_at <= bucket + interval '72 hours'", name=op.f("ck_request_lifetime")),
        sa.CheckConstraint("state in ('waiting', 'accepted', 'talking', 'hold')", name=op.f("ck_request_state")),
        sa.CheckConstraint("way in ('call_peer', 'ring_me', 'text')", name=op.f("ck_request_way")),
        sa.CheckConstraint("who in ('peer', 'chaplain', 'clinician')", name=op.f("ck_request_who")),
        sa.ForeignKeyConstraint(
            ["consortium", "zone"], ["zone.consortium", "zone.id"], name=op.f("fk_request_consortium_zone")
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_request_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_request")),
        sa.UniqueConstraint("consortium", "words_mac", name=op.f("uq_request_consortium_words_mac")),
    )
    op.create_table(
        "zone_member",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Uuid(), nullable=False),
        sa.Column("zone", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "agency"],
            ["agency.consortium", "agency.id"],
            name=op.f("fk_zone_member_consortium_agency"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "zone"],
            ["zone.consortium", "zone.id"],
            name=op.f("fk_zone_member_consortium_zone"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "plan", "agency", name=op.f("pk_zone_member")),
    )
    op.create_table(
        "attempt",
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("here_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("delivery in ('pending', 'handed', 'failed')", name=op.f("ck_attempt_delivery")),
        sa.CheckConstraint(
            "state in ('paged', 'acknowledged', 'lapsed', 'accepted', 'out')", name=op.f("ck_attempt_state")
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "person"],
            ["person.consortium", "person.id"],
            name=op.f("fk_attempt_consortium_person"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "request"],
            ["request.consortium", "request.id"],
            name=op.f("fk_attempt_consortium_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_attempt_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("consortium", "request", "person", name=op.f("uq_attempt_consortium_request_person")),
        sa.UniqueConstraint("consortium", "request", "step", name=op.f("uq_attempt_consortium_request_step")),
    )
    op.create_index(
        "uq_attempt_accepted",
        "attempt",
        ["consortium", "request"],
        unique=True,
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_index(
        "uq_attempt_busy",
        "attempt",
        ["consortium", "person"],
        unique=True,
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_table(
        "once",
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "request"],
            ["request.consortium", "request.id"],
            name=op.f("fk_once_consortium_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consortium", "key_hash", name=op.f("pk_once")),
    )
    op.create_table(
        "relay",
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "request"],
            ["request.consortium", "request.id"],
            name=op.f("fk_relay_consortium_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_relay_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_relay")),
        sa.UniqueConstraint("consortium", "request", "n", name=op.f("uq_relay_consortium_request_n")),
    )
    op.create_table(
        "timer",
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "request"],
            ["request.consortium", "request.id"],
            name=op.f("fk_timer_consortium_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_timer_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_timer")),
        sa.UniqueConstraint(
            "consortium", "request", "kind", "step", name=op.f("uq_timer_consortium_request_kind_step")
        ),
    )
    op.create_index("ix_timer_due_at", "timer", ["due_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=True),
        sa.Column("attempt", sa.Uuid(), nullable=True),
        sa.Column("next_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("give_up_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium", "attempt"],
            ["attempt.consortium", "attempt.id"],
            name=op.f("fk_outbox_consortium_attempt"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium", "request"],
            ["request.consortium", "request.id"],
            name=op.f("fk_outbox_consortium_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f("fk_outbox_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_next_at", "outbox", ["next_at"], unique=False)
    _secure()


def _secure() -> None:
    for statement in CLOCK:
        op.execute(statement)
    for table in TENANT_TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table in APPEND_ONLY:
        for statement in protect(table, rights="select, insert"):
            op.execute(statement)
    for statement in protect("consortium", key="id", rights="select, insert, update"):
        op.execute(statement)
    for statement in queue():
        op.execute(statement)
    for statement in watch_facts(FACTS_TABLES):
        op.execute(statement)
    op.execute(f"grant select on alembic_version to {APP}")


def downgrade() -> None:
    raise RuntimeError("The first migration cannot be undone: drop the database instead.")
