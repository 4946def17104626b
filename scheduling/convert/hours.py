"""Weekly hours of other systems, that may last several days, as our windows of a day at most. Pure."""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Final

from scheduling.errors import SchedulingError
from scheduling.weekly import Weekly, Window

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY


def weekly_of(spans: Iterable[tuple[int, int]]) -> Weekly | None:
    """Hours of the week from spans of minutes after Monday's midnight; None where they are the whole week.

    Each span is (start, length), longer than nothing and a week at most. Spans that overlap are put together.
    """
    week = _joined(spans)
    if week == [(0, WEEK)]:
        return None
    try:
        return Weekly(tuple(_windows(week)))
    except SchedulingError:
        return None


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """As (start, end) within one week, in order; what runs over Sunday's midnight goes on on Monday."""
    cut: list[tuple[int, int]] = []
    for start, length in spans:
        begin, end = start % WEEK, start % WEEK + min(length, WEEK)
        cut += [(begin, min(end, WEEK))] + ([(0, end - WEEK)] if end > WEEK else [])
    found: list[tuple[int, int]] = []
    for begin, end in sorted(cut):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _windows(week: list[tuple[int, int]]) -> Iterator[Window]:
    """In pieces of a day at most; an overnight that the week's end cut in two stays two that touch."""
    for start, end in week:
        at = start
        while at < end:
            until = min(at + DAY, end)
            yield Window(at // DAY, _time(at), _time(until))
            at = until


def _time(minutes: int) -> time:
    return time(minutes % DAY // 60, minutes % 60)
