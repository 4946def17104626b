"""Rows of an agreement's life beside its dated facts: wishes that are no facts yet, legal holds, reminders sent."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from consortium.db import Base, Owned, to_row


class AgreementWishRow(Owned, Base):
    """That an agency would join an agreement (asked by its head, or invited), or agrees that it ends for all.

    It binds nobody; the facts that follow from it do. Kept so that the parties see who waits for whom.
    """

    __tablename__ = "agreement_wish"
    __table_args__ = (
        to_row("agreement", "agreement"),
        to_row("agency", "agency"),
        to_row("person", "by"),
        CheckConstraint("kind in ('join', 'end')", name="kind"),
        UniqueConstraint("consortium", "agreement", "agency", "kind"),
    )
    agreement: Mapped[UUID]
    agency: Mapped[UUID]
    kind: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID]


class AgreementHoldRow(Owned, Base):
    """A legal hold: while it runs nothing of the agreement is deleted, however long it has been over. Kept as evidence.

    ``reason`` is the matter it is set for, as counsel words it.
    """

    __tablename__ = "agreement_hold"
    __table_args__ = (
        to_row("agreement", "agreement"),
        to_row("person", "set_by"),
        to_row("person", "ended_by"),
        CheckConstraint("num_nulls(ended_at, ended_by) in (0, 2)", name="ended"),
    )
    agreement: Mapped[UUID]
    reason: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]


class AgreementReminderRow(Owned, Base):
    """That somebody was reminded of something ahead, so that she is told once. ``what`` names it by kind and day."""

    __tablename__ = "agreement_reminder"
    __table_args__ = (
        to_row("agreement", "agreement"),
        to_row("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "agreement", "person", "what"),
        Index("ix_agreement_reminder_told", "consortium", "person", "told_on"),
    )
    agreement: Mapped[UUID]
    person: Mapped[UUID]
    what: Mapped[str]
    told_on: Mapped[date]
