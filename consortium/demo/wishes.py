"""What a few of the demo's peers have said about when they can serve, and a holiday of the region's own."""

from datetime import date, time, timedelta
from typing import Final

from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.demo.staff import Staff
from consortium.duty.availability.keep_holiday import keep_holiday
from consortium.duty.availability.keep_pattern import keep_pattern, year_of
from consortium.duty.availability.say_time import say_time
from consortium.duty.availability.set_limits import set_limits
from consortium.duty.availability.values import Limits, Said
from geo import PersonId
from scheduling.availability import WeeklyTime
from scheduling.patterns import known

_SPEAKING: Final = 5
_WEEKEND: Final = frozenset({5, 6})
_FOUNDERS: Final = (9, 14)


async def say_wishes(tx: Transaction, staff: Staff, today: date) -> None:
    """The last peer of each of five agencies says something: two have patterns, the others wishes and limits."""
    peers = [group[-1] for group in staff.peers.values() if group][:_SPEAKING]
    if len(peers) < _SPEAKING:
        return
    turning, tens, weekends, half, school = peers
    await _pattern(tx, turning, "panama", today - timedelta(days=today.weekday()))
    await _pattern(tx, tens, "four-tens", today - timedelta(days=today.weekday()))
    await _weekly(tx, weekends, Said.PREFERRED, WeeklyTime(weekdays=_WEEKEND))
    await set_limits(tx, person=half, limits=Limits(share_percent=50, most_per_month=3, notice_hours=48), by=half)
    mornings = WeeklyTime(weekdays=frozenset(range(5)), start=time(6), end=time(9))
    await _weekly(tx, school, Said.BLOCKED, mornings)
    await _weekly(tx, school, Said.UNDESIRED, WeeklyTime(weekdays=frozenset({6}), start=time(8), end=time(13)))
    month, day = _FOUNDERS
    by = staff.steering[Role.COORDINATOR]
    await keep_holiday(tx, agency=None, day=date(today.year, month, day), name="Founders' Day", yearly=True, by=by)


async def _pattern(tx: Transaction, person: PersonId, key: str, first: date) -> None:
    chosen = known(key)
    if chosen is not None:
        pattern = year_of(chosen.cycle, dict(chosen.hours), first, first)
        await keep_pattern(tx, person=person, name=chosen.name, pattern=pattern, by=person)


async def _weekly(tx: Transaction, person: PersonId, said: Said, weekly: WeeklyTime) -> None:
    await say_time(tx, person=person, said=said, weekly=weekly, by=person)
