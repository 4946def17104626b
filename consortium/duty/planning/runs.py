"""Runs of the planner: what a worker is given for one, and how it fills the draft; one broken off leaves it alone."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

from consortium.db import Database, Reading
from consortium.duty.planning.drafts import the_plan
from consortium.duty.planning.fill_draft import fill_draft
from consortium.duty.planning.ground import load_ground
from consortium.duty.planning.question import ask
from consortium.duty.planning.values import Run
from consortium.duty.planning.worker import Task
from consortium.duty.runs import Runs
from consortium.duty.store.plan_runs import PLAN_RUNS
from consortium.duty.views import RotaFacts
from consortium.duty.worker_process import packed

LONGEST: Final = 12 * 60.0
"""No worker lives longer, whatever it was asked; the planner's own limits come long before."""


def plan_runs(database: Database, facts_of: Callable[[Reading], Awaitable[RotaFacts]]) -> Runs[Run]:
    """The runs of one process. ``facts_of`` gives the facts at hand of the consortium that a session is in."""

    async def work(runs: Runs[Run], consortium: UUID, run: Run) -> None:
        async with database.reading(consortium) as reading:
            kept = await the_plan(reading, run.roster)
            ground = await load_ground(reading, await facts_of(reading), kept.span)
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
        found, stopped = await runs.asked_of_worker(
            consortium, run, "consortium.duty.planning.worker", task, longest=LONGEST
        )
        async with database.transaction(consortium) as tx:
            await fill_draft(tx, run, found, stopped=stopped)

    return Runs(database, PLAN_RUNS, work)
