"""What a schedule is made of: rotations, overrides and leave. Values only; who is on call is `scheduling.timeline`'s.

Recorded history, temporary schedules and priority layers are not handled here yet; each would be one more part,
and one more step in the precedence that `scheduling.timeline` states.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import NewType
from uuid import UUID

from geo.names import PersonId
from scheduling.errors import OverrideError, RepeatedError
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

    def apply(self, holders: set[PersonId]) -> None:
        """Change the holders of the line in place, as this override says."""
        if self.removes is not None and self.removes not in holders:
            return
        if self.removes is not None:
            holders.remove(self.removes)
        if self.adds is not None:
            holders.add(self.adds)


@dataclass(frozen=True, slots=True)
class Leave:
    """A person is on no line during a span, whatever rotations and overrides say."""

    person: PersonId
    during: Span


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that decides who is on call. Parts may stand in any order; overrides are kept by number.

    Raises:
        RepeatedError: two rotations or two overrides share an id, or two overrides a number.
    """

    rotations: tuple[Rotation, ...] = ()
    overrides: tuple[Override, ...] = ()
    leave: tuple[Leave, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what has two answers; put overrides in order of making."""
        _refuse_twins("rotations share an id", (rotation.id for rotation in self.rotations))
        _refuse_twins("overrides share an id", (override.id for override in self.overrides))
        _refuse_twins("overrides share a number", (override.number for override in self.overrides))
        object.__setattr__(self, "overrides", tuple(sorted(self.overrides, key=lambda made: made.number)))

    @property
    def dated(self) -> tuple[Override | Leave, ...]:
        """All parts that hold during one span."""
        return (*self.overrides, *self.leave)


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
