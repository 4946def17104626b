"""Rows of the plans of zones, which on screen are the parts of the region, and of the codes of their posters."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class ZonePlanRow(Owned, Base):
    """A version of the plan of zones, with the policy that it was made for; the newest one holds."""

    __tablename__ = "zone_plan"
    __table_args__ = (UniqueConstraint("consortium", "version"),)
    version: Mapped[int]
    crowd: Mapped[int]
    least_departments: Mapped[int]
    agency_cap: Mapped[int] = mapped_column(SmallInteger, default=50, server_default=text("50"))
    small: Mapped[int] = mapped_column(SmallInteger, default=25, server_default=text("25"))
    slack: Mapped[int] = mapped_column(SmallInteger, default=1, server_default=text("1"))
    load_limit: Mapped[int] = mapped_column(SmallInteger, default=200, server_default=text("200"))
    made_on: Mapped[date]


class ZoneRow(Owned, Base):
    """One zone; on screen a part of the region, with its departments listed under its label."""

    __tablename__ = "zone"
    __table_args__ = (
        to_row("zone_plan", "plan", on_delete="CASCADE"),
        UniqueConstraint("consortium", "plan", "label"),
    )
    plan: Mapped[UUID]
    label: Mapped[str]


class ZoneMemberRow(Base):
    """An agency in a zone: in one zone of a plan at most."""

    __tablename__ = "zone_member"
    __table_args__ = (to_row("zone", "zone", on_delete="CASCADE"), to_row("agency", "agency", on_delete="RESTRICT"))
    consortium: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[UUID] = mapped_column(primary_key=True)
    agency: Mapped[UUID] = mapped_column(primary_key=True)
    zone: Mapped[UUID]


class ZoneCodeRow(Owned, Base):
    """A code that a part's posters carry, the same in all its departments; printed in public, never required.

    It lets an asking through while somebody floods the form, and is kept with no request.
    """

    __tablename__ = "zone_code"
    __table_args__ = (
        to_row("zone", "zone", on_delete="CASCADE"),
        UniqueConstraint("consortium", "code"),
        UniqueConstraint("consortium", "zone", "since"),
        CheckConstraint("code ~ '^[2-9bcdfghjkmnpqrstvwxz]{8}$'", name="code"),
        CheckConstraint("until > since", name="days"),
    )
    zone: Mapped[UUID]
    code: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
