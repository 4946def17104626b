"""A member's own hours on duty: what she carried, against her share, holidays of several years, and lumps for pay.

Counted is duty, from the rota and what was written down as served. Whether anybody called then is known to nobody.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from consortium.duty.timeline.fair import A_YEAR, Shares
from consortium.duty.timeline.values import Load
from geo import PersonId
from scheduling import Line, Schedule, Shift, Span, shifts
from scheduling.fairness import Burden, Weights, burden
from scheduling.spans import EARLIEST, union
from scheduling.wallclock import instant, zone

YEARS_OF_HOLIDAYS: Final = 4
HEADINGS: Final = ("From", "To", "Primary, hours", "Backup, hours", "Clinician, hours", "Together, hours")
_AHEAD: Final = timedelta(days=90)
_HOUR: Final = timedelta(hours=1)


class Period(StrEnum):
    """How long a pay period is."""

    TWO_WEEKS = "two-weeks"
    HALF_MONTH = "half-month"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Duty in a span, by key: ``quarter``, ``year``, ``rolling`` or ``ahead``."""

    key: str
    start: datetime
    end: datetime
    burden: Burden


@dataclass(frozen=True, slots=True, kw_only=True)
class MyHours:
    """Hers. ``load`` is of the last 365 days; ``kept`` are holidays on duty by year, the latest first."""

    tallies: tuple[Tally, ...]
    load: Load | None
    kept: tuple[tuple[int, tuple[tuple[date, str], ...]], ...]


def my_hours(
    schedule: Schedule, person: PersonId, now: datetime, weights: Weights, shares: Shares, older: Sequence[Shift]
) -> MyHours:
    """What she carried. ``older`` is duty that was served before the time that the schedule remembers."""
    spans = {key: span for key, span in _spans(now, weights.zone).items() if span}
    whole = Span(min(span.start for span in spans.values()), now + _AHEAD)
    mine = [shift.span for shift in shifts(schedule, whole) if shift.person == person]
    served = [cut for span in mine if span.start < now and (cut := span.intersect(Span(EARLIEST, now)))]
    kept = burden([*served, *(shift.span for shift in older if shift.person == person)], weights).kept
    years = sorted({day.year for day, _ in kept}, reverse=True)
    return MyHours(
        tallies=tuple(_tally(key, span, mine, weights) for key, span in spans.items()),
        load=shares.of(person),
        kept=tuple((year, tuple(each for each in kept if each[0].year == year)) for year in years),
    )


def lumps(
    schedule: Schedule, person: PersonId, first: date, last: date, period: Period, timezone: str, now: datetime
) -> bytes:
    """Her hours in one lump for each pay period from ``first`` to ``last``, as CSV in UTF-8; nothing from ``now`` on.

    One lump a period: it names no duty and no night.
    """
    clock, rows = zone(timezone), []
    for start, end in periods(first, last, period):
        span = _before(Span(instant(start, time(0), clock), instant(end + timedelta(days=1), time(0), clock)), now)
        rows.append((start.isoformat(), end.isoformat(), *_hours(schedule, person, span)))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def periods(first: date, last: date, period: Period) -> tuple[tuple[date, date], ...]:
    """The pay periods, each with its last day; the last one ends with ``last``. None if it comes before ``first``."""
    found = []
    while first <= last:
        end = min(last, _end(first, period))
        found.append((first, end))
        first = end + timedelta(days=1)
    return tuple(found)


def _end(first: date, period: Period) -> date:
    if period is Period.TWO_WEEKS:
        return first + timedelta(days=13)
    if period is Period.HALF_MONTH and first.day <= 15:
        return first.replace(day=15)
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _spans(now: datetime, timezone: str) -> dict[str, Span | None]:
    today = now.astimezone(zone(timezone)).date()
    quarter = date(today.year, today.month - (today.month - 1) % 3, 1)
    starts = {"quarter": quarter, "year": date(today.year, 1, 1)}
    found = {
        key: _before(Span(instant(day, time(0), zone(timezone)), now + _AHEAD), now) for key, day in starts.items()
    }
    return {**found, "rolling": Span(max(now - A_YEAR, EARLIEST), now), "ahead": Span(now, now + _AHEAD)}


def _before(span: Span, now: datetime) -> Span | None:
    return Span(span.start, min(span.end, now)) if span.start < now else None


def _tally(key: str, span: Span, mine: Iterable[Span], weights: Weights) -> Tally:
    cut = (each.intersect(span) for each in mine)
    return Tally(key=key, start=span.start, end=span.end, burden=burden([each for each in cut if each], weights))


def _hours(schedule: Schedule, person: PersonId, span: Span | None) -> tuple[str, ...]:
    """Hours by line and together, to the quarter of an hour; time on two lines at once is counted once together."""
    found = [shift for shift in shifts(schedule, span) if shift.person == person] if span else []
    lines = [[shift.span for shift in found if shift.line is line] for line in Line]
    return tuple(_quarters(each) for each in (*lines, [shift.span for shift in found]))


def _quarters(spans: Iterable[Span]) -> str:
    length = sum((span.length for span in union(spans)), timedelta()) / _HOUR
    return f"{round(length * 4) / 4:.2f}"
