"""The planner's runs in the database: asked for by a page, claimed by one process, told of while they go."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from consortium.db import Reading, Transaction
from consortium.duty.planning.values import Run, RunState
from consortium.duty.tables import PlanRunRow
from consortium.problems import Conflict
from scheduling.roster import RosterId

SILENT: Final = timedelta(seconds=60)
"""A run whose process has said nothing for so long is broken off."""
BUSY: Final = "A plan is being made already. Wait until it is done, or stop it."
_OPEN: Final = (RunState.WAITING.value, RunState.RUNNING.value)


async def ask_for_run(tx: Transaction, roster: RosterId, *, kind: str, seconds: int, by: UUID | None) -> UUID:
    """Put a run for a draft into the queue; ``seconds`` is the longest that it may take.

    Raises:
        Conflict: another one is waiting or running in this consortium.
    """
    if await tx.scalar(select(PlanRunRow.id).where(PlanRunRow.state.in_(_OPEN))) is not None:
        raise Conflict(BUSY)
    row = PlanRunRow(
        consortium=tx.consortium, id=uuid4(), roster=roster, kind=kind, asked_at=tx.now, asked_by=by, seconds=seconds
    )
    tx.add(row)
    try:
        await tx.flush()
    except IntegrityError as error:
        raise Conflict(BUSY) from error
    return row.id


async def due_runs(reading: Reading) -> tuple[tuple[UUID, UUID], ...]:
    """Runs that wait for a process, and those whose process fell silent: consortium and run, in every consortium."""
    rows = await reading.execute(text("select consortium, id from due_plan_runs()"))
    return tuple((row.consortium, row.id) for row in rows)


async def claim_run(tx: Transaction, run: UUID) -> Run | None:
    """Begin a run that waits; ``None`` where somebody else has, or where it was silent and is now marked broken off."""
    row = await tx.scalar(select(PlanRunRow).where(PlanRunRow.id == run).with_for_update(skip_locked=True))
    if row is None or row.state not in _OPEN:
        return None
    if row.state == RunState.WAITING.value and not row.stop_asked:
        row.state, row.began_at, row.heard_at = RunState.RUNNING.value, tx.now, tx.now
        await tx.flush()
        return _run(row)
    if row.state == RunState.WAITING.value:
        row.state, row.ended_at = RunState.STOPPED.value, tx.now
    elif row.heard_at is None or tx.now - row.heard_at >= SILENT:
        row.state, row.ended_at = RunState.BROKEN_OFF.value, tx.now
    return None


async def tell_run(tx: Transaction, run: UUID, progress: Mapping[str, Any]) -> bool:
    """Say that a run goes on and how far it is; whether it may, or somebody asked it to stop."""
    stop = await tx.scalar(
        update(PlanRunRow)
        .where(PlanRunRow.id == run, PlanRunRow.state == RunState.RUNNING.value)
        .values(heard_at=tx.now, progress=dict(progress))
        .returning(PlanRunRow.stop_asked)
    )
    return stop is False


async def end_run(tx: Transaction, run: UUID, state: RunState, progress: Mapping[str, Any]) -> bool:
    """Let a running run be over; whether it still was running."""
    ended = await tx.scalar(
        update(PlanRunRow)
        .where(PlanRunRow.id == run, PlanRunRow.state == RunState.RUNNING.value)
        .values(state=state.value, ended_at=tx.now, heard_at=tx.now, progress=dict(progress))
        .returning(PlanRunRow.id)
    )
    return ended is not None


async def ask_to_stop(tx: Transaction, roster: RosterId) -> bool:
    """Ask the run of this draft to stop; whether there was one."""
    asked = await tx.scalar(
        update(PlanRunRow)
        .where(PlanRunRow.roster == roster, PlanRunRow.state.in_(_OPEN))
        .values(stop_asked=True)
        .returning(PlanRunRow.id)
    )
    return asked is not None


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
