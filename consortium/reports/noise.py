"""The one place that draws noise, and what a noisy number may be shown as.

Noise is discrete Laplace from OpenDP: P(k) = (1-a)/(1+a) a^|k| with a = e^-epsilon, from a cryptographic source that
nobody can seed. Neighbouring sets of counters differ by one request, which is in one counter of a set: distance 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import opendp.prelude as dp

FEWEST: Final = 11
"""A noisy number below this is told as "fewer than 11"."""
CERTAINTY: Final = 0.95
_ROUNDING: Final = 1e-9
_REACH: Final = 400

dp.enable_features("contrib")


class OverBudgetError(ValueError):
    """The mechanism would cost more than was settled."""


def draw(counts: Sequence[int], epsilon: float) -> tuple[int, ...]:
    """These counts with noise, each with its own; the whole costs ``epsilon``, as every request is in one of them.

    Raises:
        OverBudgetError: OpenDP says that it would cost more.
    """
    mechanism = _mechanism(epsilon)
    if mechanism.map(1) > epsilon + _ROUNDING:
        raise OverBudgetError(f"the mechanism costs more than {epsilon}")
    return tuple(int(each) for each in mechanism(list(counts)))


@cache
def _mechanism(epsilon: float) -> Any:
    """OpenDP's measurement: a vector of integers, by how much one request changes them together."""
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    return space >> dp.m.then_geometric(scale=1 / epsilon)


@cache
def half_width(cells: int, epsilon: float, certainty: float = CERTAINTY) -> int:
    """The least w such that the noise of a sum of so many cells lies within ±w in ``certainty`` of all draws."""
    a = np.exp(-epsilon)
    one = (1 - a) / (1 + a) * a ** np.abs(np.arange(-_REACH, _REACH + 1))
    whole = one
    for _ in range(cells - 1):
        whole = np.convolve(whole, one)
    middle = len(whole) // 2
    inside, width = whole[middle], 0
    while inside < certainty and width < middle:
        width += 1
        inside += whole[middle - width] + whole[middle + width]
    return width


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is shown: ``few``, or a range that holds the true one in 95 of 100 draws."""

    few: bool
    low: int = 0
    high: int = 0

    @property
    def words(self) -> str:
        """For a file: "fewer than 11", or "34 to 46"."""
        return f"fewer than {FEWEST}" if self.few else f"{self.low} to {self.high}"


def shown(noisy: int, *, cells: int, epsilon: float) -> Shown:
    """What a noisy number, summed from so many cells, may be shown as; from the noisy number alone."""
    if noisy < FEWEST:
        return Shown(few=True)
    width = half_width(cells, epsilon)
    return Shown(few=False, low=max(0, noisy - width), high=noisy + width)


def share(part: tuple[int, int], whole: tuple[int, int], *, epsilon: float, least: int) -> tuple[int, int] | None:
    """Per cent of two noisy sums, each given with its cells, as a range for 95 of 100; ``None`` below ``least``."""
    (some, cells), (everything, all_cells) = part, whole
    if everything < least:
        return None
    each = 1 - (1 - CERTAINTY) / 2
    narrow, wide = half_width(cells, epsilon, each), half_width(all_cells, epsilon, each)
    low = max(0, some - narrow) / (everything + wide)
    high = min(1.0, max(0, some + narrow) / max(1, everything - wide))
    return int(low * 100), min(100, -int(-high * 100 // 1))
