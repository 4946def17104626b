"""Rows of the rota: rotations with their turns, and overrides. Who is on call is computed, never stored."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned


class RotationRow(Owned, Base):
    """A rotation on one line: wall-clock hand-offs in its own zone, every so many days."""

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
    """A change to one line for a span: adds a person, removes one, or replaces one by another."""

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
