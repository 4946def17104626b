"""The federal holidays (5 USC 6103), so that a schedule shows on which days people would rather be at home."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

_MONDAY, _THURSDAY = 0, 3

_FIXED: Final[Mapping[tuple[int, int], str]] = {
    (1, 1): "New Year's Day",
    (6, 19): "Juneteenth",
    (7, 4): "Independence Day",
    (11, 11): "Veterans Day",
    (12, 25): "Christmas Day",
}
_FLOATING: Final[Mapping[str, tuple[int, int, int]]] = {
    "Martin Luther King Day": (1, _MONDAY, 3),
    "Washington's Birthday": (2, _MONDAY, 3),
    "Labor Day": (9, _MONDAY, 1),
    "Columbus Day": (10, _MONDAY, 2),
    "Thanksgiving": (11, _THURSDAY, 4),
}
"""Month, weekday (Monday 0) and which one of the month."""


def holiday(day: date) -> str | None:
    """The holiday that is kept on this very day, if it is one; days off in lieu are not told."""
    return _of_year(day.year).get(day)


@cache
def _of_year(year: int) -> Mapping[date, str]:
    found = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    for name, (month, weekday, which) in _FLOATING.items():
        first = date(year, month, 1)
        found[first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))] = name
    last_of_may = date(year, 5, 31)
    found[last_of_may - timedelta(days=last_of_may.weekday())] = "Memorial Day"
    return found
