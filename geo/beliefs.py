"""What somebody believes who saw requests that she knows to be of one officer: computed by Bayes, nothing drawn.

She knows the rule, the agreements and every number of officers. What she saw is told as chances: for each request how
likely an officer of each department meets just that. A ``table`` is (departments, agencies): chances as in
``geo.yardsticks``, of one instant or over several.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from geo.measures import linked_posterior
from geo.transport import Floats

_ROUNDING = 1e-9
"""Crowds are floats here; one that is a whole number but for that counts as it."""


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """How sure she is.

    Attributes:
        departments: (departments) of each one, 0 to 1; they sum to 1.
        officer: of the officer whom she thinks likeliest.
    """

    departments: Floats
    officer: float

    @property
    def crowd(self) -> int:
        """Among so many her likeliest officer is hidden: 1 / ``officer``, rounded down."""
        return math.floor(1 / self.officer * (1 + _ROUNDING))


def believed(seen: Sequence[Floats], sworn: Sequence[int], rates: Sequence[float]) -> Belief | None:
    """What she believes after all of it; ``None`` where nobody could have brought it about.

    Args:
        seen: for each request the chance of what she saw, for each department.
        sworn: officers of each department; one without any is never believed.
        rates: how much likelier she thinks an officer of each department to ask.
    """
    sure = linked_posterior(seen, sworn, rates)
    if not sure.any():
        return None
    each = [share / count for share, count in zip(sure.tolist(), sworn, strict=True) if count]
    return Belief(sure, max(each))


def usual(chances: Floats) -> Floats:
    """One table of many: how likely each agency is sent to an officer who is served, at whatever instant."""
    total = chances.sum(axis=0)
    reached = total.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(total, reached, out=np.zeros_like(total), where=reached > 0))


def at_worst(
    tables: Sequence[Floats], homes: Iterable[int], sworn: Sequence[int], rates: Sequence[float]
) -> tuple[int, Belief] | None:
    """Of some departments the one whose officer is hidden least once she asks at each of these instants.

    Where a draw decides who is sent, what tells most is taken; an instant at which she is not served tells nothing.

    Returns:
        The department and the belief; ``None`` where none of them has an officer who is ever served.
    """
    found = [
        (home, belief)
        for home in homes
        if sworn[home] and (seen := _telling(tables, home, sworn, rates)) and (belief := believed(seen, sworn, rates))
    ]
    return max(found, key=lambda pair: pair[1].officer, default=None)


def _telling(tables: Sequence[Floats], home: int, sworn: Sequence[int], rates: Sequence[float]) -> list[Floats]:
    """For each instant at which the department is served, what points at an officer of it most."""
    weights = np.asarray(sworn, dtype=np.float64) * np.asarray(rates, dtype=np.float64)
    seen = []
    for table in tables:
        if table[home].any():
            everyone = weights @ table
            pointing = np.divide(table[home], everyone, out=np.zeros_like(everyone), where=everyone > 0)
            seen.append(np.asarray(table[:, int(pointing.argmax())], dtype=np.float64))
    return seen
