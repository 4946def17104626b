"""Who is on call: one function for an instant, and the same answer spread over a window.

`who` is the one answer. `stretches` is `who` over a window: the same board (`scheduling.board` states the
precedence), changed only at the instants at which something begins or ends. `shifts`, `gaps`, `next_change` and
`covered_from` only rearrange it. So page, paging, calendar and coverage cannot disagree.

Everything is half-open, and no answer depends on the window it was asked through.
Whether somebody may serve, is trained or can be reached is not handled here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from geo.names import PersonId
from scheduling.board import NOBODY, Board, Duty, Fact
from scheduling.rotation import Line, stints_between, turn_at
from scheduling.schedule import Schedule
from scheduling.spans import LATEST, Span, require_utc, union


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span in which `who` gives one answer throughout."""

    span: Span
    duty: Duty


@dataclass(frozen=True, slots=True)
class Shift:
    """A person is on the line throughout the span and, unless a window cut it, neither just before nor after."""

    line: Line
    person: PersonId
    span: Span


def who(schedule: Schedule, t: datetime) -> Duty:
    """Tell who is on call at the instant ``t``. THE function: nothing else may decide this.

    Raises:
        NaiveTimeError, BeyondReachError: ``t`` is not a UTC time within reach.
    """
    require_utc(t)
    board = Board()
    for rotation in schedule.rotations:
        if turn := turn_at(rotation, t):
            board.put(turn)
    for fact in schedule.dated:
        if t in fact.during:
            board.put(fact)
    return board.duty()


def stretches(schedule: Schedule, window: Span) -> tuple[Stretch, ...]:
    """Give `who` at every instant of the window: stretches that tile it, each unlike the one before.

    Takes time in proportion to what begins and ends in the window.
    """
    board, found = Board(), list[Stretch]()
    since, duty = window.start, board.duty()
    for moment, changes in groupby(_changes(schedule, window), key=itemgetter(0)):
        for _, change, fact in changes:
            change(board, fact)
        now = board.duty()
        if now != duty:
            if since < moment:
                found.append(Stretch(Span(since, moment), duty))
            since, duty = moment, now
    return (*found, Stretch(Span(since, window.end), duty))


def shifts(schedule: Schedule, window: Span) -> tuple[Shift, ...]:
    """Give each person's unbroken times on each line, cut to the window; by start, then line, then person.

    Two turns of one person that touch are one shift. Where nobody is on call there is none (see `gaps`).
    """
    found = stretches(schedule, window)
    of_all_lines = (shift for line in Line for shift in _shifts_of(line, found))
    place = {line: number for number, line in enumerate(Line)}
    return tuple(sorted(of_all_lines, key=lambda it: (it.span.start, place[it.line], it.person.int)))


def gaps(schedule: Schedule, line: Line, window: Span) -> tuple[Span, ...]:
    """Give the parts of the window in which nobody holds the line, in order; an empty schedule: all of it."""
    found = stretches(_only(schedule, line), window)
    return union(stretch.span for stretch in found if not stretch.duty[line])


def next_change(schedule: Schedule, t: datetime) -> datetime | None:
    """Give the first instant after ``t`` at which `who` answers otherwise than at ``t``; None: never again."""
    duty = who(schedule, t)
    return next((stretch.span.start for stretch in _onward(schedule, t) if stretch.duty != duty), None)


def covered_from(schedule: Schedule, line: Line, t: datetime) -> datetime | None:
    """Give the first instant, ``t`` or later, at which somebody holds the line; None: never again."""
    require_utc(t)
    onward = _onward(_only(schedule, line), t)
    return next((stretch.span.start for stretch in onward if stretch.duty[line]), None)


def _changes(schedule: Schedule, window: Span) -> list[tuple[datetime, Callable[[Board, Fact], None], Fact]]:
    """List what begins and ends in the window, by instant; what already holds begins with the window."""
    changes = []
    for span, fact in _facts(schedule, window):
        changes.append((max(span.start, window.start), Board.put, fact))
        if span.end < window.end:
            changes.append((span.end, Board.take, fact))
    return sorted(changes, key=itemgetter(0))


def _facts(schedule: Schedule, window: Span) -> Iterator[tuple[Span, Fact]]:
    """Yield every fact that has time in the window, with its time, in no order."""
    for rotation in schedule.rotations:
        for turn in stints_between(rotation, window):
            yield turn.span, turn
    for fact in schedule.dated:
        if fact.during.overlaps(window):
            yield fact.during, fact


def _shifts_of(line: Line, found: tuple[Stretch, ...]) -> Iterator[Shift]:
    """Yield the shifts of one line: somebody who comes opens one, somebody who goes closes it."""
    holders, since = NOBODY, dict[PersonId, datetime]()
    for stretch in found:
        before, holders = holders, stretch.duty[line]
        for person in before - holders:
            yield Shift(line, person, Span(since[person], stretch.span.start))
        since |= dict.fromkeys(holders - before, stretch.span.start)
    for person in holders:
        yield Shift(line, person, Span(since[person], found[-1].span.end))


def _only(schedule: Schedule, line: Line) -> Schedule:
    """Leave out what cannot change this line."""
    rotations = tuple(rotation for rotation in schedule.rotations if rotation.line == line)
    overrides = tuple(override for override in schedule.overrides if override.line == line)
    return Schedule(rotations, overrides, schedule.leave)


def _onward(schedule: Schedule, t: datetime) -> Iterator[Stretch]:
    """Yield stretches from ``t`` to the end of reach, looking ahead in ever longer windows."""
    length = timedelta(days=32)
    while t < LATEST:
        window = Span(t, min(t + length, LATEST))
        yield from stretches(schedule, window)
        t, length = window.end, 2 * length
