"""Rows of what people and agencies said about when they can serve: times, limits, work patterns, busy calendars.

All of it is for the planner and for arranging swaps: none of these takes anybody off the rota (leave does).
No row of these knows anything of a request.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKeyConstraint, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


def _hers(column: str = "person", table: str = "person") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["consortium", column], [f"{table}.consortium", f"{table}.id"], ondelete="CASCADE")


class AvailabilityRow(Base):
    """What somebody promised and asked for: her share, most duties a month, notice. Kept until she leaves.

    No row: a whole share, no limit, no notice.
    """

    __tablename__ = "availability"
    __table_args__ = (
        _hers(),
        CheckConstraint("share_percent between 5 and 200", name="share"),
        CheckConstraint("most_per_month between 0 and 62", name="most"),
        CheckConstraint("notice_hours between 0 and 1440", name="notice"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    share_percent: Mapped[int] = mapped_column(SmallInteger, default=100)
    most_per_month: Mapped[int | None] = mapped_column(SmallInteger)
    notice_hours: Mapped[int] = mapped_column(SmallInteger, default=0)


class AvailabilityTimeRow(Owned, Base):
    """A time that somebody cannot serve, would like to, or would rather not; no reason is kept.

    Once, ``[starts_at, ends_at)``; or every week on ``weekdays`` (Monday 0) from ``from_time`` to ``to_time`` by the
    consortium's clock, of the next day where that is not later, beginning on days from ``first_day`` to ``last_day``.
    Deleted 30 days after it is over.
    """

    __tablename__ = "availability_time"
    __table_args__ = (
        _hers(),
        CheckConstraint("kind in ('blocked', 'preferred', 'undesired')", name="kind"),
        CheckConstraint(
            "(weekdays is null and starts_at is not null and ends_at > starts_at and from_time is null and"
            " to_time is null and first_day is null and last_day is null) or"
            " (cardinality(weekdays) > 0 and starts_at is null and ends_at is null and from_time is not null and"
            " to_time is not null and (last_day is null or last_day >= first_day))",
            name="shape",
        ),
    )
    person: Mapped[UUID]
    kind: Mapped[str]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    weekdays: Mapped[list[int] | None] = mapped_column(ARRAY(SmallInteger))
    from_time: Mapped[time | None]
    to_time: Mapped[time | None]
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]


class WorkPatternRow(Owned, Base):
    """The pattern in which somebody works her shifts elsewhere, so that no duty is planned into them.

    ``cycle`` is one letter a day from ``first_day`` on, over and over until ``last_day``: D, E and N are shifts, a dash
    is a day off; ``hours`` says from when to when each letter is. Deleted 30 days after its last day.
    """

    __tablename__ = "work_pattern"
    __table_args__ = (
        _hers(),
        CheckConstraint("cycle ~ '^[DEN-]{1,56}$'", name="cycle"),
        CheckConstraint("last_day >= first_day", name="days"),
    )
    person: Mapped[UUID]
    name: Mapped[str]
    cycle: Mapped[str]
    hours: Mapped[dict[str, Any]]
    first_day: Mapped[date]
    last_day: Mapped[date]


class BusyCalendarRow(Owned, Base):
    """A calendar that somebody lets us read, to learn when she is busy. Its address is sealed and never shown again.

    ``trouble`` is why the last try failed, empty when it did not; what was read before stays until a try succeeds.
    Deleted with everything read from it when she takes it away, or leaves.
    """

    __tablename__ = "busy_calendar"
    __table_args__ = (_hers(), Index("ix_busy_calendar_next_at", "next_at"))
    person: Mapped[UUID]
    name: Mapped[str]
    address: Mapped[bytes]
    etag: Mapped[str | None]
    trouble: Mapped[str] = mapped_column(default="")
    failures: Mapped[int] = mapped_column(SmallInteger, default=0)
    tried_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    next_at: Mapped[datetime]


class BusySpanRow(Owned, Base):
    """A time for which such a calendar says busy: from, until, and nothing else of what it holds."""

    __tablename__ = "busy_span"
    __table_args__ = (
        _hers("calendar", "busy_calendar"),
        CheckConstraint("ends_at > starts_at", name="span"),
        Index("ix_busy_span_calendar", "consortium", "calendar"),
    )
    calendar: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class LentHoursRow(Owned, Base):
    """Hours of the week in which an agency's people may be on call, for days from ``first_day`` to ``last_day``.

    No weekday: nobody of the agency is lent in these days. On days that no row of the agency covers, they always are.
    """

    __tablename__ = "lent_hours"
    __table_args__ = (
        _hers("agency", "agency"),
        CheckConstraint("last_day is null or last_day >= first_day", name="days"),
    )
    agency: Mapped[UUID]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    from_time: Mapped[time]
    to_time: Mapped[time]
    first_day: Mapped[date]
    last_day: Mapped[date | None]


class HolidayRow(Owned, Base):
    """A holiday that the consortium, or one agency, keeps besides the law's; or one of the law's that it does not keep.

    ``agency`` is empty for the consortium's own list. ``yearly``: the same day of every year from then on.
    """

    __tablename__ = "holiday"
    __table_args__ = (
        _hers("agency", "agency"),
        UniqueConstraint("consortium", "agency", "day", "kept", postgresql_nulls_not_distinct=True),
    )
    agency: Mapped[UUID | None]
    day: Mapped[date]
    name: Mapped[str]
    yearly: Mapped[bool] = mapped_column(default=False)
    kept: Mapped[bool] = mapped_column(default=True)


class AvailabilityImportRow(Owned, Base):
    """A list of people's availability that somebody brought in.

    The list itself is kept until it is taken, a day at most; then only which times it added and which limits it
    changed, for the 30 days in which it can be undone.
    """

    __tablename__ = "availability_import"
    __table_args__ = (
        to_row("person", "made_by", on_delete="RESTRICT"),
        CheckConstraint("state in ('matching', 'looking', 'done', 'undone')", name="state"),
    )
    made_by: Mapped[UUID | None]
    made_at: Mapped[datetime]
    state: Mapped[str]
    sheet: Mapped[dict[str, Any]]
    matched: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    wrote: Mapped[dict[str, Any]] = mapped_column(default=dict)
    added: Mapped[int] = mapped_column(default=0)
