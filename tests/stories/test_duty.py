"""The rota: publish, change, hand over and look at it, on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from consortium.access.permissions import Role
from consortium.db import Reading, Transaction
from consortium.demo.regions import DEMO
from consortium.duty.hand_over import load_rest
from consortium.duty.holders import sides
from consortium.duty.holidays import holiday
from consortium.duty.look_at_rota import on_call
from consortium.duty.missing import missing
from consortium.duty.override_duty import override_duty
from consortium.duty.publish_rotation import publish_rotation
from consortium.duty.store import load_schedule
from consortium.duty.timeline.bars import Drawn
from consortium.duty.timeline.fair import shares_in
from consortium.duty.timeline.look import timeline
from consortium.duty.timeline.values import Timeline
from consortium.duty.timeline.window import window_of
from consortium.members.enrol_person import enrol_person
from consortium.members.take_leave import take_leave
from consortium.problems import BadInput
from consortium.support.facts import Facts, load_facts
from geo import PersonId, ZoneId
from scheduling import Line, Span, gaps, shifts, turn_at, who
from scheduling.fairness import Weights
from scheduling.wallclock import zone
from tests.harness import Clones, Ground
from tests.stories.members_world import a_consortium

VIRGINIA, OREGON, _ = DEMO
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
async def shared(clones: Clones, seeded: str) -> AsyncIterator[Ground]:
    """The demo's region at noon, far from any hand-off, for all tests here that leave nothing behind."""
    name = await clones.make(seeded)
    ground = clones.ground(name)
    async with ground.database.reading(None) as reading:
        now = reading.now.astimezone(zone(OREGON.timezone))
    noon = datetime.combine(now.date() + timedelta(days=now.hour >= 12), time(12), now.tzinfo)
    await ground.advance(seconds=(noon.astimezone(UTC) - now.astimezone(UTC)).total_seconds())
    yield ground
    await ground.close()
    await clones.drop(name)


@pytest.fixture
async def tx(shared: Ground) -> AsyncIterator[Transaction]:
    """A transaction in the demo's second consortium, rolled back afterwards."""
    async with shared.database.transaction(await shared.consortium(OREGON.slug)) as session:
        yield session
        await session.rollback()


async def on_line(reading: Reading, line: Line) -> PersonId:
    """The one holder of a line now."""
    (holder,) = who(await load_schedule(reading), reading.now)[line]
    return holder


def sides_of(facts: Facts, person: PersonId, at: datetime) -> frozenset[ZoneId]:
    """The parts of the region that somebody belongs to."""
    standing = facts.standing(at)
    assert standing is not None
    return sides(facts.peers[person], standing.plan.zones, at)


def one_of(facts: Facts, at: datetime, part: frozenset[ZoneId] | None = None) -> PersonId:
    """A peer who is on no line today or tomorrow; from this part of the region, if it is given."""
    busy = {shift.person for shift in shifts(facts.schedule, Span(at, at + timedelta(days=2)))}
    free = (peer.person for peer in facts.peers.values() if peer.lent_by and peer.person not in busy)
    return next(person for person in sorted(free) if part is None or sides_of(facts, person, at) == part)


async def publish(tx: Transaction, *people: PersonId, **changes: object) -> UUID:
    """A rotation that could be; with changes."""
    facts: dict[str, object] = {
        "name": "Nights",
        "line": Line.PRIMARY,
        "timezone": "America/Denver",
        "first_day": date(2030, 1, 7),
        "hand_off": time(19, 30),
        "every": 7,
        "turns": [[person] for person in people],
        "last_day": date(2030, 3, 4),
    }
    return await publish_rotation(tx, **(facts | changes))  # type: ignore[arg-type]


