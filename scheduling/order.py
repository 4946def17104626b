"""Whose turn it is: the order of the turns, what idle periods do to it, and who is owed a turn after a pause.

The rules:

* turns come round in their order. With `Idle.TURNS` every period consumes a turn, with `Idle.WAITS` only an active one;
* a pause holds for a turn whose duty begins in it; a turn that has begun goes on. A turn of several people is held by
  those of them who are not paused; when all are, it passes to the next in order, and the order goes on from there;
* with turn debt (``owed``) whoever was passed over gets the first turn that begins when the pause is over, before the
  order goes on. Who was passed over several times is owed one turn. Debts are paid in the order in which they arose;
* when everybody is paused nobody holds the turn, and the order stands still.

Legs of equal pauses are found once; the holder of any turn is then found by arithmetic.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from geo.names import PersonId
from scheduling.openings import Times
from scheduling.spans import Span
from scheduling.ticks import ticks

NOBODY: Final[frozenset[PersonId]] = frozenset()


class Idle(StrEnum):
    """What a period does in which the rotation is never on call, by its weekly hours and its days off."""

    TURNS = "turns"
    """An inactive period consumes a turn: the calendar is fixed, and whoever's turn it is has none."""

    WAITS = "waits"
    """Inactive periods do not consume a turn: it waits for the next period with duty in it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A person takes no turn whose duty begins in the span; it passes to the next in order. A turn begun goes on."""

    person: PersonId
    during: Span


@dataclass(frozen=True, slots=True)
class _Leg:
    """Turns in which the same people are paused, from the turn ``since`` in the order on."""

    since: int
    paused: frozenset[PersonId]
    owed: tuple[int, ...]
    """Places in the order that are paid a turn first."""
    places: tuple[int, ...]
    """Places that then come round; none: everybody is paused."""

    def place(self, step: int) -> int | None:
        """The place in the order that has the turn of this number."""
        past = step - self.since
        if past < len(self.owed):
            return self.owed[past]
        return self.places[(past - len(self.owed)) % len(self.places)] if self.places else None


@dataclass(frozen=True, slots=True)
class Order:
    """Who holds which turn of a rotation, given its times."""

    times: Times
    turns: tuple[frozenset[PersonId], ...]
    idle: Idle = Idle.TURNS
    pauses: tuple[Pause, ...] = ()
    owed: bool = True
    one_hand: bool = field(init=False, compare=False, repr=False)
    """Whether the same people hold every turn."""
    plain: bool = field(init=False, compare=False, repr=False)
    """Whether the turns come round by their numbers, whatever else is."""
    _legs: tuple[_Leg, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Walk once through the pauses."""
        object.__setattr__(self, "one_hand", not self.pauses and len(set(self.turns)) == 1)
        object.__setattr__(self, "plain", not self.pauses and self.idle is Idle.TURNS)
        object.__setattr__(self, "_legs", tuple(self._walk()) if self.pauses else ())

    def holders(self, index: int) -> frozenset[PersonId]:
        """Say who holds the turn of this number; perhaps nobody."""
        step = self._step(index)
        if not self._legs:
            return self.turns[step % len(self.turns)]
        leg = self._legs[bisect_right(self._legs, step, key=lambda leg: leg.since) - 1]
        place = leg.place(step)
        return NOBODY if place is None else self.turns[place] - leg.paused

    def _step(self, index: int) -> int:
        """How many turns the order has gone on before this one. An idle period that waits is still the turn before."""
        if self.idle is Idle.TURNS:
            return index
        return max(self.times.active_before(index + 1) - 1, 0)

    def _walk(self) -> Iterator[_Leg]:
        spans = [(self._begins(ticks(p.during.start)), self._begins(ticks(p.during.end)), p) for p in self.pauses]
        bounds = sorted({0, *(step for since, until, _ in spans for step in (since, until))})
        place, debts = 0, list[int]()
        for since, until in pairwise([*bounds, bounds[-1]]):
            paused = frozenset(p.person for begun, over, p in spans if begun <= since < over)
            leg = self._leg(since, paused, place, debts)
            yield leg
            place = self._go_on(leg, until - since, place, debts)

    def _begins(self, instant: int) -> int:
        """How many turns the order has gone on before the first whose duty begins at the instant or later."""
        index = self.times.first_from(instant)
        return index if self.idle is Idle.TURNS else self.times.active_before(index)

    def _leg(self, since: int, paused: frozenset[PersonId], place: int, debts: Sequence[int]) -> _Leg:
        free = [at for at in self._round(place) if not self.turns[at] <= paused]
        return _Leg(since, paused, tuple(at for at in debts if at in free), tuple(free))

    def _go_on(self, leg: _Leg, steps: int, place: int, debts: list[int]) -> int:
        """Let so many turns of a leg pass: pay debts and make new ones in place; give the place that comes next."""
        for at in leg.owed[:steps]:
            debts.remove(at)
        steps -= len(leg.owed)
        if steps <= 0 or not leg.places:
            return place
        last = leg.places[(steps - 1) % len(leg.places)]
        for at in self._round(place):
            if self.owed and at not in leg.places and at not in debts:
                debts.append(at)
            if at == last and steps <= len(leg.places):
                break
        return (last + 1) % len(self.turns)

    def _round(self, place: int) -> Sequence[int]:
        """All places in order, beginning with this one."""
        return [*range(place, len(self.turns)), *range(place)]
