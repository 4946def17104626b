"""Rows of what a consortium settles for itself: crisis lines, notices, law as read, hours, mails that were tested."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class CrisisLineRow(Owned, Base):
    """A crisis line, with the day on which somebody last rang it and was answered; shown to officers only then.

    ``verified_by`` is empty where the command line, or nobody, verified it.
    """

    __tablename__ = "crisis_line"
    __table_args__ = (to_row("person", "verified_by"),)
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    number: Mapped[str]
    href: Mapped[str]
    blurb_en: Mapped[str]
    blurb_es: Mapped[str]
    verified_on: Mapped[date | None]
    verified_by: Mapped[UUID | None]


class NoticeRow(Owned, Base):
    """A version of the limits of confidentiality of one state, in one language; only approved ones are shown.

    A version is changed only while it is a draft. All are kept, to prove what was shown when. ``comment`` is what the
    legal advisor wrote when she returned it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("consortium", "state", "language", "version"),
        to_row("person", "written_by"),
        CheckConstraint("stage in ('draft', 'submitted', 'returned', 'approved', 'withdrawn')", name="stage"),
        CheckConstraint(
            "stage not in ('approved', 'withdrawn') or (approved_by is not null and approved_on is not null)",
            name="approved",
        ),
    )
    state: Mapped[str]
    language: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    misconduct_duty: Mapped[str]
    approved_by: Mapped[str | None]
    approved_on: Mapped[date | None]
    example: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(default="draft")
    written_by: Mapped[UUID | None]
    written_on: Mapped[date | None]
    comment: Mapped[str] = mapped_column(default="", server_default="")


class StateFieldRow(Owned, Base):
    """One thing that a legal advisor has read in the law of a state, with its source; what nobody read has no row.

    ``read_by`` is empty where the command line recorded it.
    """

    __tablename__ = "state_field"
    __table_args__ = (
        UniqueConstraint("consortium", "state", "field"),
        to_row("person", "read_by"),
    )
    state: Mapped[str]
    field: Mapped[str]
    value: Mapped[str]
    source: Mapped[str]
    read_by: Mapped[UUID | None]
    read_on: Mapped[date]


class ServiceHoursRow(Owned, Base):
    """The hours of one weekday in which peers are asked, by the wall clock, where the service has set hours.

    ``weekday`` counts from Monday, 0. An end that does not come after the start is one of the next day.
    """

    __tablename__ = "service_hours"
    __table_args__ = (
        UniqueConstraint("consortium", "weekday"),
        CheckConstraint("weekday between 0 and 6", name="weekday"),
    )
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens_at: Mapped[time]
    closes_at: Mapped[time]


class MailTestRow(Owned, Base):
    """A test mail to a member, and the day on which she typed its code back: proof that our mail arrives.

    ``code_hash`` is SHA-256; it is emptied when the code was used.
    """

    __tablename__ = "mail_test"
    __table_args__ = (to_row("person", "person", on_delete="CASCADE"), UniqueConstraint("consortium", "person"))
    person: Mapped[UUID]
    code_hash: Mapped[bytes | None]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    proved_on: Mapped[date | None]