async def test_a_published_rotation_is_on_the_rota_as_it_was_published(tx: Transaction) -> None:
    facts = await load_facts(tx)
    one, other = one_of(facts, tx.now), await on_line(tx, Line.BACKUP)
    made = await publish(tx, turns=[[one], [other], [one, other]])
    tx.expire_all()
    (found,) = [each for each in (await load_schedule(tx)).rotations if each.id == made]
    assert found.turns == (frozenset({one}), frozenset({other}), frozenset({one, other}))
    assert (found.zone, found.hand_off, found.every) == ("America/Denver", time(19, 30), 7)
    assert (found.first_day, found.last_day) == (date(2030, 1, 7), date(2030, 3, 4))
    assert (found.name, found.line) == ("Nights", Line.PRIMARY)


async def test_the_whole_rota_is_read_in_few_queries(tx: Transaction, shared: Ground) -> None:
    asked: list[str] = []

    def ask(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(shared.database.engine.sync_engine, "before_cursor_execute", ask)
    schedule = await load_schedule(tx)
    event.remove(shared.database.engine.sync_engine, "before_cursor_execute", ask)
    assert len(asked) == 11, "and one more where there are plans"
    assert len(schedule.rotations) == 3
    assert len(schedule.overrides) == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"timezone": "Mountain"}, "timezone", "no time zone named"),
        ({"name": "  "}, "name", "must be filled in"),
        ({"turns": []}, "turns", "at least one turn"),
        ({"turns": [[]]}, "turns", "at least one person"),
        ({"turns": [[]] * 500}, "turns", "400 turns at most"),
        ({"every": 0}, "number", "lasts 1 to|whole"),
        ({"last_day": date(2030, 1, 7)}, "last_day", "after the first"),
        ({"first_day": date(1950, 1, 2)}, "first_day", "1970"),
        ({"hand_off": time(7, tzinfo=UTC)}, "hand_off", "time on the wall"),
    ],
)
async def test_what_cannot_turn_is_refused_by_its_field(
    tx: Transaction, changes: dict[str, object], field: str, sentence: str
) -> None:
    holder = await on_line(tx, Line.PRIMARY)
    with pytest.raises(BadInput, match=sentence) as no:
        await publish(tx, holder, **changes)
    assert no.value.field == field


async def test_only_who_answers_in_that_capacity_holds_a_line(tx: Transaction) -> None:
    peer, clinician = await on_line(tx, Line.PRIMARY), await on_line(tx, Line.CLINICIAN)
    member = await enrol_person(tx, name="Somebody Else", roles=(Role.COORDINATOR,))
    for line, person in (
        (Line.PRIMARY, clinician),
        (Line.BACKUP, clinician),
        (Line.CLINICIAN, peer),
        (Line.PRIMARY, member),
        (Line.PRIMARY, PersonId(uuid4())),
    ):
        with pytest.raises(BadInput, match="Only ") as no:
            await publish(tx, peer if line is not Line.CLINICIAN else clinician, person, line=line)
        assert no.value.field == "turns"


async def test_somebody_stands_in_wherever_the_other_would_be_on_the_line(tx: Transaction) -> None:
    facts = await load_facts(tx)
    absent, backup = await on_line(tx, Line.PRIMARY), await on_line(tx, Line.BACKUP)
    taker = one_of(facts, tx.now, sides_of(facts, absent, tx.now))
    await override_duty(
        tx, line=Line.PRIMARY, starts_at=tx.now - HOUR, ends_at=tx.now + HOUR, adds=taker, removes=absent
    )
    schedule = await load_schedule(tx)
    assert who(schedule, tx.now).primary == {taker}
    assert who(schedule, tx.now).backup == {backup}
    assert taker not in who(schedule, tx.now + HOUR).primary
    assert min(made.during.start for made in schedule.overrides) == tx.now, "what has been is not changed"


