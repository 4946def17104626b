"""Rows of people: what makes them able to serve, how they are reached, when they are away, and how they leave."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class PeerRow(Base):
    """What makes a person a peer, a chaplain or a clinician of the consortium.

    The row stays when she answers no more (``ended_on``, her first day off the list), so that the rota of the past can
    be read; ``suspended_at`` is the instant from which her turns count as gaps. ``sworn``: she is a sworn officer, whom
    some states oblige to report misconduct.
    """

    __tablename__ = "peer"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        to_row("agency", "lent_by", on_delete="RESTRICT"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    lent_by: Mapped[UUID | None]
    talk_number: Mapped[str | None]
    ring_off_duty: Mapped[bool] = mapped_column(default=False)
    suspended: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    sworn: Mapped[bool] = mapped_column(default=True, server_default=true())


class TrainingRow(Owned, Base):
    """A completed course, with its hours and the day it lapses; or a licence to counsel, which has no hours.

    Kept because nobody serves without: a clinician needs a licence in date, everybody else a course. Neither stands for
    the other.
    """

    __tablename__ = "training"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint("hours >= 0 and expires_on > completed_on", name="dates"),
        CheckConstraint("kind = 'course' or (kind = 'licence' and hours = 0)", name="kind"),
    )
    person: Mapped[UUID]
    kind: Mapped[str] = mapped_column(default="course", server_default="course")
    course: Mapped[str]
    hours: Mapped[int]
    completed_on: Mapped[date]
    expires_on: Mapped[date]


class ChannelRow(Owned, Base):
    """A way to page a person, with the day on which it was proved."""

    __tablename__ = "channel"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "kind", "address"),
    )
    person: Mapped[UUID]
    kind: Mapped[str]
    address: Mapped[str]
    proved_on: Mapped[date | None]


class ChannelProofRow(Owned, Base):
    """A code on its way to a channel, for its holder to type back: good for half an hour, a few tries, once."""

    __tablename__ = "channel_proof"
    __table_args__ = (
        to_row("channel", "channel", on_delete="CASCADE"),
        UniqueConstraint("consortium", "channel"),
    )
    channel: Mapped[UUID]
    code_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)


class DepartureRow(Owned, Base):
    """Somebody is leaving: the consortium (``person``) or the list of those who answer (``peer``).

    Planned until ``due_at``, when it is carried out; then ``kept`` holds what was taken from her (roles, ties,
    designations), so that it can be taken back on the same day, and at the next ``due_at`` the row is deleted.
    """

    __tablename__ = "departure"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "kind"),
        CheckConstraint("kind in ('person', 'peer')", name="kind"),
        Index("ix_departure_due_at", "due_at"),
    )
    person: Mapped[UUID]
    kind: Mapped[str]
    ends_on: Mapped[date]
    done: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LeaveRow(Owned, Base):
    """A span away from duty, half-open."""

    __tablename__ = "leave"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    person: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class MailDietRow(Base):
    """When a member wants mails that can wait: quiet hours, or one mail a day. Kept until she changes it or leaves.

    ``no_weekly``: a coordinator does without the mail of the week about cover.
    """

    __tablename__ = "mail_diet"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint("(quiet_from is null) = (quiet_until is null)", name="quiet"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    digest_at: Mapped[time | None]
    no_weekly: Mapped[bool] = mapped_column(default=False, server_default=false())
