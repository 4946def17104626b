"""When people can and cannot serve, as they said it themselves: what the planner and those who arrange swaps ask.

A block-out tells the planner and takes nobody off the rota; leave does that, and is not handled here
(see `scheduling.schedule.Leave`). Rules of the week are by the clock of a zone: a window begins at the first instant at
which the clocks show its start and ends at the last at which they show its end, so that nobody is planned into an hour
of which it is not certain that she is free. Where the words came from (a form, a calendar, a list) is known to nobody
here but by the name of the reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from geo.names import PersonId
from scheduling.errors import AvailabilityError
from scheduling.spans import EARLIEST, LATEST, Span, gaps, subtract, union
from scheduling.wallclock import instant, last_instant

_DAY: Final = timedelta(days=1)
HEAVIEST_WISH: Final = 3
MOST_NOTICE_HOURS: Final = 24 * 60


class Why(StrEnum):
    """What stands in the way of duty; the value completes "because of her …"."""

    ONCE = "block-out"
    WEEKLY = "weekly block-out"
    PATTERN = "work pattern"
    CALENDAR = "busy calendar"
    LENT = "agency's hours"


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """Time for which somebody is not to be planned, and why."""

    span: Span
    why: Why


@dataclass(frozen=True, slots=True, order=True)
class Wish:
    """Time that somebody would like to serve (weight above 0) or would rather not (below 0): -3 to 3, never 0.

    Raises:
        AvailabilityError: the weight is 0 or lies outside.
    """

    span: Span
    weight: int

    def __post_init__(self) -> None:
        """Refuse a wish that wishes nothing."""
        if not 1 <= abs(self.weight) <= HEAVIEST_WISH:
            raise AvailabilityError(f"A wish weighs 1 to {HEAVIEST_WISH}, for or against, not {self.weight}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What one person can do in a window, with all of it merged.

    ``blocked`` is in order; spans of one reason neither overlap nor touch, those of two reasons may.
    ``share`` is her part of a whole duty: 1 full, 0.5 half; more than 1 up to 2, never 0 or less.
    ``notice_hours``: duty that begins sooner than this is not to be given to her without asking.
    ``most_per_month``: duties that begin in one calendar month, at most; None: no limit of hers.
    ``lent``: all the time her agency lends her for, in order; None: always. Time outside is in `hindrances` too.

    Raises:
        AvailabilityError: a number lies where nobody could mean it.
    """

    person: PersonId
    blocked: tuple[Block, ...] = ()
    wishes: tuple[Wish, ...] = ()
    most_per_month: int | None = None
    share: float = 1.0
    notice_hours: int = 0
    lent: tuple[Span, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody could mean."""
        if not 0 < self.share <= 2:
            raise AvailabilityError("A share is more than nothing and at most twice a whole one.")
        if not 0 <= self.notice_hours <= MOST_NOTICE_HOURS:
            raise AvailabilityError(f"Notice is 0 to {MOST_NOTICE_HOURS} hours.")
        if self.most_per_month is not None and self.most_per_month < 0:
            raise AvailabilityError("The most duties a month cannot be less than none.")

    def hindrances(self, span: Span) -> tuple[Block, ...]:
        """Everything that stands in the way of this time, each cut to it, in order; nothing: she can.

        Time for which her agency does not lend her is told with its own reason.
        """
        own = (Block(cut, block.why) for block in self.blocked if (cut := block.span.intersect(span)))
        return tuple(sorted((*own, *(Block(rest, Why.LENT) for rest in self._unlent(span)))))

    def wished(self, span: Span) -> float:
        """Her wishes about this time, weighed by the hours that each touches: above 0 she would like it."""
        cuts = ((wish.span.intersect(span), wish.weight) for wish in self.wishes)
        return sum(cut.length / timedelta(hours=1) * weight for cut, weight in cuts if cut is not None)

    def enough_notice(self, starts: datetime, now: datetime) -> bool:
        """Whether duty from ``starts`` on comes with the notice that she needs."""
        return starts - now >= timedelta(hours=self.notice_hours)

    def _unlent(self, span: Span) -> tuple[Span, ...]:
        return () if self.lent is None else gaps(span, self.lent)


def blocks_of(spans: Iterable[Span], why: Why) -> tuple[Block, ...]:
    """The same time as the fewest blocks of one reason."""
    return tuple(Block(span, why) for span in union(spans))


def without(blocks: Iterable[Block], holes: Iterable[Span]) -> tuple[Block, ...]:
    """The blocks but for the time of the holes, in order."""
    cut = tuple(holes)
    return tuple(sorted(Block(rest, block.why) for block in blocks for rest in subtract((block.span,), cut)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyTime:
    """A time of the week by the clock of a zone: on these weekdays (Monday 0) from ``start`` to ``end``.

    Where ``end`` is not later than ``start`` it is that of the next day, so equal times are a whole day. ``first`` and
    ``last`` are the first and last day on which a window may begin, both included; no ``last``: for good.

    Raises:
        AvailabilityError: no weekday, or the last day comes before the first.
    """

    weekdays: frozenset[int]
    start: time = time(0)
    end: time = time(0)
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        """Refuse what never comes."""
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise AvailabilityError("Choose at least one day of the week.")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise AvailabilityError("The last day must not come before the first.")

    def within(self, window: Span, clock: ZoneInfo) -> Iterator[Span]:
        """Every time of it that overlaps the window, whole, by its start; two that touch are not joined."""
        for day in days_of(window, clock):
            if day.weekday() not in self.weekdays or not self._holds(day):
                continue
            found = wall_span(day, self.start, self.end, clock)
            if found is not None and found.overlaps(window):
                yield found

    def _holds(self, day: date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def days_of(window: Span, clock: ZoneInfo) -> Iterator[date]:
    """The local days on which something that overlaps the window may begin: from the day before it, in order."""
    day = max(window.start.astimezone(clock).date() - _DAY, EARLIEST.date())
    last = min(window.end.astimezone(clock).date(), LATEST.date() - _DAY)
    while day <= last:
        yield day
        day += _DAY


def wall_span(day: date, start: time, end: time, clock: ZoneInfo) -> Span | None:
    """From ``start`` on this day to ``end`` on it, or on the next where that is not later; None where no time is left.

    Begins at the first instant that shows the start and ends at the last that shows the end.
    """
    until = day if end > start else day + _DAY
    begins, ends = max(instant(day, start, clock), EARLIEST), min(last_instant(until, end, clock), LATEST)
    return Span(begins, ends) if begins < ends else None
