"""Rows of designs of the parts of the region. None of them knows anything of a request."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, false, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base, Owned, to_row


class ZoneDesignRow(Owned, Base):
    """One design of the parts of the region: what was wished, how far the search is, and what it proposes.

    Kept so that a person can compare proposals and make one of them the plan; only the newest few. ``wanted`` are the
    numbers of the form, ``seed`` begins every draw, ``made_from`` are fingerprints of the agencies, agreements and
    rosters that it was worked out from, ``proposal`` is the outcome, ``made_version`` the plan made of it.
    """

    __tablename__ = "zone_design"
    __table_args__ = (
        to_row("person", "asked_by"),
        CheckConstraint("state in ('waiting', 'running', 'done', 'stopped', 'broken_off')", name="state"),
        Index(
            "uq_zone_design_one_at_a_time",
            "consortium",
            unique=True,
            postgresql_where=text("state in ('waiting', 'running')"),
        ),
    )
    state: Mapped[str] = mapped_column(default="waiting")
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None]
    began_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stop_asked: Mapped[bool] = mapped_column(default=False, server_default=false())
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wanted: Mapped[dict[str, Any]]
    seed: Mapped[int]
    made_from: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    made_version: Mapped[int | None]