async def test_a_change_that_cannot_be_is_refused(tx: Transaction) -> None:
    facts = await load_facts(tx)
    primary, backup = await on_line(tx, Line.PRIMARY), await on_line(tx, Line.BACKUP)
    other = one_of(facts, tx.now, sides_of(facts, primary, tx.now))
    clinician = await on_line(tx, Line.CLINICIAN)
    now, later = tx.now, tx.now + HOUR

    async def refused(field: str | None, sentence: str, **change: object) -> None:
        facts = {"line": Line.PRIMARY, "starts_at": now, "ends_at": later} | change
        with pytest.raises(BadInput, match=sentence) as no:
            await override_duty(tx, **facts)  # type: ignore[arg-type]
        assert no.value.field == field

    await refused("ends_at", "end must come after", adds=other, starts_at=later, ends_at=now)
    await refused("ends_at", "end must come after", adds=other, ends_at=now)
    await refused("ends_at", "This time is over", adds=other, starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    await refused("ends_at", "a time with its zone", adds=other, ends_at=datetime(2030, 1, 1))  # noqa: DTZ001
    await refused("removes", "at no time in that span", adds=other, removes=backup)
    await refused("adds", "Only peers and chaplains", adds=clinician, removes=primary)
    await refused("adds", "adds somebody")
    await refused("adds", "take over from herself", adds=primary, removes=primary)
    await refused(None, "change nothing", adds=primary)
    assert len((await load_schedule(tx)).overrides) == 1


async def test_nobody_from_backups_part_of_the_region_stands_in_for_primary(tx: Transaction) -> None:
    facts = await load_facts(tx)
    primary, backup = await on_line(tx, Line.PRIMARY), await on_line(tx, Line.BACKUP)
    neighbour = one_of(facts, tx.now, sides_of(facts, backup, tx.now))
    change = {"line": Line.PRIMARY, "starts_at": tx.now, "ends_at": tx.now + HOUR, "removes": primary}
    with pytest.raises(BadInput, match="all belong to one part of the region"):
        await override_duty(tx, adds=neighbour, **change)  # type: ignore[arg-type]


async def test_who_was_taken_off_already_is_not_taken_off_again_without_a_word(tx: Transaction) -> None:
    facts = await load_facts(tx)
    primary = await on_line(tx, Line.PRIMARY)
    change = {"line": Line.PRIMARY, "removes": primary}
    await override_duty(tx, starts_at=tx.now, ends_at=tx.now + HOUR, **change)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="already put somebody in her place"):
        await override_duty(
            tx,
            starts_at=tx.now,
            ends_at=tx.now + 2 * HOUR,
            adds=one_of(facts, tx.now, sides_of(facts, primary, tx.now)),
            **change,  # type: ignore[arg-type]
        )


async def test_who_is_away_stands_in_for_nobody(tx: Transaction) -> None:
    facts = await load_facts(tx)
    primary = await on_line(tx, Line.PRIMARY)
    other = one_of(facts, tx.now, sides_of(facts, primary, tx.now))
    await take_leave(tx, person=other, starts_at=tx.now + HOUR, ends_at=tx.now + 2 * HOUR)
    with pytest.raises(BadInput, match="away for a part"):
        await override_duty(
            tx, line=Line.PRIMARY, starts_at=tx.now, ends_at=tx.now + 3 * HOUR, adds=other, removes=primary
        )


async def test_whoever_cannot_answer_is_always_let_go_and_the_page_warns(tx: Transaction) -> None:
    primary, backup = await on_line(tx, Line.PRIMARY), await on_line(tx, Line.BACKUP)
    await override_duty(tx, line=Line.PRIMARY, starts_at=tx.now, ends_at=tx.now + HOUR, removes=primary)
    facts = await load_facts(tx)
    view = on_call(facts, tx.now, phones=False)
    assert view.one_side
    line = view.lines[0]
    assert (line.key, line.people) == ("primary", ())
    assert line.fallback == f"Requests go straight to backup: {facts.cards[backup].name}."
    today = tx.now.astimezone(zone(OREGON.timezone)).date()
    shown = [each.what for each in missing(facts, window_of(today, 1, OREGON.timezone).span)]
    assert "Nobody on call: primary" in shown
    assert "Primary and backup are both from one part of the region" in shown


