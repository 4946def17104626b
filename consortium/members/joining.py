"""What a newcomer would do to the parts of the region as they stand, by the rule that holds once officers ask. Pure.

She joins the part that holds the nearest department of her state; nobody else moves. An agency that was planned and is
out for now goes back to where it was planned, and one that an earlier plan had to a part where nobody can tell its
officers apart.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from consortium.members.parts import grown, homes_in, inseparable
from geo import AgencyId, Department, Standing, Zone, ZoneId, ZonePlan, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The parts with her in them.

    Attributes:
        before: how they stand.
        after: how they would stand; without parts where no merger could keep the promise.
        into: the part that she would be in; ``None`` where none would hold her.
        merged: parts that would be joined by it, by the part that takes them in.
        in_common: where no part can hold her, as an earlier plan had her among others: among whom her officers would be
            left in the part of their nearest neighbor. ``None`` where nobody would be told apart.
    """

    before: Standing
    after: Standing
    into: Zone | None
    merged: Mapping[ZoneId, tuple[ZoneId, ...]]
    in_common: tuple[Department, ...] | None


def joined(
    plan: ZonePlan,
    newcomer: Department,
    states: Mapping[AgencyId, str],
    live: frozenset[AgencyId],
    linked: Collection[ZonePlan],
) -> Joined:
    """The newest plan with a newcomer.

    Args:
        plan: the newest version.
        newcomer: an agency that no agreement binds yet, or that is in no part.
        states: the state of each agency, hers too.
        live: the agencies with an agreement in force now.
        linked: earlier versions, and the newest, that what is seen can still be compared with; none where nobody asked.
    """
    with_her = plan
    if not any(newcomer.agency in zone.inside for zone in plan.zones):
        with_her = _with(plan, newcomer, states, linked)
    before = standing(plan, live, group=states)
    after = standing(with_her, live | {newcomer.agency}, group=states)
    taken: dict[ZoneId, tuple[ZoneId, ...]] = {}
    for old, new in after.moved.items():
        if old not in before.moved:
            taken[new] = (*taken.get(new, ()), old)
    return Joined(
        before=before,
        after=after,
        into=next((zone for zone in after.plan.zones if newcomer.agency in zone.agencies), None),
        merged=taken,
        in_common=_told_apart(plan, with_her, newcomer, states, linked),
    )


def _with(
    plan: ZonePlan, newcomer: Department, states: Mapping[AgencyId, str], earlier: Collection[ZonePlan]
) -> ZonePlan:
    """The plan with her, under the ids of the same parts, so that they keep their names."""
    ids = iter([zone.id for zone in plan.zones])
    return grown(plan, (newcomer,), states, ids=ids.__next__, version=plan.version + 1, earlier=earlier)


def _told_apart(
    plan: ZonePlan,
    with_her: ZonePlan,
    newcomer: Department,
    states: Mapping[AgencyId, str],
    linked: Collection[ZonePlan],
) -> tuple[Department, ...] | None:
    if any(newcomer.agency in zone.inside for zone in with_her.zones):
        return None
    nearest = next(zone for zone in _with(plan, newcomer, states, ()).zones if newcomer.agency in zone.agencies)
    return inseparable(newcomer.agency, nearest.departments, homes_in(linked))
