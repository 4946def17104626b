"""A draft, found and locked for a change, or refused in words."""

from consortium.db import Reading, Transaction
from consortium.duty.planning.values import KeptRoster, PlannedShift, RosterState
from consortium.duty.store.plan_runs import last_run
from consortium.duty.store.rosters import load_kept
from consortium.problems import Conflict, NotFound
from scheduling.roster import RosterId, ShiftId


async def the_plan(reading: Reading, roster: RosterId) -> KeptRoster:
    """This plan, a draft or a published one.

    Raises:
        NotFound: there is none.
    """
    kept = await load_kept(reading, roster)
    if kept is None:
        raise NotFound
    return kept


async def draft_to_change(tx: Transaction, roster: RosterId) -> KeptRoster:
    """This draft, which nobody else changes until the transaction ends.

    Raises:
        NotFound: there is no such plan.
        Conflict: it was published, or the planner is at work on it.
    """
    kept = await load_kept(tx, roster, lock=True)
    if kept is None:
        raise NotFound
    if kept.state is not RosterState.DRAFT:
        raise Conflict("This plan was published meanwhile, so it is not changed any more. Make a new draft from it.")
    run = await last_run(tx, roster)
    if run is not None and run.state.open:
        raise Conflict("The planner is at work on this draft. Wait until it is done, or stop it.")
    return kept


def the_shift(kept: KeptRoster, shift: ShiftId) -> PlannedShift:
    """One duty of a plan.

    Raises:
        NotFound: it has no such duty.
    """
    found = next((each for each in kept.shifts if each.id == shift), None)
    if found is None:
        raise NotFound
    return found
