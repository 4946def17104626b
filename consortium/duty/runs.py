"""Runs of worker processes: this process claims one at a time, starts a worker for it, and keeps what it says.

All that is to be done stands in rows. A worker that dies, or a server that is stopped, leaves a run marked as broken
off and all else as it was; a server that died leaves a run that fell silent, which the next look marks so.
"""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import structlog

from consortium.db import Database
from consortium.duty.planning.values import RunState
from consortium.duty.store.runs import Queue
from consortium.duty.worker_process import begin, worked_out

log = structlog.get_logger("consortium.runs")


class HasId(Protocol):
    """A run, whatever it is of."""

    @property
    def id(self) -> UUID:
        """Its id in its queue."""


Run = TypeVar("Run", bound=HasId)


@dataclass(slots=True)
class Runs(Generic[Run]):
    """The runs of one queue in one process. ``work`` does one of a consortium: it asks a worker, and ends it."""

    database: Database
    queue: Queue[Any, Run]
    work: Callable[["Runs[Run]", UUID, Run], Awaitable[None]]
    process: Process | None = None
    _task: asyncio.Task[None] | None = field(default=None)

    async def start_due(self) -> None:
        """Mark what fell silent, and begin the run that has waited longest, unless one goes on here already."""
        async with self.database.reading(None) as reading:
            due = await self.queue.due(reading)
        for consortium, wanted in due:
            if self._task is not None and not self._task.done():
                return
            async with self.database.transaction(consortium) as tx:
                run = await self.queue.claim(tx, wanted)
            if run is not None:
                self._task = asyncio.get_running_loop().create_task(self._guarded(consortium, run))

    async def settled(self) -> None:
        """Wait until nothing goes on here."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """End the worker; its run is broken off."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    async def asked_of_worker(
        self, consortium: UUID, run: Run, module: str, task: bytes, *, longest: float
    ) -> tuple[Mapping[str, Any], bool]:
        """What a worker answers to a task, and whether it was asked to stop; its row tells meanwhile how far it is.

        ``longest`` is how many seconds the worker may live.
        """

        async def told(progress: Mapping[str, Any]) -> bool:
            async with self.database.transaction(consortium) as tx:
                return await self.queue.tell(tx, run.id, progress)

        self.process = await begin(module)
        return await worked_out(self.process, task, told, longest=longest)

    async def _guarded(self, consortium: UUID, run: Run) -> None:
        try:
            await self.work(self, consortium, run)
        except BaseException as error:
            if not isinstance(error, asyncio.CancelledError):
                log.warning(self.queue.broken_off, why=type(error).__name__)
            await asyncio.shield(self._broken(consortium, run))
            if isinstance(error, asyncio.CancelledError):
                raise

    async def _broken(self, consortium: UUID, run: Run) -> None:
        with suppress(Exception):  # the database may be away: then the run falls silent, which says the same
            async with self.database.transaction(consortium) as tx:
                await self.queue.end(tx, run.id, RunState.BROKEN_OFF)
