from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements import InstantError, Period, PeriodError, TermsError, days_after
from agreements.times import utc, zone_of
from tests.agreements.strategies import often

NOON = datetime(2026, 5, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "at",
    [
        NOON.replace(tzinfo=None),
        NOON.astimezone(ZoneInfo("America/Denver")),
        NOON.astimezone(timezone(HOUR)),
        NOON.replace(year=1),
        NOON.replace(year=9999),
    ],
)
def test_a_time_that_is_naive_or_not_utc_or_in_no_year_that_anybody_means_is_refused(at: datetime) -> None:
    with pytest.raises(InstantError):
        utc(at)


def test_a_time_in_utc_passes_by_whatever_name_its_zone_goes() -> None:
    assert utc(NOON) is NOON
    assert utc(NOON.replace(tzinfo=ZoneInfo("Etc/UTC"))) == NOON


def test_a_period_holds_its_start_and_not_its_end() -> None:
    period = Period(NOON, NOON + HOUR)

    assert [period.covers(NOON + step) for step in (-HOUR, 0 * HOUR, HOUR / 2, HOUR)] == [False, True, True, False]


def test_an_open_end_has_no_bound() -> None:
    assert Period().covers(NOON)
    assert Period(until=NOON).covers(NOON - HOUR)
    assert not Period(until=NOON).covers(NOON)
    assert Period(since=NOON).covers(NOON)


@pytest.mark.parametrize("until", [NOON, NOON - HOUR])
def test_a_period_that_lasts_no_time_is_refused(until: datetime) -> None:
    with pytest.raises(PeriodError, match="begins only at"):
        Period(NOON, until)


def test_a_period_refuses_a_naive_end() -> None:
    with pytest.raises(InstantError):
        Period(until=NOON.replace(tzinfo=None))


def test_thirty_days_from_the_first_of_may_are_over_when_the_31st_is_over_there() -> None:
    over = days_after(NOON, 30, "America/Denver")

    assert over.astimezone(ZoneInfo("America/Denver")).isoformat() == "2026-06-01T00:00:00-06:00"


def test_a_change_of_the_clocks_neither_adds_nor_takes_a_day() -> None:
    before = datetime(2026, 3, 1, 19, tzinfo=UTC)

    assert days_after(before, 14, "America/Denver") == datetime(2026, 3, 16, 6, tzinfo=UTC)


def test_no_days_end_with_the_day_itself() -> None:
    assert days_after(NOON, 0, "America/Denver") == datetime(2026, 5, 2, 6, tzinfo=UTC)


def test_a_midnight_that_the_clocks_leave_out_becomes_the_instant_of_the_jump() -> None:
    eve = datetime(2018, 11, 3, 15, tzinfo=UTC)

    assert days_after(eve, 0, "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_of_two_midnights_the_later_one_ends_the_day() -> None:
    second_half_past_eleven = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)

    assert days_after(second_half_past_eleven, 0, "America/St_Johns") == datetime(2010, 11, 7, 3, 30, tzinfo=UTC)


@often
@given(
    at=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    days=st.integers(0, 400),
    zone=st.sampled_from(["America/Denver", "America/New_York", "America/Phoenix", "Pacific/Apia"]),
)
def test_days_are_whole_and_always_lie_ahead(at: datetime, days: int, zone: str) -> None:
    over = days_after(at, days, zone)

    assert over > at + timedelta(days=days) - 2 * HOUR
    assert over <= at + timedelta(days=days + 1) + 2 * HOUR


@pytest.mark.parametrize("name", ["Mars/Olympus", "America", "", "../etc/passwd"])
def test_a_calendar_that_is_no_time_zone_is_refused(name: str) -> None:
    with pytest.raises(TermsError, match="not the name of a time zone"):
        zone_of(name)


@pytest.mark.parametrize("name", ["localtime", "posixrules", "posix/America/Denver", "EST5EDT", "Etc/../UTC"])
def test_a_zone_that_hangs_on_the_machine_or_names_no_place_is_refused(name: str) -> None:
    with pytest.raises(TermsError, match="not the name of a time zone"):
        zone_of(name)


@pytest.mark.parametrize("name", ["UTC", "America/Indiana/Knox", "America/Port-au-Prince", "Pacific/Honolulu"])
def test_a_zone_of_an_area_and_a_place_is_known(name: str) -> None:
    assert zone_of(name).key == name
