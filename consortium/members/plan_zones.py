"""Plan the parts of the region: a new version, made of the agencies that an agreement binds now."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.journal import record
from consortium.members.give_zone_codes import give_zone_codes
from consortium.members.part_names import part_names
from consortium.members.parts import grown, keeps_promise, still_linked
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
    Policy,
    ZoneId,
    ZonePlan,
    best_promise,
    first_partition,
    standing,
)


class RegionTooSmall(Conflict):
    """No two parts keep the promise. ``promise`` is the largest crowd that two parts could keep; 0 if none."""

    slug = "region-too-small"

    def __init__(self, message: str, promise: int) -> None:
        super().__init__(message)
        self.promise = promise


async def plan_zones(
    tx: Transaction, *, live: frozenset[AgencyId], nobody_has_asked: bool = False, by: UUID | None = None
) -> PlannedZones:
    """Write the next version of the parts of the region, and tell it.

    ``live`` are the agencies with an agreement in force now. While an earlier version can still be linked with the
    new one (a year), the parts are made anew only if what both have in common hides everybody; else the earlier
    parts stay and newcomers join the nearest. ``nobody_has_asked`` says that no officer has ever asked under an
    earlier version, so that nothing can be linked.

    Raises:
        RegionTooSmall: no two parts keep the promise; nothing was written.
        Conflict: the parts may not change yet; nothing was written.
    """
    await one_at_a_time(tx)
    region, agencies = await load_region(tx), await load_agencies(tx)
    plans = await load_zone_plans(tx)
    bound = [each for agency, each in agencies.departments.items() if agency in live]
    fresh = first_partition(
        bound, region.policy, ids=_new_id, group=agencies.states, version=plans[-1].plan.version + 1 if plans else 1
    )
    if fresh is None:
        raise _too_small(bound, region.policy, agencies)
    linked = () if nobody_has_asked else still_linked(plans, tx.now.date())
    plan = fresh if keeps_promise(fresh, linked) else _grown(plans, fresh, live, agencies)
    labels = part_names(plan.zones, agencies.counties)
    await save_zone_plan(tx, plan, labels)
    await record(tx, "planned parts of the region", by=by, version=plan.version, parts=len(plan.zones))
    await give_zone_codes(tx, zones=[zone.id for zone in plan.zones], by=by)
    return PlannedZones(plan=plan, labels=labels, made_on=tx.now.date())


def _grown(plans: Sequence[PlannedZones], fresh: ZonePlan, live: frozenset[AgencyId], agencies: Agencies) -> ZonePlan:
    """The newest version with the newcomers in it.

    Raises:
        Conflict: there is no newcomer, or the parts would not keep the promise.
    """
    last = plans[-1]
    planned = {agency for zone in last.plan.zones for agency in zone.inside}
    newcomers = [each for zone in fresh.zones for each in zone.departments if each.agency not in planned]
    plan = grown(last.plan, newcomers, agencies.states, ids=_new_id, version=fresh.version)
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
