"""drafts of agreements and their review

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from consortium.migrations.security import protect

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

AT = postgresql.TIMESTAMP(timezone=True)
GROWING = ("agreement_draft_terms", "agreement_draft_clause", "agreement_review", "agreement_verdict", "pack_approval")
"""Tables whose rows are added and never changed."""

CHANGING = ("agreement_draft", "agreement_change", "counsel_link")


def upgrade() -> None:
    _draft()
    _terms_and_clauses()
    _review()
    _change()
    _counsel_link()
    _pack_approval()
    for table in GROWING:
        for statement in protect(table, rights="select, insert"):
            op.execute(statement)
    for table in CHANGING:
        for statement in protect(table, rights="select, insert, update"):
            op.execute(statement)


def _own(table: str, *columns: sa.Column[object], rest: tuple[sa.Constraint, ...]) -> None:
    """A table of one consortium's rows."""
    op.create_table(
        table,
        sa.Column("consortium", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["consortium"], ["consortium.id"], name=op.f(f"fk_{table}_consortium"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium", "id", name=op.f(f"pk_{table}")),
        *rest,
    )


def _to(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["consortium", column],
        [f"{other}.consortium", f"{other}.id"],
        name=op.f(f"fk_{table}_consortium_{column}"),
    )


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("consortium", *columns, name=op.f(f"uq_{table}_consortium_{'_'.join(columns)}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _words(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, AT, nullable=nullable)


def _draft() -> None:
    name = "agreement_draft"
    _own(
        name,
        _id("agreement"),
        sa.Column("number", sa.Integer(), nullable=False),
        _words("title"),
        sa.Column("amends", sa.Integer(), nullable=True),
        _at("made_at"),
        _id("made_by"),
        _at("frozen_at", nullable=True),
        _id("frozen_by", nullable=True),
        _at("withdrawn_at", nullable=True),
        _id("withdrawn_by", nullable=True),
        _words("reason", nullable=True),
        rest=(
            *(_to(name, "person", column) for column in ("made_by", "withdrawn_by", "frozen_by")),
            _check(name, "number", "number >= 1"),
            _check(name, "withdrawn", "num_nulls(withdrawn_at, reason) in (0, 2)"),
            _check(name, "one_end", "withdrawn_at is null or frozen_at is null"),
        ),
    )
    op.create_index(
        "uq_agreement_draft_open",
        name,
        ["consortium", "agreement", "number"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )


def _terms_and_clauses() -> None:
    terms, clause = "agreement_draft_terms", "agreement_draft_clause"
    _own(
        terms,
        _id("draft"),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        _at("at"),
        _id("by"),
        rest=(_to(terms, "agreement_draft", "draft"), _to(terms, "person", "by"), _once(terms, "draft", "seen")),
    )
    _own(
        clause,
        _id("draft"),
        sa.Column("clause", sa.SmallInteger(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        _words("edition"),
        _words("words", nullable=True),
        _at("at"),
        _id("by"),
        rest=(
            _to(clause, "agreement_draft", "draft"),
            _to(clause, "person", "by"),
            _once(clause, "draft", "clause", "seen"),
            _check(clause, "clause", "clause between 1 and 27"),
        ),
    )


def _review() -> None:
    review, verdict = "agreement_review", "agreement_verdict"
    _own(
        review,
        _id("draft"),
        _words("digest"),
        sa.Column("text", postgresql.JSONB(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        _at("at"),
        _id("by"),
        rest=(_to(review, "agreement_draft", "draft"), _to(review, "person", "by")),
    )
    _own(
        verdict,
        _id("draft"),
        _words("digest"),
        _id("agency"),
        _words("answer"),
        _words("manner"),
        _words("words"),
        sa.Column("paper_on", sa.Date(), nullable=True),
        _words("advisor"),
        _at("at"),
        _id("by"),
        rest=(
            _to(verdict, "agreement_draft", "draft"),
            _to(verdict, "agency", "agency"),
            _to(verdict, "person", "by"),
            _check(verdict, "answer", "answer in ('approve', 'approve_with_note', 'return')"),
            _check(verdict, "manner", "manner in ('page', 'paper', 'none')"),
            _check(verdict, "paper", "(manner = 'page') = (paper_on is null)"),
            _check(verdict, "words", "answer = 'approve' or words <> ''"),
        ),
    )


def _change() -> None:
    name = "agreement_change"
    _own(
        name,
        _id("draft"),
        sa.Column("clause", sa.SmallInteger(), nullable=False),
        _words("words"),
        _words("proposed", nullable=True),
        _words("source"),
        _at("at"),
        _id("by"),
        _words("outcome"),
        _words("answer"),
        _at("answered_at", nullable=True),
        _id("answered_by", nullable=True),
        rest=(
            _to(name, "agreement_draft", "draft"),
            _to(name, "person", "by"),
            _to(name, "person", "answered_by"),
            _check(name, "clause", "clause between 1 and 27"),
            _check(name, "outcome", "outcome in ('open', 'taken', 'answered')"),
            _check(name, "answered", "(outcome = 'open') = (answered_at is null)"),
            _check(name, "says", "words <> '' or proposed is not null"),
        ),
    )


def _counsel_link() -> None:
    name = "counsel_link"
    _own(
        name,
        _id("draft", nullable=True),
        _id("version", nullable=True),
        _words("label"),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _at("made_at"),
        _id("made_by"),
        _at("expires_at"),
        _at("ended_at", nullable=True),
        rest=(
            _to(name, "agreement_draft", "draft"),
            _to(name, "agreement_version", "version"),
            _to(name, "person", "made_by"),
            _once(name, "token_hash"),
            _check(name, "one", "num_nonnulls(draft, version) = 1"),
        ),
    )


def _pack_approval() -> None:
    name = "pack_approval"
    _own(
        name,
        _words("state"),
        sa.Column("edition", sa.Integer(), nullable=False),
        _words("note"),
        _at("at"),
        _id("by"),
        rest=(_to(name, "person", "by"), _once(name, "state", "edition")),
    )


def downgrade() -> None:
    raise RuntimeError("Migrations go one way: bring back a backup instead.")
