"""The precedence: what everything that holds at one instant comes to, line by line.

What claims a line is ranked, and at each instant only the highest rank on the line counts:

1. recorded: before its moment, duty as it was served is the answer, and nothing else counts;
2. a temporary schedule: replaces everything in its span, overrides and swaps too;
3. a published plan: replaces the rotations in its span; of two plans, the one with the higher number;
4. rotations: those of the highest layer that has a holder, all of them together.

Then, unless the record or a temporary schedule rules, overrides and swaps that hold the instant, from the first made
to the last made; a swap only where its own turn's plan, or its rotation's layer, is what rules.
Then, unless the record rules, leave: whoever is away is on no line, and nobody takes her place by herself.

The board is the only place that knows this. Which facts hold at which instant is not handled here:
`scheduling.facts` finds them, and `scheduling.timeline` puts them on the board and takes them off.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from geo.names import PersonId
from scheduling.order import NOBODY
from scheduling.rotation import HIGHEST_LAYER, Line

ROTATIONS: Final = 1
PLAN: Final = 2
TEMPORARY: Final = 3
RECORDED: Final = 4
"""Tiers: what claims a line, from the weakest to the strongest."""

SEATS: Final[Mapping[Line, int]] = {line: place for place, line in enumerate(Line)}
"""Each line's place among all; facts name a line by it, as a sweep looks at lines very often."""


class Rank(NamedTuple):
    """A tier, and within it a rotation's layer or a plan's number; the higher rules."""

    tier: int
    number: int = 0


LAYERS: Final = tuple(Rank(ROTATIONS, layer) for layer in range(HIGHEST_LAYER + 1))


@dataclass(slots=True, eq=False)
class Claim:
    """These people hold the line by this rank; nobody: the rank rules the line, with whoever else holds it by it."""

    seat: int
    rank: Rank
    holders: frozenset[PersonId]


@dataclass(slots=True, eq=False)
class Change:
    """An override or swap: ``under`` is the only rank under which it counts; None: any that can be changed."""

    seat: int
    number: int
    adds: PersonId | None
    removes: PersonId | None
    under: Rank | None = None

    def apply(self, holders: set[PersonId]) -> None:
        """Change the holders of the line in place: to replace somebody who is not there changes nothing."""
        if self.removes is not None and self.removes not in holders:
            return
        if self.removes is not None:
            holders.remove(self.removes)
        if self.adds is not None:
            holders.add(self.adds)


@dataclass(slots=True, eq=False)
class Away:
    """This person is away."""

    person: PersonId


Fact = Claim | Change | Away
"""Something that holds throughout one span. Never changed, and equal only to itself: a sweep counts very many."""

_NUMBER: Final = attrgetter("number")
_Counted = TypeVar("_Counted", bound=Hashable)


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


class _Seat:
    """One line: what claims it and what changes it, and who holds it, until that is stale."""

    __slots__ = ("changes", "claims", "held", "stale")

    def __init__(self) -> None:
        self.claims: dict[Rank, dict[Claim, int]] = {}
        self.changes: dict[Change, int] = {}
        self.held = NOBODY
        self.stale = False

    def claim(self, claim: Claim, step: int) -> None:
        """Count a claim in or out."""
        self.stale = True
        ranked = self.claims.get(claim.rank)
        if ranked is None:
            ranked = self.claims[claim.rank] = {}
        count = ranked.get(claim, 0) + step
        if count:
            ranked[claim] = count
            return
        del ranked[claim]
        if not ranked:
            del self.claims[claim.rank]

    def change(self, change: Change, step: int) -> None:
        """Count a change in or out."""
        self.stale = True
        _add(self.changes, change, step)

    def settled(self, away: Mapping[PersonId, int]) -> frozenset[PersonId]:
        """Apply the precedence."""
        ranks = self.claims
        rule = (max(ranks) if len(ranks) > 1 else next(iter(ranks))) if ranks else LAYERS[0]
        holders = NOBODY.union(*[claim.holders for claim in ranks[rule]]) if ranks else NOBODY
        if self.changes and rule.tier < TEMPORARY:
            changed = set(holders)
            for change in sorted(self.changes, key=_NUMBER) if len(self.changes) > 1 else self.changes:
                if change.under is None or change.under == rule:
                    change.apply(changed)
            holders = frozenset(changed)
        return holders.difference(away) if away and rule.tier < RECORDED else holders


class Board:
    """The facts that hold at one instant. The order in which they are put on or taken off makes no difference."""

    __slots__ = ("_away", "_seats")

    def __init__(self) -> None:
        """Begin with nothing on the board, and so with nobody on call."""
        self._seats = tuple(_Seat() for _ in Line)
        self._away: dict[PersonId, int] = {}

    def count(self, fact: Fact, step: int) -> None:
        """Let a fact hold from now on (1), or no longer (-1)."""
        if isinstance(fact, Claim):
            self._seats[fact.seat].claim(fact, step)
        elif isinstance(fact, Change):
            self._seats[fact.seat].change(fact, step)
        else:
            _add(self._away, fact.person, step)
            for seat in self._seats:
                seat.stale = True

    def settle(self) -> Duty | None:
        """Work out who is on call while just these facts hold; None: the same as the last time it was asked."""
        changed = False
        for seat in self._seats:
            if seat.stale:
                held = seat.settled(self._away)
                seat.stale = False
                if held != seat.held:
                    seat.held, changed = held, True
        if not changed:
            return None
        primary, backup, clinician = self._seats
        return Duty(primary.held, backup.held, clinician.held)


def _add(counts: dict[_Counted, int], what: _Counted, step: int) -> None:
    """Count: a person may be away twice over, or hold two turns at once."""
    count = counts.get(what, 0) + step
    if count:
        counts[what] = count
    else:
        del counts[what]
