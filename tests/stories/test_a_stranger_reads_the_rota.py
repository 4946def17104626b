"""What somebody with bad luck or bad will finds in the rota: each of these once went wrong without a word."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from consortium.access.permissions import Role
from consortium.duty.hand_over import turn_ends
from consortium.duty.override_duty import override_duty
from consortium.duty.planning.begin_draft import keep_draft
from consortium.duty.planning.publish_draft import publish_draft
from consortium.duty.planning.withdraw_plan import withdraw_plan
from consortium.duty.store.rosters import fresh_shift
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Assigned, Line, Roster, RosterId, Schedule, ShiftId, Span, shifts, who
from tests.harness import Ground, MailCatcher
from tests.stories.people_world import Desk, quiet, rows_of
from tests.stories.request_world import SLUG, open_house, reading_of
from tests.stories.rota_world import Rota, parts_of
from tests.stories.swap_world import ask, row_of, swapper, turns_to_give
from tests.stories.test_busy_calendars import ME, Stand, calendar
from tests.stories.test_swaps_follow import touch

DAY = timedelta(days=1)


@pytest.fixture
async def odd_stand() -> AsyncIterator[Stand]:
    found = Stand(etag='"caf\u00e9"')
    server = await asyncio.start_server(found.answer, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    yield found
    server.close()


async def test_a_plan_is_not_withdrawn_into_a_night_that_one_part_could_ask_nobody(town: Rota) -> None:
    facts, now = await town.facts()
    during = Span(now + 10 * DAY, now + 10 * DAY + timedelta(hours=6))
    (before,) = who(facts.schedule, during.start)[Line.PRIMARY]
    (backup,) = who(facts.schedule, during.start)[Line.BACKUP]
    neighbour = await town.neighbour(before, during.start)
    busy = {shift.person for shift in shifts(facts.schedule, Span(during.start - DAY, during.end + DAY))}
    far = next(
        person
        for person in sorted(facts.peers)
        if person not in busy
        and facts.peers[person].role is facts.peers[neighbour].role
        and not parts_of(facts, person, during.start) & parts_of(facts, neighbour, during.start)
        and not parts_of(facts, person, during.start) & parts_of(facts, backup, during.start)
    )
    async with town.ground.database.transaction(await town.ground.consortium(SLUG)) as tx:
        made = [fresh_shift(Line.PRIMARY, during, far)]
        plan = await keep_draft(tx, "One night", during, frozenset({Line.PRIMARY}), made, None)
        await publish_draft(tx, roster=plan)
        await override_duty(
            tx, line=Line.BACKUP, starts_at=during.start, ends_at=during.end, adds=neighbour, removes=backup
        )
    with pytest.raises(BadInput, match="one part of the region"):
        async with town.ground.database.transaction(await town.ground.consortium(SLUG)) as tx:
            await withdraw_plan(tx, roster=plan)
    facts, _ = await town.facts()
    assert who(facts.schedule, during.start)[Line.PRIMARY] == {far}


async def test_a_calendar_whose_server_marks_it_oddly_is_read_again_all_the_same(
    region: Ground, catcher: MailCatcher, odd_stand: Stand
) -> None:
    async with open_house(region, catcher, trusted_hosts=frozenset({odd_stand.host})) as home:
        jobs = home.litestar.state.jobs
        desk = await Desk.as_person(home, await quiet(region))
        async with reading_of(region) as reading:
            soon = reading.now + 2 * DAY
        odd_stand.body = calendar(soon)
        form = {"act": "add", "calendar_name": "work", "calendar_address": f"http://{odd_stand.host}/x"}
        await desk.send(f"{ME}/calendars", **form)
        await jobs.read_calendars()
        assert len(await rows_of(region, desk.person, "busy_calendar")) == 1
        assert len(odd_stand.heard) == 1
        odd_stand.body = calendar(soon, soon + DAY)
        await region.advance(hours=6)
        await jobs.read_calendars()
        assert len(odd_stand.heard) == 2, "or what she is busy with from now on would be passed over in silence"
        assert len(await region.rows("busy_span")) == 2


async def test_a_calendar_that_cannot_even_be_asked_says_so(region: Ground, catcher: MailCatcher) -> None:
    async with open_house(region, catcher, trusted_hosts=frozenset({"localhost:1"})) as home:
        desk = await Desk.as_person(home, await quiet(region))
        form = {"act": "add", "calendar_name": "work", "calendar_address": "http://localhost:1/x"}
        await desk.send(f"{ME}/calendars", **form)
        sealed = home.litestar.state.calendars
        (row,) = await rows_of(region, desk.person, "busy_calendar")
        sealed_long = sealed.sealed("http://localhost:1/" + "x" * 70_000, row["id"])
        await region.as_owner("alter table busy_calendar no force row level security")
        await region.as_owner(f"update busy_calendar set address = '\\x{sealed_long.hex()}'")
        await home.litestar.state.jobs.read_calendars()
        (row,) = await rows_of(region, desk.person, "busy_calendar")
        assert row["trouble"] != "", "it was tried, and did not work out"


async def test_a_day_beyond_all_calendars_is_refused_in_words(town: Rota) -> None:
    ann = await town.one_with(Role.COORDINATOR)
    last = "9999-12-31"
    forms = {
        "coverage/meant": {"of": "line:primary", "first": last, "last": last, "why": "never"},
        "rota/repair": {"person": str(await town.on(Line.PRIMARY)), "from_day": last, "until_day": last},
        "rota/plan": {"title": "x", "first_day": last, "last_day": last, "hand_off": "07:00", "shape_primary": "daily"},
        "holidays": {"act": "add", "name": "x", "day": last, "first_day": last, "last_day": last},
    }
    for path, form in forms.items():
        await ann.send(path, **form)
        assert ann.status == 422, path


def test_the_rest_of_a_turn_of_a_plan_ends_with_that_turn() -> None:
    now = datetime(2030, 1, 1, 12, tzinfo=UTC)
    holder = PersonId(uuid4())
    begun = now - timedelta(hours=5)
    spans = [Span(begun + number * DAY, begun + (number + 1) * DAY) for number in range(7)]
    shifts_of = tuple(Assigned(ShiftId(uuid4()), Line.PRIMARY, holder, span) for span in spans)
    plan = Roster(RosterId(uuid4()), 1, frozenset({Line.PRIMARY}), Span(spans[0].start, spans[-1].end), shifts_of)
    assert turn_ends(Schedule(rosters=(plan,)), Line.PRIMARY, holder, now) == spans[0].end


async def test_what_was_offered_for_a_turn_is_not_accepted_for_another_time(town: Rota) -> None:
    turn = await town.turn(Line.PRIMARY)
    person = await swapper(town, turn)
    giver, path = await ask(town, turn, to=person)
    taker = await town.member(person)
    await taker.look(path)
    await taker.send(path, act="offer", turn=turns_to_give(taker.page)[0])
    facts, _ = await town.facts()
    rotation = next(each for each in facts.schedule.rotations if each.line is Line.PRIMARY)
    await town.ground.as_owner("alter table rotation no force row level security")
    await town.ground.as_owner(f"update rotation set hand_off = '08:00' where id = '{rotation.id}'")
    await touch(town.ground, rotation.id)
    await town.home.tick()
    row = await row_of(town, turn)
    assert row is not None
    assert row["starts_at"] == turn.span.start + timedelta(hours=1), "the ask goes with its turn"
    words = await giver.send(path, act="accept", person=str(person))
    assert (giver.status, "no longer offers a turn" in words) == (409, True)
    assert any("your offer no longer stands" in each for each in await town.letters(person))
