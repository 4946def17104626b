"""What the rota and the papers tell exactly: cover, hours on call, peers in date. Nothing here is of requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from consortium.clock import quarter
from consortium.support.facts import Facts
from scheduling import Line, Schedule, Shift, Span, shifts
from scheduling.spans import gaps, union
from scheduling.wallclock import instant, zone

QUARTERS: Final = 4
"""So many quarters are told, the present one among them."""
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """One quarter of the rota, as it was served; ``ended`` is false while it runs. Shares are whole per cents."""

    first: date
    ended: bool
    since: datetime
    hours: int
    primary: int
    backup: int
    both: int
    on_call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everybody who answers, now, by her papers; and the agencies."""

    in_date: int
    lapsed: int
    untrained: int
    suspended: int
    agencies: int
    agencies_bound: int


def covers(schedule: Schedule, now: datetime, timezone: str) -> tuple[Cover, ...]:
    """The last quarters, the newest first, from the first shift on that is remembered; none without one."""
    days = _quarters(now, timezone)
    found = shifts(schedule, Span(_midnight(days[-1], timezone), now))
    if not found:
        return ()
    first, told = found[0].span.start, []
    for place, day in enumerate(days):
        start = max(_midnight(day, timezone), first)
        end = _midnight(days[place - 1], timezone) if place else now
        if start < end:
            told.append(_cover(day, Span(start, end), found, ended=place > 0))
    return tuple(told)


def roster(facts: Facts, now: datetime) -> Roster:
    """How many who answer are in date, and how many agencies are bound by an agreement in force."""
    papers = [peer.papers.at(now) for peer in facts.peers.values()]
    serving = [each for each in papers if not each.suspended]
    return Roster(
        in_date=sum(each.in_date is True for each in serving),
        lapsed=sum(each.in_date is False for each in serving),
        untrained=sum(each.in_date is None for each in serving),
        suspended=len(papers) - len(serving),
        agencies=len(facts.departments),
        agencies_bound=len(facts.reach.live(now) & set(facts.departments)),
    )


def _cover(day: date, window: Span, found: Sequence[Shift], *, ended: bool) -> Cover:
    inside = [(shift.line, cut) for shift in found if (cut := shift.span.intersect(window))]
    bare = {line: gaps(window, [cut for on, cut in inside if on is line]) for line in (Line.PRIMARY, Line.BACKUP)}
    return Cover(
        first=day,
        ended=ended,
        since=window.start,
        hours=int(window.length / _HOUR),
        primary=_share(window, bare[Line.PRIMARY]),
        backup=_share(window, bare[Line.BACKUP]),
        both=_share(window, union([*bare[Line.PRIMARY], *bare[Line.BACKUP]])),
        on_call=int(_length(cut for _, cut in inside) / _HOUR),
    )


def _share(window: Span, bare: Iterable[Span]) -> int:
    return int(100 * (1 - _length(bare) / window.length))


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((span.length for span in spans), timedelta())


def _quarters(now: datetime, timezone: str) -> list[date]:
    """First days, the newest first."""
    days = [quarter(now.astimezone(zone(timezone)).date())]
    while len(days) < QUARTERS:
        days.append(quarter(days[-1] - timedelta(days=1)))
    return days


def _midnight(day: date, timezone: str) -> datetime:
    return instant(day, time(0), zone(timezone)).astimezone(UTC)
