"""How a plan stands when only some of its agencies have an agreement in force.

The only change made is to merge. So every zone of a standing is a union of planned zones less the agencies that
left, and one who links what was seen before and after a lapse still faces her planned zone's remaining departments.
Always start from the planned version: an agency that comes back is found there again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from geo.names import AgencyId, ZoneId
from geo.places import Vector, middle, vector
from geo.policy import Policy
from geo.zones import Department, VerifiedPlan, Zone, ZonePlan, holds, verify

Groups = Mapping[AgencyId, str]
"""The state that each agency lies in; an agency that is missing counts as of no state."""

NO_GROUPS: Groups = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds now.

    Attributes:
        plan: the zones as they may be routed on; without zones when no merger can keep the promise.
        moved: each zone that was merged away, with the zone that holds it now. A zone that is in neither is gone.
        without_zone: the plan's agencies that are in no zone now, lapsed or beyond mending.
    """

    plan: VerifiedPlan
    moved: Mapping[ZoneId, ZoneId]
    without_zone: frozenset[AgencyId]


def standing(plan: ZonePlan, live: frozenset[AgencyId], *, group: Groups = NO_GROUPS) -> Standing:
    """Take out the agencies that are not live and merge each zone that breaks its promise by that.

    A merger takes the weakest broken zone into the nearest other one, of the same state if there is such a one;
    that zone keeps its id. Agencies of ``live`` that the plan does not know are of no matter.
    """
    parts = tuple(
        Part(zone.departments, tuple(each for each in zone.departments if each.agency in live)) for zone in plan.zones
    )
    clusters = mend(parts, plan.policy, group)
    zones = tuple(_joined([plan.zones[i] for i in cluster], live) for cluster in clusters)
    everyone = frozenset(agency for zone in plan.zones for agency in zone.inside)
    return Standing(
        plan=verify(ZonePlan(plan.version, plan.policy, zones)),
        moved=MappingProxyType({plan.zones[i].id: plan.zones[keeper].id for keeper, *rest in clusters for i in rest}),
        without_zone=everyone.difference(*(zone.agencies for zone in zones)),
    )


def _joined(zones: Sequence[Zone], live: frozenset[AgencyId]) -> Zone:
    departments = tuple(each for zone in zones for each in zone.departments if each.agency in live)
    inside = frozenset(agency for zone in zones for agency in zone.inside)
    return Zone(zones[0].id, departments, inside - {each.agency for each in departments})


@dataclass(frozen=True, slots=True)
class Part:
    """Departments that stay together: all that were planned, which say where it is, and those that count now."""

    planned: tuple[Department, ...]
    live: tuple[Department, ...]


Cluster = tuple[int, ...]
"""Parts that are merged, by index; the first keeps its id."""


def mend(parts: Sequence[Part], policy: Policy, group: Groups = NO_GROUPS) -> tuple[Cluster, ...]:
    """Merge parts until all keep the promise; none is left when even one single whole would break it.

    The broken part with the fewest officers goes first, to the other part with which it spans the fewest states,
    then to the one whose officer-weighted middle is nearest. Ties go by the order of ``parts``.
    """
    clusters: list[Cluster] = [(index,) for index in range(len(parts))]
    while broken := [each for each in clusters if not holds(_live(parts, each), policy)]:
        if len(clusters) == 1:
            return ()
        weak = min(broken, key=lambda each: (sum(one.sworn for one in _live(parts, each)), each[0]))
        clusters.remove(weak)
        home = _nearest(parts, weak, clusters, group)
        clusters[clusters.index(home)] = home + weak
    return tuple(clusters)


def _nearest(parts: Sequence[Part], weak: Cluster, others: Sequence[Cluster], group: Groups) -> Cluster:
    here, states = middle_of(_planned(parts, weak)), states_of(_planned(parts, weak), group)

    def strangeness(other: Cluster) -> tuple[int, float, int]:
        there = _planned(parts, other)
        apart = sum((a - b) ** 2 for a, b in zip(here, middle_of(there), strict=True))
        return (len(states | states_of(there, group)), apart, other[0])

    return min(others, key=strangeness)


def middle_of(departments: Sequence[Department]) -> Vector:
    """The officer-weighted middle of some departments."""
    return middle((vector(each.at), each.weight) for each in departments)


def states_of(departments: Sequence[Department], group: Groups) -> frozenset[str | None]:
    """The states that they lie in."""
    return frozenset(group.get(each.agency) for each in departments)


def _planned(parts: Sequence[Part], cluster: Cluster) -> tuple[Department, ...]:
    return tuple(each for index in cluster for each in parts[index].planned)


def _live(parts: Sequence[Part], cluster: Cluster) -> tuple[Department, ...]:
    return tuple(each for index in cluster for each in parts[index].live)
