"""What a plan costs: the miles that peers and officers are apart under the true serving rule, and who is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from geo.scene import UNSERVED
from geo.tables import Tables, served
from geo.transport import Ints
from geo.zones import ZonePlan


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan costs over some instants. A mile counts once for each officer who might ask.

    Attributes:
        miles: the mean, from an officer's station to that of the peer who is asked first; 0 when nobody is served.
        far: the 95th percentile of the same.
        uncovered: the share of officers and instants for whom nobody on call may serve.
        zones: parts of the region.
        bound: mean miles that no plan with the same promise, made anew at each instant and for one single request,
            goes below; None where it was not reckoned.
    """

    miles: float
    far: float
    uncovered: float
    zones: int
    bound: float | None = None

    @property
    def charged(self) -> float:
        """The mean when an officer whom nobody serves counts ``UNSERVED`` miles: what a search brings down."""
        return self.miles * (1 - self.uncovered) + UNSERVED * self.uncovered


def figures_of(plan: ZonePlan, tables: Tables) -> Figures:
    """What a plan costs at the instants of ``tables``. Departments in no zone are left out.

    Raises:
        GeoError: a zone has no department in the tables.
    """
    return judge(tables, tables.parts_of(plan), len(plan.zones), plan.policy.load_factor)


def judge(tables: Tables, parts: Ints, zones: int, load_factor: Fraction | int) -> Figures:
    """The same, of parts told as each department's number."""
    around = served(tables, parts, zones)
    total = sum(around.officers) * len(tables.samples)
    members = [np.flatnonzero(parts == zone) for zone in range(zones)]
    miles, officers = [np.zeros(1)], [np.zeros(1)]
    for instant in range(len(tables.samples)):
        for far, count in _trips(tables, members, around.asked(tables, instant, load_factor)):
            miles.append(far)
            officers.append(count)
    far, count = np.concatenate(miles), np.concatenate(officers)
    reached = float(count.sum())
    if not reached:
        return Figures(0.0, 0.0, 1.0 if total else 0.0, zones)
    order = np.argsort(far, kind="stable")
    up_to = np.cumsum(count[order])
    last = min(int(np.searchsorted(up_to, 0.95 * reached)), len(order) - 1)
    return Figures(float(far @ count) / reached, float(far[order[last]]), 1 - reached / total, zones)


def _trips(tables: Tables, members: list[Ints], asked: Ints) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each zone that is served: miles, and the officers (a part of one counts as a part) that go so far."""
    weights = tables.weights
    for inside, row in zip(members, asked, strict=True):
        peers = np.flatnonzero(row)
        if peers.size:
            far = tables.miles[np.ix_(inside, peers)]
            yield far.ravel(), (weights[inside, None] * (row[peers] / row.sum())).ravel()