async def test_changes_made_at_once_are_made_one_after_the_other(region: Ground) -> None:
    consortium = await region.consortium(OREGON.slug)
    async with region.database.reading(consortium) as reading:
        facts, now = await load_facts(reading), reading.now
    other = one_of(facts, now)

    async def change(hour: int) -> None:
        starts = now + hour * HOUR
        async with region.database.transaction(consortium) as tx:
            await override_duty(tx, line=Line.PRIMARY, starts_at=starts, ends_at=starts + HOUR, adds=other)

    await asyncio.gather(change(1), change(3), change(5))
    async with region.database.reading(consortium) as reading:
        schedule = await load_schedule(reading)
    assert [made.number for made in schedule.overrides] == [1, 2, 3, 4]


async def test_a_turn_is_handed_over_to_its_end_even_where_the_next_is_the_same_persons(tx: Transaction) -> None:
    facts = await load_facts(tx)
    holder = await on_line(tx, Line.CLINICIAN)
    (taker,) = {each.person for each in facts.peers.values() if each.role.value == "clinician"} - {holder}
    rotation = next(each for each in facts.schedule.rotations if each.line is Line.CLINICIAN)
    turn = turn_at(rotation, tx.now)
    assert turn is not None
    await override_duty(
        tx,
        line=Line.CLINICIAN,
        starts_at=turn.span.end,
        ends_at=turn.span.end + timedelta(days=7),
        adds=holder,
        removes=taker,
    )
    rest = await load_rest(tx, line=Line.CLINICIAN, holder=holder)
    assert rest.during == Span(tx.now, turn.span.end)
    assert set(rest.takers()) == {taker}


async def test_takers_are_free_here_paged_and_of_another_part_than_backup(tx: Transaction) -> None:
    facts = await load_facts(tx)
    holder, backup = await on_line(tx, Line.PRIMARY), await on_line(tx, Line.BACKUP)
    away = next((await load_rest(tx, line=Line.PRIMARY, holder=holder)).takers())
    await take_leave(tx, person=away, starts_at=tx.now, ends_at=tx.now + HOUR)
    takers = set((await load_rest(tx, line=Line.PRIMARY, holder=holder)).takers())
    assert takers
    assert takers.isdisjoint({holder, backup, away})
    assert {facts.peers[taker].role.value for taker in takers} <= {"peer", "chaplain"}
    near = sides_of(facts, backup, tx.now)
    assert all(near.isdisjoint(sides_of(facts, taker, tx.now)) for taker in takers)
    rest = await load_rest(tx, line=Line.PRIMARY, holder=holder)
    for refused, sentence in (
        (holder, "from herself"),
        (backup, "on call in that time already"),
        (away, "away for a part"),
        (await on_line(tx, Line.CLINICIAN), "Only peers and chaplains"),
    ):
        with pytest.raises(BadInput, match=sentence) as no:
            rest.given_to(refused, 99)
        assert no.value.field == "to"


async def test_nobody_whose_training_has_lapsed_takes_over(region: Ground) -> None:
    async with region.database.transaction(await region.consortium(VIRGINIA.slug)) as tx:
        facts = await load_facts(tx)
        (lapsed,) = [each.person for each in facts.peers.values() if not each.papers.at(tx.now).in_date]
        (holder,) = who(facts.schedule, tx.now).primary
        rest = await load_rest(tx, line=Line.PRIMARY, holder=holder)
        assert lapsed not in rest.takers()
        with pytest.raises(BadInput, match="training or designation is missing"):
            rest.given_to(lapsed, 99)


