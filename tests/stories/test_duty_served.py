"""What was served is written down: no later leave, edit or departure changes who was on call yesterday."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import text

from consortium.db import Transaction
from consortium.duty.publish_rotation import publish_rotation
from consortium.duty.store import load_schedule, load_served, recorded_until
from consortium.duty.write_down_duty import LAG, write_down_duty
from consortium.members.take_leave import take_leave
from scheduling import Line, Shift, Span, gaps, shifts, who
from tests.harness import Ground
from tests.stories.request_world import SLUG, facts_of, reading_of

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
async def place(region: Ground) -> UUID:
    return await region.consortium(SLUG)


async def written(ground: Ground, place: UUID) -> int:
    async with ground.database.transaction(place) as tx:
        return await write_down_duty(tx)


async def yesterday(ground: Ground) -> tuple[Span, tuple[Shift, ...]]:
    """The day up to two hours ago, and who served in it."""
    async with reading_of(ground) as reading:
        span = Span(reading.now - DAY - 2 * HOUR, reading.now - 2 * HOUR)
        return span, shifts(await load_schedule(reading), span)


async def test_an_edit_that_reaches_back_changes_nothing_that_was_served(region: Ground, place: UUID) -> None:
    await written(region, place)
    span, before = await yesterday(region)
    assert before
    holder = next(each.person for each in before if each.line is Line.PRIMARY)
    gone = next(each.person for each in before if each.line is Line.BACKUP)

    async with region.database.transaction(place) as tx:
        now = tx.now
        await tx.execute(
            text(
                "insert into leave (consortium, id, person, starts_at, ends_at) "
                "values (:place, gen_random_uuid(), :person, :start, :end)"
            ),
            {"place": place, "person": holder, "start": now - 3 * DAY, "end": now + DAY},
        )
        await tx.execute(
            text("update peer set suspended = true, suspended_at = :at where person = :person"),
            {"at": now - 3 * DAY, "person": gone},
        )
        await tx.execute(text("update rotation set withdrawn = true where line = 'clinician'"))

    async with reading_of(region) as reading:
        schedule = await load_schedule(reading)
    assert shifts(schedule, span) == before
    assert holder not in who(schedule, now).primary, "from now on the leave counts"
    facts, _ = await facts_of(region)
    assert shifts(facts.schedule, span) == before, "routing and pages read the same"


async def test_a_rotation_published_for_days_that_are_over_was_never_served(region: Ground, place: UUID) -> None:
    await written(region, place)
    span, before = await yesterday(region)
    facts, now = await facts_of(region)
    busy = {shift.person for shift in shifts(facts.schedule, Span(now - 7 * DAY, now + 2 * DAY))}
    clinicians = [p for p, peer in sorted(facts.peers.items()) if peer.role.value == "clinician"]
    assert busy
    async with region.database.transaction(place) as tx:
        await publish_rotation(
            tx,
            name="Late idea",
            line=Line.CLINICIAN,
            timezone="America/New_York",
            first_day=(now - 10 * DAY).date(),
            hand_off=datetime.min.time(),
            every=1,
            turns=[clinicians],
        )
    assert shifts((await facts_of(region))[0].schedule, span) == before


async def test_it_is_written_by_the_hour_once_however_many_write(region: Ground, place: UUID) -> None:
    first = await asyncio.gather(*(written(region, place) for _ in range(4)))
    assert sorted(first)[:3] == [0, 0, 0], "one of them wrote, the others found it done"
    assert max(first) > 0
    async with reading_of(region) as reading:
        until, now = await recorded_until(reading), reading.now
        schedule = await load_schedule(reading)
    assert until is not None
    assert until <= now - LAG < until + HOUR
    assert schedule.recorded is not None
    assert schedule.recorded.until == until
    rows = len(await region.rows("duty_served"))
    await region.advance(hours=26)
    await asyncio.gather(*(written(region, place) for _ in range(4)))
    async with reading_of(region) as reading:
        later = await load_schedule(reading)
        assert await load_served(reading, Span(until, until + DAY)) == shifts(later, Span(until, until + DAY))
    assert shifts(later, Span(now - 5 * DAY, now + DAY)) == shifts(schedule, Span(now - 5 * DAY, now + DAY))
    assert len(await region.rows("duty_served")) > rows


async def test_a_time_that_nobody_held_stays_a_gap(region: Ground, place: UUID) -> None:
    async with region.database.transaction(place) as tx:
        holder = min(who(await load_schedule(tx), tx.now).primary)
        await _away(tx, holder)
        start = tx.now
    await region.advance(hours=3)
    await written(region, place)
    async with region.database.transaction(place) as tx:
        await tx.execute(text("delete from leave where person = :person"), {"person": holder})
    async with reading_of(region) as reading:
        schedule = await load_schedule(reading)
    served = Span(start, start + HOUR)
    assert gaps(schedule, Line.PRIMARY, served) == (served,)


async def _away(tx: Transaction, holder: UUID) -> None:
    await take_leave(tx, person=holder, starts_at=tx.now, ends_at=tx.now + 5 * HOUR)  # type: ignore[arg-type]


async def test_the_application_can_add_to_it_and_do_nothing_else(region: Ground, place: UUID) -> None:
    await written(region, place)
    app = await asyncpg.connect(region.app)
    try:
        await app.execute("select set_config('app.consortium', $1, false)", str(place))
        for statement in ("update duty_served set person = null", "delete from duty_served", "truncate duty_served"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app.execute(statement)
    finally:
        await app.close()
