"""Duty fixed shift by shift: plans and temporary schedules, swaps that move with their turn, and what was served.

Values only. What of them counts at an instant is `scheduling.board`'s.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType
from uuid import UUID

from geo.names import PersonId
from scheduling.errors import RosterError, SwapError
from scheduling.rotation import Line, RotationId
from scheduling.spans import Span, require_utc

RosterId = NewType("RosterId", UUID)
ShiftId = NewType("ShiftId", UUID)
SwapId = NewType("SwapId", UUID)

TurnRef = tuple[RotationId, int] | ShiftId
"""A turn by its rotation and its number (`Turn.index`), or a shift of a plan."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A person is on the line throughout the span and, unless a window cut it, neither just before nor after."""

    line: Line
    person: PersonId
    span: Span


@dataclass(frozen=True, slots=True)
class Assigned:
    """One fixed shift of a roster."""

    id: ShiftId
    line: Line
    person: PersonId
    span: Span


@dataclass(frozen=True, slots=True)
class Roster:
    """Fixed shifts on these lines in ``during``; in time that no shift of it holds, nobody is on call.

    ``final=False``: a published PLAN. It replaces the rotations there; overrides and swaps come on top. Of two plans
    that hold an instant, the one with the higher number counts.
    ``final=True``: a TEMPORARY SCHEDULE. It replaces everything in its span, plans, overrides and swaps too; only leave
    still takes people off. Two that overlap on a line are refused by the schedule.

    Raises:
        RosterError: there is no line, or a shift lies outside its lines or its span, or two shifts share an id.
    """

    id: RosterId
    number: int
    lines: frozenset[Line]
    during: Span
    shifts: tuple[Assigned, ...]
    final: bool = False

    def __post_init__(self) -> None:
        """Refuse shifts that are not this roster's."""
        if not self.lines:
            raise RosterError("A plan or temporary schedule is of at least one line.")
        for shift in self.shifts:
            if shift.line not in self.lines:
                raise RosterError(f"A shift on the {shift.line.value} line is in a schedule that is not of that line.")
            if not self.during.contains(shift.span):
                raise RosterError(
                    f"A shift from {shift.span.start.isoformat()} to {shift.span.end.isoformat()} reaches beyond "
                    "the time of its schedule."
                )
        if len({shift.id for shift in self.shifts}) < len(self.shifts):
            raise RosterError("Two shifts of one schedule share an id.")


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a turn, as time that passes from the turn's start: ``[start, end)``, so that it moves with the turn.

    Raises:
        SwapError: it begins before the turn, or does not end after it begins.
    """

    start: timedelta
    end: timedelta

    def __post_init__(self) -> None:
        """Refuse what is no part."""
        if not timedelta() <= self.start < self.end:
            raise SwapError("A part of a turn begins with the turn or later, and ends after it begins.")

    @classmethod
    def of(cls, turn: Span, wanted: Span) -> "Part":
        """The part of this turn that is ``wanted`` now.

        Raises:
            SwapError: it begins before the turn.
        """
        return cls(wanted.start - turn.start, wanted.end - turn.start)

    def within(self, turn: Span) -> Span | None:
        """The time that this part of the turn is at present; None when the turn has become too short for it."""
        start, end = turn.start + self.start, min(turn.start + self.end, turn.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """``taker`` stands in for ``giver`` in one turn, wherever that turn is at present; a part, if one is named.

    It is a replacing override that moves with its turn, and shares its numbers with the overrides: the later-made has
    the last word. If the turn is gone, or the giver does not hold it (nor has it by an earlier swap), the swap does
    nothing: the duty is its holder's. It counts only where its turn does: not under a plan that replaces the rotation.

    Raises:
        SwapError: giver and taker are one person.
    """

    id: SwapId
    number: int
    line: Line
    giver: PersonId
    taker: PersonId
    turn: TurnRef
    part: Part | None = None

    def __post_init__(self) -> None:
        """Refuse what would change nothing."""
        if self.giver == self.taker:
            raise SwapError("Nobody can take over from herself.")


@dataclass(frozen=True, slots=True)
class Recorded:
    """Duty as it was served and written down: before ``until`` it is the answer, and nothing else counts.

    What of a shift lies at or after ``until`` does not count.

    Raises:
        NaiveTimeError, BeyondReachError: ``until`` is not a UTC time within reach.
    """

    until: datetime
    shifts: tuple[Shift, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a moment that is none."""
        require_utc(self.until)
