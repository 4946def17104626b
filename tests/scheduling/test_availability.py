"""What one person can do: what stands in the way of a time, what she wishes, times of the week by the wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from geo import PersonId
from scheduling.availability import Availability, Block, WeeklyTime, Why, Wish, blocks_of, without
from scheduling.errors import AvailabilityError
from scheduling.spans import Span

HER = PersonId(UUID(int=1))
CHICAGO = ZoneInfo("America/Chicago")


def span(start: int, end: int) -> Span:
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    return Span(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def test_everything_that_stands_in_the_way_is_told_with_its_reason() -> None:
    pattern, calendar = Block(span(0, 12), Why.PATTERN), Block(span(10, 14), Why.CALENDAR)
    her = Availability(person=HER, blocked=(pattern, calendar), lent=(span(0, 20),))

    assert her.hindrances(span(11, 22)) == (
        Block(span(11, 12), Why.PATTERN),
        Block(span(11, 14), Why.CALENDAR),
        Block(span(20, 22), Why.LENT),
    )
    assert her.hindrances(span(14, 20)) == ()
    assert Availability(person=HER).hindrances(span(0, 500)) == (), "who has said nothing can always"
    assert Availability(person=HER, lent=()).hindrances(span(1, 2)) == (Block(span(1, 2), Why.LENT),)


def test_wishes_weigh_by_the_hours_they_touch_and_notice_by_the_clock() -> None:
    her = Availability(person=HER, wishes=(Wish(span(0, 10), 1), Wish(span(8, 20), -1)), notice_hours=48)
    assert her.wished(span(6, 12)) == 4 - 4
    assert her.wished(span(0, 6)) == 6
    now = span(0, 1).start
    assert her.enough_notice(now + timedelta(hours=48), now)
    assert not her.enough_notice(now + timedelta(hours=47, minutes=59), now)


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 2.5}, {"notice_hours": -1}, {"most_per_month": -1}])
def test_a_number_that_nobody_could_mean_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(AvailabilityError):
        Availability(person=HER, **wrong)  # type: ignore[arg-type]
    with pytest.raises(AvailabilityError):
        Wish(span(0, 1), 0)


def test_blocks_of_one_reason_are_as_few_as_can_be_and_can_be_cut() -> None:
    blocks = blocks_of((span(0, 4), span(4, 8), span(10, 12)), Why.ONCE)
    assert blocks == (Block(span(0, 8), Why.ONCE), Block(span(10, 12), Why.ONCE))
    assert without(blocks, (span(2, 11),)) == (Block(span(0, 2), Why.ONCE), Block(span(11, 12), Why.ONCE))


def test_a_time_of_the_week_begins_at_the_first_and_ends_at_the_last_occurrence_of_its_wall_time() -> None:
    """November 1, 2026 in Chicago: 1:30 comes twice, an hour apart; March 8: 2:30 never comes."""
    window = Span(datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
    late = WeeklyTime(weekdays=frozenset({6}), start=time(0), end=time(1, 30))
    early = WeeklyTime(weekdays=frozenset({6}), start=time(1, 30), end=time(8))
    (first,), (second,) = list(late.within(window, CHICAGO)), list(early.within(window, CHICAGO))
    assert (first.length, second.length) == (timedelta(hours=2.5), timedelta(hours=7.5))
    assert first.end - second.start == timedelta(hours=1), "the hour that comes twice is in both"

    spring = Span(datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 10, tzinfo=UTC))
    gap = WeeklyTime(weekdays=frozenset({6}), start=time(2, 15), end=time(2, 45))
    assert list(gap.within(spring, CHICAGO)) == [], "no time is left of it"


def test_days_bound_a_time_of_the_week_and_equal_times_are_a_whole_day() -> None:
    window = Span(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    mondays = WeeklyTime(weekdays=frozenset({0}), first=date(2026, 6, 8), last=date(2026, 6, 15))
    found = list(mondays.within(window, CHICAGO))
    assert [each.start.astimezone(CHICAGO).day for each in found] == [8, 15]
    assert all(each.length == timedelta(days=1) for each in found)
    with pytest.raises(AvailabilityError):
        WeeklyTime(weekdays=frozenset())
    with pytest.raises(AvailabilityError):
        WeeklyTime(weekdays=frozenset({1}), first=date(2026, 6, 2), last=date(2026, 6, 1))
