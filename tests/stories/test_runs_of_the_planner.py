"""A run of the planner: its worker is killed, its server dies, somebody stops it, somebody falls ill."""

import asyncio
import os
import signal

from consortium.access.permissions import Role
from consortium.duty.store.plan_runs import PLAN_RUNS
from scheduling import Line, Span, gaps, shifts, who
from scheduling.wallclock import zone
from tests.harness import until
from tests.roles import shown
from tests.stories.plan_world import DAY, begun, form, free_for, kept, run_of, work
from tests.stories.rota_world import Rota


async def test_a_killed_worker_leaves_a_run_that_is_broken_off_and_nothing_else(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await begun(town, ann, seconds="60", days=21)
    before = await kept(town, roster)
    await ann.send(f"rota/drafts/{roster}", act="drop")
    assert (ann.status, "The planner is at work" in shown(ann.page)) == (409, True)
    await town.home.tick()
    await until(lambda: town.home.jobs.plans.process is not None, seconds=30)
    assert "Looking for a" in await ann.look(f"rota/drafts/{roster}"), "pages answer while it works"
    await ann.send("rota/plan", **await form(town))
    assert (ann.status, "A plan is being made already" in shown(ann.page)) == (409, True)
    worker = town.home.jobs.plans.process
    assert worker is not None
    os.kill(worker.pid, signal.SIGKILL)
    await asyncio.wait_for(town.home.jobs.plans.settled(), 30)

    assert "The planner was broken off" in await ann.look(f"rota/drafts/{roster}")
    assert await kept(town, roster) == before
    assert "The draft is gone" in await ann.send(f"rota/drafts/{roster}", act="drop")
    assert await town.ground.rows("plan_run") == []


async def test_a_run_whose_server_died_is_marked_broken_off_when_it_has_been_silent(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await begun(town, ann)
    run = await run_of(town)
    async with town.ground.database.transaction(run["consortium"]) as tx:
        assert await PLAN_RUNS.claim(tx, run["id"]) is not None
    await town.home.tick()
    assert (await run_of(town))["state"] == "running"
    await town.home.advance(minutes=2)
    assert (await run_of(town))["state"] == "broken_off"
    assert "The planner was broken off" in await ann.look(f"rota/drafts/{roster}")


async def test_a_run_that_is_stopped_before_it_began_never_begins(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    roster = await begun(town, ann)
    await ann.send(f"rota/drafts/{roster}", act="stop")
    await work(town)
    assert "Stopped before there was a plan" in await ann.look(f"rota/drafts/{roster}")
    await ann.send(f"rota/drafts/{roster}", act="stop")
    assert (ann.status, "not at work on this draft any more" in shown(ann.page)) == (409, True)


async def test_somebody_falls_ill_and_only_her_duty_changes_hands(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    facts, now = await town.facts()
    turn = await town.turn(Line.PRIMARY)
    day = turn.span.start.astimezone(zone(facts.region.timezone)).date()
    sent = {"from_day": day.isoformat(), "until_day": (day + DAY).isoformat()}
    assert "no duty in that time" in await ann.send("rota/repair", person=str(await free_for(town, turn.span)), **sent)
    known = {row["id"] for row in await town.ground.rows("roster")}
    await ann.send("rota/repair", person=str(turn.person), **sent)
    assert "Waiting for the planner" in shown(ann.page)
    await work(town)
    (roster,) = [str(row["id"]) for row in await town.ground.rows("roster") if row["id"] not in known]
    mended = await kept(town, roster)
    assert turn.person not in {shift.person for shift in mended.shifts}
    assert mended.unfilled == ()
    assert (await town.facts())[0].schedule == facts.schedule, "a draft changes nothing"
    await ann.send(f"rota/drafts/{roster}/review", act="publish", sure="yes")
    after, _ = await town.facts()
    assert turn.person not in who(after.schedule, turn.span.start).primary
    assert gaps(after.schedule, Line.PRIMARY, turn.span) == ()
    until_then = Span(now - 7 * DAY, turn.span.start)
    assert shifts(after.schedule, until_then) == shifts(facts.schedule, until_then)
