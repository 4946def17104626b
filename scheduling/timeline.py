"""Who is on call: one function for an instant, and the same answer spread over a window.

`who` is the one answer. `stretches` is `who` over a window: the same facts (`scheduling.facts`) on the same board
(`scheduling.board` states the precedence), changed only at the instants at which something begins or ends. `shifts`,
`gaps`, `next_change` and `covered_from` only rearrange it. So page, paging, calendar and coverage cannot disagree.

Everything is half-open, and no answer depends on the window it was asked through.
Whether somebody may serve, is trained or can be reached is not handled here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter
from typing import Final

from geo.names import PersonId
from scheduling.board import Board, Duty, Fact
from scheduling.facts import facts
from scheduling.order import NOBODY
from scheduling.roster import Shift
from scheduling.rotation import Line
from scheduling.schedule import Schedule
from scheduling.spans import LATEST, Span, require_utc, union
from scheduling.ticks import moment, ticks

_PLACES: Final = 40
_PLACE: Final = (1 << _PLACES) - 1
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span in which `who` gives one answer throughout."""

    span: Span
    duty: Duty


def who(schedule: Schedule, t: datetime) -> Duty:
    """Tell who is on call at the instant ``t``. THE function: nothing else may decide this.

    Raises:
        NaiveTimeError, BeyondReachError: ``t`` is not a UTC time within reach.
    """
    require_utc(t)
    board = Board()
    if t < LATEST:
        for _, _, fact in facts(schedule, Span(t, t + _TICK)):
            board.count(fact, 1)
    return board.settle() or Duty()


def stretches(schedule: Schedule, window: Span) -> tuple[Stretch, ...]:
    """Give `who` at every instant of the window: stretches that tile it, each unlike the one before.

    Takes time in proportion to what begins and ends in the window.
    """
    return tuple(_sweep(schedule, window))


def shifts(schedule: Schedule, window: Span) -> tuple[Shift, ...]:
    """Give each person's unbroken times on each line, cut to the window; by start, then line, then person.

    Two turns of one person that touch are one shift. Where nobody is on call there is none (see `gaps`).
    """
    found = stretches(schedule, window)
    served = [
        (shift.span.start, place, shift.person.int, shift)
        for place, line in enumerate(Line)
        for shift in _shifts_of(line, found)
    ]
    return tuple(shift for *_, shift in sorted(served, key=itemgetter(0, 1, 2)))


def gaps(schedule: Schedule, line: Line, window: Span) -> tuple[Span, ...]:
    """Give the parts of the window in which nobody holds the line, in order; an empty schedule: all of it."""
    return union(stretch.span for stretch in _sweep(schedule, window, line) if not stretch.duty[line])


def next_change(schedule: Schedule, t: datetime) -> datetime | None:
    """Give the first instant after ``t`` at which `who` answers otherwise than at ``t``; None: never again."""
    duty = who(schedule, t)
    return next((stretch.span.start for stretch in _onward(schedule, t) if stretch.duty != duty), None)


def covered_from(schedule: Schedule, line: Line, t: datetime) -> datetime | None:
    """Give the first instant, ``t`` or later, at which somebody holds the line; None: never again."""
    require_utc(t)
    onward = _onward(schedule, t, line)
    return next((stretch.span.start for stretch in onward if stretch.duty[line]), None)


def _sweep(schedule: Schedule, window: Span, line: Line | None = None) -> Iterator[Stretch]:
    """Yield the stretches of the window; of one line, if it is named, with the others empty.

    A change is one number: its instant, then its fact's place in the list, then whether the fact begins (0) or ends
    (1). Numbers sort fast, and there are very many.
    """
    start, end = ticks(window.start), ticks(window.end)
    changes, changing = list[int](), list[Fact]()
    for begun, over, fact in facts(schedule, window, line):
        place = len(changing) << 1
        changing.append(fact)
        changes.append(max(begun, start) << _PLACES | place)  # what already holds begins with the window
        if over < end:
            changes.append(over << _PLACES | place | 1)
    changes.sort()
    changes.append(end << _PLACES)
    board, since, duty, now = Board(), window.start, Duty(), start
    for change in changes:
        at = change >> _PLACES
        if at > now:
            changed = board.settle()
            if changed is not None:
                if now > start:
                    until = moment(now)
                    yield Stretch(Span(since, until), duty)
                    since = until
                duty = changed
            now = at
        if at < end:
            board.count(changing[(change & _PLACE) >> 1], -1 if change & 1 else 1)
    yield Stretch(Span(since, window.end), duty)


def _shifts_of(line: Line, found: tuple[Stretch, ...]) -> Iterator[Shift]:
    """Yield the shifts of one line: somebody who comes opens one, somebody who goes closes it."""
    holders, since, of_line = NOBODY, dict[PersonId, datetime](), attrgetter(line.value)
    for stretch in found:
        before, holders = holders, of_line(stretch.duty)
        if holders is before:
            continue
        for person in before - holders:
            yield Shift(line, person, Span(since[person], stretch.span.start))
        since |= dict.fromkeys(holders - before, stretch.span.start)
    for person in holders:
        yield Shift(line, person, Span(since[person], found[-1].span.end))


def _onward(schedule: Schedule, t: datetime, line: Line | None = None) -> Iterator[Stretch]:
    """Yield stretches from ``t`` to the end of reach, looking ahead in ever longer windows."""
    length = timedelta(days=32)
    while t < LATEST:
        window = Span(t, min(t + length, LATEST))
        yield from _sweep(schedule, window, line)
        t, length = window.end, 2 * length
