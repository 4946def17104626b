"""Runs of the planner: this process claims one at a time, starts a worker process for it, and writes down what it says.

All that is to be done stands in rows. A worker that dies, or a server that is stopped, leaves a run marked as broken
off and a draft as it was; a server that died leaves a run that fell silent, which the next look marks so.
"""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import structlog

from consortium.db import Database, Reading
from consortium.duty.planning.drafts import the_plan
from consortium.duty.planning.fill_draft import fill_draft
from consortium.duty.planning.ground import load_ground
from consortium.duty.planning.question import ask
from consortium.duty.planning.values import Run, RunState
from consortium.duty.planning.worker import Task
from consortium.duty.store.plan_runs import claim_run, due_runs, end_run, tell_run
from consortium.duty.views import RotaFacts
from consortium.duty.worker_process import begin, packed, worked_out

log = structlog.get_logger("consortium.planning")

LONGEST: Final = 12 * 60.0
"""No worker lives longer, whatever it was asked; the planner's own limits come long before."""

FactsOf = Callable[[Reading], Awaitable[RotaFacts]]


@dataclass(slots=True)
class PlanRuns:
    """The runs of one process. ``facts_of`` gives the facts at hand of the consortium that a session is in."""

    database: Database
    facts_of: FactsOf
    process: Process | None = None
    _task: asyncio.Task[None] | None = field(default=None)

    async def start_due(self) -> None:
        """Mark what fell silent, and begin the run that has waited longest, unless one goes on here already."""
        async with self.database.reading(None) as reading:
            due = await due_runs(reading)
        for consortium, wanted in due:
            if self._task is not None and not self._task.done():
                return
            async with self.database.transaction(consortium) as tx:
                run = await claim_run(tx, wanted)
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

    async def _guarded(self, consortium: UUID, run: Run) -> None:
        try:
            await self._go(consortium, run)
        except BaseException as error:
            if not isinstance(error, asyncio.CancelledError):
                log.warning("a plan was broken off", why=type(error).__name__)
            await asyncio.shield(self._broken(consortium, run))
            if isinstance(error, asyncio.CancelledError):
                raise

    async def _broken(self, consortium: UUID, run: Run) -> None:
        with suppress(Exception):  # the database may be away: then the run falls silent, which says the same
            async with self.database.transaction(consortium) as tx:
                await end_run(tx, run.id, RunState.BROKEN_OFF, {})

    async def _go(self, consortium: UUID, run: Run) -> None:
        async with self.database.reading(consortium) as reading:
            kept = await the_plan(reading, run.roster)
            ground = await load_ground(reading, await self.facts_of(reading), kept.span)
        task = await asyncio.to_thread(
            lambda: packed(
                Task(
                    kind=run.kind,
                    question=ask(ground, kept, by_hand_stays=True),
                    effort=run.seconds,
                    now=ground.now,
                )
            )
        )

        async def told(progress: Mapping[str, Any]) -> bool:
            async with self.database.transaction(consortium) as tx:
                return await tell_run(tx, run.id, progress)

        self.process = await begin("consortium.duty.planning.worker")
        found, stopped = await worked_out(self.process, task, told, longest=LONGEST)
        async with self.database.transaction(consortium) as tx:
            await fill_draft(tx, run, found, stopped=stopped)
