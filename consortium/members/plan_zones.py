"""Plan the parts of the region: a new version, made of the agencies that an agreement binds now."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.give_zone_codes import give_zone_codes
from consortium.members.part_names import part_names
from consortium.members.parts import grown, keeps_promise, still_linked, weakest_common
from consortium.members.store import (
    load_agencies,
    load_region,
    load_zone_plans,
    one_at_a_time,
    save_zone_plan,
)
from consortium.members.values import Agencies, PlannedZones
from consortium.problems import Conflict
from geo import (
    AgencyId,
    Department,
    PlanError,
    Policy,
    VerifiedPlan,
    Zone,
    ZoneId,
    ZonePlan,
    best_promise,
    first_partition,
    standing,
    verify,
)

_LEAST: Final = 2
"""One part alone would have nobody outside it to serve it."""


class RegionTooSmall(Conflict):
    """No two parts keep the promise. ``promise`` is the largest crowd that two parts could keep; 0 if none."""

    slug = "region-too-small"

    def __init__(self, message: str, promise: int) -> None:
        super().__init__(message)
        self.promise = promise


async def plan_zones(
    tx: Transaction,
    *,
    live: frozenset[AgencyId],
    nobody_has_asked: bool = False,
    parts: Collection[frozenset[AgencyId]] | None = None,
    by: UUID | None = None,
) -> PlannedZones:
    """Write the next version of the parts of the region, and tell it.

    ``live`` are the agencies with an agreement in force now. While an earlier version can still be linked with the
    new one (a year), the parts are made anew only if what both have in common hides everybody; else the earlier
    parts stay and newcomers join the nearest. ``nobody_has_asked`` says that no officer has ever asked under an
    earlier version, so that nothing can be linked. ``parts`` are those to make, as a design proposed them: these or
    none, and the region's promise must hold in each.

    Raises:
        RegionTooSmall: no two parts keep the promise; nothing was written.
        Conflict: the parts may not change yet, or the parts given are not sound now; nothing was written.
    """
    await one_at_a_time(tx)
    region, agencies = await load_region(tx), await load_agencies(tx)
    plans = await load_zone_plans(tx)
    bound = [each for agency, each in agencies.departments.items() if agency in live]
    version = plans[-1].plan.version + 1 if plans else 1
    linked = () if nobody_has_asked else still_linked(plans, tx.now.date())
    plan: ZonePlan
    if parts is not None:
        plan = proposed(parts, bound, region.policy, version)
        refuse_linked(plan, linked)
    else:
        fresh = first_partition(bound, region.policy, ids=_new_id, group=agencies.states, version=version)
        if fresh is None:
            raise _too_small(bound, region.policy, agencies)
        plan = fresh if keeps_promise(fresh, linked) else _grown(plans, linked, fresh, live, agencies)
    labels = part_names(plan.zones, agencies.counties)
    await save_zone_plan(tx, plan, labels)
    await record(tx, "planned parts of the region", by=by, version=plan.version, parts=len(plan.zones))
    await give_zone_codes(tx, zones=[zone.id for zone in plan.zones], by=by)
    return PlannedZones(plan=plan, labels=labels, made_on=tx.now.date())


def proposed(
    parts: Collection[frozenset[AgencyId]], bound: Collection[Department], policy: Policy, version: int
) -> VerifiedPlan:
    """These parts as a plan, checked by the departments as they are now.

    Raises:
        Conflict: they are not of exactly the agencies that are bound now, or one breaks the promise.
    """
    departments = {each.agency: each for each in bound}
    if frozenset(departments) != frozenset().union(*parts) or len(parts) < _LEAST:
        raise Conflict("The agencies with an agreement in force are not those of the proposal any more. Design anew.")
    zones = tuple(Zone(_new_id(), tuple(departments[each] for each in part)) for part in parts)
    try:
        return verify(ZonePlan(version, policy, zones))
    except PlanError as broken:
        raise Conflict(str(broken)) from broken


def refuse_linked(plan: ZonePlan, linked: Collection[ZonePlan]) -> None:
    """Refuse parts that, together with those of an earlier plan, would let somebody tell officers apart.

    Raises:
        Conflict: with what of two plans has too much in common, and what is possible instead.
    """
    common = weakest_common(plan, linked)
    if common is None:
        return
    raise Conflict(
        "Earlier parts of the region can still be compared with these. Somewhere, what old and new parts have in "
        f"common is only: {len(common)} of the departments, {sum(each.sworn for each in common)} sworn officers in "
        "all. One of them who asks under both plans could be told apart. Possible now is what never parts those who "
        "stood together: agencies that join are added to the nearest part, and parts are merged. All else is possible "
        "only before the service has first opened."
    )


def _grown(
    plans: Sequence[PlannedZones],
    linked: Collection[ZonePlan],
    fresh: ZonePlan,
    live: frozenset[AgencyId],
    agencies: Agencies,
) -> ZonePlan:
    """The newest version with the newcomers in it, but for those that could be told apart by where they were before.

    Raises:
        Conflict: no newcomer can be added, or the parts would not keep the promise.
    """
    last = plans[-1]
    planned = {agency for zone in last.plan.zones for agency in zone.inside}
    newcomers = [each for zone in fresh.zones for each in zone.departments if each.agency not in planned]
    plan = grown(last.plan, newcomers, agencies.states, ids=_new_id, version=fresh.version, earlier=linked)
    added = {each.agency for each in newcomers} & {agency for zone in plan.zones for agency in zone.agencies}
    if newcomers and not added:
        names = ", ".join(sorted(agencies.names[each.agency] for each in newcomers))
        raise Conflict(
            f"Back after an absence: {names}. The departments that stood with them before are in other parts by now, "
            "so whoever compares the parts of the last twelve months could tell their officers apart. They stay out "
            "until those parts are a year old; their officers are shown the crisis lines."
        )
    if not newcomers or len(standing(plan, live, group=agencies.states).plan.zones) < 2:
        raise Conflict(
            f"The parts of the region were made on {last.made_on.isoformat()}. Made anew so soon, they would let "
            "somebody who compares both tell officers apart. They stay as they are; agencies that join are added, and "
            "agencies that leave are taken out at once."
        )
    return plan


def _too_small(bound: Sequence[Department], policy: Policy, agencies: Agencies) -> RegionTooSmall:
    promise = best_promise(bound, policy, group=agencies.states)
    officers = sum(each.sworn for each in bound)
    best = (
        f"The largest promise that this region can keep is {promise}. Let more agencies join, or settle on a smaller "
        "promise."
        if promise
        else "No promise can be kept with them: each part must mix "
        f"{policy.least_departments} departments and be served from outside. More agencies must join."
    )
    return RegionTooSmall(
        f"{len(bound)} agencies with {officers} sworn officers have an agreement in force. That is too few to hide "
        f"each officer among {policy.crowd} and still send somebody from outside her part of the region. {best}",
        promise,
    )


def _new_id() -> ZoneId:
    return ZoneId(uuid4())
