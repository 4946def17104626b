"""Rows of what was released. They are added and never changed: no role may, and a trigger refuses the owner too."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consortium.db import Base


class StatisticReleaseRow(Base):
    """One release: counters of one period with noise that was drawn once, and the budget that it cost.

    It is kept because a second draw of the same counters would let somebody average the noise away: the key makes that
    impossible. ``drawn`` holds the noisy numbers by counter, or nothing where a restore brought counters back that had
    been released before. ``period`` is its first day; ``released_on`` is by the consortium's calendar.
    """

    __tablename__ = "statistic_release"
    __table_args__ = (
        CheckConstraint("span in ('quarter', 'year')", name="span"),
        CheckConstraint("epsilon > 0 and epsilon <= 1", name="epsilon"),
    )
    consortium: Mapped[UUID] = mapped_column(ForeignKey("consortium.id", ondelete="CASCADE"), primary_key=True)
    span: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(primary_key=True)
    epsilon: Mapped[float]
    drawn: Mapped[dict[str, Any] | None]
    released_on: Mapped[date]
