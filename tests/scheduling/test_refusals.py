from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from scheduling import (
    Line,
    OverrideId,
    Recorded,
    Schedule,
    SchedulingError,
    Span,
    Unit,
    covered_from,
    errors,
    next_change,
    turn_at,
    wallclock,
    who,
)
from tests.scheduling.builders import ANA, a_rotation, an_override, utc

NAIVE = datetime(2026, 1, 5, 7)  # noqa: DTZ001 - what is refused
IN_CHICAGO = datetime(2026, 1, 5, 7, tzinfo=ZoneInfo("America/Chicago"))
CHICAGO = ZoneInfo("America/Chicago")
DAY = ("2026-01-05 00:00", "2026-01-06 00:00")

MANY_DAYS = frozenset(date(2000, 1, 1) + timedelta(days=number) for number in range(4001))

BAD: list[tuple[Callable[[], object], type[SchedulingError], str]] = [
    (lambda: Span(NAIVE, utc("2026-01-06 00:00")), errors.NaiveTimeError, "kept in UTC"),
    (lambda: Span(utc("2026-01-05 00:00"), IN_CHICAGO), errors.NaiveTimeError, "kept in UTC"),
    (lambda: who(Schedule(), NAIVE), errors.NaiveTimeError, "kept in UTC"),
    (lambda: who(Schedule(), IN_CHICAGO), errors.NaiveTimeError, "kept in UTC"),
    (lambda: turn_at(a_rotation(), NAIVE), errors.NaiveTimeError, "kept in UTC"),
    (lambda: next_change(Schedule(), NAIVE), errors.NaiveTimeError, "kept in UTC"),
    (lambda: covered_from(Schedule(), Line.BACKUP, NAIVE), errors.NaiveTimeError, "kept in UTC"),
    (lambda: Span(utc("2026-01-06 00:00"), utc("2026-01-05 00:00")), errors.EmptySpanError, "end must come after"),
    (lambda: Span(utc("2026-01-06 00:00"), utc("2026-01-06 00:00")), errors.EmptySpanError, "end must come after"),
    (lambda: who(Schedule(), utc("1969-12-31 23:59")), errors.BeyondReachError, "1970 to 2199"),
    (lambda: who(Schedule(), datetime.max.replace(tzinfo=UTC)), errors.BeyondReachError, "9999-12-31"),
    (lambda: wallclock.instant(date.max, time(7), CHICAGO), errors.BeyondReachError, "9999-12-31"),
    (lambda: wallclock.instant(date.min, time(7), CHICAGO), errors.BeyondReachError, "0001-01-01"),
    (lambda: wallclock.instant(date(2026, 1, 5), time(7, tzinfo=UTC), CHICAGO), errors.HandOffTimeError, "no zone"),
    (lambda: a_rotation(hand_off=time(7, tzinfo=UTC)), errors.HandOffTimeError, "time on the wall"),
    (lambda: a_rotation(zone="America/Gotham"), errors.UnknownZoneError, "no time zone named “America/Gotham”"),
    (lambda: a_rotation(name="  "), errors.NoNameError, "needs a name"),
    (lambda: replace(a_rotation(), turns=()), errors.NoTurnsError, "at least one turn"),
    (lambda: a_rotation(ANA, frozenset()), errors.NoTurnsError, "at least one person"),
    (lambda: a_rotation(every=0), errors.TurnLengthError, "1 to 366 days, not 0"),
    (lambda: a_rotation(every=-7), errors.TurnLengthError, "1 to 366 days, not -7"),
    (lambda: a_rotation(every=367), errors.TurnLengthError, "1 to 366 days, not 367"),
    (lambda: a_rotation(every=13, unit=Unit.MONTH), errors.TurnLengthError, "1 to 12 months, not 13"),
    (lambda: a_rotation(layer=-1), errors.LayerError, "0 to 99, not -1"),
    (lambda: a_rotation(off=MANY_DAYS), errors.RestrictionError, "4000 days off at most, not 4001"),
    (lambda: a_rotation(off=frozenset([date(1066, 10, 14)])), errors.BeyondReachError, "1066-10-14"),
    (lambda: Recorded(NAIVE), errors.NaiveTimeError, "kept in UTC"),
    (lambda: a_rotation(last_day=date(2026, 1, 5)), errors.LastDayError, "last day must come after"),
    (lambda: a_rotation(last_day=date(2025, 1, 5)), errors.LastDayError, "last day must come after"),
    (lambda: a_rotation(first_day=date(1066, 10, 14)), errors.BeyondReachError, "1066-10-14"),
    (lambda: a_rotation(first_day=date(9999, 1, 1)), errors.BeyondReachError, "9999-01-01"),
    (lambda: a_rotation(last_day=date(9999, 1, 1)), errors.BeyondReachError, "9999-01-01"),
    (lambda: an_override(*DAY), errors.OverrideError, "adds somebody, removes somebody, or both"),
    (lambda: an_override(*DAY, adds=ANA, removes=ANA), errors.OverrideError, "take over from herself"),
    (lambda: an_override(*reversed(DAY), adds=ANA), errors.EmptySpanError, "end must come after"),
    (lambda: Schedule((a_rotation(), a_rotation())), errors.RepeatedError, "Two rotations share an id"),
]


@pytest.mark.parametrize(("make", "error", "words"), BAD)
def test_what_cannot_be_is_refused_in_plain_words(
    make: Callable[[], object], error: type[SchedulingError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        make()
    assert isinstance(caught.value, ValueError)


def test_two_overrides_never_share_an_id_or_a_number() -> None:
    one = an_override(*DAY, adds=ANA, number=1)
    with pytest.raises(errors.RepeatedError, match="Two overrides share an id"):
        Schedule(overrides=(one, replace(one, number=2)))
    with pytest.raises(errors.RepeatedError, match="Two overrides share a number: 1"):
        Schedule(overrides=(one, replace(one, id=OverrideId(UUID(int=9)))))


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "nowhere",
        "America",
        "america/chicago",
        "America/Chicago ",
        "../America/Chicago",
        "/etc/localtime",
        "localtime",
        "right/America/Chicago",
        "posix/America/Chicago",
        "zone.tab",
        "A\0",
        "\ud800",
        "A" * 5000,
        "UTC+5",
    ],
)
def test_only_names_of_the_time_zone_database_are_zones(name: str) -> None:
    with pytest.raises(errors.UnknownZoneError, match="There is no time zone named") as caught:
        wallclock.zone(name)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("name", ["America/Chicago", "Asia/Kolkata", "UTC", "US/Mountain", "Etc/GMT+7"])
def test_names_of_the_time_zone_database_are_zones(name: str) -> None:
    assert wallclock.zone(name).key == name


def test_utc_by_any_standard_spelling_is_utc() -> None:
    zero = timezone(timedelta(0))
    assert Span(datetime(2026, 1, 1, tzinfo=zero), utc("2026-01-02 00:00")).start == utc("2026-01-01 00:00")


def test_every_error_says_in_its_docstring_what_is_wrong() -> None:
    named = [it for it in vars(errors).values() if isinstance(it, type) and issubclass(it, SchedulingError)]
    assert len(named) > 20
    assert all(it.__doc__ for it in named)
