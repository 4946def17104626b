"""Rows of what comes before a signature: drafts, how their terms and clauses grew, review, comments, counsel's links.

Terms and clauses are added and never changed: the newest counts, and nothing that somebody typed is lost. The digest
that a review and a verdict name is that of the version which the draft would become.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class AgreementDraftRow(Owned, Base):
    """A draft of an agreement, or of its next version. Kept with its agreement, as evidence of how it came about.

    ``agreement`` and ``number`` are reserved for the version that it becomes; ``amends`` is the number of the version
    that it grew from. ``frozen_at`` says that the version was made, ``withdrawn_at`` that it never will be.
    """

    __tablename__ = "agreement_draft"
    __table_args__ = (
        to_row("person", "made_by"),
        to_row("person", "withdrawn_by"),
        to_row("person", "frozen_by"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("num_nulls(withdrawn_at, reason) in (0, 2)", name="withdrawn"),
        CheckConstraint("withdrawn_at is null or frozen_at is null", name="one_end"),
        Index(
            "uq_agreement_draft_open",
            "consortium",
            "agreement",
            "number",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )
    agreement: Mapped[UUID]
    number: Mapped[int]
    title: Mapped[str]
    amends: Mapped[int | None]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    reason: Mapped[str | None]


class AgreementDraftTermsRow(Owned, Base):
    """The terms of a draft as somebody answered them; the highest ``seen`` counts, the others show how it grew."""

    __tablename__ = "agreement_draft_terms"
    __table_args__ = (
        to_row("agreement_draft", "draft"),
        to_row("person", "by"),
        UniqueConstraint("consortium", "draft", "seen"),
    )
    draft: Mapped[UUID]
    seen: Mapped[int]
    terms: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementDraftClauseRow(Owned, Base):
    """What somebody chose for one clause of a draft: an edition of the library's words, or her own.

    The highest ``seen`` of a clause counts, the others show how it grew. ``edition`` is empty for own words that began
    from none; where both are empty, the clause was left out.
    """

    __tablename__ = "agreement_draft_clause"
    __table_args__ = (
        to_row("agreement_draft", "draft"),
        to_row("person", "by"),
        UniqueConstraint("consortium", "draft", "clause", "seen"),
        CheckConstraint("clause between 1 and 27", name="clause"),
    )
    draft: Mapped[UUID]
    clause: Mapped[int] = mapped_column(SmallInteger)
    seen: Mapped[int]
    edition: Mapped[str]
    words: Mapped[str | None]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementReviewRow(Owned, Base):
    """A text that was sent to the parties' legal advisors, whole, so that what each of them saw can be shown again.

    The title is no part of the digest, and of what they read: so it is kept beside it.
    """

    __tablename__ = "agreement_review"
    __table_args__ = (to_row("agreement_draft", "draft"), to_row("person", "by"))
    draft: Mapped[UUID]
    digest: Mapped[str]
    title: Mapped[str]
    text: Mapped[list[Any]] = mapped_column(JSONB)
    terms: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementRecallRow(Owned, Base):
    """That a draft was taken back from the advisors to be changed; what they had said of it counts no more."""

    __tablename__ = "agreement_recall"
    __table_args__ = (to_row("agreement_draft", "draft"), to_row("person", "by"))
    draft: Mapped[UUID]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementVerdictRow(Owned, Base):
    """What a party's legal advisor says of one digest under one title, or what a clerk vouches for of a paper.

    Added, never changed.

    ``by`` is the advisor herself; where the ``manner`` is ``paper`` (she answered on paper) or ``none`` (the party has
    no advisor, as its paper says) the clerk, with the paper's day and who wrote it.
    """

    __tablename__ = "agreement_verdict"
    __table_args__ = (
        to_row("agreement_draft", "draft"),
        to_row("agency", "agency"),
        to_row("person", "by"),
        CheckConstraint("answer in ('approve', 'approve_with_note', 'return')", name="answer"),
        CheckConstraint("manner in ('page', 'paper', 'none')", name="manner"),
        CheckConstraint("(manner = 'page') = (paper_on is null)", name="paper"),
        CheckConstraint("answer = 'approve' or words <> ''", name="words"),
    )
    draft: Mapped[UUID]
    digest: Mapped[str]
    title: Mapped[str]
    agency: Mapped[UUID]
    answer: Mapped[str]
    manner: Mapped[str]
    words: Mapped[str]
    paper_on: Mapped[date | None]
    advisor: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementChangeRow(Owned, Base):
    """A comment on a clause of a draft, or other words that somebody proposes for it, and what became of it.

    ``source`` says where it came from: the page, a marked-up file, or pasted text.
    """

    __tablename__ = "agreement_change"
    __table_args__ = (
        to_row("agreement_draft", "draft"),
        to_row("person", "by"),
        to_row("person", "answered_by"),
        CheckConstraint("clause between 1 and 27", name="clause"),
        CheckConstraint("outcome in ('open', 'taken', 'answered')", name="outcome"),
        CheckConstraint("(outcome = 'open') = (answered_at is null)", name="answered"),
        CheckConstraint("words <> '' or proposed is not null", name="says"),
    )
    draft: Mapped[UUID]
    clause: Mapped[int] = mapped_column(SmallInteger)
    words: Mapped[str]
    proposed: Mapped[str | None]
    source: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]
    outcome: Mapped[str]
    answer: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]


class CounselLinkRow(Owned, Base):
    """A link by which counsel reads one draft without an account. The token is kept as a digest only."""

    __tablename__ = "counsel_link"
    __table_args__ = (
        to_row("agreement_draft", "draft"),
        to_row("person", "made_by"),
        UniqueConstraint("consortium", "token_hash"),
    )
    draft: Mapped[UUID]
    label: Mapped[str]
    token_hash: Mapped[bytes]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PackApprovalRow(Owned, Base):
    """The advisor of an agency in a state read one edition of what it asks for, and lets drafts be held against it.

    Of rows without an ``agency`` nobody can say whether their advisor was of that state; they count for nothing.
    """

    __tablename__ = "pack_approval"
    __table_args__ = (
        to_row("person", "by"),
        to_row("agency", "agency"),
        UniqueConstraint("consortium", "state", "edition", "agency"),
    )
    state: Mapped[str]
    edition: Mapped[int]
    agency: Mapped[UUID | None]
    note: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]


class WordingApprovalRow(Owned, Base):
    """The legal advisor of an agency read one wording of the library. Until then it is nobody's but ours."""

    __tablename__ = "wording_approval"
    __table_args__ = (
        to_row("agency", "agency"),
        to_row("person", "by"),
        UniqueConstraint("consortium", "edition", "agency"),
    )
    edition: Mapped[str]
    agency: Mapped[UUID]
    note: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]
