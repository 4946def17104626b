"""The instants ahead at which who may serve can change, and who is on call between them: worked out once, then asked.

All of them are dated: a hand-off, leave, an agreement or what is around it, the weekly hours of one, somebody's papers.
So what is worked out between two of them holds until the next, whoever asks and however often.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from agreements import PeerFacts, Reach
from agreements.instants import changes_within, dates_within
from geo import PersonId, Seat, ZoneId
from geo.routing import Routing
from scheduling import Schedule, Span, stretches
from scheduling.board import Duty

LOOK_AHEAD: Final = timedelta(days=14)
_HOLDS: Final = timedelta(hours=1)
"""So long after it was worked out it still reaches ``LOOK_AHEAD`` ahead."""


@dataclass(frozen=True, slots=True)
class OnCall:
    """Somebody on call who may serve one part of the region; ``rings``: she can be called."""

    person: PersonId
    seat: Seat
    role: str
    rings: bool

    def suits(self, *, wanted: str, way: str, without: frozenset[UUID]) -> bool:
        """Whether routing would ask her for who wants this, in this way, and was not served by those."""
        if self.person in without or (way == "call_peer" and not self.rings):
            return False
        return self.seat is not Seat.CLINICIAN or self.role == wanted


@dataclass(frozen=True, slots=True)
class Ahead:
    """From ``since`` on: the instants, rising, with the duty that begins at each; and what was worked out of them."""

    since: datetime
    instants: tuple[datetime, ...]
    duties: tuple[Duty, ...]
    on_call: dict[tuple[ZoneId, int], tuple[OnCall, ...]] = field(default_factory=dict)
    served: dict[tuple[ZoneId, int], int] = field(default_factory=dict)
    states: dict[tuple[ZoneId, int], frozenset[str]] = field(default_factory=dict)
    routings: dict[tuple[int, int, date, str, str], Routing] = field(default_factory=dict)

    def holds(self, at: datetime) -> bool:
        """Whether it may be asked about this instant and the time that lies ahead of it."""
        return self.since <= at < self.since + _HOLDS

    def covers(self, at: datetime) -> bool:
        """Whether this instant lies in the time that was looked ahead."""
        return self.since <= at < self.since + LOOK_AHEAD

    def stretch(self, at: datetime) -> int:
        """The number of the time between two instants in which this one lies."""
        return bisect_right(self.instants, at)

    def after(self, at: datetime) -> Iterator[tuple[int, datetime]]:
        """The instants after one, as far as is looked ahead, each with its place."""
        for place in range(self.stretch(at), len(self.instants)):
            if self.instants[place] > at + LOOK_AHEAD:
                return
            yield place, self.instants[place]


def look_ahead(schedule: Schedule, reach: Reach, peers: Iterable[PeerFacts], at: datetime) -> Ahead:
    """All that can change from an instant on."""
    until = at + LOOK_AHEAD + _HOLDS
    duties = {each.span.start: each.duty for each in stretches(schedule, Span(at, until))}
    instants = {*duties, *changes_within(reach, at, until), *reach.turns(at, until), *_leave(schedule, at, until)}
    for peer in peers:
        instants.update(dates_within(reach, peer, at, until))
    rising = tuple(sorted(instants))
    found, now = list[Duty](), duties[at]
    for instant in rising:
        now = duties.get(instant, now)
        found.append(now)
    return Ahead(at, rising, tuple(found))


def _leave(schedule: Schedule, since: datetime, until: datetime) -> Iterator[datetime]:
    for leave in schedule.leave:
        yield from (at for at in (leave.during.start, leave.during.end) if since < at < until)
