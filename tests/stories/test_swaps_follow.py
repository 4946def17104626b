"""A swap goes with its turn; one whose turn is gone expires to the original holder. And two takers cannot both win."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import text

from consortium.db import Database
from consortium.duty.end_rotation import end_rotation
from consortium.duty.store import load_schedule
from consortium.duty.store.swaps import TAKEN_ALREADY, TOO_MANY, load_taken
from consortium.duty.swaps.ask_for_cover import ask_for_cover
from consortium.duty.swaps.field import load_field
from consortium.duty.swaps.take_cover import take_cover
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Shift, Span, shifts_by_turn, who
from scheduling.wallclock import zone
from tests.harness import Ground, MailCatcher
from tests.stories.request_world import SLUG
from tests.stories.rota_world import rota
from tests.stories.swap_world import ask, fairest

URL = "https://peers.test"
TAKERS = 20


async def test_a_swap_and_an_ask_go_with_their_turn_and_expire_when_it_is_gone(
    region: Ground, catcher: MailCatcher
) -> None:
    async with rota(region, catcher) as town:
        turn = await town.turn(Line.PRIMARY)
        one, *_ = await fairest(town, turn)
        giver, path = await ask(town, turn, to=one)
        taker = await town.member(one)
        await taker.send(path, act="take")
        facts, now = await town.facts()
        other = next(
            each
            for each in shifts_by_turn(
                facts.schedule, Span(turn.span.end + timedelta(days=2), now + timedelta(weeks=7))
            )
            if each.line is Line.PRIMARY and each.span.start > turn.span.end and each.person not in {one, giver.person}
        )
        asker, asking = await ask(town, other)

        rotation = next(each for each in facts.schedule.rotations if each.line is Line.PRIMARY)
        await region.as_owner("alter table rotation no force row level security")
        await region.as_owner(f"update rotation set hand_off = '08:00' where id = '{rotation.id}'")
        await touch(region, rotation.id)
        await town.home.tick()
        facts, now = await town.facts()
        later = turn.span.start + timedelta(hours=1)
        assert who(facts.schedule, later).primary == {one}
        assert one not in who(facts.schedule, turn.span.start).primary
        for person in (one, giver.person):
            (letter,) = [each for each in await town.letters(person) if "that you swapped has moved" in each]
            assert "8:00" in letter or "8 a.m." in letter
        (row,) = [row for row in await region.rows("swap_ask") if str(row["id"]) in asking]
        assert (row["starts_at"], row["answer_by"]) == (other.span.start + timedelta(hours=1),) * 2

        async with region.database.transaction(await region.consortium(SLUG)) as tx:
            first = turn.span.start.astimezone(zone(rotation.zone)).date()
            await end_rotation(tx, rotation=rotation.id, from_day=first)
        await town.home.tick()
        facts, _ = await town.facts()
        assert who(facts.schedule, later).primary == frozenset(), "uncovered is uncovered"
        (swap,) = await region.rows("swap")
        assert swap["ended"]
        for person in (one, giver.person):
            assert any("a swap no longer counts" in each for each in await town.letters(person))
        assert any("no longer asked cover for" in each for each in await town.letters(asker.person))
        assert town.home.faults == []


async def touch(region: Ground, rotation: UUID) -> None:
    """Change the rotation as the application does, so that what hangs on it is looked at."""
    async with region.database.transaction(await region.consortium(SLUG)) as tx:
        await tx.execute(text("update rotation set name = name where id = :id"), {"id": rotation})


async def test_many_who_take_one_turn_at_once_leave_one_holder_and_clear_words(region: Ground) -> None:
    consortium = await region.consortium(SLUG)
    ask_id, able = await asked_of_everybody(region, consortium)
    roles = await region.rows("role")
    coordinator = next(r["person"] for r in roles if r["role"] == "coordinator" and r["consortium"] == consortium)
    database = Database.connect(region.app, pool=TAKERS)

    async def take(taker: PersonId) -> str:
        try:
            async with database.transaction(consortium) as tx:
                await take_cover(tx, ask=ask_id, taker=taker, by=coordinator, public_url=URL)
        except Conflict as refused:
            return str(refused)
        return "won"

    said = await asyncio.gather(*(take(able[n % len(able)]) for n in range(TAKERS)), return_exceptions=True)
    await database.close()
    assert said.count("won") == 1
    assert set(said) <= {"won", TAKEN_ALREADY, TOO_MANY}
    assert len([row for row in await region.rows("swap") if not row["ended"]]) == 1


async def asked_of_everybody(region: Ground, consortium: UUID) -> tuple[UUID, list[PersonId]]:
    """Cover is asked for of a turn ahead: the ask, and everybody who could take it."""
    async with region.database.transaction(consortium) as tx:
        schedule = await load_schedule(tx)
        for turn in shifts_by_turn(schedule, Span(tx.now + timedelta(days=7), tx.now + timedelta(weeks=8))):
            field = await load_field(tx, schedule=schedule)
            able = [each.person for each in field.fairest(field.opening(turn.line, turn.person, turn.span))]
            if turn.line is Line.PRIMARY and turn.span.start > tx.now + timedelta(days=7) and len(able) > 3:
                return await _ask(tx, turn), able
    raise AssertionError("the demo has no such turn")


async def _ask(tx: object, turn: Shift) -> UUID:
    return await ask_for_cover(
        tx,  # type: ignore[arg-type]
        giver=turn.person,
        line=turn.line,
        during=turn.span,
        by=turn.person,
        public_url=URL,
    )


ADD = """insert into swap (consortium, id, number, line, giver, taker, starts_at, ends_at)
         values ($1, $2, $3, 'primary', $4, $5, $6, $7)"""


async def test_the_database_alone_lets_one_taker_win_whatever_the_program_believes(region: Ground) -> None:
    consortium = await region.consortium(SLUG)
    people = sorted(row["person"] for row in await region.rows("peer") if row["consortium"] == consortium)
    giver, *takers = people
    start = datetime.fromisoformat("2031-01-01T12:00:00+00:00")

    async def take(number: int) -> str:
        connection = await asyncpg.connect(region.app)
        try:
            async with connection.transaction():
                await connection.execute("select set_config('app.consortium', $1, true)", str(consortium))
                begins = start + timedelta(minutes=number)  # each another part, all of them in one another's way
                taker = takers[number % len(takers)]
                hours = timedelta(hours=12)
                await connection.execute(ADD, consortium, uuid4(), 9000 + number, giver, taker, begins, begins + hours)
        except (asyncpg.ExclusionViolationError, asyncpg.DeadlockDetectedError) as refused:
            return type(refused).__name__
        finally:
            await connection.close()
        return "won"

    said = await asyncio.gather(*(take(number) for number in range(TAKERS)))
    assert said.count("won") == 1
    async with region.database.reading(consortium) as reading:
        (taken,) = [each for each in await load_taken(reading) if each.giver == giver]
    assert taken.taker in takers
    with pytest.raises(asyncpg.ExclusionViolationError):
        await _again(region, consortium, giver, takers[0], taken.of.during)


async def _again(region: Ground, consortium: UUID, giver: UUID, taker: UUID, during: Span) -> None:
    connection = await asyncpg.connect(region.app)
    try:
        async with connection.transaction():
            await connection.execute("select set_config('app.consortium', $1, true)", str(consortium))
            await connection.execute(ADD, consortium, uuid4(), 9999, giver, taker, during.start, during.end)
    finally:
        await connection.close()
