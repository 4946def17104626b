"""Statistics of requests: released once, with noise, on fixed days; and the ways in which somebody could learn more."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from consortium.access.permissions import Role
from consortium.demo.store import save_invented
from consortium.members.enrol_agency import enrol_agency
from consortium.members.kinds import AgencyKind
from consortium.reports.budget import TABLES, due_on
from consortium.reports.marks import Marks
from consortium.reports.release_statistics import release_statistics
from consortium.reports.see_statistics import coming
from consortium.support.held.see_held import columns_of_tables
from consortium.support.lists import ABOUT, CELLS, ENDED, FIRST, Span
from consortium.support.store.counters import Period
from consortium.support.store.slowed import is_slowed
from tests.harness import Ground, House, MailCatcher
from tests.roles import Officer, shown
from tests.stories.request_world import (
    EAST,
    SLUG,
    TEXT_SLUG,
    asked,
    facts_of,
    nothing_open,
    now_of,
    open_house,
    reading_of,
    talking,
    tally,
)
from tests.stories.rota_world import Member, Rota

LONG_AGO = Period(date(2020, 1, 1), Span.QUARTER)
"""No demo has anything of then."""


async def released(ground: Ground, slug: str = SLUG) -> dict[tuple[object, ...], Mapping[str, int] | None]:
    """What the ledger holds of a consortium."""
    mine = await ground.consortium(slug)
    rows = await ground.rows("statistic_release")
    return {
        (row["span"], row["period"], row["measure"]): json.loads(row["drawn"])
        for row in rows
        if row["consortium"] == mine
    }


async def to_the_next_release(home: House) -> date:
    """Move the clock past the next fixed day, and let the job run; the day."""
    now = await now_of(home.ground)
    day = coming(now.astimezone(EAST).date())[0][0]
    there = datetime.combine(day, time(9), ZoneInfo("America/Los_Angeles"))
    await home.ground.advance(seconds=(there - now).total_seconds())
    await home.jobs.release()
    return day


async def of_requests(member: Member) -> str:
    """The part of the page that is about requests, and the file."""
    said = await member.look("statistics")
    csv = (await member.browser.get(f"/{SLUG}/statistics.csv")).text
    return said[: said.index("From the rota and the papers, exact")] + csv


async def test_between_two_fixed_days_nothing_moves_and_on_one_a_number_is_drawn_once_for_good(
    region: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    async with open_house(region, catcher, installation_keys=tmp_path) as home:
        member = await Rota(home).one_with(Role.AGENCY_HEAD)
        await home.jobs.release()
        before, ledger = await of_requests(member), await released(region)
        assert "These numbers are invented" in before

        _officer, peer = await talking(home)
        await peer.close(topic="loss", onward="yes")
        await (await asked(home)).do("erase")
        await a_new_agency(region)
        assert await tally(region) == {(FIRST, "all"): 1, (ABOUT, "loss+onward"): 1, (ENDED, "taken_back"): 1}
        await home.jobs.release()
        assert await of_requests(member) == before, "no live counter, no year to date, nothing when an agency joins"
        assert await released(region) == ledger

        day = await to_the_next_release(home)
        member = await Rota(home).one_with(Role.AGENCY_HEAD)
        after, drawn = await of_requests(member), await released(region)
        new = {key: cells for key, cells in drawn.items() if key not in ledger}
        assert (Span.QUARTER, FIRST) in {(key[0], key[2]) for key in new}
        assert all(cells is not None for cells in new.values())
        assert day.isoformat() in after
        assert set(new) == await elsewhere(region, set(ledger)), "who asked nobody is released just the same"
        left = await region.rows("tally")
        assert all(due_on(Period(row["period"], Span(row["span"]))) > day for row in left), "nothing exact stays"

        for days in (0, -60, 61):
            await region.advance(days=days)
            await home.jobs.release()
            assert await released(region) == drawn, "a clock that is set back or on draws nothing again"
        pages = {await of_requests(member) for _ in range(3)}
        await region.as_owner("alter table tally no force row level security; delete from tally")
        assert pages == {await of_requests(member)}, "only what is stored is shown; refreshing gives the same"
        assert home.faults == []


async def a_new_agency(ground: Ground) -> None:
    async with ground.database.transaction(await ground.consortium(SLUG)) as tx:
        await enrol_agency(
            tx,
            name="Newly Come Police Department",
            kind=AgencyKind.POLICE,
            county="",
            state="VA",
            lat=37.1,
            lon=-80.4,
            sworn=9,
            counted_on=tx.now.date(),
        )


async def elsewhere(ground: Ground, before: set[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """What was released at the same time in the consortium that nobody asked, but by quarter or year as it is small."""
    there = {key[1:] for key in await released(ground, TEXT_SLUG)} - {key[1:] for key in before}
    mine = set(await released(ground)) - before
    return {key for key in mine if key[1:] in there or key[2] == FIRST}


async def put(ground: Ground, *, count: int) -> None:
    """Counters of a period that is due, as if requests had ended in it."""
    async with ground.database.transaction(await ground.consortium(SLUG)) as tx:
        await save_invented(tx, LONG_AGO, FIRST, {"all": count})


class CrashedError(Exception):
    """The process was killed."""


async def crash_before_the_end(ground: Ground) -> None:
    async with ground.database.transaction(await ground.consortium(SLUG)) as tx:
        await release_statistics(tx)
        raise CrashedError


async def act(app: asyncpg.Connection, consortium: UUID, statement: str) -> None:
    """One statement as the application, in one consortium."""
    async with app.transaction():
        await app.execute("select set_config('app.consortium', $1, true)", str(consortium))
        await app.execute(statement)


async def test_a_crash_draws_nothing_and_a_restored_backup_is_not_drawn_a_second_time(
    region: Ground, catcher: MailCatcher, tmp_path: Path
) -> None:
    key = (LONG_AGO.span.value, LONG_AGO.first, FIRST)
    await put(region, count=30)
    with pytest.raises(CrashedError):
        await crash_before_the_end(region)
    assert key not in await released(region)
    assert (await tally(region))[FIRST, "all"] == 30

    async with open_house(region, catcher, installation_keys=tmp_path) as home:
        marks = Marks(tmp_path)
        await asyncio.gather(home.jobs.release(), home.jobs.release())
        assert (await released(region))[key] is not None
        kept = marks.held()
        assert kept

        await region.as_owner("alter table statistic_release disable trigger user")
        await region.as_owner("alter table statistic_release no force row level security")
        await region.as_owner("delete from statistic_release where period = '2020-01-01'")
        await put(region, count=31)
        await home.jobs.release()
        assert (await released(region))[key] is None, "the note outside the database says that it was drawn before"
        assert await tally(region) == {}
        assert marks.held() == kept
        said = await of_requests(await Rota(home).one_with(Role.COORDINATOR))
        assert "not told: lost in a restore" in said
        assert home.faults == []


async def test_the_ledger_takes_no_second_draw_and_no_change_from_anybody(region: Ground) -> None:
    consortium = await region.consortium(SLUG)
    again = "insert into statistic_release select * from statistic_release limit 1"
    app = await asyncpg.connect(region.app)
    try:
        for statement, refused in (
            (again, asyncpg.UniqueViolationError),
            ("update statistic_release set drawn = '{}'", asyncpg.InsufficientPrivilegeError),
            ("delete from statistic_release", asyncpg.InsufficientPrivilegeError),
        ):
            with pytest.raises(refused):
                await act(app, consortium, statement)
    finally:
        await app.close()
    await region.as_owner("alter table statistic_release no force row level security")
    for statement in (
        "update statistic_release set epsilon = 1",
        "delete from statistic_release",
        "truncate statistic_release",
    ):
        with pytest.raises(asyncpg.RestrictViolationError):
            await region.as_owner(statement)


def test_there_is_nothing_below_the_consortium_and_nothing_from_which_a_time_to_answer_could_be_had() -> None:
    tables = columns_of_tables()

    assert set(tables["tally"]) == {"consortium", "span", "period", "measure", "value", "count"}
    assert set(tables["statistic_release"]) - {"consortium", "span", "period", "measure"} == {
        "epsilon",
        "drawn",
        "released_on",
    }
    assert set(TABLES) == {FIRST, ABOUT, ENDED}
    assert set(CELLS[ENDED]) == {"again", "no_contact", "unanswered", "taken_back", "unclosed", "not_officer"}


async def test_what_no_officer_wrote_is_ended_and_slows_only_who_comes_without_a_code(
    region: Ground, catcher: MailCatcher
) -> None:
    async with open_house(region, catcher) as home:
        officer, peer = await talking(home)
        assert "not an officer" in shown(peer.page)
        desk, loop = home.litestar.state.help, asyncio.get_running_loop()
        assert "Ended, and erased" in await peer.do("not_officer")
        await nothing_open(region)
        assert await tally(region) == {(ENDED, "not_officer"): 1}
        assert "Nothing is open under these words" in await officer.look()
        (row,) = await region.rows("asking_slowed")
        assert set(row) == {"consortium", "until"}
        assert (row["until"].minute, row["until"].second) == (0, 0)
        assert timedelta(hours=1) <= row["until"] - await now_of(region) <= timedelta(hours=2)

        facts, now = await facts_of(region)
        code = next(each.code for each in facts.codes if facts.takes_code(each.code, now))
        desk.slowed_seconds = 60.0
        with_code = Officer.at(home, SLUG)
        assert "Your four words" in await asyncio.wait_for(with_code.ask(code=code), 30)
        elsewhere = Officer.at(home, TEXT_SLUG)
        assert "Your four words" in await asyncio.wait_for(elsewhere.ask(), 30)
        desk.slowed_seconds, started = 1.5, loop.time()
        for spanish, sentence in ((False, "can take ten seconds longer"), (True, "puede tardar diez segundos más")):
            without = Officer.at(home, SLUG, spanish=spanish)
            assert sentence in shown(await without.open()), "it stands there always, so that it tells no time"
        assert "Your four words" in await Officer.at(home, SLUG).ask()
        assert loop.time() - started >= 1.5

        await region.advance(hours=2)
        async with reading_of(region) as reading:
            assert not await is_slowed(reading)
        await home.jobs.release()
        assert await region.rows("asking_slowed") == []
        assert home.faults == []
