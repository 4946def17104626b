"""Cells of a list as values: days, times, weekdays, kinds, shares, as offices write them. Pure."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time
from typing import Final

from consortium.duty.availability.values import FULL_SHARE, Said
from consortium.members.rosters.columns import plain

_DAYS: Final = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y")
_CLOCKS: Final = (" %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", " %I:%M %p", "")
_TIME: Final = re.compile(r"(\d{1,2})(?::?(\d{2}))?(?::\d{2})?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS: Final[Mapping[str, frozenset[int]]] = {
    "daily": frozenset(range(7)),
    "every day": frozenset(range(7)),
    "all": frozenset(range(7)),
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    "weekends": frozenset({5, 6}),
}
_CANNOT: Final = (
    "|blocked|block out|blockout|block|cannot|can t|cant|no|not available|unavailable|busy|off|away|vacation|pto|leave|"
    "training|court|out|out of office|not to be planned|n"
)
_GLADLY: Final = "preferred|prefer|gladly|yes|available|wanted|want|likes|y"
_RATHER_NOT: Final = "undesired|rather not|avoid|not preferred|if needed|reluctant|dislikes"
_SAID: Final[Mapping[str, Said]] = {
    word: said
    for said, words in ((Said.BLOCKED, _CANNOT), (Said.PREFERRED, _GLADLY), (Said.UNDESIRED, _RATHER_NOT))
    for word in words.split("|")
}
_SHARES: Final[Mapping[str, int]] = {"full": FULL_SHARE, "full time": FULL_SHARE, "half": FULL_SHARE // 2}


def read_day(text: str) -> tuple[date, time | None]:
    """A day, with the time beside it if there is one.

    Raises:
        ValueError: it is none.
    """
    for day in _DAYS:
        for clock in _CLOCKS:
            with suppress(ValueError):
                found = datetime.strptime(text, day + clock)  # noqa: DTZ007 (a day and time on the wall)
                return found.date(), found.time() if clock else None
    raise ValueError("no day")


def read_time(text: str) -> time:
    """A time on the wall: 07:00, 7:00 PM, 7pm, 1900; 24:00 is midnight.

    Raises:
        ValueError: it is none.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError("no time")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("no hour of half a day")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(0) if (hour, minute) == (24, 0) else time(hour, minute)


def read_weekdays(text: str) -> frozenset[int]:
    """Days of the week: "Mon, Wed", "Mon-Fri", "weekends"; Monday is 0.

    Raises:
        ValueError: something else.
    """
    if plain(text) in _GROUPS:
        return _GROUPS[plain(text)]
    found: set[int] = set()
    for part in re.split(r"[,;/&+]| and ", text.lower()):
        ends = [
            _weekday(each) for each in re.split(r"\s*(?:-|\N{EN DASH}|\bto\b|\bthrough\b|\bthru\b)\s*", part.strip())
        ]
        if len(ends) > 2:
            raise ValueError("no days")
        found |= {(ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1)}
    return frozenset(found)


def read_said(text: str) -> Said:
    """What is said of a time; nothing at all means that she cannot.

    Raises:
        KeyError: something else.
    """
    return _SAID[plain(text)]


def read_share(text: str) -> int:
    """A share in percent: "half", 50, "50 %", or a part such as 0.5 (up to 2, where 1 is a whole one).

    Raises:
        ValueError: something else.
    """
    if plain(text) in _SHARES:
        return _SHARES[plain(text)]
    number = float(text.replace("%", "").strip())
    percent = number * FULL_SHARE if number <= 2 and "%" not in text else number
    if not 5 <= percent <= 200:
        raise ValueError("no share")
    return round(percent)


def read_whole(text: str, most: int) -> int:
    """A whole number from 0 to ``most``.

    Raises:
        ValueError: something else.
    """
    number = int(text)
    if not 0 <= number <= most:
        raise ValueError("out of bounds")
    return number


def _weekday(text: str) -> int:
    bare = text.strip().strip(".")
    if not bare.isalpha():
        raise ValueError("no day")
    return _NAMES.index(bare[:3])
