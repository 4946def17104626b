"""Queues in the database of what worker processes do: asked for by a page, claimed by one process, told of, ended.

Each queue is a table of its own with the same columns for this; in one consortium one at a time is open.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, TextClause, select, update
from sqlalchemy.exc import IntegrityError

from consortium.db import Reading, Transaction
from consortium.duty.planning.values import RunState
from consortium.duty.store.design_tables import ZoneDesignRow
from consortium.duty.tables import PlanRunRow
from consortium.problems import Conflict

SILENT: Final = timedelta(seconds=60)
"""A run whose process has said nothing for so long is broken off."""
_OPEN: Final = (RunState.WAITING.value, RunState.RUNNING.value)

Row = TypeVar("Row", PlanRunRow, ZoneDesignRow)
Run = TypeVar("Run")


@dataclass(frozen=True, slots=True)
class Queue(Generic[Row, Run]):
    """The runs of one table.

    Attributes:
        due_ones: asks for ``consortium`` and ``id`` of those that are due, in every consortium.
        as_value: a row as this desk's value.
        busy: what is said to whoever asks while one is open.
        broken_off: the log's event where one is.
    """

    table: type[Row]
    due_ones: TextClause
    as_value: Callable[[Row], Run]
    busy: str
    broken_off: str

    async def ask(self, tx: Transaction, row: Row) -> UUID:
        """Put a run into the queue.

        Raises:
            Conflict: another one is waiting or at work in this consortium.
        """
        if await tx.scalar(select(self.table.id).where(self.table.state.in_(_OPEN))) is not None:
            raise Conflict(self.busy)
        tx.add(row)
        try:
            await tx.flush()
        except IntegrityError as error:
            raise Conflict(self.busy) from error
        return row.id

    async def due(self, reading: Reading) -> tuple[tuple[UUID, UUID], ...]:
        """Runs that wait for a process, and those whose process fell silent: consortium and run, in every one."""
        return tuple((row.consortium, row.id) for row in await reading.execute(self.due_ones))

    async def claim(self, tx: Transaction, run: UUID) -> Run | None:
        """Begin a run that waits; ``None`` where somebody else has, or where it was silent and is now broken off."""
        row = await tx.scalar(select(self.table).where(self.table.id == run).with_for_update(skip_locked=True))
        if row is None or row.state not in _OPEN:
            return None
        if row.state == RunState.WAITING.value and not row.stop_asked:
            row.state, row.began_at, row.heard_at = RunState.RUNNING.value, tx.now, tx.now
            await tx.flush()
            return self.as_value(row)
        if row.state == RunState.WAITING.value:
            row.state, row.ended_at = RunState.STOPPED.value, tx.now
        elif row.heard_at is None or tx.now - row.heard_at >= SILENT:
            row.state, row.ended_at = RunState.BROKEN_OFF.value, tx.now
        return None

    async def tell(self, tx: Transaction, run: UUID, progress: Mapping[str, Any]) -> bool:
        """Say that a run goes on and how far it is; whether it may, or somebody asked it to stop."""
        stop = await tx.scalar(
            update(self.table)
            .where(self.table.id == run, self.table.state == RunState.RUNNING.value)
            .values(heard_at=tx.now, progress=dict(progress))
            .returning(self.table.stop_asked)
        )
        return stop is False

    async def end(self, tx: Transaction, run: UUID, state: RunState, **found: Mapping[str, Any] | None) -> bool:
        """Let a run that is at work be over, with what was found, by column; whether it still was at work."""
        ended = await tx.scalar(
            update(self.table)
            .where(self.table.id == run, self.table.state == RunState.RUNNING.value)
            .values(state=state.value, ended_at=tx.now, heard_at=tx.now, **found)
            .returning(self.table.id)
        )
        return ended is not None

    async def ask_to_stop(self, tx: Transaction, which: ColumnElement[bool]) -> bool:
        """Ask a run to stop with the best so far; whether there was one at work."""
        asked = await tx.scalar(
            update(self.table)
            .where(which, self.table.state.in_(_OPEN))
            .values(stop_asked=True)
            .returning(self.table.id)
        )
        return asked is not None
