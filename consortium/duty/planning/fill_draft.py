"""Fill a draft with what the planner found. What was settled by hand stays; nobody is told."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.planning.values import Run, RunState
from consortium.duty.store.plan_runs import PLAN_RUNS
from consortium.duty.store.rosters import fill_shifts, load_kept, set_stats
from geo import PersonId
from scheduling.roster import ShiftId

_TOLD: Final = ("cost", "bound", "costs", "stopped_early")


async def fill_draft(tx: Transaction, run: Run, found: Mapping[str, Any], *, stopped: bool) -> bool:
    """Put the people whom the planner found on the duties of its draft; whether the run was still going.

    A draft that is gone meanwhile stays gone.
    """
    stats = {key: found[key] for key in _TOLD}
    if not await PLAN_RUNS.end(tx, run.id, RunState.STOPPED if stopped else RunState.DONE, progress=stats):
        return False
    kept = await load_kept(tx, run.roster, lock=True)
    if kept is None:
        return False
    assigned = found["assigned"]
    people: dict[ShiftId, PersonId | None] = {}
    for shift in kept.shifts:
        holders = assigned.get(str(shift.id))
        if holders is not None and not shift.kept and shift.span.start > tx.now:
            people[shift.id] = PersonId(UUID(holders[0])) if holders else None
    await fill_shifts(tx, people)
    await set_stats(tx, run.roster, {**kept.stats, **stats})
    return True
