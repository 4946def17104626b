"""The search for better parts of a region: seeded starts, annealed side by side, the worst giving way to the best.

The same numbers and the same seed give the same parts wherever NumPy's generator, exponential and square root do: on
machines of one kind with the same release. Two machines that differ in a last digit may end with other parts, equally
sound; what holds is the plan that was made and kept, not the search.
"""

from collections.abc import Callable, Sequence

import numpy as np

from geo.flock import PRICED, Flock, draw
from geo.scene import Scene
from geo.transport import Ints

Progress = Callable[[float, float], bool | None]
"""Takes the share done, 0 to 1, and an estimate of the best mean miles so far (infinite: none yet); False stops."""

HOT, COLD = 0.15, 0.002
"""The temperature at the beginning and at the end, as shares of what a part costs."""
LACKING = (1.0, 30.0)
"""What an officer too few in a part is charged, at the beginning and the end, in mean miles of an officer."""
STRADDLED = 2.0
"""What a second state in a part is charged where states are to stay whole, in mean costs of a part."""
PRICE_STEP = (8.0, 0.5)
"""Miles by which a price may move at one look, at the beginning and at the end."""
NEAR = 12
"""A department changes places with, or follows, one of so many nearest."""
JUMPS = 0.1
"""So often it goes to any part, or an empty one."""
ROUNDS = 12
"""So often the worst quarter goes on from the best, but not in the first rounds."""
LOOSE_ROUNDS = 2


def search(
    scene: Scene,
    starts: Sequence[Ints],
    parts: int,
    rng: np.random.Generator,
    *,
    steps: int,
    whole_states: bool,
    progress: Progress | None = None,
) -> list[Ints]:
    """Sound partitions of at least two parts, the best first; those without a fault that were found, or none.

    Args:
        scene: the region's numbers.
        starts: where the partitions begin, each department's part; they need not be sound.
        parts: the most parts that there may be.
        rng: every draw.
        steps: changes tried in each partition.
        whole_states: whether a part that straddles states is charged for it.
        progress: told now and then, and may stop the search.
    """
    flock = Flock(scene, starts, parts)
    looks = max(steps // PRICED, ROUNDS)
    for look in range(looks):
        done = look / looks
        part_cost = float(np.median(flock.cost.sum(axis=1))) / max(float(np.median((flock.weight > 0).sum(axis=1))), 1)
        mile = float(np.median(flock.cost.sum(axis=1))) / float(scene.weight.sum())
        charges = (mile * _between(LACKING, done), part_cost * STRADDLED * whole_states)
        dice = draw(rng, flock, PRICED, part_cost * _between((HOT, COLD), done), near=NEAR, jumps=JUMPS)
        for at in range(PRICED):
            flock.step(dice, at, charges)
        flock.reprice(_between(PRICE_STEP, done) / scene.unit)
        if (look + 1) % (looks // ROUNDS) == 0:
            if LOOSE_ROUNDS / ROUNDS < done < 1 - 1 / ROUNDS:
                _give_way(flock, charges)
            if progress is not None and progress((look + 1) / looks, _estimate(flock)) is False:
                break
    return _ranked(flock, whole_states=whole_states)


def _between(ends: tuple[float, float], done: float) -> float:
    return float(ends[0] * (ends[1] / ends[0]) ** done)


def _give_way(flock: Flock, charges: tuple[float, float]) -> None:
    charged = flock.bound() + charges[0] * flock.fault.sum(axis=1) + charges[1] * flock.strange.sum(axis=1)
    order, some = np.argsort(charged, kind="stable"), flock.size // 4
    if some:
        flock.take_over(order[-some:], order[:some])


def _sound(flock: Flock) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(K) without a fault, of two parts or more, each with an agency that ever has a peer for it."""
    filled = flock.weight > 0
    deserted = filled & (flock.ban > 0).all(axis=2)
    return np.asarray((flock.fault.sum(axis=1) == 0) & (filled.sum(axis=1) >= 2) & ~deserted.any(axis=1))


def _estimate(flock: Flock) -> float:
    sound = _sound(flock)
    best = float(np.where(sound, flock.bound(), np.inf).min())
    return float(best * flock.scene.unit / flock.scene.away.shape[1] / float(flock.scene.weight.sum()))


def _ranked(flock: Flock, *, whole_states: bool) -> list[Ints]:
    bound, strange = flock.bound(), flock.strange.sum(axis=1) * whole_states
    found: dict[bytes, Ints] = {}
    sound = _sound(flock)
    for index in sorted(range(flock.size), key=lambda each: (strange[each], bound[each], each)):
        if sound[index]:
            parts = numbered(flock.part[index])
            found.setdefault(parts.tobytes(), parts)
    return list(found.values())


def numbered(parts: Ints) -> Ints:
    """The same parts, numbered 0, 1, … in the order in which their first departments stand."""
    _, first, inverse = np.unique(parts, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return np.asarray(rank[inverse], dtype=np.int64)


def starts_for(size: int, parts: int, count: int, known: Ints | None, rng: np.random.Generator) -> list[Ints]:
    """So many ways to begin, for departments in the order of the curve.

    In turn: stretches of the curve, departments dealt out along it one by one, and any part for any department; the
    ``known`` partition, where there is one, begins the line. All have ``parts`` parts: the search merges easily, and
    splits hardly ever.
    """
    begun: list[Ints] = [] if known is None else [known]
    while len(begun) < count:
        along = (np.arange(size) + int(rng.integers(size))) % size
        if len(begun) % 3 == 0:
            begun.append(along * parts // size)
        elif len(begun) % 3 == 1:
            begun.append(along % parts)
        else:
            begun.append(rng.integers(parts, size=size))
    return [np.asarray(each, dtype=np.int64) for each in begun[:count]]
