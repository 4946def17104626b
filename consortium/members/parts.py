"""How a plan of the region's parts may follow an earlier one without undoing its promise. Pure.

Somebody who links what she saw under two plans faces only the departments that stand together in both. So for a year
after a plan was replaced, whatever two plans have in common must keep the promise too; otherwise the parts stay as
they are and newcomers join the nearest (anonymity: re-planning each quarter leaves a crowd of two after a year).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from consortium.members.values import PlannedZones
from geo import AgencyId, Department, Zone, ZoneId, ZonePlan, rough_miles
from geo.zones import holds

LINKED_FOR = timedelta(days=365)


def still_linked(plans: Sequence[PlannedZones], today: date) -> tuple[ZonePlan, ...]:
    """Of all versions, the oldest first, those that held within the last year: the newest always."""
    ends = (*(later.made_on for later in plans[1:]), today)
    return tuple(each.plan for each, end in zip(plans, ends, strict=False) if today - end <= LINKED_FOR)


def keeps_promise(plan: ZonePlan, earlier: Collection[ZonePlan]) -> bool:
    """Whether the departments that stand together in this plan and in every earlier one hide each other."""
    return weakest_common(plan, earlier) is None


def weakest_common(plan: ZonePlan, earlier: Collection[ZonePlan]) -> tuple[Department, ...] | None:
    """Of the departments that stand together in this plan and in every earlier one, the fewest that break the promise.

    ``None`` where all keep it.
    """
    homes = [{agency: zone.id for zone in old.zones for agency in zone.inside} for old in earlier]
    broken: list[tuple[Department, ...]] = []
    for zone in plan.zones:
        together: dict[tuple[ZoneId, ...], list[Department]] = defaultdict(list)
        for each in zone.departments:
            if any(each.agency in home for home in homes):
                together[tuple(home[each.agency] for home in homes if each.agency in home)].append(each)
        broken += [tuple(each) for each in together.values() if not holds(each, plan.policy)]
    return min(broken, key=lambda each: (sum(one.sworn for one in each), len(each)), default=None)


def grown(
    plan: ZonePlan,
    newcomers: Iterable[Department],
    states: Mapping[AgencyId, str],
    *,
    ids: Callable[[], ZoneId],
    version: int,
) -> ZonePlan:
    """The same parts under new ids; each newcomer joins the part that holds the nearest department of its state.

    Where no part holds one of its state, the nearest of all decides. Ties go by agency.
    """
    joined: dict[ZoneId, list[Department]] = {zone.id: list(zone.departments) for zone in plan.zones}
    for each in sorted(newcomers, key=lambda one: one.agency):
        joined[_nearest(plan, each, states)].append(each)
    zones = tuple(Zone(ids(), tuple(departments)) for departments in joined.values())
    return replace(plan, version=version, zones=zones)


def _nearest(plan: ZonePlan, newcomer: Department, states: Mapping[AgencyId, str]) -> ZoneId:
    def strangeness(pair: tuple[ZoneId, Department]) -> tuple[bool, float, AgencyId]:
        there = pair[1]
        abroad = states.get(there.agency) != states.get(newcomer.agency)
        return (abroad, rough_miles(there.at, newcomer.at), there.agency)

    pairs = ((zone.id, department) for zone in plan.zones for department in zone.departments)
    return min(pairs, key=strangeness)[0]
