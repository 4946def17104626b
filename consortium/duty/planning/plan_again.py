"""Let the planner fill a draft once more, stop it, or throw the draft away. Nobody is told."""

from uuid import UUID

from consortium.db import Transaction
from consortium.duty.planning.begin_draft import MOST_SECONDS
from consortium.duty.planning.drafts import draft_to_change
from consortium.duty.store.plan_runs import ask_for_run, ask_to_stop
from consortium.duty.store.rosters import drop_roster, load_kept
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import Conflict, NotFound
from scheduling.roster import RosterId


async def plan_again(tx: Transaction, *, roster: RosterId, seconds: int, by: UUID | None = None) -> None:
    """Ask for another run on a draft: what was settled by hand stays, all else is decided anew.

    Raises:
        NotFound: there is no such draft.
        BadInput: the planner does not look that long.
        Conflict: the draft was published, or a plan is being made already.
    """
    await one_at_a_time(tx)
    await draft_to_change(tx, roster)
    checks.number(seconds, "seconds", least=1, most=MOST_SECONDS)
    await ask_for_run(tx, roster, kind="plan", seconds=seconds, by=by)


async def stop_planning(tx: Transaction, *, roster: RosterId) -> None:
    """Ask the planner to stop; the best plan that it has found until then fills the draft.

    Raises:
        NotFound: there is no such draft.
        Conflict: nothing runs for it.
    """
    if await load_kept(tx, roster) is None:
        raise NotFound
    if not await ask_to_stop(tx, roster):
        raise Conflict("The planner is not at work on this draft any more.")


async def drop_draft(tx: Transaction, *, roster: RosterId) -> None:
    """Throw a draft away, with everything in it.

    Raises:
        NotFound: there is no such draft.
        Conflict: it was published, or is being planned.
    """
    await draft_to_change(tx, roster)
    await drop_roster(tx, roster)
