"""Rows of the rota: rotations with turns and pauses, overrides, temporary schedules, duty as served.

Who is on call is computed, never stored; only what has been is written down, so that no later edit changes it. No row
of these knows anything of a request.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class RotationRow(Owned, Base):
    """A rotation on one line: wall-clock hand-offs in its own zone, every so many hours, days, weeks or months.

    ``windows`` are the weekly times in which it serves, each as weekday (Monday is 0), from and to; none: always.
    ``off_days`` are days on which it serves at no time, and ``idle`` says whether such time takes a turn. Who was
    paused is owed the turn where ``owed``. Of several layers on a line the highest that has a holder counts.

    Kept after it has ended, because hours on duty are counted from it. ``withdrawn``: it was taken back before its
    first turn began, and never counts; the row stays so that its history can be read.
    """

    __tablename__ = "rotation"
    __table_args__ = (
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("every > 0", name="every"),
        CheckConstraint("unit in ('hour', 'day', 'week', 'month')", name="unit"),
        CheckConstraint("idle in ('turns', 'waits')", name="idle"),
        CheckConstraint("last_day is null or last_day > first_day", name="days"),
    )
    name: Mapped[str]
    line: Mapped[str]
    timezone: Mapped[str]
    first_day: Mapped[date]
    hand_off: Mapped[time]
    every: Mapped[int]
    unit: Mapped[str] = mapped_column(default="day", server_default="day")
    last_day: Mapped[date | None]
    windows: Mapped[list[list[Any]] | None] = mapped_column(JSONB(none_as_null=True))
    idle: Mapped[str] = mapped_column(default="turns", server_default="turns")
    off_days: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list, server_default=text("'{}'"))
    owed: Mapped[bool] = mapped_column(default=True, server_default=true())
    layer: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=text("0"))
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())


class TurnRow(Base):
    """One holder of one turn of a rotation; a turn has one or more."""

    __tablename__ = "turn"
    __table_args__ = (
        to_row("rotation", "rotation", on_delete="CASCADE"),
        to_row("person", "person"),
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
        to_row("person", "adds"),
        to_row("person", "removes"),
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


class RosterRow(Owned, Base):
    """A plan of duty on some lines for a span: a draft that counts for nobody, or one that was published.

    Kept after its time, because hours on duty are counted from it. ``number`` is the order of making. A published plan
    is never changed: it counts from ``starts_at``, or from ``published_at`` where that came later, to ``ends_at``, or
    to ``withdrawn_at`` where that came earlier. ``base`` is a fingerprint of who was on those lines in that span when
    the draft was made, so that nobody publishes over what somebody else changed meanwhile. ``stats`` is what the
    planner said of it, its cost by rule and the bound below which no plan can be, and who was to be planned around.
    """

    __tablename__ = "roster"
    __table_args__ = (
        to_row("person", "made_by"),
        to_row("person", "published_by"),
        to_row("person", "withdrawn_by"),
        UniqueConstraint("consortium", "number"),
        CheckConstraint("state in ('draft', 'published', 'withdrawn')", name="state"),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("(state = 'draft') = (published_at is null)", name="published"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at is not null)", name="withdrawn"),
        CheckConstraint(
            "lines <@ array['primary', 'backup', 'clinician']::varchar[] and cardinality(lines) > 0", name="lines"
        ),
    )
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    title: Mapped[str]
    lines: Mapped[list[str]] = mapped_column(ARRAY(String))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    base: Mapped[str]
    seed: Mapped[int]
    stats: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]


class RosterShiftRow(Owned, Base):
    """One duty of a plan: a line and a span for one person; nobody while it is unfilled.

    Kept with its plan, because it says who is on call. ``kept``: it was settled by hand, and another run of the planner
    leaves it as it is.
    """

    __tablename__ = "roster_shift"
    __table_args__ = (
        to_row("roster", "roster", on_delete="CASCADE"),
        to_row("person", "person"),
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
        Index("ix_roster_shift_consortium_roster", "consortium", "roster"),
    )
    roster: Mapped[UUID]
    line: Mapped[str]
    person: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    kept: Mapped[bool] = mapped_column(default=False, server_default=false())


class RosterRulesRow(Base):
    """The rules by which a consortium's duty is planned, with its own numbers, and what an hour of duty weighs.

    Kept so that every plan, swap and suggestion is judged by the same rules.
    """

    __tablename__ = "roster_rules"
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    rules: Mapped[dict[str, Any]]
    weights: Mapped[dict[str, Any]]


class PlanRunRow(Owned, Base):
    """One run of the planner for a draft: waiting, running, done, stopped by somebody, or broken off.

    Kept with its draft, so that its page can say how far it is and how it ended. ``heard_at`` is when the process that
    runs it last said so; where it falls silent the run is broken off. ``progress`` is the best found so far.
    """

    __tablename__ = "plan_run"
    __table_args__ = (
        to_row("roster", "roster", on_delete="CASCADE"),
        to_row("person", "asked_by"),
        CheckConstraint("kind in ('plan', 'repair')", name="kind"),
        CheckConstraint("state in ('waiting', 'running', 'done', 'stopped', 'broken_off')", name="state"),
        Index(
            "uq_plan_run_one_at_a_time",
            "consortium",
            unique=True,
            postgresql_where=text("state in ('waiting', 'running')"),
        ),
    )
    roster: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None]
    began_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    seconds: Mapped[int]
    stop_asked: Mapped[bool] = mapped_column(default=False, server_default=false())
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
