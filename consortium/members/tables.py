"""Rows of the members: agencies, peers and what makes them able to serve, and the parts of the region."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned


def _to(table: str, column: str, *, on_delete: str = "RESTRICT") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["consortium", column], [f"{table}.consortium", f"{table}.id"], ondelete=on_delete)


class CrisisLineRow(Owned, Base):
    """A crisis line, with the day on which somebody last verified that it answers."""

    __tablename__ = "crisis_line"
    position: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str]
    number: Mapped[str]
    href: Mapped[str]
    blurb_en: Mapped[str]
    blurb_es: Mapped[str]
    verified_on: Mapped[date]


class NoticeRow(Owned, Base):
    """The limits of confidentiality of one state, in one language; only approved ones are shown."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("consortium", "state", "language", "version"),)
    state: Mapped[str]
    language: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    misconduct_duty: Mapped[str]
    approved_by: Mapped[str | None]
    approved_on: Mapped[date | None]
    example: Mapped[bool] = mapped_column(default=False)


class AgencyRow(Owned, Base):
    """A law-enforcement agency: where it is and how many sworn it has, counted low and dated."""

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("consortium", "federal_key"),
        UniqueConstraint("consortium", "name"),
        CheckConstraint("sworn >= 0 and part_time >= 0", name="sworn"),
        CheckConstraint("lat between -90 and 90 and lon between -180 and 180", name="place"),
    )
    name: Mapped[str]
    kind: Mapped[str]
    county: Mapped[str]
    state: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    sworn: Mapped[int]
    part_time: Mapped[int] = mapped_column(default=0)
    counted_on: Mapped[date]
    federal_key: Mapped[str | None]


class PeerRow(Base):
    """What makes a person a peer, a chaplain or a clinician of the consortium."""

    __tablename__ = "peer"
    __table_args__ = (_to("person", "person", on_delete="CASCADE"), _to("agency", "lent_by"))
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    lent_by: Mapped[UUID | None]
    talk_number: Mapped[str | None]
    ring_off_duty: Mapped[bool] = mapped_column(default=False)
    suspended: Mapped[bool] = mapped_column(default=False)


class TrainingRow(Owned, Base):
    """A completed course, with its hours and the day it lapses; for a clinician, her licence with 0 hours."""

    __tablename__ = "training"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        CheckConstraint("hours >= 0 and expires_on > completed_on", name="dates"),
    )
    person: Mapped[UUID]
    course: Mapped[str]
    hours: Mapped[int]
    completed_on: Mapped[date]
    expires_on: Mapped[date]


class ChannelRow(Owned, Base):
    """A way to page a person, with the day on which it was proved."""

    __tablename__ = "channel"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "kind", "address"),
    )
    person: Mapped[UUID]
    kind: Mapped[str]
    address: Mapped[str]
    proved_on: Mapped[date | None]


class LeaveRow(Owned, Base):
    """A span away from duty, half-open."""

    __tablename__ = "leave"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )
    person: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class DesignationRow(Owned, Base):
    """An agency designates a peer to serve its people, by an annex to an agreement; never changed but to end it."""

    __tablename__ = "designation"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        _to("agency", "agency"),
        _to("agreement", "agreement"),
        UniqueConstraint("consortium", "agency", "person", "agreement", "annex"),
        CheckConstraint("until is null or until > since", name="span"),
        CheckConstraint("annex > 0", name="annex"),
        CheckConstraint("manner in ('signed', 'deemed')", name="manner"),
    )
    agency: Mapped[UUID]
    person: Mapped[UUID]
    agreement: Mapped[UUID]
    annex: Mapped[int]
    manner: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class ZonePlanRow(Owned, Base):
    """A version of the plan of zones, with the policy that it was made for; the newest one holds."""

    __tablename__ = "zone_plan"
    __table_args__ = (UniqueConstraint("consortium", "version"),)
    version: Mapped[int]
    crowd: Mapped[int]
    least_departments: Mapped[int]
    made_on: Mapped[date]


class ZoneRow(Owned, Base):
    """One zone; on screen a part of the region, with its departments listed under its label."""

    __tablename__ = "zone"
    __table_args__ = (
        _to("zone_plan", "plan", on_delete="CASCADE"),
        UniqueConstraint("consortium", "plan", "label"),
    )
    plan: Mapped[UUID]
    label: Mapped[str]


class ZoneMemberRow(Base):
    """An agency in a zone: in one zone of a plan at most."""

    __tablename__ = "zone_member"
    __table_args__ = (_to("zone", "zone", on_delete="CASCADE"), _to("agency", "agency"))
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[UUID] = mapped_column(primary_key=True)
    zone: Mapped[UUID]
