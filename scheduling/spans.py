"""Half-open stretches of time, and sums of them.

A span holds its start and not its end, so spans that touch neither overlap nor leave a gap.
All moments are aware UTC. Time zones are not handled here (see `scheduling.wallclock`), nor is the present moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from scheduling.errors import BeyondReachError, EmptySpanError, NaiveTimeError

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Schedules reach back to here; before 1970 the time zone database promises nothing."""

LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Schedules end here; a rotation without a last day runs until then."""


def require_utc(moment: datetime) -> None:
    """Refuse a moment that is not aware UTC, or lies outside ``[EARLIEST, LATEST]``.

    Raises:
        NaiveTimeError: the moment's zone is missing or is not `datetime.UTC` itself.
        BeyondReachError: schedules do not reach that far.
    """
    if moment.tzinfo is not UTC:
        raise NaiveTimeError(f"Schedules are kept in UTC; {moment.isoformat()} is not a time in UTC.")
    if not EARLIEST <= moment <= LATEST:
        raise BeyondReachError(f"Schedules reach from 1970 to 2199; {moment.date()} lies outside.")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open time ``[start, end)``; both ends aware UTC. Ordered by start, then end.

    Raises:
        NaiveTimeError: an end has no zone or is not UTC.
        BeyondReachError: an end lies outside the years 1970 to 2199.
        EmptySpanError: the end does not come after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse what is no span."""
        if self.start.tzinfo is UTC is self.end.tzinfo and EARLIEST <= self.start < self.end <= LATEST:
            return  # as nearly all are; the rest says what is wrong
        require_utc(self.start)
        require_utc(self.end)
        raise EmptySpanError(f"The end must come after the start: {self.start.isoformat()} to {self.end.isoformat()}.")

    @property
    def length(self) -> timedelta:
        """Time that really passes from start to end; always more than nothing."""
        return self.end - self.start

    def __contains__(self, moment: datetime) -> bool:
        """Tell whether the moment lies in ``[start, end)``."""
        return self.start <= moment < self.end

    def contains(self, other: Self) -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Self) -> bool:
        """Tell whether some moment lies in both; spans that only touch do not overlap."""
        return self.start < other.end and other.start < self.end

    def intersect(self, other: Self) -> "Span | None":
        """Give the time that lies in both, or None."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give the same time as the fewest spans, in order; spans that touch become one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def gaps(window: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Give the parts of the window that no span covers, in order; no spans: the whole window."""
    free: list[Span] = []
    reached = window.start
    for span in union(span for span in spans if span.overlaps(window)):
        if span.start > reached:
            free.append(Span(reached, span.start))
        reached = span.end
    if reached < window.end:
        free.append(Span(reached, window.end))
    return tuple(free)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """Give the time of the spans that lies in no hole, as the fewest spans, in order."""
    cut = union(holes)
    return tuple(rest for span in union(spans) for rest in gaps(span, cut))
