"""Rows of the roads between agencies, as told or measured, and of what the online search for places answered."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class DistanceToldRow(Owned, Base):
    """What a person knows of the road between two agencies: its miles, or that there is none, in which months and why.

    Kept until somebody withdraws it, because an estimate knows no pass that snow closes. ``miles`` is empty where there
    is no way; months are empty where it holds the whole year. ``told_by`` is empty where the command line told it.
    """

    __tablename__ = "distance_told"
    __table_args__ = (
        to_row("agency", "one", on_delete="CASCADE"),
        to_row("agency", "other", on_delete="CASCADE"),
        to_row("person", "told_by", on_delete="RESTRICT"),
        CheckConstraint("one < other", name="pair"),
        CheckConstraint("miles > 0", name="miles"),
        CheckConstraint(
            "(first_month is null) = (last_month is null) and first_month between 1 and 12 "
            "and last_month between 1 and 12",
            name="months",
        ),
        Index("ix_distance_told_pair", "consortium", "one", "other"),
    )
    one: Mapped[UUID]
    other: Mapped[UUID]
    miles: Mapped[float | None]
    first_month: Mapped[int | None] = mapped_column(SmallInteger)
    last_month: Mapped[int | None] = mapped_column(SmallInteger)
    reason: Mapped[str]
    told_by: Mapped[UUID | None]
    told_on: Mapped[date]


class DistanceMeasuredRow(Base):
    """What a routing engine said of the road between two agencies, and from which places it measured.

    Kept until it is measured anew; it counts only while both agencies still stand where they stood then. ``miles`` is
    empty where the engine found no way.
    """

    __tablename__ = "distance_measured"
    __table_args__ = (
        to_row("agency", "one", on_delete="CASCADE"),
        to_row("agency", "other", on_delete="CASCADE"),
        CheckConstraint("one < other", name="pair"),
        CheckConstraint("miles >= 0", name="miles"),
    )
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    one: Mapped[UUID] = mapped_column(primary_key=True)
    other: Mapped[UUID] = mapped_column(primary_key=True)
    miles: Mapped[float | None]
    one_lat: Mapped[float]
    one_lon: Mapped[float]
    other_lat: Mapped[float]
    other_lon: Mapped[float]
    measured_on: Mapped[date]


class PlaceAskedRow(Base):
    """What the online search for places answered to a name of a town or an agency that the packaged lists don't know.

    Kept for half a year, so that the same is not asked twice; deleted at the next question after that. ``asked`` is the
    name as it is compared, ``state`` may be empty, ``found`` holds the towns and offices, or none. It tells neither who
    asked nor when, but the day. No street and no number is ever asked.
    """

    __tablename__ = "place_asked"
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    asked: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    found: Mapped[dict[str, Any]]
    answered_on: Mapped[date]
