"""Runs of the planner: this process claims one at a time, starts a worker process for it, and writes down what it says.

All that is to be done stands in rows. A worker that dies, or a server that is stopped, leaves a run marked as broken
off and a draft as it was; a server that died leaves a run that fell silent, which the next look marks so.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
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
from consortium.duty.planning.worker import Task, packed
from consortium.duty.store.plan_runs import claim_run, due_runs, end_run, tell_run
from consortium.duty.views import RotaFacts

log = structlog.get_logger("consortium.planning")

TOLD_EVERY: Final = 1.0
"""Seconds between two looks whether the run may go on."""
GRACE: Final = 20.0
"""Seconds that a worker may still take once it was asked to stop; it answers at its next better plan or bound."""
LONGEST: Final = 12 * 60.0
"""No worker lives longer, whatever it was asked; the planner's own limits come long before."""
_LARGEST_LINE: Final = 8 * 2**20

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
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "consortium.duty.planning.worker",
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=_LARGEST_LINE,
            env={"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        try:
            async with asyncio.timeout(LONGEST):
                found, stopped = await self._talk(consortium, run, self.process, task)
        finally:
            await _end(self.process)
        async with self.database.transaction(consortium) as tx:
            await fill_draft(tx, run, found, stopped=stopped)

    async def _talk(self, consortium: UUID, run: Run, process: Process, task: bytes) -> tuple[Mapping[str, Any], bool]:
        """Give the task and follow what the worker says; the plan, and whether it was asked to stop.

        Raises:
            WorkerGoneError: it ended, or did not stop when it was asked to, and there is no plan.
        """
        said = _Said()
        following = asyncio.create_task(said.follow(process))
        try:
            await _write(process, task)
            stopped = await self._watch(consortium, run, process, said, following)
        finally:
            following.cancel()
        if said.plan is None:
            raise WorkerGoneError
        return said.plan, stopped

    async def _watch(
        self, consortium: UUID, run: Run, process: Process, said: "_Said", following: asyncio.Task[None]
    ) -> bool:
        """Tell the run's row how far it is until the worker is done; whether somebody asked it to stop."""
        left: float | None = None
        while True:
            done, _ = await asyncio.wait([following], timeout=TOLD_EVERY)
            if done:
                return left is not None
            async with self.database.transaction(consortium) as tx:
                may_go_on = await tell_run(tx, run.id, said.progress)
            if left is not None:
                left -= TOLD_EVERY
                if left <= 0:
                    return True
            elif not may_go_on:
                left = GRACE
                await _write(process, b"!")


class WorkerGoneError(Exception):
    """The worker process ended without a plan."""


@dataclass(slots=True)
class _Said:
    """What a worker has said so far."""

    progress: dict[str, Any] = field(default_factory=dict)
    plan: Mapping[str, Any] | None = None

    async def follow(self, process: Process) -> None:
        """Read its lines until there are no more."""
        if process.stdout is None:
            return
        async for line in process.stdout:
            what = json.loads(line)
            if "plan" in what:
                self.plan = what["plan"]
                return
            self.progress = what


async def _write(process: Process, data: bytes) -> None:
    if process.stdin is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):  # it is gone: its output ends, which says so
        process.stdin.write(data)
        await process.stdin.drain()


async def _end(process: Process) -> None:
    """Let no worker stay behind."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
    await process.wait()
