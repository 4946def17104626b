"""Designs under way: this process claims one at a time, has a worker process work it out, and keeps what it proposes.

As with plans of duty, all that is to be done stands in rows: a design whose worker died is broken off, and nothing else
changes.
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
from consortium.duty.designing.question import RegionFacts, ask, fingerprints
from consortium.duty.designing.values import Design
from consortium.duty.planning.values import RunState
from consortium.duty.store.zone_designs import claim_design, due_designs, end_design, tell_design
from consortium.duty.worker_process import begin, packed, worked_out
from consortium.members.store.distances import load_roads

log = structlog.get_logger("consortium.designing")

LONGEST: Final = 10 * 60.0
"""No worker lives longer; two hundred agencies take a minute or two."""

FactsOf = Callable[[Reading], Awaitable[RegionFacts]]


@dataclass(slots=True)
class DesignRuns:
    """The designs of one process. ``facts_of`` gives the facts at hand of the consortium that a session is in."""

    database: Database
    facts_of: FactsOf
    process: Process | None = None
    _task: asyncio.Task[None] | None = field(default=None)

    async def start_due(self) -> None:
        """Mark what fell silent, and begin the design that has waited longest, unless one goes on here already."""
        async with self.database.reading(None) as reading:
            due = await due_designs(reading)
        for consortium, wanted in due:
            if self._task is not None and not self._task.done():
                return
            async with self.database.transaction(consortium) as tx:
                design = await claim_design(tx, wanted)
            if design is not None:
                self._task = asyncio.get_running_loop().create_task(self._guarded(consortium, design))

    async def settled(self) -> None:
        """Wait until nothing goes on here."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def stop(self) -> None:
        """End the worker; its design is broken off."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _guarded(self, consortium: UUID, design: Design) -> None:
        try:
            await self._go(consortium, design)
        except BaseException as error:
            if not isinstance(error, asyncio.CancelledError):
                log.warning("a design was broken off", why=type(error).__name__)
            await asyncio.shield(self._broken(consortium, design))
            if isinstance(error, asyncio.CancelledError):
                raise

    async def _broken(self, consortium: UUID, design: Design) -> None:
        with suppress(Exception):  # the database may be away: then the design falls silent, which says the same
            async with self.database.transaction(consortium) as tx:
                await end_design(tx, design.id, RunState.BROKEN_OFF)

    async def _go(self, consortium: UUID, design: Design) -> None:
        async with self.database.reading(consortium) as reading:
            facts, now, roads = await self.facts_of(reading), reading.now, await load_roads(reading)
        question = await asyncio.to_thread(ask, facts, roads, now, design.wanted, design.seed)
        made_from = await asyncio.to_thread(fingerprints, facts, now)

        async def told(progress: Mapping[str, Any]) -> bool:
            async with self.database.transaction(consortium) as tx:
                return await tell_design(tx, design.id, progress)

        self.process = await begin("consortium.duty.designing.worker")
        found, stopped = await worked_out(
            self.process, await asyncio.to_thread(packed, question), told, longest=LONGEST
        )
        state = RunState.STOPPED if stopped else RunState.DONE
        async with self.database.transaction(consortium) as tx:
            await end_design(tx, design.id, state, proposal=found, made_from=made_from)
