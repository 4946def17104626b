"""How a plan of the region's parts may follow an earlier one without undoing its promise. Pure.

Somebody who links what she saw under two plans faces only the departments that stand together in both. So for a year
after a plan was replaced, whatever two plans have in common must keep the promise too; otherwise the parts stay as
they are and newcomers join the nearest (anonymity: re-planning each quarter leaves a crowd of two after a year).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from consortium.members.values import PlannedZones
from geo import AgencyId, Department, Policy, Zone, ZoneId, ZonePlan, rough_miles
from geo.zones import hidden_among, holds

LINKED_FOR = timedelta(days=365)
"""So long somebody may put two requests of one officer together."""

Homes = Mapping[AgencyId, ZoneId]
"""In which part of a plan each agency is."""


def still_linked(plans: Sequence[PlannedZones], today: date, *, since: date = date.min) -> tuple[ZonePlan, ...]:
    """Of all versions, the oldest first, those that held within the last year: the newest always.

    ``since`` is the first day on which officers could ask: what was replaced before it was never asked under.
    """
    ends = (*(later.made_on for later in plans[1:]), max(today, since))
    return tuple(
        each.plan for each, end in zip(plans, ends, strict=False) if today - end <= LINKED_FOR and since <= end
    )


def keeps_promise(plan: ZonePlan, earlier: Collection[ZonePlan]) -> bool:
    """Whether the departments that stand together in this plan and in every earlier one hide each other."""
    return weakest_common(plan, earlier) is None


def weakest_common(plan: ZonePlan, earlier: Collection[ZonePlan]) -> tuple[Department, ...] | None:
    """Of the departments that an outsider is left with, the fewest that break the promise; ``None`` where all keep it.

    She is left, for each department that an earlier plan had, with ``inseparable``. One that no earlier plan had could
    not be asked from before, so for it nothing can be compared.
    """
    homes = homes_in(earlier)
    broken = [
        left
        for zone in plan.zones
        for each in zone.departments
        if any(each.agency in home for home in homes)
        and not holds(left := inseparable(each.agency, zone.departments, homes), plan.policy)
    ]
    return min(broken, key=lambda left: (sum(one.sworn for one in left), len(left)), default=None)


def inseparable(agency: AgencyId, departments: Iterable[Department], homes: Sequence[Homes]) -> tuple[Department, ...]:
    """Of the departments of a part those that an officer of this agency stands among, whatever of hers is compared.

    She can have asked only under the plans that had her agency; so a department that came later than hers is not one
    of them, and one that was there before hers is, if both were in one part ever since.
    """
    hers = [(home, home[agency]) for home in homes if agency in home]
    return tuple(each for each in departments if all(home.get(each.agency) == part for home, part in hers))


def left_among(departments: Sequence[Department], plans: Sequence[ZonePlan], policy: Policy) -> int | None:
    """Of a part's departments: among how many an officer hides at least who asked before too, under these plans.

    ``None`` where whoever asks again is one of all of them. It is fewer where parts were merged or agencies came back:
    no merger hides again whom a lapse had uncovered.
    """
    homes = homes_in(plans)
    crowds = [
        tuple(one.sworn for one in inseparable(each.agency, departments, homes)) for each in departments if each.sworn
    ]
    officers = sum(each.sworn for each in departments)
    return min((hidden_among(crowd, policy) for crowd in crowds if sum(crowd) < officers), default=None)


def homes_in(plans: Iterable[ZonePlan]) -> list[Homes]:
    """Where each agency was, plan by plan."""
    return [{agency: zone.id for zone in plan.zones for agency in zone.inside} for plan in plans]


def grown(
    plan: ZonePlan,
    newcomers: Iterable[Department],
    states: Mapping[AgencyId, str],
    *,
    ids: Callable[[], ZoneId],
    version: int,
    earlier: Collection[ZonePlan] = (),
) -> ZonePlan:
    """The same parts under new ids; each newcomer joins the part that holds the nearest department of its state.

    Where no part holds one of its state, the nearest of all decides. Ties go by agency. One that an ``earlier`` plan
    had comes back only to a part in which its officers, who may have asked before, are told apart from nobody with
    whom they keep the promise: the nearest such one. Where there is none, it is left out.
    """
    joined: dict[ZoneId, list[Department]] = {zone.id: list(zone.departments) for zone in plan.zones}
    homes = homes_in(earlier)
    for each in sorted(newcomers, key=lambda one: one.agency):
        back = any(each.agency in home for home in homes)
        fitting = (
            zone
            for zone in _nearest_first(plan, each, states)
            if not back or holds(inseparable(each.agency, (*joined[zone], each), homes), plan.policy)
        )
        home = next(fitting, None)
        if home is not None:
            joined[home].append(each)
    zones = tuple(Zone(ids(), tuple(departments)) for departments in joined.values())
    return replace(plan, version=version, zones=zones)


def _nearest_first(plan: ZonePlan, newcomer: Department, states: Mapping[AgencyId, str]) -> list[ZoneId]:
    """The parts, each by its department that is the least strange to the newcomer."""

    def strangeness(zone: Zone) -> tuple[bool, float, AgencyId]:
        return min(
            (states.get(each.agency) != states.get(newcomer.agency), rough_miles(each.at, newcomer.at), each.agency)
            for each in zone.departments
        )

    return [zone.id for zone in sorted(plan.zones, key=strangeness)]
