"""Rows of the programs' door: keys, and what was answered to a write so that sending it twice does it once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class ApiTokenRow(Owned, Base):
    """A key that a program carries to read the schedule, the members or the agreements, or to change duty.

    Kept so that an administrator sees which programs may read what, until when, and who let them in; only SHA-256 of
    the key is kept, so nobody can read it again. ``expires_on`` is the first day on which it opens nothing any more;
    ``last_used_on`` is a day and never a time. An ended key stays listed, so that its history can be read.
    """

    __tablename__ = "api_token"
    __table_args__ = (
        to_row("person", "made_by", on_delete="CASCADE"),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
        CheckConstraint("expires_on > made_on", name="days"),
    )
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    made_by: Mapped[UUID]
    made_on: Mapped[date]
    expires_on: Mapped[date]
    last_used_on: Mapped[date | None]
    ended_on: Mapped[date | None]


class IdempotencyRow(Owned, Base):
    """A write that a program has sent, for 24 hours, with what was answered: sent again, it is answered the same.

    ``key_hash`` is SHA-256 of the random key that the program chose, ``sent_hash`` of what it sent; the answer holds
    the new row's id and nothing else.
    """

    __tablename__ = "idempotency"
    __table_args__ = (
        to_row("api_token", "token", on_delete="CASCADE"),
        UniqueConstraint("consortium", "token", "key_hash"),
        Index("ix_idempotency_expires_at", "expires_at"),
    )
    token: Mapped[UUID]
    key_hash: Mapped[bytes]
    sent_hash: Mapped[bytes]
    status: Mapped[int] = mapped_column(SmallInteger)
    answer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    expires_at: Mapped[datetime]
