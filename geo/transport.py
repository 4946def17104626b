"""Who serves whom at an instant: officers of each part of the region shared out over the agencies on call.

The rule is a transportation problem in whole numbers, solved exactly (Goldberg 1997, by OR-Tools): the fewest
officer-miles, no agency taking more than ``load_factor`` times its even share. Those who are equally far from a zone
share it evenly. The shares depend on the zone and on who is on call, and on nothing else: nothing here can be told the
department of the one who asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

from geo.errors import GeoError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ranges = tuple[Floats, Floats]
"""The least and the most that some miles may be, in tables like theirs."""

RELAXED: tuple[Fraction | None, ...] = (Fraction(1), Fraction(3, 2), Fraction(2), Fraction(3), None)
"""What the load factor is multiplied by, in turn, until everybody can be served; None: no limit at all."""
TICKS = 1000
"""A mile in the whole numbers that are reckoned with."""
EVEN = 4
"""What a tick counts, so that an uneven share among the equally far can cost less than one."""
FARTHEST = 100_000.0
"""Miles; nothing on the globe is farther. Above, the whole numbers could run over."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How the officers of each zone are shared out over the agencies on call.

    Attributes:
        on_call: the agencies on call, as places in the line of agencies, ascending.
        officers: (zones, on call) how many officers of a zone are counted to an agency; a row sums to the zone's
            officers, or to 0 where nobody may serve the zone.
        miles: mean miles of an officer who is served, as they were reckoned with; 0 when nobody is.
        relaxed: what the load factor had to be multiplied by; None when no limit could be kept.
    """

    on_call: tuple[int, ...]
    officers: Ints
    miles: float
    relaxed: Fraction | None

    @property
    def covered(self) -> tuple[bool, ...]:
        """For each zone, whether anybody on call may serve it."""
        return tuple(bool(total) for total in self.officers.sum(axis=1))

    def chances(self, zone: int) -> tuple[Fraction, ...]:
        """The chance of each agency on call to be asked first for that zone; exact, they sum to 1, or are all 0."""
        row = [int(each) for each in self.officers[zone]]
        return tuple(Fraction(each, sum(row) or 1) for each in row)


def share_out(
    officers: Sequence[int],
    miles: Floats,
    serving: Bools,
    peers: Sequence[int],
    load_factor: Fraction | int,
    ranges: Ranges | None = None,
) -> Sharing:
    """The sharing with the fewest officer-miles that keeps the load even.

    An agency takes at most ``load_factor`` * its share of the peers on call * the officers who can be served, rounded
    down. Where that serves not everybody who can be served, the factor is relaxed by ``RELAXED``.

    Args:
        officers: of each zone, 1 or more.
        miles: (zones, agencies) mean miles from an officer of the zone to the agency, 0 to ``FARTHEST``.
        serving: (zones, agencies) whether the agency may serve the zone.
        peers: on call now, of each agency; 0 or more. Any whole numbers do that stand to each other as they do.
        load_factor: how much more than an even share an agency may take; 1 or more.
        ranges: the least and the most that those miles may be, where they are not exact. What cannot be told apart
            then counts as equally far (``levelled``).

    Raises:
        GeoError: the numbers do not fit together.
    """
    supply, on_call = np.asarray(officers, dtype=np.int64), np.flatnonzero(np.asarray(peers) > 0)
    if miles.shape != serving.shape or miles.shape != (len(officers), len(peers)) or (supply < 1).any():
        raise GeoError("Zones, miles and peers do not fit together.")
    may: Bools = serving[:, on_call]
    shared = np.zeros(may.shape, dtype=np.int64)
    live: Bools = np.asarray(may.any(axis=1))
    if not live.any():
        return Sharing(tuple(on_call.tolist()), shared, 0.0, RELAXED[0])
    far = miles[:, on_call]
    if not ((far >= 0) & (far <= FARTHEST))[may].all():
        raise GeoError(f"Miles lie between 0 and {FARTHEST:.0f}.")
    if ranges is not None:
        far = levelled(ranges[0][:, on_call], far, ranges[1][:, on_call], may)
    zones, agencies = np.nonzero(may)
    costs = np.rint(far[zones, agencies] * TICKS).astype(np.int64)
    everyone, on_duty = int(supply[live].sum()), [int(peers[each]) for each in on_call.tolist()]
    arcs = _arcs(supply, zones, agencies, costs, np.asarray(on_duty, dtype=np.float64))
    for relaxed in RELAXED:
        caps = _caps(everyone, on_duty, None if relaxed is None else load_factor * relaxed)
        flows = _cheapest(np.where(live, supply, 0), arcs, caps)
        if flows is not None:
            break
    else:
        raise GeoError("Officers could not be shared out, though somebody may serve each of them.")
    np.add.at(shared, (arcs.zones, arcs.agencies), flows)
    return Sharing(tuple(on_call.tolist()), shared, float((shared * far)[may].sum() / everyone), relaxed)


def levelled(low: Floats, likely: Floats, high: Floats, may: Bools) -> Floats:
    """Miles by which nobody is preferred to another because of an error: (zones, agencies) as the arguments.

    For each zone the nearest, by likely miles, and all whose range meets hers count as far as she is; of those left the
    nearest and all whose range meets hers; and so on. So whoever counts as farther can be told from the nearest of
    those who count as nearer.
    """
    steps = likely.copy()
    for zone in range(len(likely)):
        left = np.flatnonzero(may[zone])
        left = left[np.argsort(likely[zone, left], kind="stable")]
        while left.size:
            met = low[zone, left] <= high[zone, left[0]]
            met[0] = True
            steps[zone, left[met]] = likely[zone, left[0]]
            left = left[~met]
    return steps


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Ways from a zone to an agency: how many officers may go it, and what one costs in parts of a tick."""

    zones: Ints
    agencies: Ints
    room: Ints
    costs: Ints


