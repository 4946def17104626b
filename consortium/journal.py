"""The journal of members' and agreement acts: who did what, when. Never a page, an answer or a close."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import false, func, select
from sqlalchemy.orm import Mapped

from consortium.db import Base, Owned, Reading, Transaction, to_row


class JournalRow(Owned, Base):
    """One act. ``actor`` is empty where the command line acted."""

    __tablename__ = "journal"
    __table_args__ = (to_row("person", "actor"),)
    at: Mapped[datetime]
    actor: Mapped[UUID | None]
    act: Mapped[str]
    subject: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]]


async def record(
    tx: Transaction,
    act: str,
    *,
    by: UUID | None,
    subject: UUID | None = None,
    **detail: str | int | bool | None,
) -> None:
    """Write one act into the journal, in the caller's transaction; ``act`` is a constant of the verb."""
    tx.add(JournalRow(consortium=tx.consortium, at=tx.now, actor=by, act=act, subject=subject, detail=detail))


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it is shown: ``by`` is empty where the command line acted."""

    at: datetime
    by: UUID | None
    act: str
    subject: UUID | None
    detail: dict[str, Any]
    id: UUID


async def first_act(reading: Reading, act: str, *, subject: UUID) -> datetime | None:
    """When this was done for the first time about a subject."""
    return await reading.scalar(
        select(func.min(JournalRow.at)).where(JournalRow.subject == subject, JournalRow.act == act)
    )


async def load_acts(
    reading: Reading,
    *,
    subjects: Collection[UUID] | None = None,
    before: datetime | None = None,
    past: UUID | None = None,
    most: int = 50,
) -> tuple[Act, ...]:
    """The newest acts first, at most ``most``: about these subjects (all, if ``None``), and earlier than ``before``.

    ``past`` is the last act that was read of that instant: one transaction writes many at once, and none is skipped.
    """
    wanted = select(JournalRow).order_by(JournalRow.at.desc(), JournalRow.id).limit(most)
    if subjects is not None:
        wanted = wanted.where(JournalRow.subject.in_(subjects))
    if before is not None:
        same = (JournalRow.at == before) & (JournalRow.id > past) if past is not None else false()
        wanted = wanted.where((JournalRow.at < before) | same)
    rows = await reading.scalars(wanted)
    return tuple(Act(row.at, row.actor, row.act, row.subject, row.detail, row.id) for row in rows)
