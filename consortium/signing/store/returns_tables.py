"""Rows of texts that came back: marked up in Word, or pasted. Only what was taken in leaves a row."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from consortium.db import Base, Owned, to_row


class AgreementReturnRow(Owned, Base):
    """A text that came back marked up and was taken in as change requests. Kept, so that all of it can be withdrawn.

    ``name`` is the file's name as it was sent, ``made_from`` the digits of the version that the file says it was made
    from, ``digest`` that of what was taken in: the same is not taken in twice. The file itself is not kept.
    """

    __tablename__ = "agreement_return"
    __table_args__ = (
        to_row("agreement_draft", "draft"),
        to_row("person", "by"),
        to_row("person", "withdrawn_by"),
        CheckConstraint("source in ('word', 'pasted')", name="source"),
        CheckConstraint("num_nulls(withdrawn_at, withdrawn_by) in (0, 2)", name="withdrawn"),
        Index(
            "uq_agreement_return_once",
            "consortium",
            "draft",
            "digest",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )
    draft: Mapped[UUID]
    source: Mapped[str]
    name: Mapped[str]
    made_from: Mapped[str]
    digest: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]


class AgreementReturnChangeRow(Owned, Base):
    """Which change request came with which text; ``back`` is the text. Kept as long as both are."""

    __tablename__ = "agreement_return_change"
    __table_args__ = (
        to_row("agreement_return", "back"),
        to_row("agreement_change", "change"),
        UniqueConstraint("consortium", "change"),
    )
    back: Mapped[UUID]
    change: Mapped[UUID]
