"""From a day and a time on the wall to one instant; the rule for clock changes is stated here, once.

The rule: **a wall time means the first instant at which the local clock shows that time or a later one.** So

* a time that comes twice (clocks go back) is its first occurrence;
* a time that never comes (clocks go forward, or a zone skips a day, as Pacific/Apia did on 2011-12-30)
  is the first instant after the jump;
* a later wall time is never an earlier instant, whatever the zone does.

Rotations hand over by this rule alone, so the end of one turn is the start of the next.

The END of a window of hours (a weekly restriction) is its **last** occurrence: the first instant from which the clock
shows that time or a later one, and never an earlier one again. Start by the first and end by the last, windows that
touch on the wall never leave a gap between them; in the hour that comes twice they may share time.

Which offsets a zone has is the time zone database's matter; the present moment is not handled here.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from scheduling.errors import BeyondReachError, HandOffTimeError, UnknownZoneError

MIDNIGHT: Final = time(0)


def zone(name: str) -> ZoneInfo:
    """Find a time zone by its IANA name, such as "America/Chicago".

    Names that depend on the machine ("localtime") or count leap seconds ("right/…") are refused:
    no name of the database's own starts with a small letter.

    Raises:
        UnknownZoneError: there is no such zone.
    """
    try:
        if name[:1].isupper():
            return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, not a name, a folder
        pass
    raise UnknownZoneError(f"There is no time zone named “{name[:60]}”; one is named like America/Chicago.")


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the first instant, in UTC, at which the clocks of the zone show this day and time or later.

    Raises:
        HandOffTimeError: the time carries a zone of its own.
        BeyondReachError: the day lies outside the years 1970 to 2200.
    """
    return instant_of(_wall(day, at), zone)


def last_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give the instant, in UTC, from which the clocks show this day and time or later, and never earlier again.

    Raises:
        HandOffTimeError: the time carries a zone of its own.
        BeyondReachError: the day lies outside the years 1970 to 2200.
    """
    return last_instant_of(_wall(day, at), zone)


@lru_cache(maxsize=8192)
def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """`instant` of a naive datetime that is known to lie within reach; answers are remembered."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return first if _shown(first, zone) == wall else _after_the_jump(wall, zone)


@lru_cache(maxsize=8192)
def last_instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """`last_instant` of a naive datetime that is known to lie within reach; answers are remembered."""
    last = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return last if _shown(last, zone) == wall else _after_the_jump(wall, zone)


def _wall(day: date, at: time) -> datetime:
    """The wall time as a naive datetime, refused if it is none or lies outside."""
    if at.tzinfo is not None:
        raise HandOffTimeError("A time on the wall carries no zone; the zone is named beside it.")
    if not 1970 <= day.year <= 2200:
        raise BeyondReachError(f"Schedules reach from 1970 to 2199; {day} lies outside.")
    return datetime.combine(day, at)


def _shown(moment: datetime, zone: ZoneInfo) -> datetime:
    """Read the local clock, as a naive datetime."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _after_the_jump(wall: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant of the jump that leaves out this wall time; zones jump at whole seconds.

    In a gap, ``fold=1`` reads the time by the offset after the jump and so lands before it;
    ``fold=0`` reads it by the offset before, and lands after (PEP 495).
    """
    wall = wall.replace(microsecond=0)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    seconds = range(int((after - before).total_seconds()))
    jump = bisect_left(seconds, True, key=lambda n: _shown(before + timedelta(seconds=n), zone) >= wall)
    return before + timedelta(seconds=jump)
