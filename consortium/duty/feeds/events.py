"""The events of a feed, kept so that a calendar program follows a shift that moves and lets go of one that is gone.

A program knows an event by its UID. So each shift gets one when it is first told of, keeps it when its times change,
and is told as cancelled for 90 days when it is nobody's any more: programs look at long intervals (RFC 5546, section
3.2.5). Pure: the schedule decides what the shifts are, this only which event each of them is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from geo import PersonId
from scheduling import Line, Schedule, Span, shifts_by_turn

KEPT: Final = timedelta(days=90)
"""How long an event is told of after it was cancelled or is over."""
_BACK, _AHEAD = 3, 7

Wanted = tuple[Line, Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One shift as calendar programs know it; ``sequence`` counts its changes (RFC 5545, section 3.8.7.4)."""

    id: UUID
    line: Line
    span: Span
    changed_at: datetime
    sequence: int = 0
    cancelled: bool = False


def window_at(now: datetime) -> Span:
    """What feeds tell of: from three months back to six or seven ahead, both at the first of a month in UTC.

    It moves once a month, so that what it cuts does not change with every look.
    """
    return Span(_month(now, -_BACK), _month(now, _AHEAD))


def wanted_of(schedule: Schedule, now: datetime, person: PersonId | None, line: Line | None) -> tuple[Wanted, ...]:
    """The turns of a person, or of a line where no person is given; turns that two hold together are told once."""
    found = shifts_by_turn(schedule, window_at(now))
    mine = (each for each in found if (each.person == person if person is not None else each.line is line))
    return tuple(dict.fromkeys((each.line, each.span) for each in mine))


def reconcile(
    known: Iterable[Event], wanted: Iterable[Wanted], now: datetime, fresh: Callable[[], UUID]
) -> tuple[Event, ...]:
    """The events after the rota has changed to ``wanted``, by id; what is the same stays as it was.

    A shift that is not there any more goes on as the one of its line that shares most time with it, if there is one
    that no event tells of yet; otherwise it is cancelled, if it was not over.
    """
    alive = [each for each in known if max(each.changed_at, each.span.end) > now - KEPT]
    by_what = {(each.line, each.span): each for each in sorted(alive, key=lambda each: not each.cancelled)}
    open_wishes = [each for each in dict.fromkeys(wanted) if each not in by_what or by_what[each].cancelled]
    wishes = set(wanted)
    left = [each for each in alive if not each.cancelled and (each.line, each.span) not in wishes]
    settled = {each.id: each for each in alive}
    for wish in open_wishes:
        before = by_what.get(wish) or _nearest(left, wish)
        if before in left:
            left.remove(before)
        event = (
            _told_anew(before, wish, now) if before else Event(id=fresh(), line=wish[0], span=wish[1], changed_at=now)
        )
        settled[event.id] = event
    for gone in left:
        if gone.span.end > now:
            settled[gone.id] = replace(gone, cancelled=True, sequence=gone.sequence + 1, changed_at=now)
    return tuple(sorted(settled.values(), key=lambda each: each.id))


def _told_anew(before: Event, wish: Wanted, now: datetime) -> Event:
    return replace(before, span=wish[1], cancelled=False, sequence=before.sequence + 1, changed_at=now)


def _nearest(left: Sequence[Event], wish: Wanted) -> Event | None:
    """The event of this line that shares most time with what is wanted; the first by id among equals."""
    line, span = wish
    shared = [(each.span.intersect(span), each) for each in left if each.line is line]
    touching = [(part.length, each) for part, each in shared if part is not None]
    return max(touching, key=lambda each: (each[0], -each[1].id.int), default=(None, None))[1]


def _month(now: datetime, months: int) -> datetime:
    count = now.year * 12 + now.month - 1 + months
    return now.replace(year=count // 12, month=count % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
