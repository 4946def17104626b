"""Two parts of the region made into one: always sound, as a whole of two sound parts is; and what each step costs.

Whoever compares the parts before with those after finds in common what the parts before were; so a merger gives nobody
away, however many officers have asked. Less is left to serve it: nobody of either part may.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np

from geo.judge import Figures, judge
from geo.tables import Tables, served
from geo.transport import Ints

ALL_PAIRS = 8
"""Up to so many parts every pair is looked at; above, each part with the ``NEIGHBORS`` nearest to it."""
NEIGHBORS = 3
SAMPLES = 40
"""At so many instants what a merger costs is reckoned."""


@dataclass(frozen=True, slots=True)
class Merger:
    """Two parts, by number, and what the region costs once they are one.

    Attributes:
        figures: of all parts then.
        covered: the share of instants at which somebody on call may serve the merged part.
    """

    one: int
    other: int
    figures: Figures
    covered: float


def mergers(tables: Tables, parts: Ints, zones: int, load_factor: Fraction | int) -> tuple[Merger, ...]:
    """Every step that could be made, the one with the fewest miles first; none where but one part would be left.

    Args:
        tables: departments, miles, agreements, and who is on call when.
        parts: of each department the number of its part; -1 for none.
        zones: how many parts there are.
        load_factor: as in ``geo.Policy``.
    """
    if zones < 3:
        return ()
    few = tables.thinned(SAMPLES)
    found = []
    for one, other in _pairs(few, parts, zones):
        after = _as_one(parts, one, other)
        may = served(few, after, zones - 1).serving[one]
        covered = float(((few.samples > 0) & may).any(axis=1).mean())
        if covered:
            found.append(Merger(one, other, judge(few, after, zones - 1, load_factor), covered))
    return tuple(sorted(found, key=lambda each: (each.figures.charged, each.one, each.other)))


def _pairs(tables: Tables, parts: Ints, zones: int) -> Iterator[tuple[int, int]]:
    """The pairs to look at, each once, the lower number first."""
    if zones <= ALL_PAIRS:
        yield from combinations(range(zones), 2)
        return
    weights = tables.weights * (parts == np.arange(zones)[:, None])
    apart = weights @ tables.miles @ weights.T / np.outer(weights.sum(axis=1), weights.sum(axis=1))
    np.fill_diagonal(apart, np.inf)
    near = np.argsort(apart, axis=1, kind="stable")[:, :NEIGHBORS]
    yield from sorted({(min(one, other), max(one, other)) for one, row in enumerate(near.tolist()) for other in row})


def _as_one(parts: Ints, one: int, other: int) -> Ints:
    """The same with the higher number in the lower one, and those above it moved down."""
    joined = np.where(parts == other, one, parts)
    return np.where(joined > other, joined - 1, joined)
