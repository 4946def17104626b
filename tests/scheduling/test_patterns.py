"""Patrol patterns over a whole year: every cycle comes round, the clocks change, and no shift is left open."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.errors import AvailabilityError
from scheduling.patterns import KNOWN, OFF, Pattern, known, read_cycle
from scheduling.spans import Span, union

ZONES = ("America/Chicago", "America/Phoenix", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo")
HOUR = timedelta(hours=1)
FIRST = date(2026, 1, 5)
WEEKLY_HOURS = {
    "pitman-days": 42, "pitman-nights": 42, "panama": 42, "dupont": 42, "four-on-four-off": 42,
    "four-on-four-off-nights": 42, "four-on-four-off-turning": 42, "two-two-four": 42, "four-tens": 40,
    "four-tens-nights": 40, "five-eights": 40, "five-eights-evenings": 40, "five-eights-nights": 40,
    "five-four-nines": 40.5, "southern-swing": 42, "metropolitan": 42, "twenty-four-forty-eight": 56,
    "forty-eight-ninety-six": 56, "kelly": 56,
}  # fmt: skip
cycles = st.text("DEN-", min_size=1, max_size=56).filter(lambda cycle: set(cycle) != {OFF})
times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
hours = st.fixed_dictionaries({letter: st.tuples(times, times) for letter in "DEN"})


def year(cycle: str, on: dict[str, tuple[time, time]], days: int = 364) -> Pattern:
    return Pattern(cycle=cycle, hours=on, first=FIRST, last=FIRST + timedelta(days=days))


def whole(pattern: Pattern) -> Span:
    start = datetime.combine(pattern.first, time(0), UTC) - timedelta(days=2)
    return Span(start, start + timedelta(days=(pattern.last - pattern.first).days + 5))


@pytest.mark.parametrize("key", sorted(WEEKLY_HOURS))
def test_a_known_pattern_works_the_hours_that_it_is_known_for(key: str) -> None:
    """42 hours a week for twelve-hour teams of four, 40 for eights and tens, 56 for three 24-hour crews."""
    chosen = known(key)
    assert chosen is not None
    shifts = list(year(chosen.cycle, dict(chosen.hours)).shifts(Span(*_utc(FIRST, len(chosen.cycle))), ZoneInfo("UTC")))
    within = [each for each in shifts if each[0] < FIRST + timedelta(days=len(chosen.cycle))]
    worked = sum((span.length for _, _, span in within), timedelta())

    assert worked / HOUR / len(chosen.cycle) * 7 == pytest.approx(WEEKLY_HOURS[key])


def _utc(day: date, days: int) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(0), UTC)
    return start, start + timedelta(days=days)


def test_every_known_pattern_is_listed_here_once() -> None:
    assert sorted(WEEKLY_HOURS) == sorted(each.key for each in KNOWN)
    assert all(read_cycle(each.cycle) == each.cycle for each in KNOWN)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("shift", [(time(6), time(18)), (time(1, 30), time(13, 30)), (time(2), time(2))])
def test_crews_that_relieve_each_other_leave_no_instant_of_the_year_open(zone: str, shift: tuple[time, time]) -> None:
    """Two teams of 2-2-3 by day, two by night: somebody is at work at every instant, both changes of the clocks too."""
    start, end = shift
    on = {"D": (start, end), "N": (end, start)}
    pitman = "DD--DDD--DD---"
    other = "".join("D" if letter == OFF else OFF for letter in pitman)
    crews = (pitman, other) if start == end else (pitman, other, pitman.replace("D", "N"), other.replace("D", "N"))
    clock = ZoneInfo(zone)
    patterns = [year(cycle, on) for cycle in crews]
    worked = union(span for each in patterns for span in each.worked(whole(each), clock))

    (all_year,) = worked
    assert all_year.length >= timedelta(days=364)


@given(cycles, hours, st.sampled_from(ZONES))
@settings(max_examples=40, deadline=None)
def test_whoever_is_at_work_by_the_clock_on_the_wall_is_blocked(
    cycle: str, on: dict[str, tuple[time, time]], zone: str
) -> None:
    """A sweep by the wall clock agrees: never free while the wall shows a time of a shift, and hardly ever longer."""
    clock, pattern = ZoneInfo(zone), year(cycle, on)
    spans = pattern.worked(whole(pattern), clock)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    extra = 0
    index = 0
    while at < datetime(2027, 1, 10, tzinfo=UTC):
        while index < len(spans) and spans[index].end <= at:
            index += 1
        blocked = index < len(spans) and at in spans[index]
        by_wall = _at_work(pattern, at.astimezone(clock).replace(tzinfo=None))
        assert blocked or not by_wall, at
        extra += blocked and not by_wall
        at += timedelta(minutes=150)
    assert extra <= 8, "only in the hour that comes twice"


def _at_work(pattern: Pattern, wall: datetime) -> bool:
    for day in (wall.date() - timedelta(days=1), wall.date()):
        letter = pattern.letter(day)
        if letter == OFF:
            continue
        start, end = pattern.hours[letter]
        begins = datetime.combine(day, start)
        until = datetime.combine(day if end > start else day + timedelta(days=1), end)
        if begins <= wall < until:
            return True
    return False


@given(cycles, st.integers(0, 380), st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_the_answer_does_not_depend_on_the_window_that_is_asked(cycle: str, start: int, length: int) -> None:
    on = {"D": (time(6), time(18)), "E": (time(15), time(23)), "N": (time(18), time(6))}
    clock, pattern = ZoneInfo("America/Chicago"), year(cycle, on)
    begins = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=start)
    window = Span(begins, begins + timedelta(days=length))
    asked = list(pattern.shifts(window, clock))

    assert asked == [each for each in pattern.shifts(whole(pattern), clock) if each[2].overlaps(window)]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("dd--ddd--dd---", "DD--DDD--DD---"), ("D D x x", "DD--"), ("N,N,o,o", "NN--"), ("D.E.N.", "D-E-N-")],
)
def test_a_cycle_is_read_as_people_write_it(typed: str, plain: str) -> None:
    assert read_cycle(typed) == plain


@pytest.mark.parametrize("typed", ["", "----", "D" * 57, "DQ", "1-2"])
def test_a_cycle_that_cannot_be_is_refused(typed: str) -> None:
    with pytest.raises(AvailabilityError):
        read_cycle(typed)


def test_a_pattern_needs_the_hours_of_its_shifts_and_days_in_order() -> None:
    with pytest.raises(AvailabilityError, match="shift N"):
        Pattern(cycle="DN", hours={"D": (time(6), time(18))}, first=FIRST, last=FIRST)
    with pytest.raises(AvailabilityError, match="last day"):
        Pattern(cycle="D", hours={"D": (time(6), time(18))}, first=FIRST, last=FIRST - timedelta(days=1))
