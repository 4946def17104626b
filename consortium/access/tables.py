"""Rows of the door: the consortium, its people with their roles and ties, sessions and sign-ins.

Tokens are kept as SHA-256 only.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned


def _to(table: str, column: str, *, on_delete: str = "RESTRICT") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["consortium", column], [f"{table}.consortium", f"{table}.id"], ondelete=on_delete)


class ConsortiumRow(Base):
    """One regional consortium and its settings."""

    __tablename__ = "consortium"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,39}$'", name="slug"),
        CheckConstraint("service_level between 1 and 4", name="level"),
        CheckConstraint("crowd between 2 and 1000 and least_departments between 2 and 50", name="policy"),
        CheckConstraint("cardinality(steps) between 1 and 8 and 0 < all(steps)", name="steps"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    timezone: Mapped[str]
    state_network: Mapped[str] = mapped_column(default="")
    service_level: Mapped[int] = mapped_column(SmallInteger, default=4)
    text_offered: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[bool] = mapped_column(default=False)
    crowd: Mapped[int] = mapped_column(default=40)
    least_departments: Mapped[int] = mapped_column(default=3)
    steps: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=lambda: [5, 5, 5, 5])
    open_limit: Mapped[int] = mapped_column(default=40)
    invented: Mapped[bool] = mapped_column(default=False)


class PersonRow(Owned, Base):
    """A person, once per consortium."""

    __tablename__ = "person"
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None]
    ended_on: Mapped[date | None]


Index("uq_person_email", PersonRow.consortium, func.lower(PersonRow.email), unique=True)


class RoleRow(Owned, Base):
    """A role that a person holds; roles add up."""

    __tablename__ = "role"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        UniqueConstraint("consortium", "person", "role"),
    )
    person: Mapped[UUID]
    role: Mapped[str]


class AffiliationRow(Owned, Base):
    """What ties a person to an agency; a peer never serves a part of the region that holds any of hers."""

    __tablename__ = "affiliation"
    __table_args__ = (
        _to("person", "person", on_delete="CASCADE"),
        _to("agency", "agency"),
        UniqueConstraint("consortium", "person", "agency", "kind"),
    )
    person: Mapped[UUID]
    agency: Mapped[UUID]
    kind: Mapped[str]


class SessionRow(Owned, Base):
    """A member's open session: the day last seen, not the time."""

    __tablename__ = "session"
    __table_args__ = (_to("person", "person", on_delete="CASCADE"),)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person: Mapped[UUID]
    last_seen_day: Mapped[date]
    expires_at: Mapped[datetime]


class SignInRow(Owned, Base):
    """A mail link on its way: good once, for ten minutes, in the browser that asked, else with its code."""

    __tablename__ = "sign_in"
    __table_args__ = (_to("person", "person", on_delete="CASCADE"),)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    browser_hash: Mapped[bytes] = mapped_column(index=True)
    code_hash: Mapped[bytes]
    person: Mapped[UUID]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)


class FactsRow(Base):
    """A number that grows with every change of what routing depends on; processes keep facts by it."""

    __tablename__ = "facts"
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]
