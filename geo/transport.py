"""Who serves whom at an instant: officers of each part of the region shared out over the agencies on call.

The rule is a transportation problem in whole numbers, solved exactly (Goldberg 1997, by OR-Tools): the fewest
officer-miles, no agency taking more than ``load_factor`` times its even share. The shares depend on the zone and on
who is on call, and on nothing else: nothing here can be told the department of the one who asks.
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

RELAXED: tuple[Fraction | None, ...] = (Fraction(1), Fraction(3, 2), Fraction(2), Fraction(3), None)
"""What the load factor is multiplied by, in turn, until everybody can be served; None: no limit at all."""
TICKS = 1000
"""A mile in the whole numbers that are reckoned with."""
FARTHEST = 100_000.0
"""Miles; nothing on the globe is farther. Above, the whole numbers could run over."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How the officers of each zone are shared out over the agencies on call.

    Attributes:
        on_call: the agencies on call, as places in the line of agencies, ascending.
        officers: (zones, on call) how many officers of a zone are counted to an agency; a row sums to the zone's
            officers, or to 0 where nobody may serve the zone.
        miles: mean miles of an officer who is served; 0 when nobody is.
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
) -> Sharing:
    """The sharing with the fewest officer-miles that keeps the load even.

    An agency takes at most ``load_factor`` * its share of the peers on call * the officers who can be served, rounded
    down. Where that serves not everybody who can be served, the factor is relaxed by ``RELAXED``.

    Args:
        officers: of each zone, 1 or more.
        miles: (zones, agencies) mean miles from an officer of the zone to the agency, 0 to ``FARTHEST``.
        serving: (zones, agencies) whether the agency may serve the zone.
        peers: on call now, of each agency; 0 or more.
        load_factor: how much more than an even share an agency may take; 1 or more.

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
    zones, agencies = np.nonzero(may)
    costs = np.rint(far[zones, agencies] * TICKS).astype(np.int64)
    everyone, on_duty = int(supply[live].sum()), [int(peers[each]) for each in on_call.tolist()]
    for relaxed in RELAXED:
        caps = _caps(everyone, on_duty, None if relaxed is None else load_factor * relaxed)
        flows = _cheapest(supply, live, zones, agencies, costs, caps)
        if flows is not None:
            break
    else:
        raise GeoError("Officers could not be shared out, though somebody may serve each of them.")
    shared[zones, agencies] = flows
    return Sharing(tuple(on_call.tolist()), shared, float((shared * far).sum() / everyone), relaxed)


def _caps(everyone: int, peers: Sequence[int], factor: Fraction | None) -> Ints:
    if factor is None:
        return np.full(len(peers), everyone, dtype=np.int64)
    exact = factor * Fraction(everyone, sum(peers))
    return np.array([min(exact.numerator * each // exact.denominator, everyone) for each in peers], dtype=np.int64)


def _cheapest(supply: Ints, live: Bools, zones: Ints, agencies: Ints, costs: Ints, caps: Ints) -> Ints | None:
    """Officers on each arc from a zone to an agency; None when the caps do not let everybody through."""
    if int(caps.sum()) < int(supply[live].sum()):
        return None
    count, sink = len(supply), len(supply) + len(caps)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(zones, count + agencies, supply[zones], costs)
    flow.add_arcs_with_capacity_and_unit_cost(
        count + np.arange(len(caps)), np.full(len(caps), sink), caps, np.zeros(len(caps), dtype=np.int64)
    )
    flow.set_nodes_supplies(np.arange(count), np.where(live, supply, 0))
    flow.set_node_supply(sink, -int(supply[live].sum()))
    if flow.solve() != flow.OPTIMAL:
        return None
    found: Ints = np.asarray(flow.flows(arcs), dtype=np.int64)
    return found
