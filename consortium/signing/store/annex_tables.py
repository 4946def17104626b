"""Rows of a roster annex that counts unless a head objects: who was told of it when, and who objected."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from consortium.db import Base, Owned, to_row

_PAPER = "taken_by, scan_sha256, said_on"


class RosterAnnexNoticeRow(Owned, Base):
    """That an agency's heads are told of a roster annex, and what became of it. Kept as evidence, with the annex.

    ``digest`` stands for the whole annex as they were told it. ``told_at`` is when the last of them had been told: from
    its day on the days run, under the annex's ``number``. Whoever objected did so on the page, or on paper of the day
    ``said_on``, which the clerk ``taken_by`` took in with its scan.
    """

    __tablename__ = "roster_annex_notice"
    __table_args__ = (
        to_row("roster_annex", "annex"),
        to_row("agreement", "agreement"),
        to_row("person", "sent_by"),
        to_row("person", "objected_by"),
        to_row("person", "taken_by"),
        ForeignKeyConstraint(
            ["consortium", "agreement", "scan_sha256"],
            ["agreement_scan.consortium", "agreement_scan.agreement", "agreement_scan.sha256"],
        ),
        UniqueConstraint("consortium", "annex"),
        CheckConstraint("num_nonnulls(told_at, number) in (0, 2)", name="told"),
        CheckConstraint("num_nonnulls(objected_at, objected_by) in (0, 2)", name="objected"),
        CheckConstraint(
            f"num_nonnulls({_PAPER}) = 0 or (num_nonnulls({_PAPER}) = 3 and objected_at is not null)", name="paper"
        ),
    )
    annex: Mapped[UUID]
    agreement: Mapped[UUID]
    digest: Mapped[str]
    sent_at: Mapped[datetime]
    sent_by: Mapped[UUID]
    told_at: Mapped[datetime | None]
    number: Mapped[int | None]
    objected_at: Mapped[datetime | None]
    objected_by: Mapped[UUID | None]
    taken_by: Mapped[UUID | None]
    scan_sha256: Mapped[str | None]
    said_on: Mapped[date | None]


class RosterAnnexMailRow(Owned, Base):
    """One mail that tells one head of an annex, and whether the mail server took it: the days run only once it has.

    ``mail`` is the mail's own number in the queue; its address and words are kept nowhere once it went out.
    """

    __tablename__ = "roster_annex_mail"
    __table_args__ = (
        to_row("roster_annex_notice", "notice", on_delete="CASCADE"),
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint("num_nonnulls(handed_at, failed_at) < 2", name="became"),
        Index("ix_roster_annex_mail_mail", "consortium", "mail"),
    )
    notice: Mapped[UUID]
    person: Mapped[UUID]
    mail: Mapped[UUID]
    handed_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
