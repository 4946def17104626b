"""The journal of members' and agreement acts: who did what, when. Never a page, an answer or a close."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from consortium.db import Base, Owned, Transaction


class JournalRow(Owned, Base):
    """One act. ``actor`` is empty where the command line acted."""

    __tablename__ = "journal"
    __table_args__ = (ForeignKeyConstraint(["consortium", "actor"], ["person.consortium", "person.id"]),)
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
