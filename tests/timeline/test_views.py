"""What the schedule's page draws is what ``who`` answers: on the lines, in people's rows, in the list, in a draft."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consortium.access.permissions import Role
from consortium.duty.look_at_rota import duty_span
from consortium.duty.timeline.bars import Asked, Drawn, bars_of, final_lines, held, weeks_of
from consortium.duty.timeline.days import duty_days
from consortium.duty.timeline.fair import state
from consortium.duty.timeline.hours import Period, lumps, periods
from consortium.duty.timeline.values import GAP, LEAVE, Bar
from consortium.duty.timeline.window import COLUMNS, ZOOMS, Window, window_of
from consortium.duty.views import RotaFacts
from consortium.members.values import PeerCard
from geo import PersonId
from scheduling import Line, Schedule, Span, hours_by_person, who
from tests.scheduling.builders import ANA, BEN, a_leave, a_person, a_rotation, a_span, an_override, utc
from tests.scheduling.strategies import few, schedules

ZONE = "America/Denver"
PEOPLE = [a_person(number) for number in range(1, 9)]


def card(person: PersonId) -> PeerCard:
    return PeerCard(
        person=person,
        name=f"Peer {person.int}",
        title="",
        kind=Role.PEER,
        agency=None,
        agency_name=None,
        talk_number=None,
        ring_off_duty=False,
    )


@dataclass(frozen=True)
class Known:
    """As much of the facts as the lanes look at."""

    schedule: Schedule
    cards: dict[PersonId, PeerCard] = field(default_factory=lambda: {person: card(person) for person in PEOPLE})
    region: Any = field(default_factory=lambda: SimpleNamespace(timezone=ZONE))


def drawn(schedule: Schedule, window: Window, **more: Any) -> Drawn:
    facts = cast("RotaFacts", Known(schedule))
    return Drawn(facts, window, lambda _line, _span, _person: "", lambda _week: "", **more)


def named(people: frozenset[PersonId]) -> tuple[str, ...]:
    return tuple(sorted(card(person).name for person in people))


def at(bars: tuple[Bar, ...], moment: datetime, key: str = "") -> list[Bar]:
    found = [bar for bar in bars if bar.start <= moment < bar.end and bar.mark != "gone"]
    return [bar for bar in found if not key or bar.key == key]


@few
@given(schedules(days=20, near=True), st.sampled_from(ZOOMS), st.data())
def test_bars_agree_with_who_at_every_instant_that_is_tried(
    made: tuple[Schedule, Span], weeks: int, data: st.DataObject
) -> None:
    schedule, span = made
    window = window_of(span.start.date(), weeks, ZONE)
    view = drawn(schedule, window)
    lines = final_lines(view)
    own = bars_of(view, held(schedule, window.span), None)
    for _ in range(8):
        late = data.draw(st.integers(0, int(window.span.length.total_seconds()) - 1))
        moment = window.span.start + timedelta(seconds=late)
        duty = who(schedule, moment)
        for row in lines:
            (bar,) = at(row.bars, moment)
            assert bar.names == named(duty[Line(row.key)])
            assert (bar.key == GAP) == (not bar.names)
            for person in PEOPLE:
                mine = at(own.get(person, ()), moment, row.key)
                assert len(mine) == (person in duty[Line(row.key)])


@few
@given(schedules(days=20, near=True), schedules(days=20, near=True), st.data())
def test_a_draft_marks_as_new_exactly_where_the_answer_becomes_another(
    made: tuple[Schedule, Span], other: tuple[Schedule, Span], data: st.DataObject
) -> None:
    (published, span), (after, _) = made, other
    window = window_of(span.start.date(), 4, ZONE)
    view = drawn(after, window, published=published)
    own = bars_of(view, held(after, window.span), held(published, window.span))
    for _ in range(8):
        moment = window.span.start + timedelta(seconds=data.draw(st.integers(0, 27 * 86400)))
        was, now = who(published, moment), who(after, moment)
        for row in final_lines(view):
            (bar,) = at(row.bars, moment)
            assert (bar.mark == "new") == (was[Line(row.key)] != now[Line(row.key)])
            for person in PEOPLE:
                marks = {
                    bar.mark for bar in own.get(person, ()) if bar.start <= moment < bar.end and bar.key == row.key
                }
                expected = {(False, False): set(), (True, True): {""}, (False, True): {"new"}, (True, False): {"gone"}}
                assert marks == expected[person in was[Line(row.key)], person in now[Line(row.key)]]


def test_the_list_tells_a_night_without_anybody_as_one_row_of_its_duty_day() -> None:
    night = a_span("2026-11-25 02:00", "2026-11-25 13:00")
    off = an_override("2026-11-25 02:00", "2026-11-25 13:00", removes=ANA)
    schedule = Schedule((a_rotation(ANA),), (off,))
    window = window_of(date(2026, 11, 23), 1, ZONE)
    view = drawn(schedule, window)
    longest = Span(window.span.start, duty_span(view.facts, window.last).end)
    (tuesday,) = [day for day in duty_days(view.facts, window, final_lines(view, longest), {}) if day.date.day == 24]
    gaps = [slot for slot in tuesday.slots if slot.key == "primary" and not slot.names]
    assert [(slot.start, slot.end) for slot in gaps] == [(night.start, night.end)]


def test_leave_is_a_bar_and_an_asked_swap_is_marked_for_its_part_only() -> None:
    window = window_of(date(2026, 1, 12), 1, ZONE)
    schedule = Schedule((a_rotation(ANA, BEN),), (), (a_leave(ANA, "2026-01-13 00:00", "2026-01-14 00:00"),))
    part = a_span("2026-01-15 00:00", "2026-01-15 12:00")
    view = drawn(schedule, window, asked=(Asked(uuid4(), BEN, Line.PRIMARY, part),))
    own = bars_of(view, held(schedule, window.span), None)
    assert LEAVE in {bar.key for bar in own[ANA]}
    assert [(bar.start, bar.end) for bar in own[BEN] if bar.mark == "swap"] == [(part.start, part.end)]


@pytest.mark.parametrize("weeks", ZOOMS)
def test_places_tile_the_lane_whatever_it_shows_also_when_the_clocks_change(weeks: int) -> None:
    for day in (date(2026, 10, 26), date(2026, 3, 2)):
        window = window_of(day, weeks, ZONE)
        step = timedelta(hours=12 * weeks)
        ends = [window.span.start + number * step for number in range(14)] + [window.span.end]
        places = [window.place(start, end).split() for start, end in pairwise(ends)]
        reached = 0
        for left, width in places:
            assert int(left[1:]) == min(reached, COLUMNS - 1)
            reached = int(left[1:]) + int(width[1:])
        assert reached == COLUMNS


def test_what_reaches_past_the_weeks_is_cut_off_and_nothing_vanishes() -> None:
    week = window_of(date(2026, 10, 26), 1, ZONE)
    assert week.place(utc("2026-10-01 00:00"), utc("2026-12-01 00:00")) == "h0 w168"
    assert week.place(utc("2026-11-02 06:59"), utc("2026-11-02 07:09")) == "h167 w1"


def test_hours_of_a_person_by_week_add_up_to_her_hours() -> None:
    window = window_of(date(2026, 1, 12), 12, ZONE)
    schedule = Schedule((a_rotation(ANA, BEN),))
    weeks = weeks_of(drawn(schedule, window), held(schedule, window.span), None)
    for person, length in hours_by_person(schedule, window.span).items():
        assert sum(hours for week in weeks[person] for _, hours in week.hours) == length / timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "share", "told"),
    [(96, 90, "fair"), (132, 90, "over"), (40, 90, "under"), (10, 0, "fair"), (13, 0, "over"), (0, 11, "fair")],
)
def test_a_share_is_fair_within_a_quarter_or_a_night(hours: float, share: float, told: str) -> None:
    assert state(hours, share) == told


def test_pay_periods_tile_and_their_lumps_add_up_to_what_was_served() -> None:
    schedule = Schedule((a_rotation(ANA, BEN),))
    first, last, now = date(2026, 1, 5), date(2026, 3, 20), utc("2026-03-10 12:00")
    for period in Period:
        found = periods(first, last, period)
        assert found[0][0] == first
        assert found[-1][1] == last
        assert all(end + timedelta(days=1) == start for (_, end), (start, _) in pairwise(found))
        rows = lumps(schedule, ANA, first, last, period, ZONE, now).decode("utf-8-sig").splitlines()[1:]
        served = hours_by_person(schedule, Span(datetime(2026, 1, 5, 7, tzinfo=UTC), now))[ANA]
        assert sum(float(row.split(",")[-1]) for row in rows) == served / timedelta(hours=1)
        assert len(rows) == len(found)
    assert periods(last, first, Period.MONTH) == ()
