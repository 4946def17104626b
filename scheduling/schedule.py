"""What a schedule is made of: rotations, rosters, overrides, swaps, leave, and what was recorded. Values only.

Which of them counts at an instant is `scheduling.board`'s, who is on call `scheduling.timeline`'s.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NewType
from uuid import UUID

from geo.names import PersonId
from scheduling.errors import OverrideError, RepeatedError, RostersOverlapError
from scheduling.roster import Recorded, Roster, Swap
from scheduling.rotation import Line, Rotation
from scheduling.spans import Span

OverrideId = NewType("OverrideId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One person is added to a line, removed from it, or replaced on it, during a span.

    * ``adds`` alone: she is on call, whoever else is.
    * ``removes`` alone: she is not on call.
    * both, a replacement: wherever ``removes`` would be on call, ``adds`` is on call in her stead;
      where she would not be, nothing changes. To cover somebody for two weeks is to cover her turns in them.

    ``number`` is the order of making: overrides are applied from the lowest number to the highest, each to
    what the ones before have left, so that the later-made has the last word. It is unique in a schedule.

    Raises:
        OverrideError: nobody is added or removed, or one person is to replace herself.
    """

    id: OverrideId
    number: int
    line: Line
    during: Span
    adds: PersonId | None = None
    removes: PersonId | None = None

    def __post_init__(self) -> None:
        """Refuse what would change nothing."""
        if self.adds is None and self.removes is None:
            raise OverrideError("An override adds somebody, removes somebody, or both.")
        if self.adds == self.removes:
            raise OverrideError("Nobody can take over from herself.")


@dataclass(frozen=True, slots=True)
class Leave:
    """A person is on no line during a span, whatever rotations and overrides say."""

    person: PersonId
    during: Span


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that decides who is on call. Parts may stand in any order; overrides, swaps and rosters are kept by number.

    Raises:
        RepeatedError: two rotations, overrides, swaps or rosters share an id, two changes a number, or two plans do.
        RostersOverlapError: two temporary schedules hold the same time of a line.
    """

    rotations: tuple[Rotation, ...] = ()
    overrides: tuple[Override, ...] = ()
    leave: tuple[Leave, ...] = ()
    rosters: tuple[Roster, ...] = ()
    swaps: tuple[Swap, ...] = ()
    recorded: Recorded | None = None

    def __post_init__(self) -> None:
        """Refuse what has two answers; put overrides, swaps and rosters in order of making."""
        _refuse_twins("rotations share an id", (rotation.id for rotation in self.rotations))
        _refuse_twins("overrides share an id", (override.id for override in self.overrides))
        _refuse_twins("overrides share a number", (override.number for override in self.overrides))
        object.__setattr__(self, "overrides", tuple(sorted(self.overrides, key=attrgetter("number"))))
        if self.swaps:
            _refuse_twins("swaps share an id", (swap.id for swap in self.swaps))
            numbers = [override.number for override in self.overrides] + [swap.number for swap in self.swaps]
            _refuse_twins("overrides or swaps share a number", numbers)
            object.__setattr__(self, "swaps", tuple(sorted(self.swaps, key=attrgetter("number"))))
        if self.rosters:
            _refuse_twins("plans or temporary schedules share an id", (roster.id for roster in self.rosters))
            _refuse_twins("plans share a number", (roster.number for roster in self.rosters if not roster.final))
            kept = sorted(self.rosters, key=lambda roster: (roster.final, roster.number, roster.during))
            object.__setattr__(self, "rosters", tuple(kept))
            _refuse_overlaps(sorted((r for r in kept if r.final), key=lambda roster: roster.during))


def with_override(schedule: Schedule, override: Override) -> Schedule:
    """Give the schedule with one change more.

    Raises:
        RepeatedError: it has a change of this id or number already.
    """
    return replace(schedule, overrides=(*schedule.overrides, override))


def _refuse_twins(what: str, names: Iterable[Hashable]) -> None:
    """Raise if a name comes twice."""
    seen: set[Hashable] = set()
    for name in names:
        if name in seen:
            raise RepeatedError(f"Two {what}: {name}.")
        seen.add(name)


def _refuse_overlaps(temporary: Sequence[Roster]) -> None:
    """Raise if two temporary schedules, given by start, hold the same time of a line."""
    latest: dict[Line, Roster] = {}
    for roster in temporary:
        for line in sorted(roster.lines):
            before = latest.get(line)
            if before and before.during.overlaps(roster.during):
                raise RostersOverlapError(
                    f"Two temporary schedules of the {line.value} line overlap from "
                    f"{roster.during.start.isoformat(timespec='minutes')} on. End one where the other begins."
                )
            latest[line] = roster
