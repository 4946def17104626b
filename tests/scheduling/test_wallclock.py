from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling import wallclock
from tests.scheduling.builders import utc
from tests.scheduling.places import TICK, YEARS
from tests.scheduling.strategies import many

EVERY_ZONE = sorted(name for name in available_timezones() if name[:1].isupper())

WALL_TIMES = [
    # zone, wall time, instant, why
    ("America/Chicago", "2026-01-05 07:00", "2026-01-05 13:00", "an ordinary winter morning"),
    ("America/Chicago", "2026-07-06 07:00", "2026-07-06 12:00", "an ordinary summer morning"),
    ("America/Chicago", "2026-03-08 01:59:59", "2026-03-08 07:59:59", "the last second before the jump"),
    ("America/Chicago", "2026-03-08 02:00", "2026-03-08 08:00", "never shown: the jump, 3:00"),
    ("America/Chicago", "2026-03-08 02:30", "2026-03-08 08:00", "never shown: the jump, 3:00"),
    ("America/Chicago", "2026-03-08 02:30:15.25", "2026-03-08 08:00", "never shown, with a fraction"),
    ("America/Chicago", "2026-03-08 03:00", "2026-03-08 08:00", "the jump itself"),
    ("America/Chicago", "2026-11-01 00:59", "2026-11-01 05:59", "before what comes twice"),
    ("America/Chicago", "2026-11-01 01:00", "2026-11-01 06:00", "comes twice: the first"),
    ("America/Chicago", "2026-11-01 01:30", "2026-11-01 06:30", "comes twice: the first"),
    ("America/Chicago", "2026-11-01 02:00", "2026-11-01 08:00", "comes once, after both"),
    ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00", "never shown"),
    ("America/Los_Angeles", "2026-11-01 01:30", "2026-11-01 08:30", "comes twice: the first"),
    ("America/Denver", "2026-03-08 02:30", "2026-03-08 09:00", "never shown"),
    ("America/Phoenix", "2026-03-08 02:30", "2026-03-08 09:30", "no summer time there"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45", "half an hour comes twice: the first"),
    ("Australia/Lord_Howe", "2026-04-05 02:00", "2026-04-04 15:30", "comes once, after both"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30", "half an hour never shown"),
    ("Asia/Kolkata", "2026-03-08 02:30", "2026-03-07 21:00", "no summer time there"),
    ("Pacific/Apia", "2011-12-29 23:59", "2011-12-30 09:59", "the last minute before the day skipped"),
    ("Pacific/Apia", "2011-12-30 00:00", "2011-12-30 10:00", "the day skipped: the 31st, 0:00"),
    ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00", "the day skipped: the 31st, 0:00"),
    ("Pacific/Apia", "2011-12-31 00:00", "2011-12-30 10:00", "the 31st itself"),
    ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04 03:00", "midnight never shown: 1:00"),
    ("America/Sao_Paulo", "2018-02-17 23:30", "2018-02-18 01:30", "comes twice: the first"),
    ("America/Sao_Paulo", "2018-02-18 00:00", "2018-02-18 03:00", "midnight comes once, after both"),
]


@pytest.mark.parametrize(("zone", "wall", "expected", "why"), WALL_TIMES)
def test_a_wall_time_is_the_first_instant_that_shows_it_or_a_later_one(
    zone: str, wall: str, expected: str, why: str
) -> None:
    shown = datetime.fromisoformat(wall)
    actual = wallclock.instant(shown.date(), shown.time(), wallclock.zone(zone))
    assert actual == utc(expected), why
    assert actual.tzinfo is UTC


def shown(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


days = st.dates(date(1970, 1, 2), date(2060, 12, 31))


@many
@given(st.sampled_from(EVERY_ZONE), days, st.times())
def test_no_earlier_instant_of_any_zone_shows_the_time_or_a_later_one(name: str, day: date, at: time) -> None:
    zone = wallclock.zone(name)
    wall = datetime.combine(day, at)
    instant = wallclock.instant(day, at, zone)
    assert shown(instant, zone) >= wall
    assert shown(instant - TICK, zone) < wall
    assert all(shown(instant - timedelta(minutes=15 * n), zone) < wall for n in range(1, 200))


@many
@given(st.sampled_from(sorted(YEARS)), st.integers(0, 365 * 1440), st.integers(0, 3 * 1440))
def test_a_later_wall_time_is_never_an_earlier_instant(name: str, minute: int, more: int) -> None:
    zone = wallclock.zone(name)
    one = datetime(YEARS[name], 1, 1) + timedelta(minutes=minute)  # noqa: DTZ001 - a time on the wall
    other = one + timedelta(minutes=more)
    first, second = (wallclock.instant(wall.date(), wall.time(), zone) for wall in (one, other))
    assert first <= second


def test_the_second_showing_of_a_time_cannot_be_asked_for() -> None:
    chicago = wallclock.zone("America/Chicago")
    assert wallclock.instant(date(2026, 11, 1), time(1, 30, fold=1), chicago) == utc("2026-11-01 06:30")
