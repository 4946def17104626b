"""Join two parts of the region into one: the one change of parts that no earlier asking can stand in the way of."""

from collections.abc import Collection
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.designing.question import DesignFacts
from consortium.members.plan_zones import plan_zones
from consortium.members.store import load_zone_plan
from consortium.members.values import PlannedZones
from consortium.members.was_open import was_open
from consortium.problems import BadInput, Conflict
from geo import AgencyId, Zone

LEAST: int = 3
"""Of so many parts two can be joined: one alone would have nobody outside it."""


async def merge_parts(
    tx: Transaction, facts: DesignFacts, one: UUID, other: UUID, *, version: int, by: UUID | None = None
) -> PlannedZones:
    """Write the next version of the parts: as they stand now, with these two as one.

    ``version`` is the plan that was looked at when the two were chosen.

    Raises:
        BadInput: these are not two parts that hold now.
        Conflict: the plan is another by now, or the parts would not be sound; nothing was written.
    """
    planned, held = await load_zone_plan(tx), facts.standing(tx.now)
    zones = held.plan.zones if held else ()
    live = facts.reach.live(tx.now)
    if planned is None or planned.plan.version != version:
        raise Conflict("The parts of the region have been planned anew since this page was made. Look again.")
    refuse_unready(zones, live)
    chosen = [zone for zone in zones if zone.id in {one, other}]
    if len(chosen) != 2:
        raise BadInput("Choose two parts that hold now.", "merge")
    parts = [zone.agencies for zone in zones if zone not in chosen]
    return await plan_zones(
        tx,
        live=live,
        nobody_has_asked=not await was_open(tx),
        parts=[chosen[0].agencies | chosen[1].agencies, *parts],
        by=by,
    )


def refuse_unready(zones: Collection[Zone], live: frozenset[AgencyId]) -> None:
    """Refuse where no two parts can be joined at all.

    Raises:
        Conflict: why.
    """
    if len(zones) < LEAST:
        raise Conflict("Two parts can be joined only where there are three or more: one alone could not be served.")
    if live - frozenset().union(*(zone.agencies for zone in zones)):
        raise Conflict(
            "An agency with an agreement in force is in no part yet. Plan the parts once more, so that it joins one; "
            "then join two of them."
        )
