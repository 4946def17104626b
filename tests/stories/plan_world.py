"""Plans of duty: their form, a draft that was asked for or copied, and the planner let do its work."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from consortium.duty.planning.values import KeptRoster
from consortium.duty.store.rosters import load_kept
from geo import PersonId
from scheduling import Span, shifts, who
from scheduling.roster import RosterId
from scheduling.wallclock import zone
from tests.roles import shown
from tests.stories.request_world import reading_of
from tests.stories.rota_world import Member, Rota, parts_of

DAY = timedelta(days=1)


async def monday(town: Rota) -> date:
    facts, now = await town.facts()
    today = now.astimezone(zone(facts.region.timezone)).date()
    return today + timedelta(days=7 - today.weekday())


async def form(town: Rota, *, days: int = 7, **changes: str) -> dict[str, str]:
    """The form of a small plan: primary by the day and backup by the week."""
    first = await monday(town)
    return {
        "title": "First week",
        "first_day": first.isoformat(),
        "last_day": (first + timedelta(days=days - 1)).isoformat(),
        "hand_off": "07:00",
        "shape_primary": "daily",
        "shape_backup": "weekly",
        "shape_clinician": "none",
        "seconds": "1",
    } | changes


async def begun(town: Rota, ann: Member, *, days: int = 7, **changes: str) -> str:
    """Press Plan; the id of the draft."""
    known = {row["id"] for row in await town.ground.rows("roster")}
    await ann.send("rota/plan", **await form(town, days=days, **changes))
    assert ann.status == 200, ann.page
    (made,) = {row["id"] for row in await town.ground.rows("roster")} - known
    return str(made)


async def work(town: Rota) -> None:
    """Let the planner do what was asked of it."""
    await town.home.tick()
    await asyncio.wait_for(town.home.jobs.plans.settled(), 60)


async def run_of(town: Rota) -> dict[str, Any]:
    """The newest run of the planner."""
    return max(await town.ground.rows("plan_run"), key=lambda row: row["asked_at"])


async def kept(town: Rota, roster: str) -> KeptRoster:
    async with reading_of(town.ground) as reading:
        found = await load_kept(reading, RosterId(UUID(roster)))
    assert found is not None
    return found


async def copied(town: Rota, ann: Member, *, days: int = 4, title: str = "Copied", start: int = 7) -> str:
    """A draft of primary as it stands, from the Monday after next on; its id."""
    first = await monday(town) + start * DAY
    known = {row["id"] for row in await town.ground.rows("roster")}
    await ann.send(
        "rota/drafts",
        title=title,
        line_primary="yes",
        from_day=first.isoformat(),
        from_time="07:00",
        until_day=(first + days * DAY).isoformat(),
        until_time="07:00",
    )
    assert "as they stand now" in shown(ann.page)
    (made,) = {row["id"] for row in await town.ground.rows("roster")} - known
    return str(made)


async def free_for(town: Rota, span: Span) -> PersonId:
    """A peer of another part than backup, with no duty within two days of this time."""
    facts, _ = await town.facts()
    near = Span(span.start - 2 * DAY, span.end + 2 * DAY)
    busy = {shift.person for shift in shifts(facts.schedule, near)}
    backup = min(who(facts.schedule, span.start).backup)
    return next(
        person
        for person in sorted(facts.peers)
        if person not in busy and facts.peers[person].lent_by
        if not parts_of(facts, person, span.start) & parts_of(facts, backup, span.start)
    )
