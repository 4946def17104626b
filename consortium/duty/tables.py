"""Rows of the rota: rotations with their turns, overrides, and turns that are offered to a colleague.

Who is on call is computed, never stored. No row of these knows anything of a request.
"""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, SmallInteger, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned


class RotationRow(Owned, Base):
    """A rotation on one line: wall-clock hand-offs in its own zone, every so many days.

    Kept after it has ended, because hours on duty are counted from it. ``withdrawn``: it was taken back before its
    first turn began, and never counts; the row stays so that its history can be read.
    """

    __tablename__ = "rotation"
    __table_args__ = (
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("every_days > 0", name="every"),
        CheckConstraint("last_day is null or last_day > first_day", name="days"),
    )
    name: Mapped[str]
    line: Mapped[str]
    timezone: Mapped[str]
    first_day: Mapped[date]
    hand_off: Mapped[time]
    every_days: Mapped[int]
    last_day: Mapped[date | None]
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())


class TurnRow(Base):
    """One holder of one turn of a rotation; a turn has one or more."""

    __tablename__ = "turn"
    __table_args__ = (
        ForeignKeyConstraint(["consortium", "rotation"], ["rotation.consortium", "rotation.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["consortium", "person"], ["person.consortium", "person.id"]),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    rotation: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)


class OverrideRow(Owned, Base):
    """A change to one line for a span: adds a person, removes one, or replaces one by another.

    Kept after its time, because hours on duty are counted from it. ``withdrawn``: it was taken back before its time
    began, and never counts; one that had begun is cut short instead. No reason is kept.
    """

    __tablename__ = "override"
    __table_args__ = (
        ForeignKeyConstraint(["consortium", "adds"], ["person.consortium", "person.id"]),
        ForeignKeyConstraint(["consortium", "removes"], ["person.consortium", "person.id"]),
        UniqueConstraint("consortium", "number"),
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("num_nonnulls(adds, removes) > 0", name="somebody"),
    )
    number: Mapped[int]
    line: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    adds: Mapped[UUID | None]
    removes: Mapped[UUID | None]
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())


class OfferRow(Owned, Base):
    """A turn that its holder has offered to one colleague; until that colleague says yes it stays the holder's.

    ``state`` is pending, taken, declined or withdrawn; a pending one whose ``answer_by`` has passed has expired.
    ``letters`` are the mails that wait in the outbox for the case that nobody answers. Deleted 30 days after the turn.
    No reason is asked for and none is kept.
    """

    __tablename__ = "duty_offer"
    __table_args__ = (
        ForeignKeyConstraint(["consortium", "giver"], ["person.consortium", "person.id"], ondelete="CASCADE"),
        ForeignKeyConstraint(["consortium", "taker"], ["person.consortium", "person.id"], ondelete="CASCADE"),
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("giver <> taker", name="another"),
        CheckConstraint("state in ('pending', 'taken', 'declined', 'withdrawn')", name="state"),
    )
    giver: Mapped[UUID]
    taker: Mapped[UUID]
    line: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="pending")
    letters: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