def _arcs(supply: Ints, zones: Ints, agencies: Ints, costs: Ints, peers: Floats) -> _Arcs:
    """One way for each pair, and several for who is as far from a zone as others.

    Of these the first half of an even share costs nothing more, the other half one part of a tick, as much again two,
    and anything beyond three: so the equally far are filled alike, and a thousandth of a mile still outweighs it.
    """
    keys = zones * (int(costs.max(initial=0)) + 1) + costs
    _, group, count = np.unique(keys, return_inverse=True, return_counts=True)
    tied = np.flatnonzero(count[group] > 1)
    even = (supply[zones] * peers[agencies] / np.bincount(group, peers[agencies])[group]).astype(np.int64)[tied]
    last = np.where(count[group] > 1, EVEN - 1, 0)
    twice = np.concatenate([np.arange(len(zones)), tied, tied, tied])
    return _Arcs(
        zones[twice],
        agencies[twice],
        np.concatenate([supply[zones], even // 2, even - even // 2, even]),
        costs[twice] * EVEN + np.concatenate([last, np.repeat(np.arange(EVEN - 1), len(tied))]),
    )


def _caps(everyone: int, peers: Sequence[int], factor: Fraction | None) -> Ints:
    if factor is None:
        return np.full(len(peers), everyone, dtype=np.int64)
    exact = factor * Fraction(everyone, sum(peers))
    return np.array([min(exact.numerator * each // exact.denominator, everyone) for each in peers], dtype=np.int64)


def _cheapest(supply: Ints, arcs: _Arcs, caps: Ints) -> Ints | None:
    """Officers on each way from a zone to an agency; None when the caps do not let everybody through."""
    everyone = int(supply.sum())
    if int(caps.sum()) < everyone:
        return None
    count, sink = len(supply), len(supply) + len(caps)
    flow = min_cost_flow.SimpleMinCostFlow()
    ways = flow.add_arcs_with_capacity_and_unit_cost(arcs.zones, count + arcs.agencies, arcs.room, arcs.costs)
    flow.add_arcs_with_capacity_and_unit_cost(
        count + np.arange(len(caps)), np.full(len(caps), sink), caps, np.zeros(len(caps), dtype=np.int64)
    )
    flow.set_nodes_supplies(np.arange(count), supply)
    flow.set_node_supply(sink, -everyone)
    if flow.solve() != flow.OPTIMAL:
        return None
    found: Ints = np.asarray(flow.flows(ways), dtype=np.int64)
    return found