async def test_the_page_tells_who_is_on_call_until_when_and_who_comes_next(tx: Transaction) -> None:
    facts = await load_facts(tx)
    view = on_call(facts, tx.now, phones=True)
    for told, line in zip(view.lines, Line, strict=True):
        (person,) = told.people
        (holder,) = who(facts.schedule, tx.now)[line]
        assert told.key == line.value
        assert (person.person, person.name) == (holder, facts.cards[holder].name)
        assert person.phone == facts.cards[holder].talk_number
        assert holder not in who(facts.schedule, person.until)[line]
        assert holder in who(facts.schedule, person.until - HOUR)[line]
        assert told.next is not None
        assert told.next.name == facts.cards[next(iter(who(facts.schedule, told.next.at)[line]))].name
        assert told.fallback == ""
    assert not view.one_side
    assert view.unserved == ()
    hidden = on_call(facts, tx.now, phones=False)
    assert all(person.phone is None for told in hidden.lines for person in told.people)


async def test_seven_duty_days_run_from_hand_off_to_hand_off_and_are_tiled(tx: Transaction) -> None:
    facts = await load_facts(tx)
    days = on_call(facts, tx.now, phones=False).days
    home = zone(OREGON.timezone)
    assert len(days) == 7
    assert days[0].start <= tx.now < days[0].end
    for day, following in pairwise(days):
        assert day.end == following.start
    for day in days:
        assert day.start.astimezone(home).date() == day.date
        assert day.start.astimezone(home).time() == time(7)
        for line in day.lines:
            assert line.stretches[0].start == day.start
            assert line.stretches[-1].end == day.end


def lanes(facts: Facts, day: date, weeks: int = 1) -> Timeline:
    """The timeline from the week on that holds a day."""
    window = window_of(day, weeks, OREGON.timezone)
    drawn = Drawn(facts, window, lambda _line, _span, _person: "", lambda _week: "")
    shares = shares_in(facts, window.span, Weights(zone=OREGON.timezone), {})
    return timeline(drawn, shares, {})


async def test_a_week_is_tiled_for_each_line_and_sorted_by_agency_for_people(tx: Transaction) -> None:
    facts = await load_facts(tx)
    today = tx.now.astimezone(zone(OREGON.timezone)).date()
    week = lanes(facts, today)
    assert week.first.weekday() == 0
    assert week.last == week.first + timedelta(days=6)
    for line in week.lines:
        for one, following in pairwise(line.bars):
            assert one.end == following.start
            assert one.names != following.names
        assert line.bars[0].start.astimezone(zone(OREGON.timezone)).time() == time(0)
    names = [group.name for group in week.groups]
    assert names[-1] == "", "whom no agency lends, all share"
    assert names[:-1] == sorted(names[:-1])
    on = {person.name for group in week.groups for person in group.people}
    assert on == {name for line in week.lines for bar in line.bars for name in bar.names}


async def test_leave_stands_in_the_week_as_a_bar_of_its_own(tx: Transaction) -> None:
    holder = await on_line(tx, Line.PRIMARY)
    await take_leave(tx, person=holder, starts_at=tx.now, ends_at=tx.now + HOUR)
    facts = await load_facts(tx)
    day = tx.now.astimezone(zone(OREGON.timezone)).date()
    week = lanes(facts, day)
    mine = next(row for group in week.groups for row in group.people if row.person == holder)
    assert "leave" in {bar.key for bar in mine.bars}
    assert missing(facts, window_of(day, 1, OREGON.timezone).span)[0].what in {
        "Nobody on call: primary",
        "Primary and backup are both from one part of the region",
    }


async def test_without_any_rotation_everything_is_a_gap(ground: Ground) -> None:
    empty = Span(datetime(2030, 1, 7, tzinfo=UTC), datetime(2030, 1, 14, tzinfo=UTC))
    async with ground.database.reading(await a_consortium(ground.database)) as reading:
        schedule = await load_schedule(reading)
    assert all(gaps(schedule, line, empty) == (empty,) for line in Line)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
        (date(2026, 2, 16), "Washington's Birthday"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2027, 5, 31), "Memorial Day"),
        (date(2026, 9, 7), "Labor Day"),
        (date(2026, 10, 12), "Columbus Day"),
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2026, 11, 27), None),
    ],
)
def test_holidays_fall_where_the_law_puts_them(day: date, name: str | None) -> None:
    assert holiday(day) == name
