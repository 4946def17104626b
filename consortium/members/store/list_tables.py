"""Rows of lists that somebody brought in, of people and of agencies, and of what is needed to take them back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class RosterImportRow(Owned, Base):
    """A list of people that somebody brought in.

    The list itself is kept until it is taken, a day at most; then only how much it added, for the 30 days in which it
    can be undone.
    """

    __tablename__ = "roster_import"
    __table_args__ = (
        to_row("person", "made_by", on_delete="RESTRICT"),
        CheckConstraint("state in ('matching', 'looking', 'done', 'undone')", name="state"),
    )
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    state: Mapped[str]
    sheet: Mapped[dict[str, Any]]
    choices: Mapped[dict[str, Any]]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)


class RosterImportedRow(Owned, Base):
    """One thing that an import added to a person, so that it can be taken back for 30 days."""

    __tablename__ = "roster_imported"
    __table_args__ = (
        to_row("roster_import", "import_id", on_delete="CASCADE"),
        to_row("person", "person", on_delete="CASCADE"),
    )
    import_id: Mapped[UUID]
    person: Mapped[UUID]
    kind: Mapped[str]
    row: Mapped[UUID | None]
    value: Mapped[str | None]


class AgencyImportRow(Owned, Base):
    """A list of agencies that somebody brought in.

    The file itself is kept until it is taken or the next one is brought; then only how much it did, so that it can be
    undone for 30 days. ``wanted`` is which of its rows, ``choices`` what was decided about them.
    """

    __tablename__ = "agency_import"
    __table_args__ = (
        to_row("person", "made_by", on_delete="RESTRICT"),
        CheckConstraint("state in ('looking', 'done', 'undone')", name="state"),
    )
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    state: Mapped[str]
    content: Mapped[bytes | None]
    wanted: Mapped[dict[str, Any]]
    choices: Mapped[dict[str, Any]]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)


class AgencyImportedRow(Base):
    """An agency that an import added or changed, with what it was before, so that it can be taken back for 30 days.

    ``before`` is empty for an agency that the import added.
    """

    __tablename__ = "agency_imported"
    __table_args__ = (
        to_row("agency_import", "import_id", on_delete="CASCADE"),
        to_row("agency", "agency", on_delete="CASCADE"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[UUID] = mapped_column(primary_key=True)
    before: Mapped[dict[str, Any]]


class HeardRow(Base):
    """What a heading, or the name of an agency, meant in a list that somebody matched: remembered for the next one."""

    __tablename__ = "heard"
    __table_args__ = (
        ForeignKeyConstraint(["consortium"], ["consortium.id"], ondelete="CASCADE"),
        CheckConstraint("kind in ('column', 'agency')", name="kind"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    heard: Mapped[str] = mapped_column(primary_key=True)
    meant: Mapped[str]
