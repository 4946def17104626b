"""Rows of coverage: gaps that are meant, messages that ask before a shift, what each consortium has settled of both.

No row of these knows anything of a request.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row

LINES = "line in ('primary', 'backup', 'clinician')"


class MeantGapRow(Owned, Base):
    """A gap that is meant: on one line, or for one part of the region, ``[starts_at, ends_at)``, with the reason.

    Without an end it is meant until further notice. Kept so that it is not shown as something to mend; deleted when it
    is taken back, and 30 days after it is over. A part that a later plan has done away with makes it count no more.
    """

    __tablename__ = "meant_gap"
    __table_args__ = (
        to_row("zone", "zone", on_delete="CASCADE"),
        CheckConstraint(LINES, name="line"),
        CheckConstraint("num_nonnulls(line, zone) = 1", name="of"),
        CheckConstraint("ends_at is null or ends_at > starts_at", name="span"),
    )
    line: Mapped[str | None]
    zone: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    why: Mapped[str]


class ShiftCheckRow(Owned, Base):
    """A message that asks somebody before a shift of hers begins, and what became of it.

    ``state``: waiting until ``ask_at``, asked, failed (``why``: refused, unreachable or no_address) or confirmed. When
    she confirmed is not kept. ``channel`` is where it went, empty for the address she signs in with; a channel that is
    removed takes the message with it, so that she is asked anew. ``mail`` is its row in the outbox. ``again``: her
    shift changed after she had been asked. ``told``: the coordinators know that she has not confirmed. Deleted
    with the end of the shift, or when the shift is no longer hers.
    """

    __tablename__ = "shift_check"
    __table_args__ = (
        to_row("person", "person", on_delete="CASCADE"),
        to_row("channel", "channel", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "line", "starts_at", "ends_at"),
        CheckConstraint(LINES, name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("state in ('waiting', 'asked', 'failed', 'confirmed')", name="state"),
    )
    person: Mapped[UUID]
    line: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ask_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    why: Mapped[str] = mapped_column(default="")
    channel: Mapped[UUID | None]
    token_hash: Mapped[bytes | None]
    mail: Mapped[UUID | None]
    again: Mapped[bool] = mapped_column(default=False)
    told: Mapped[bool] = mapped_column(default=False)


class CoverSettingRow(Base):
    """What a consortium has settled of messages before a shift, and the last week whose mail has gone out.

    ``ask_hours`` before a shift its holder is asked, if ``asks``; ``tell_minutes`` before it the coordinators are told
    that she has not confirmed. Made when it is first needed, and kept with the consortium.
    """

    __tablename__ = "cover_setting"
    __table_args__ = (
        CheckConstraint("ask_hours between 1 and 96", name="ask"),
        CheckConstraint("tell_minutes between 15 and 1440 and tell_minutes < ask_hours * 60", name="tell"),
    )
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    asks: Mapped[bool] = mapped_column(default=True, server_default=true())
    ask_hours: Mapped[int] = mapped_column(SmallInteger, default=24, server_default="24")
    tell_minutes: Mapped[int] = mapped_column(SmallInteger, default=120, server_default="120")
    mailed_week: Mapped[date | None]
