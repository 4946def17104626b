"""Somebody who knows everything but who asked: what she believes after one request, and after several of one officer.

She knows the rule, the rota, the agreements and every number of officers, sees which agency's peer was sent at which
instant, and reckons by Bayes. Requests are drawn by a seeded generator; what she believes is then compared with what
was so: counted against computed. ``chances`` are as in ``geo.yardsticks``.
"""

from dataclasses import dataclass

import numpy as np

from geo.transport import Floats, Ints

LINKS = (1, 2, 3, 6, 12)
"""So many requests of one officer are put together."""
SURE = 0.9
_CHUNK = 4_000_000
"""Numbers held at a time in one table."""
_ENOUGH = 9.0
"""A cell is compared where its variance is at least that: below, it is no bell curve."""
_SEEN = 100
"""Draws of an outcome from which it counts as seen often enough."""
_ALIKE = 1e-3
"""Beliefs that differ by less are one."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of sequences of ``links`` requests, each sequence known to be of one officer.

    Attributes:
        links: requests put together.
        sequences: how many were drawn.
        worst_crowd: the fewest officers among whom the likeliest was hidden, over all sequences.
        fifth: the same, at the 5th percentile of sequences.
        sure: the share of sequences after which a department is believed with more than ``SURE``.
        hits: the share in which the department that she believes in most is the right one; counted.
        expected: the same as her beliefs say; computed.
        off: how far counted is from computed, in standard deviations.
    """

    links: int
    sequences: int
    worst_crowd: float
    fifth: float
    sure: float
    hits: float
    expected: float
    off: float


@dataclass(frozen=True, slots=True)
class Single:
    """Beliefs after one request, by instant and agency sent, counted and computed.

    Attributes:
        worst_crowd: the fewest officers among whom one is hidden, over everything that can happen; computed.
        cells: how many beliefs were compared.
        off: the farthest that one of them is from its count, in standard deviations.
        computed: the surest belief about a department, over the outcomes seen often enough to count that come to it.
        counted: the share of them in which that department it was.
    """

    worst_crowd: float
    cells: int
    off: float
    computed: float
    counted: float


def single(chances: Floats, sworn: Ints, requests: int, rng: np.random.Generator) -> Single | None:
    """Draw single requests and compare; ``None`` where nobody is ever served."""
    samples, size, _ = chances.shape
    drawn = _Drawn(chances, sworn, 1)
    if not drawn.possible:
        return None
    counts = np.zeros(samples * size * size, dtype=np.int64)
    for some in _chunks(requests, size):
        home = drawn.homes(some, rng)
        sample, sent = drawn.request(home, rng)
        counts += np.bincount((sample * size + sent) * size + home, minlength=len(counts))
    seen = counts.reshape(samples, size, size)
    joint = np.swapaxes(chances * sworn[None, :, None], 1, 2)
    total = joint.sum(axis=2, keepdims=True)
    belief = np.divide(joint, total, out=np.zeros_like(joint), where=total > 0)
    often = seen.sum(axis=2, keepdims=True)
    variance = often * belief * (1 - belief)
    compared = variance >= _ENOUGH
    off = np.abs(seen - often * belief)[compared] / np.sqrt(variance[compared])
    known = np.where(often >= _SEEN, belief, 0.0)
    alike = (known > 0) & (known >= known.max() * (1 - _ALIKE))
    surest = float((belief * often)[alike].sum()), float(np.broadcast_to(often, belief.shape)[alike].sum())
    return Single(
        worst_crowd=_worst_crowd(chances, sworn),
        cells=int(compared.sum()),
        off=float(off.max(initial=0.0)),
        computed=surest[0] / max(surest[1], 1.0),
        counted=float(seen[alike].sum()) / max(surest[1], 1.0),
    )


def linked(chances: Floats, sworn: Ints, requests: int, links: int, rng: np.random.Generator) -> Linked | None:
    """Draw ``requests`` in sequences of ``links``, each of one officer; ``None`` where nobody is ever served."""
    drawn = _Drawn(chances, sworn, links)
    sequences = max(requests // links, 1)
    if not drawn.possible:
        return None
    crowds, surest, right = [], [], 0
    for some in _chunks(sequences, chances.shape[1]):
        home = drawn.homes(some, rng)
        likely = np.ones((some, chances.shape[1]))
        for _ in range(links):
            sample, sent = drawn.request(home, rng)
            likely *= chances[sample, :, sent]
        joint = likely * sworn
        total = joint.sum(axis=1)
        crowds.append(total / np.where(sworn > 0, likely, 0.0).max(axis=1))
        surest.append(joint.max(axis=1) / total)
        right += int((joint.argmax(axis=1) == home).sum())
    hidden, sure = np.concatenate(crowds), np.concatenate(surest)
    variance = float((sure * (1 - sure)).sum())
    off = abs(right - float(sure.sum()))
    return Linked(
        links=links,
        sequences=sequences,
        worst_crowd=float(hidden.min()),
        fifth=float(np.quantile(hidden, 0.05)),
        sure=float((sure > SURE).mean()),
        hits=right / sequences,
        expected=float(sure.mean()),
        off=off / variance**0.5 if variance > 1e-6 else (0.0 if off < 1e-3 else float("inf")),
    )


class _Drawn:
    """Requests that are served, drawn as they would come: officers alike, instants alike."""

    def __init__(self, chances: Floats, sworn: Ints, links: int) -> None:
        reached = chances.sum(axis=2) > 0
        self.often: Ints = reached.sum(axis=0)
        self.line = np.argsort(~reached, axis=0, kind="stable")  # for each department, first the instants it is served
        self.up_to = np.cumsum(chances, axis=2)
        weight = sworn * (self.often / len(chances)) ** links
        self.possible = bool(weight.sum() > 0)
        self.weight = weight / weight.sum() if self.possible else weight

    def homes(self, count: int, rng: np.random.Generator) -> Ints:
        return rng.choice(len(self.weight), size=count, p=self.weight)

    def request(self, home: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
        """For officers of these departments: an instant, and the agency whose peer is sent."""
        sample = self.line[(rng.random(len(home)) * self.often[home]).astype(np.int64), home]
        up_to = self.up_to[sample, home]
        sent = (up_to <= (rng.random(len(home)) * up_to[:, -1])[:, None]).sum(axis=1)
        return sample, sent


def _worst_crowd(chances: Floats, sworn: Ints) -> float:
    """1 / the worst belief about one officer over all that can happen at one request."""
    everyone = np.einsum("a,sab->sb", sworn.astype(np.float64), chances)
    most = np.where(sworn[None, :, None] > 0, chances, 0.0).max(axis=1)
    return float((everyone[most > 0] / most[most > 0]).min(initial=np.inf))


def _chunks(count: int, size: int) -> list[int]:
    most = max(_CHUNK // max(size, 1), 1)
    return [most] * (count // most) + ([count % most] if count % most else [])
