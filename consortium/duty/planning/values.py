"""Plans of duty as this desk keeps them, as frozen values: a draft with its duties, and a run of the planner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from geo import PersonId
from scheduling import Line, Span
from scheduling.roster import RosterId, ShiftId


class RosterState(StrEnum):
    """What the database holds; a published plan whose time is over is historic, which is told by the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class RunState(StrEnum):
    """How a run of the planner stands; the value is what the database holds."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN_OFF = "broken_off"

    @property
    def open(self) -> bool:
        """Whether it may still change its draft."""
        return self in {RunState.WAITING, RunState.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedShift:
    """One duty of a plan; nobody: it is unfilled. ``kept``: settled by hand, so that the planner leaves it."""

    id: ShiftId
    line: Line
    span: Span
    person: PersonId | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRoster:
    """A plan of duty with all its duties, by start and line."""

    id: RosterId
    number: int
    state: RosterState
    title: str
    lines: frozenset[Line]
    span: Span
    made_at: datetime
    made_by: UUID | None
    base: str
    seed: int
    stats: Mapping[str, Any] = field(default_factory=dict)
    published_at: datetime | None = None
    published_by: UUID | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: UUID | None = None
    shifts: tuple[PlannedShift, ...] = ()

    @property
    def counts(self) -> Span | None:
        """The time in which it says who is on call; ``None`` for a draft, or one withdrawn before it began."""
        if self.published_at is None:
            return None
        start = max(self.span.start, self.published_at)
        end = self.span.end if self.withdrawn_at is None else min(self.span.end, self.withdrawn_at)
        return Span(start, end) if start < end else None

    @property
    def unfilled(self) -> tuple[PlannedShift, ...]:
        """The duties that nobody has."""
        return tuple(shift for shift in self.shifts if shift.person is None)

    @property
    def away(self) -> tuple[tuple[PersonId, Span], ...]:
        """Who is to be planned around, and when, where the draft mends her absence."""
        told = self.stats.get("away", ())
        return tuple((PersonId(UUID(person)), Span(_utc(start), _utc(end))) for person, start, end in told)

    def state_at(self, now: datetime) -> str:
        """``draft``, ``published``, ``historic`` once its time is over, or ``withdrawn``."""
        if self.state is RosterState.PUBLISHED and self.span.end <= now:
            return "historic"
        return self.state.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of the planner for one draft. ``seconds`` is the longest that it may take."""

    id: UUID
    roster: RosterId
    kind: str
    state: RunState
    asked_at: datetime
    seconds: int
    began_at: datetime | None = None
    ended_at: datetime | None = None
    stop_asked: bool = False
    progress: Mapping[str, Any] = field(default_factory=dict)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
