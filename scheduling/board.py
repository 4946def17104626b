"""The precedence: what turns, overrides and leave together make of one instant.

1. rotations: the holders of the turns that hold the instant, of all rotations on the line together;
2. overrides that hold the instant, from the first made to the last made;
3. leave: whoever is away is on no line.

The board is the only place that knows this. Which facts hold at which instant is not handled here:
`scheduling.timeline` puts them on the board and takes them off.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from geo.names import PersonId
from scheduling.rotation import Line, Turn
from scheduling.schedule import Leave, Override

Fact = Turn | Override | Leave
"""Something that holds throughout one span."""

_Counted = TypeVar("_Counted", bound=Hashable)

NOBODY: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class Duty(Mapping[Line, frozenset[PersonId]]):
    """Who is on call, by line; every line is there, perhaps with nobody. Equal only to another `Duty`."""

    primary: frozenset[PersonId] = NOBODY
    backup: frozenset[PersonId] = NOBODY
    clinician: frozenset[PersonId] = NOBODY

    def __getitem__(self, line: Line) -> frozenset[PersonId]:
        """Give the holders of the line."""
        held = {Line.PRIMARY: self.primary, Line.BACKUP: self.backup, Line.CLINICIAN: self.clinician}
        return held[line]

    def __iter__(self) -> Iterator[Line]:
        """Go through all lines."""
        return iter(Line)

    def __len__(self) -> int:
        """Count the lines."""
        return len(Line)


class Board:
    """The facts that hold at one instant. The order in which they are put on or taken off makes no difference."""

    __slots__ = ("_away", "_held", "_overrides", "_stale", "_turns")

    def __init__(self) -> None:
        """Begin with nothing on the board, and so with nobody on call."""
        self._turns: dict[Line, dict[frozenset[PersonId], int]] = {line: {} for line in Line}
        self._overrides: dict[Line, dict[int, Override]] = {line: {} for line in Line}
        self._away: dict[PersonId, int] = {}
        self._held: dict[Line, frozenset[PersonId]] = dict.fromkeys(Line, NOBODY)
        self._stale: set[Line] = set()

    def put(self, fact: Fact) -> None:
        """Let a fact hold from now on."""
        self._count(fact, 1)

    def take(self, fact: Fact) -> None:
        """Let a fact that holds now hold no longer."""
        self._count(fact, -1)

    def duty(self) -> Duty:
        """Say who is on call while just these facts hold."""
        for line in self._stale:
            self._held[line] = self._settled(line)
        self._stale.clear()
        return Duty(self._held[Line.PRIMARY], self._held[Line.BACKUP], self._held[Line.CLINICIAN])

    def _count(self, fact: Fact, step: int) -> None:
        """Count a fact in (1) or out (-1)."""
        if isinstance(fact, Leave):
            _add(self._away, fact.person, step)
            self._stale.update(Line)
            return
        self._stale.add(fact.line)
        if isinstance(fact, Turn):
            _add(self._turns[fact.line], fact.holders, step)
        elif step > 0:
            self._overrides[fact.line][fact.number] = fact
        else:
            del self._overrides[fact.line][fact.number]

    def _settled(self, line: Line) -> frozenset[PersonId]:
        """Apply the precedence to one line."""
        holders = set[PersonId]().union(*self._turns[line])
        for _, override in sorted(self._overrides[line].items()):
            override.apply(holders)
        return frozenset(holders.difference(self._away))


def _add(counts: dict[_Counted, int], what: _Counted, step: int) -> None:
    """Count: the same people may hold two turns at once, and a person may be away twice over."""
    counts[what] = counts.get(what, 0) + step
    if not counts[what]:
        del counts[what]
