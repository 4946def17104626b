"""What is asked, who was asked, what was taken; and when the next are asked. Pure.

Colleagues are asked in rounds, so that few are written to: the fairest first, everybody only when the turn is near.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID

from geo import PersonId
from scheduling import Line, Part, Span, TurnRef

OPEN, TAKEN, WITHDRAWN, DECLINED, KEPT, GONE = "open", "taken", "withdrawn", "declined", "kept", "gone"
STATES: Final = (OPEN, TAKEN, WITHDRAWN, DECLINED, KEPT, GONE)

ANSWER_WITHIN: Final = timedelta(minutes=30)
"""How long colleagues have to answer for a turn that runs already; after it the coordinators are told."""
NEAR: Final = timedelta(hours=24)
"""When less than this is left until the turn, everybody who could take it is asked, and the coordinators are told."""
KEPT_FOR: Final = timedelta(days=30)
"""How long an ask is kept after its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a consortium asks: how many colleagues at once, and how many hours until the next are asked."""

    at_once: int = 3
    hours_between: int = 24

    @property
    def wait(self) -> timedelta:
        """How long the ones who were asked are left to answer before the next are asked."""
        return timedelta(hours=self.hours_between)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Time that somebody has on a line, and the turn it goes with: none where she has it by a change.

    ``part`` is named where it is not the whole turn.
    """

    line: Line
    during: Span
    turn: TurnRef | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Cover that is asked for. ``chosen``: only this colleague; ``asked_by``: a coordinator, in the holder's name."""

    id: UUID
    giver: PersonId
    of: Held
    answer_by: datetime
    chosen: PersonId | None = None
    asked_by: UUID | None = None
    state: str = OPEN
    round: int = 0
    round_at: datetime | None = None
    near_at: datetime | None = None

    @property
    def look_at(self) -> datetime | None:
        """When something is next to be done; None: never again."""
        if self.state != OPEN:
            return None
        return min(at for at in (self.round_at, self.near_at, self.answer_by) if at is not None)

    def state_at(self, now: datetime) -> str:
        """How it stands: what nobody took until ``answer_by`` stays its holder's."""
        return KEPT if self.state == OPEN and self.answer_by <= now else self.state

    def open_at(self, now: datetime) -> bool:
        """Whether it can still be taken, declined or taken back."""
        return self.state_at(now) == OPEN

    def begun(self, now: datetime, manner: Manner) -> Self:
        """The same as it is first sent out at ``now``: when it ends, the next are asked, the coordinators told."""
        start, end = self.of.during.start, self.of.during.end
        if start <= now:
            return replace(self, answer_by=min(now + ANSWER_WITHIN, end), round=1, round_at=None, near_at=None)
        near = start - NEAR if start - NEAR > now else now + (start - now) / 2
        return replace(self, answer_by=start, round=1, round_at=self._next(now, manner), near_at=near)

    def after_round(self, now: datetime, manner: Manner) -> Self:
        """The same after one more round at ``now``."""
        return replace(self, round=self.round + 1, round_at=self._next(now, manner))

    def everybody(self, now: datetime) -> bool:
        """Whether everybody who could take it is asked by now."""
        return self.chosen is None and self.of.during.start - now <= NEAR

    def moved(self, of: Held) -> Self:
        """The same after its turn has moved: what is still to come moves with it."""
        by = of.during.start - self.of.during.start
        later = [at + by if at is not None else None for at in (self.round_at, self.near_at)]
        return replace(self, of=of, answer_by=self.answer_by + by, round_at=later[0], near_at=later[1])

    def _next(self, now: datetime, manner: Manner) -> datetime | None:
        if self.chosen is not None or self.everybody(now):
            return None
        return min(now + manner.wait, self.of.during.start - NEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who was asked; ``back`` is the turn of her own that she would give for it, if she said so."""

    person: PersonId
    declined: bool = False
    back: tuple[Line, Span] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Time that ``taker`` has taken from ``giver``, both having said so.

    ``held`` is the swap by which the giver had it herself. ``override`` is the change that counts instead where there
    is no turn to go with. ``ended``: it never counts (any more).
    """

    id: UUID
    number: int
    giver: PersonId
    taker: PersonId
    of: Held
    held: UUID | None = None
    ask: UUID | None = None
    override: UUID | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An ask with everybody who was asked."""

    ask: Ask
    asked: tuple[Asked, ...] = field(default=())

    def of(self, person: PersonId) -> Asked | None:
        """What somebody who was asked has said."""
        return next((each for each in self.asked if each.person == person), None)

    @property
    def offers_back(self) -> tuple[Asked, ...]:
        """Those who would take it for a turn of their own."""
        return tuple(each for each in self.asked if each.back is not None and not each.declined)
