"""Rows of calendar feeds: the addresses that members made, and the events that their calendars know."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row

_LINES = "line in ('primary', 'backup', 'clinician')"


class FeedRow(Owned, Base):
    """An address at which a calendar program reads turns of duty: its maker's own, or a line's where one is named.

    Of the address only a digest is kept. Deleted when she ends it; it answers nobody once she has left.
    """

    __tablename__ = "feed"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "token_hash"),
        CheckConstraint(_LINES, name="line"),
    )
    person: Mapped[UUID]
    line: Mapped[str | None]
    token_hash: Mapped[bytes]
    made_on: Mapped[date]
    fetched_on: Mapped[date | None]


class FeedEventRow(Owned, Base):
    """A turn as calendars know it, of a person or, where none is named, of a line.

    Kept so that a program follows a turn that moves; deleted 90 days after it was cancelled or is over.
    """

    __tablename__ = "feed_event"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint(_LINES, name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    person: Mapped[UUID | None]
    line: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled: Mapped[bool] = mapped_column(default=False, server_default=false())
