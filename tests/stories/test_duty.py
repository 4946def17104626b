"""The rota: publish, change and hand over, on PostgreSQL."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.duty.hand_over import load_rest
from consortium.duty.look_at_rota import on_call
from consortium.duty.missing import missing
from consortium.duty.override_duty import override_duty
from consortium.duty.store import load_schedule
from consortium.duty.timeline.window import window_of
from consortium.members.enrol_person import enrol_person
from consortium.members.take_leave import take_leave
from consortium.problems import BadInput
from consortium.support.load_facts import load_facts
from geo import PersonId
from scheduling import Line, Span, turn_at, who
from scheduling.wallclock import zone
from tests.harness import Ground
from tests.stories.duty_world import HOUR, OREGON, VIRGINIA, on_line, one_of, publish, sides_of


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


async def test_the_whole_rota_is_read_in_few_queries(tx: Transaction, noon: Ground) -> None:
    asked: list[str] = []

    def ask(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    await load_schedule(tx)  # what was served is remembered for an hour
    event.listen(noon.database.engine.sync_engine, "before_cursor_execute", ask)
    schedule = await load_schedule(tx)
    event.remove(noon.database.engine.sync_engine, "before_cursor_execute", ask)
    assert len(asked) == 11 + bool(schedule.rosters), "one more where there are plans"
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
