"""The planner's runs in the database: asked for by a page, claimed by one process, told of while they go."""

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select, text

from consortium.db import Reading, Transaction
from consortium.duty.planning.values import Run, RunState
from consortium.duty.store.runs import Queue
from consortium.duty.tables import PlanRunRow
from scheduling.roster import RosterId


async def ask_for_run(tx: Transaction, roster: RosterId, *, kind: str, seconds: int, by: UUID | None) -> UUID:
    """Put a run for a draft into the queue; ``seconds`` is the longest that it may take.

    Raises:
        Conflict: another one is waiting or running in this consortium.
    """
    row = PlanRunRow(
        consortium=tx.consortium, id=uuid4(), roster=roster, kind=kind, asked_at=tx.now, asked_by=by, seconds=seconds
    )
    return await PLAN_RUNS.ask(tx, row)


async def ask_to_stop(tx: Transaction, roster: RosterId) -> bool:
    """Ask the run of this draft to stop; whether there was one."""
    return await PLAN_RUNS.ask_to_stop(tx, PlanRunRow.roster == roster)


async def last_run(reading: Reading, roster: RosterId) -> Run | None:
    """The newest run of a draft."""
    row = await reading.scalar(
        select(PlanRunRow).where(PlanRunRow.roster == roster).order_by(PlanRunRow.asked_at.desc()).limit(1)
    )
    return None if row is None else _run(row)


def _run(row: PlanRunRow) -> Run:
    return Run(
        id=row.id,
        roster=RosterId(row.roster),
        kind=row.kind,
        state=RunState(row.state),
        asked_at=row.asked_at,
        seconds=row.seconds,
        began_at=row.began_at,
        ended_at=row.ended_at,
        stop_asked=row.stop_asked,
        progress=row.progress,
    )


PLAN_RUNS: Final = Queue(
    table=PlanRunRow,
    due_ones=text("select consortium, id from due_plan_runs()"),
    as_value=_run,
    busy="A plan is being made already. Wait until it is done, or stop it.",
    broken_off="a plan was broken off",
)
