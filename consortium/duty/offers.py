"""A turn that its holder has offered to a colleague. Until the colleague says yes, it stays the holder's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from geo import PersonId
from scheduling import Line, Span

PENDING, TAKEN, DECLINED, WITHDRAWN, EXPIRED = "pending", "taken", "declined", "withdrawn", "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer as it is kept; ``letters`` are the mails that wait for the case that nobody answers."""

    id: UUID
    giver: PersonId
    taker: PersonId
    line: Line
    during: Span
    answer_by: datetime
    state: str = PENDING
    letters: tuple[UUID, ...] = ()

    def state_at(self, now: datetime) -> str:
        """How it stands: one that was never answered expires with ``answer_by``."""
        return EXPIRED if self.state == PENDING and self.answer_by <= now else self.state

    def open_at(self, now: datetime) -> bool:
        """Whether it can still be taken, declined or withdrawn."""
        return self.state_at(now) == PENDING
