"""Rows of pauses, temporary schedules, duty as it was served, and schedule files of other systems.

No row of these knows anything of a request.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, String, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class TurnPauseRow(Owned, Base):
    """One person's turns in one rotation rest for a span; the next in the order takes them. No reason is kept.

    Kept after its time, because the order of later turns follows from it. One that has not begun is deleted when it is
    taken back; one that has begun is cut short.
    """

    __tablename__ = "turn_pause"
    __table_args__ = (
        to_row("rotation", "rotation", on_delete="CASCADE"),
        to_row("person", "person"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    rotation: Mapped[UUID]
    person: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class TemporaryScheduleRow(Owned, Base):
    """A span in which fixed shifts replace everything else on some lines: a festival, a storm, a memorial week.

    Kept after its time, because hours on duty are counted from it. ``withdrawn``: it was taken back before its time
    began, and never counts; one that had begun is cut short instead. ``number`` is the order of making.
    """

    __tablename__ = "temporary_schedule"
    __table_args__ = (
        UniqueConstraint("consortium", "number"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    number: Mapped[int]
    name: Mapped[str]
    lines: Mapped[list[str]] = mapped_column(ARRAY(String))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())


class TemporaryShiftRow(Owned, Base):
    """One person's fixed shift on one line of a temporary schedule, inside its span. Kept with the schedule."""

    __tablename__ = "temporary_shift"
    __table_args__ = (
        to_row("temporary_schedule", "schedule", on_delete="CASCADE"),
        to_row("person", "person"),
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    schedule: Mapped[UUID]
    line: Mapped[str]
    person: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class ServedRow(Owned, Base):
    """Who was on call on one line in a piece of time that is over; without a person, nobody was.

    Written down once, a few minutes after, and never changed or deleted: the application may only add and read. Kept so
    that no later leave, edit or departure changes who was on call, and because hours on duty are counted from it.
    Nothing in it knows whether anybody asked for support in that time.
    """

    __tablename__ = "duty_served"
    __table_args__ = (
        to_row("person", "person"),
        UniqueConstraint("consortium", "line", "starts_at", "person", postgresql_nulls_not_distinct=True),
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
        Index("ix_duty_served_consortium_ends_at", "consortium", "ends_at"),
    )
    line: Mapped[str]
    person: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class ScheduleImportRow(Owned, Base):
    """A schedule file that was brought in: what it says, and who in it is whom, until somebody takes it.

    One that nobody takes is deleted after a day. Of one that was taken only the rotations that it made are known, for
    30 days, so that it can be undone.
    """

    __tablename__ = "schedule_import"
    __table_args__ = (
        to_row("person", "made_by", on_delete="RESTRICT"),
        CheckConstraint("state in ('open', 'done', 'undone')", name="state"),
    )
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="open")
    source: Mapped[str]
    file: Mapped[str | None]
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rotations: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
