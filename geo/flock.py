"""Many partitions of one region, annealed side by side: each step tries one change in every one of them.

What a part costs is the miles to the agency on call that serves it cheapest, once each agency has a price for being
asked: the prices of the load limit (Lagrange; Held and Karp 1971), kept up as the parts change. At right prices the
parts' costs sum to what the true serving rule costs; at any prices they sum to no more. The promise is a charge while
it is broken, and the charge grows until nothing broken is left; whatever comes out is verified elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.scene import LONG, NEVER, THOUSAND, Scene, Shorts
from geo.transport import Bools, Ints

DEPARTMENT = 12
"""A department too few counts as so many officers too few."""
HOPE = 0.5
"""No change is expected to save more than this share of the two parts: what would have to is not even reckoned."""
PRICED = 40
"""Steps between two looks at the prices."""


class Flock:
    """(K) partitions of the departments into at most (Z) parts each.

    Attributes:
        part: (K, A) the part of each department.
        cost: (K, Z) officers times units of each part, summed over the samples, at the present prices.
        fault: (K, Z) officers lacking in each part; 0 where the promise is kept.
        strange: (K, Z) states beyond one.
    """

    def __init__(self, scene: Scene, starts: Sequence[Ints], parts: int) -> None:
        self.scene, self.parts, self.size = scene, parts, len(starts)
        self.part: Ints = np.array(starts, dtype=np.int64)
        self.prices = np.repeat(scene.away[None], self.size, axis=0)  # (K, R, S)
        self.recount()

    def recount(self) -> None:
        """Everything that is kept of the parts, from the partitions alone."""
        scene, inside = self.scene, self.part[:, None, :] == np.arange(self.parts)[:, None]
        self.pull = inside @ scene.far
        self.ban = inside @ scene.banned
        self.weight = inside @ scene.weight
        self.fault, self.strange = self._faults(inside)
        self.reprice(0.0)

    def reprice(self, step: float) -> None:
        """Move each price by at most ``step`` units to where the load is even; then reckon all costs anew."""
        each = _units(self.pull, self.ban, self.weight)
        if step:
            self._move_prices(each, step)
        self.cost = np.stack(
            [_least(each[:, zone : zone + 1], self.prices)[:, 0] for zone in range(self.parts)], axis=1
        )
        self.cost *= self.weight

    def _move_prices(self, each: Shorts, step: float) -> None:
        taken = np.zeros(self.prices.shape, dtype=np.int32)
        for zone in range(self.parts):
            asked = each[:, zone, :, None] + self.prices
            taken += (asked == asked.min(axis=1, keepdims=True)) * self.weight[:, zone, None, None].astype(np.int32)
        over = np.clip((taken - self.scene.fair) / np.maximum(self.scene.fair, 1.0), -1.0, 2.0)
        moved = np.clip(self.prices + (step * over).astype(np.int16), 0, LONG // 2)
        self.prices = np.where(self.scene.away > 0, self.scene.away, moved).astype(np.int16)

    def bound(self) -> Ints:
        """(K) what the partitions cost at their prices, in all samples; the true rule costs at least that."""
        paid = (np.where(self.scene.away > 0, 0, self.prices) * self.scene.fair).sum(axis=(1, 2))
        return np.asarray(self.cost.sum(axis=1) - paid.astype(np.int64), dtype=np.int64)

    def _faults(self, inside: Bools) -> tuple[Ints, Ints]:
        """(K, n) for each part, given as who is inside (K, n, A): officers lacking, and states beyond one."""
        scene = self.scene
        officers = inside @ scene.sworn
        mixed = inside @ (scene.sworn > 0).astype(np.int64)
        needed = np.where(inside, scene.needed, 0).max(axis=2)
        lacking = np.maximum(needed - officers, 0) + DEPARTMENT * np.maximum(scene.least - mixed, 0)
        states = np.bitwise_count(np.bitwise_or.reduce(np.where(inside, scene.state, 0), axis=2)).astype(np.int64)
        filled = inside.any(axis=2)
        return np.where(filled, lacking, 0), np.where(filled, states - 1, 0)

    def step(self, draw: "Draw", at: int, charges: tuple[float, float]) -> None:
        """Try one change in each partition, and keep those that the heat lets pass."""
        scene = self.scene
        rows = np.arange(self.size)
        one, other, swap = draw.one[at], draw.other[at], draw.swap[at] & (draw.jump[at] < 0)
        home = self.part[rows, one]
        there = np.where(draw.jump[at] >= 0, draw.jump[at], self.part[rows, other])
        both = np.stack((home, there), axis=1)
        after = self.part.copy()
        after[rows[swap], other[swap]] = home[swap]
        after[rows, one] = there
        fault, strange = self._faults(after[:, None, :] == both[:, :, None])
        column = rows[:, None]
        charge = charges[0] * (fault - self.fault[column, both]).sum(axis=1)
        charge += charges[1] * (strange - self.strange[column, both]).sum(axis=1)
        before = self.cost[column, both].sum(axis=1)
        tried = np.flatnonzero((home != there) & (charge <= draw.heat[at] + HOPE * before))
        if not tried.size:
            return
        index = (tried[:, None], both[tried])
        one, other, swapped = one[tried], other[tried], swap[tried, None]
        change = np.where(swapped, scene.far[other], 0) - scene.far[one]
        pull = self.pull[index] + change[:, None, :] * _SIGNS[:, None]
        change = np.where(swapped, scene.banned[other], 0) - scene.banned[one]
        ban = self.ban[index] + change[:, None, :] * _SIGNS[:, None]
        weight = (
            self.weight[index] + (np.where(swapped[:, 0], scene.weight[other], 0) - scene.weight[one])[:, None] * _SIGNS
        )
        cost = _least(_units(pull, ban, weight), self.prices[tried]) * weight
        gain = cost.sum(axis=1) - before[tried] + charge[tried]
        kept = np.flatnonzero(gain <= draw.heat[at, tried])
        taken = tried[kept]
        self.part[taken] = after[taken]
        index = (taken[:, None], both[taken])
        self.pull[index], self.ban[index], self.weight[index] = pull[kept], ban[kept], weight[kept]
        self.cost[index], self.fault[index], self.strange[index] = cost[kept], fault[taken], strange[taken]

    def take_over(self, losers: Ints, winners: Ints) -> None:
        """Let some partitions go on from others."""
        for table in (self.part, self.pull, self.ban, self.weight, self.cost, self.fault, self.strange, self.prices):
            table[losers] = table[winners]


def _units(pull: Ints, ban: Ints, weight: Ints) -> Shorts:
    """(K, n, R) units from an officer of a part to each agency; ``NEVER`` to one that may not serve it."""
    mean = pull // (THOUSAND * np.maximum(weight, 1)[:, :, None])
    return np.where(ban > 0, NEVER, mean).astype(np.int16)


def _least(each: Shorts, prices: Shorts) -> Ints:
    """(K, n) units of an officer of each part to whoever is cheapest in a sample, summed over the samples."""
    asked = (each[:, :, :, None] + prices[:, None]).min(axis=2)
    return np.asarray(np.minimum(asked, LONG).sum(axis=2, dtype=np.int64))


_SIGNS = np.array([1, -1], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Draw:
    """The dice of some steps, (steps, K) each.

    Attributes:
        one: the department to move.
        other: a department near it: where to, or whom to swap with.
        swap: whether to swap.
        jump: a part to move to wherever it lies; -1 to go to the part of ``other``.
        heat: by how much a change may cost more.
    """

    one: Ints
    other: Ints
    swap: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    jump: Ints
    heat: np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def draw(rng: np.random.Generator, flock: Flock, steps: int, heat: float, *, near: int, jumps: float) -> Draw:
    """Dice for so many steps; partners come from the ``near`` nearest departments, jumps happen so often."""
    shape = (steps, flock.size)
    one = rng.integers(flock.scene.size, size=shape)
    other = flock.scene.near[one, rng.integers(min(near, flock.scene.near.shape[1]), size=shape)]
    jump = np.where(rng.random(shape) < jumps, rng.integers(flock.parts, size=shape), -1)
    return Draw(one, other, rng.random(shape) < 0.5, jump, heat * rng.exponential(size=shape))
