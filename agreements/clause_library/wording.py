"""Numbers, lists, days and hours in words, written in one way everywhere. Pure English; nothing here knows a clause.

A formal text says "thirty (30) days"; a summary says "30 days". Lists in a formal text are parted by semicolons, since
the name of an agency may hold a comma.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from agreements.term_kinds import Window

DAY: Final = 24 * 60
NOON: Final = 12
_SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Voice(StrEnum):
    """How something is said: as the text that is signed, or as the summary beside it."""

    FORMAL = "formal"
    PLAIN = "plain"


def number_words(number: int) -> str:
    """A whole number from 0 to 999,999 in words: "one hundred twenty".

    Raises:
        ValueError: it is out of that range.
    """
    if not 0 <= number < 1_000_000:
        raise ValueError(f"{number} is not written in words here.")
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            many, rest = divmod(number, size)
            return f"{number_words(many)} {name}" + (f" {number_words(rest)}" if rest else "")
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def counted(number: int, unit: str, voice: Voice) -> str:
    """A number with its unit, which is given in the singular: "thirty (30) days", or "30 days"."""
    plural = unit if number == 1 else f"{unit[:-1]}ies" if unit.endswith("y") and unit[-2] not in "aeo" else f"{unit}s"
    return f"{number_words(number)} ({number}) {plural}" if voice is Voice.FORMAL else f"{number:,} {plural}"


def listed(items: Sequence[str], voice: Voice = Voice.PLAIN) -> str:
    """Items in a row: "A; B; and C" in a formal text, "A, B and C" in a summary."""
    if len(items) < 2:
        return "".join(items)
    between, last = ("; ", "; and ") if voice is Voice.FORMAL else (", ", " and ")
    return between.join(items[:-1]) + last + items[-1]


def in_words(day: date) -> str:
    """A day as it stands in a letter: "November 21, 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def weekly(windows: Iterable[Window]) -> str:
    """Weekly times: "Monday to Friday, from 8:00 a.m. to 5:00 p.m.; Saturday, from ... to ..."."""
    on: dict[str, list[int]] = {}
    for window in windows:
        day, start = divmod(window.start, DAY)
        on.setdefault(_stretch(start, window.end - day * DAY, day), []).append(day)
    return "; ".join(f"{_days(days)}, {stretch}" for stretch, days in on.items())


def _stretch(start: int, end: int, day: int) -> str:
    """A time that begins on one day; ``end`` is counted in minutes from the start of that day."""
    if end <= DAY:
        return f"from {_clock(start)} to {_clock(end)}"
    after, minute = divmod(end, DAY)
    if minute == 0:
        return f"from {_clock(start)} to midnight at the end of {_DAYS[day + after - 1]}"
    return f"from {_clock(start)} to {_clock(minute)} on {_DAYS[day + after]}"


def _clock(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    if minute in {0, DAY}:
        return "midnight at its end" if minute else "midnight at its start"
    half = "noon" if minute == NOON * 60 else "a.m." if hour < NOON else "p.m."
    return f"{(hour - 1) % NOON + 1}:{rest:02} {half}"


def _days(days: Sequence[int]) -> str:
    if len(days) == len(_DAYS):
        return "each day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return listed([_DAYS[day] for day in days])
