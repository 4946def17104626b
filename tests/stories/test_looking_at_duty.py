"""The rota as it is looked at: who is on call, the days, the weeks, and holidays, on PostgreSQL."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from consortium.db import Transaction
from consortium.duty.holidays import holiday
from consortium.duty.look_at_rota import on_call
from consortium.duty.missing import missing
from consortium.duty.store import load_schedule
from consortium.duty.timeline.bars import Drawn
from consortium.duty.timeline.fair import shares_in
from consortium.duty.timeline.look import timeline
from consortium.duty.timeline.values import Timeline
from consortium.duty.timeline.window import window_of
from consortium.members.take_leave import take_leave
from consortium.support.facts import Facts
from consortium.support.load_facts import load_facts
from scheduling import Line, Span, gaps, who
from scheduling.fairness import Weights
from scheduling.wallclock import zone
from tests.harness import Ground
from tests.stories.duty_world import HOUR, OREGON, on_line
from tests.stories.members_world import a_consortium


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
