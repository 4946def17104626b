"""Rows of cover and swaps: what is asked, who was asked, what was taken. No row of these knows of a request."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class OneTurn:
    """Which turn is meant: its rotation and number, or a shift of a plan; neither where she holds it by a change.

    ``part_from`` and ``part_until`` are counted from the turn's start, where not the whole of it is meant: a part moves
    with its turn. ``starts_at`` and ``ends_at`` are when that is at present.
    """

    line: Mapped[str]
    rotation: Mapped[UUID | None]
    turn_index: Mapped[int | None]
    shift: Mapped[UUID | None]
    part_from: Mapped[timedelta | None]
    part_until: Mapped[timedelta | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


def _sound() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint("line in ('primary', 'backup', 'clinician')", name="line"),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("(rotation is null) = (turn_index is null)", name="turn"),
        CheckConstraint("(part_from is null) = (part_until is null)", name="part"),
    )


class SwapAskRow(OneTurn, Owned, Base):
    """A turn, or a part of it, for which its holder asks cover or a swap; until somebody takes it, it stays hers.

    ``chosen`` is the one colleague whom she asks, if she chose one; else colleagues are asked in rounds, of which
    ``round`` have been. ``asked_by`` is a coordinator who asked for her. ``round_at`` is when the next are asked,
    ``near_at`` when the coordinators are told that nobody has taken it, ``answer_by`` until when it can be taken;
    ``look_at`` is the next of these, for the jobs. Of one holder's time only one ask is open (an exclusion constraint).
    Deleted 30 days after the turn. No reason is asked for and none is kept.
    """

    __tablename__ = "swap_ask"
    __table_args__ = (
        to_row("person", "giver", on_delete="CASCADE"),
        to_row("person", "chosen", on_delete="CASCADE"),
        to_row("person", "asked_by", on_delete="CASCADE"),
        *_sound(),
        CheckConstraint("giver <> chosen", name="another"),
        CheckConstraint("state in ('open', 'taken', 'withdrawn', 'declined', 'kept', 'gone')", name="state"),
        Index("ix_swap_ask_look_at", "look_at"),
    )
    giver: Mapped[UUID]
    chosen: Mapped[UUID | None]
    asked_by: Mapped[UUID | None]
    answer_by: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    round: Mapped[int] = mapped_column(SmallInteger, default=0)
    round_at: Mapped[datetime | None]
    near_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]


class SwapAskedRow(Base):
    """Somebody who was asked: so that she sees it, and nobody is asked twice.

    ``declined``: she said no, without a reason. ``back_…`` is the turn of her own that she would give for it, if she
    said so. Both are emptied when the ask is settled; the row goes with the ask.
    """

    __tablename__ = "swap_asked"
    __table_args__ = (
        to_row("swap_ask", "ask", on_delete="CASCADE"),
        to_row("person", "person", on_delete="CASCADE"),
        CheckConstraint("num_nulls(back_line, back_starts_at, back_ends_at) in (0, 3)", name="back"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    ask: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    declined: Mapped[bool] = mapped_column(default=False, server_default=false())
    back_line: Mapped[str | None]
    back_starts_at: Mapped[datetime | None]
    back_ends_at: Mapped[datetime | None]


class SwapRow(OneTurn, Owned, Base):
    """A turn, or a part of it, that somebody has taken from somebody, both having said so.

    It moves with its turn. ``held`` is the swap by which the giver had it herself, if she had it by one. What somebody
    holds can be taken from her once: an exclusion constraint over line, giver, ``held`` and time says so, whatever
    the program believes. ``override`` is the change that counts instead, where she held the time by a change and there
    is no turn to go with. ``ended``: its turn is gone or it was given back before it began, and it never counts.
    Kept after its time, because hours on duty are counted from it. No reason is kept.
    """

    __tablename__ = "swap"
    __table_args__ = (
        to_row("person", "giver"),
        to_row("person", "taker"),
        *_sound(),
        UniqueConstraint("consortium", "number"),
        CheckConstraint("giver <> taker", name="another"),
        Index("ix_swap_look_at", "look_at"),
    )
    number: Mapped[int]
    giver: Mapped[UUID]
    taker: Mapped[UUID]
    held: Mapped[UUID | None]
    ask: Mapped[UUID | None]
    override: Mapped[UUID | None]
    ended: Mapped[bool] = mapped_column(default=False, server_default=false())
    look_at: Mapped[datetime | None]


class SwapMannerRow(Base):
    """How a consortium asks for cover: how many colleagues at once, and how many hours until the next are asked."""

    __tablename__ = "swap_manner"
    __table_args__ = (
        ForeignKeyConstraint(["consortium"], ["consortium.id"], ondelete="CASCADE"),
        CheckConstraint("at_once between 1 and 20", name="at_once"),
        CheckConstraint("hours_between between 1 and 168", name="hours"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    at_once: Mapped[int] = mapped_column(SmallInteger)
    hours_between: Mapped[int] = mapped_column(SmallInteger)
