"""Rows of an open request. There is no column for a name, an agency, an address, a device or a time of asking.

Everything hangs on the request's row: deleting it deletes its attempts, texts, once-keys, timers and outbox rows.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


def _of_request() -> ForeignKeyConstraint:
    return to_row("request", "request", on_delete="CASCADE")


class RequestRow(Owned, Base):
    """An open request, of an officer of ours or, with ``sister``, of one whose own peers all hide with her.

    ``sealed`` is the private part, under a key of its own that the day's key wraps.
    """

    __tablename__ = "request"
    __table_args__ = (
        to_row("zone", "zone"),
        to_row("sister", "sister"),
        UniqueConstraint("consortium", "words_mac"),
        CheckConstraint("state in ('waiting', 'accepted', 'talking', 'hold')", name="state"),
        CheckConstraint("who in ('peer', 'chaplain', 'clinician')", name="who"),
        CheckConstraint("way in ('call_peer', 'ring_me', 'text')", name="way"),
        CheckConstraint("expires_at <= bucket + interval '72 hours'", name="lifetime"),
        CheckConstraint("num_nonnulls(zone, sister) = 1", name="part"),
    )
    own_zone: Mapped[UUID | None] = mapped_column("zone")
    sister: Mapped[UUID | None]
    who: Mapped[str]
    way: Mapped[str]
    state: Mapped[str]
    note: Mapped[str | None]
    truth_told: Mapped[bool] = mapped_column(default=False)
    step: Mapped[int] = mapped_column(SmallInteger, default=0)
    round_start: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_at: Mapped[datetime | None]
    on_page_until: Mapped[datetime | None]
    talks_at: Mapped[datetime | None]
    held_by: Mapped[str | None]
    held_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    topic_number: Mapped[int]
    draw: Mapped[int]
    bucket: Mapped[datetime]
    expires_at: Mapped[datetime]
    key_day: Mapped[date]
    wrapped_key: Mapped[bytes]
    words_mac: Mapped[bytes]
    sealed: Mapped[bytes]

    @property
    def zone(self) -> UUID:
        """Where she hides: a part of our region, or a sister consortium as one whole, by our row of it."""
        found = self.own_zone or self.sister
        assert found is not None  # noqa: S101 (a rule of the table)
        return found


class SisterRow(Owned, Base):
    """That another consortium of this installation and this one serve each other, as far as this side has said so.

    Kept because nothing opens before both have. ``party`` is the other one as an agency of ours: by it agreements name
    it. ``ends_at`` is when this side stops; a row is never deleted while a request may point to it.
    """

    __tablename__ = "sister"
    __table_args__ = (
        to_row("agency", "party"),
        UniqueConstraint("consortium", "other"),
        UniqueConstraint("consortium", "party"),
        CheckConstraint("other <> consortium", name="other"),
    )
    other: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"))
    party: Mapped[UUID]
    said_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class AttemptRow(Owned, Base):
    """A peer tried for a request: one attempt a step, one a person, one accepted at most."""

    __tablename__ = "attempt"
    __table_args__ = (
        _of_request(),
        to_row("person", "person"),
        UniqueConstraint("consortium", "request", "step"),
        UniqueConstraint("consortium", "request", "person"),
        CheckConstraint("state in ('paged', 'acknowledged', 'lapsed', 'accepted', 'out')", name="state"),
        CheckConstraint("delivery in ('pending', 'handed', 'failed')", name="delivery"),
        Index(
            "uq_attempt_accepted",
            "consortium",
            "request",
            unique=True,
            postgresql_where=text("state = 'accepted'"),
        ),
        Index(
            "uq_attempt_busy",
            "consortium",
            "person",
            unique=True,
            postgresql_where=text("state = 'accepted'"),
        ),
    )
    request: Mapped[UUID]
    step: Mapped[int] = mapped_column(SmallInteger)
    person: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="paged")
    delivery: Mapped[str] = mapped_column(default="pending")
    here_until: Mapped[datetime | None]


class RelayRow(Owned, Base):
    """One text or public key between the two pages: opaque bytes, sealed by the request's key."""

    __tablename__ = "relay"
    __table_args__ = (_of_request(), UniqueConstraint("consortium", "request", "n"))
    request: Mapped[UUID]
    n: Mapped[int]
    side: Mapped[str]
    kind: Mapped[str]
    body: Mapped[bytes]


class OnceRow(Base):
    """A form that was already taken, so that sending it twice does it once."""

    __tablename__ = "once"
    __table_args__ = (_of_request(),)
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(primary_key=True)
    request: Mapped[UUID]


class TallyRow(Base):
    """A counter of ended requests, until it is released with noise: no peer, no zone, no request, no day.

    ``period`` is the first day of the quarter or the year that it counts, by the consortium's own calendar.
    """

    __tablename__ = "tally"
    __table_args__ = (CheckConstraint("span in ('quarter', 'year')", name="span"),)
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    span: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class AskingSlowedRow(Base):
    """Until when asking without a poster's code is slow; kept to keep a prank from taking all the peers' time.

    A full hour, one row a consortium, deleted when it is over. It points to no request.
    """

    __tablename__ = "asking_slowed"
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    until: Mapped[datetime]
