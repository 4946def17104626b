"""Schedules of every shape for Hypothesis, thickest around changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from geo.names import PersonId
from scheduling import Leave, Line, Override, OverrideId, Rotation, RotationId, Schedule, Span
from tests.scheduling.builders import a_person

MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)

YEARS = {
    "America/Chicago": 2026,
    "America/New_York": 2026,
    "America/Los_Angeles": 2026,
    "America/Phoenix": 2026,
    "America/Denver": 2026,
    "Australia/Lord_Howe": 2026,  # half an hour
    "Asia/Kolkata": 2026,
    "Pacific/Apia": 2011,  # no December 30
    "America/Sao_Paulo": 2018,  # at midnight
}
"""Zones to test, each with a year in which both its changes happen, if it has any."""

few = settings(deadline=None, max_examples=25)
some = settings(deadline=None, max_examples=40)
many = settings(deadline=None, max_examples=200)


@cache
def jumps(zone: str) -> tuple[datetime, ...]:
    """The hours of the zone's year after which its offset from UTC has changed."""
    hours = [datetime(YEARS[zone], 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(8760)]
    offsets = [hour.astimezone(ZoneInfo(zone)).utcoffset() for hour in hours]
    pairs = zip(hours[1:], offsets[1:], offsets, strict=False)
    return tuple(hour for hour, offset, before in pairs if offset != before)


def a_year(zone: str) -> Span:
    year = YEARS[zone]
    return Span(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 2, 1, tzinfo=UTC))


zones = st.sampled_from(sorted(YEARS))
minutes_of_day = st.builds(time, st.integers(0, 23), st.integers(0, 59))
turn_lengths = st.sampled_from([1, 1, 2, 3, 7, 7, 10, 14, 28])
people = st.builds(a_person, st.integers(1, 5))
turns = st.lists(st.frozensets(people, min_size=1, max_size=2), min_size=1, max_size=4).map(tuple)
lines = st.sampled_from(Line)


@st.composite
def rotations(
    draw: st.DrawFn, *, zone: str | None = None, number: int = 1, hand_offs: st.SearchStrategy[time] = minutes_of_day
) -> Rotation:
    """A rotation that begins up to 60 days before its zone's year, or in its first weeks, and may end."""
    place = zone or draw(zones)
    first_day = date(YEARS[place], 1, 1) + timedelta(days=draw(st.integers(-60, 30)))
    lasts = draw(st.none() | st.integers(1, 500))
    return Rotation(
        id=RotationId(UUID(int=number)),
        name="Turns",
        line=draw(lines),
        zone=place,
        first_day=first_day,
        hand_off=draw(hand_offs),
        every_days=draw(turn_lengths),
        turns=draw(turns),
        last_day=first_day + timedelta(days=lasts) if lasts else None,
    )


@st.composite
def spans_in(draw: st.DrawFn, window: Span) -> Span:
    """A span of whole minutes within the window."""
    length = window.length // MINUTE
    first = draw(st.integers(0, length - 1))
    return Span(window.start + first * MINUTE, window.start + draw(st.integers(first + 1, length)) * MINUTE)


@st.composite
def overrides_in(draw: st.DrawFn, window: Span, number: int) -> Override:
    adds, removes = draw(
        st.tuples(st.none() | people, st.none() | people).filter(lambda change: change[0] != change[1])
    )
    during = draw(spans_in(window))
    return Override(
        id=OverrideId(UUID(int=number)),
        number=number,
        line=draw(lines),
        during=during,
        adds=adds,
        removes=removes,
    )


@st.composite
def schedules_in(draw: st.DrawFn, zone: str, window: Span) -> Schedule:
    """Up to four rotations of the zone's year; up to eight overrides and three leaves within the window."""
    return Schedule(
        tuple(draw(rotations(zone=zone, number=number)) for number in range(draw(st.integers(0, 4)))),
        tuple(draw(overrides_in(window, number)) for number in range(draw(st.integers(0, 8)))),
        tuple(draw(st.lists(st.builds(Leave, people, spans_in(window)), max_size=3))),
    )


@st.composite
def schedules(draw: st.DrawFn, *, days: float) -> tuple[Schedule, Span]:
    """A schedule and a window of so many days; mostly the window holds a change of the clocks."""
    zone = draw(zones)
    any_day = a_year(zone).start + timedelta(days=draw(st.integers(60, 300)))
    middle = draw(st.sampled_from([any_day, *jumps(zone)]))
    start = middle - draw(st.integers(0, int(days * 1440))) * MINUTE
    window = Span(start, start + timedelta(days=days))
    return draw(schedules_in(zone, window)), window


def holders_by_hand(
    schedule: Schedule, held: dict[RotationId, frozenset[PersonId]], t: datetime
) -> dict[Line, set[PersonId]]:
    """Who is on call, said as plainly as can be: turns, then overrides as they were made, then leave."""
    answer: dict[Line, set[PersonId]] = {}
    for line in Line:
        on_call = [person for r in schedule.rotations if r.line == line for person in held.get(r.id, ())]
        for made in sorted(schedule.overrides, key=lambda override: override.number):
            if made.line != line or not made.during.start <= t < made.during.end:
                continue
            if made.removes is None:
                on_call = [*on_call, *([made.adds] if made.adds else [])]
            elif made.removes in on_call:
                on_call = [p for p in on_call if p != made.removes] + ([made.adds] if made.adds else [])
        away = [leave.person for leave in schedule.leave if leave.during.start <= t < leave.during.end]
        answer[line] = {person for person in on_call if person not in away}
    return answer
