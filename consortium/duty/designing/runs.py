"""Designs under way: what a worker is given for one, and how it ends. A broken-off design changes nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from consortium.db import Database, Reading
from consortium.duty.designing.question import DesignFacts, ask, fingerprints
from consortium.duty.designing.values import Design
from consortium.duty.planning.values import RunState
from consortium.duty.runs import Runs
from consortium.duty.store.zone_designs import DESIGNS
from consortium.duty.worker_process import packed
from consortium.members.store.distances import load_roads

LONGEST: Final = 10 * 60.0
"""No worker lives longer; two hundred agencies take a minute or two."""


def design_runs(database: Database, facts_of: Callable[[Reading], Awaitable[DesignFacts]]) -> Runs[Design]:
    """The designs of one process. ``facts_of`` gives the facts at hand of the consortium that a session is in."""

    async def work(runs: Runs[Design], consortium: UUID, design: Design) -> None:
        async with database.reading(consortium) as reading:
            facts, now, roads = await facts_of(reading), reading.now, await load_roads(reading)
        question = await asyncio.to_thread(ask, facts, roads, now, design.wanted, design.seed)
        made_from = await asyncio.to_thread(fingerprints, facts, now)
        task = await asyncio.to_thread(packed, question)
        found, stopped = await runs.asked_of_worker(
            consortium, design, "consortium.duty.designing.worker", task, longest=LONGEST
        )
        state = RunState.STOPPED if stopped else RunState.DONE
        async with database.transaction(consortium) as tx:
            await DESIGNS.end(tx, design.id, state, proposal=found, made_from=made_from)

    return Runs(database, DESIGNS, work)
