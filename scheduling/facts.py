"""What of a schedule holds when: its parts as facts for the board, each with its time.

Facts are found for a window and never cut to it. Times are ticks (`scheduling.ticks`).
"""

from collections.abc import Iterator

from geo.names import PersonId
from scheduling.board import LAYERS, RECORDED, SEATS, Away, Change, Claim, Fact, Rank
from scheduling.order import NOBODY
from scheduling.roster import Recorded, Roster
from scheduling.rotation import Line, Rotation
from scheduling.schedule import Schedule
from scheduling.spans import EARLIEST, Span
from scheduling.swapped import rank_of, swapped
from scheduling.ticks import ticks

Held = tuple[int, int, Fact]
"""Start and end of the time throughout which a fact holds, and the fact."""


def facts(schedule: Schedule, window: Span, line: Line | None = None) -> Iterator[Held]:
    """Yield every fact that has time in the window, with its time, in no order; of one line, if it is named."""
    start, end = ticks(window.start), ticks(window.end)
    for rotation in schedule.rotations:
        if line is None or rotation.line is line:
            yield from _turns(rotation, start, end)
    for roster in schedule.rosters:
        if roster.during.overlaps(window):
            yield from _fixed(roster, window, line)
    if schedule.recorded is not None and schedule.recorded.until > window.start:
        yield from _served(schedule.recorded, window, line)
    if schedule.swaps:
        yield from swapped(schedule, start, end, line)
    yield from _dated(schedule, window, line)


def _dated(schedule: Schedule, window: Span, line: Line | None) -> Iterator[Held]:
    """Overrides and leave."""
    start, end = window.start, window.end
    for override in schedule.overrides:
        during = override.during
        if during.start < end and start < during.end and (line is None or override.line is line):
            yield _during(during, Change(SEATS[override.line], override.number, override.adds, override.removes))
    for leave in schedule.leave:
        if leave.during.overlaps(window):
            yield _during(leave.during, Away(leave.person))


def _turns(rotation: Rotation, start: int, end: int) -> Iterator[Held]:
    """The turns of a rotation; a duty that never changes hands is one fact, and costs nothing to look through."""
    seat, rank, times, order = SEATS[rotation.line], LAYERS[rotation.layer], rotation.times, rotation.order
    if order.one_hand and times.whole:
        begins, ends = times.beat.begins, times.beat.ends
        if max(begins, start) < min(ends, end):
            yield begins, ends, Claim(seat, rank, rotation.turns[0])
        return
    if order.plain:
        round_of = [Claim(seat, rank, holders) for holders in rotation.turns]
        for begun, over, index in times.pieces(start, end):
            yield begun, over, round_of[index % len(round_of)]
        return
    claims: dict[frozenset[PersonId], Claim] = {}
    for begun, over, index in times.pieces(start, end):
        holders = order.holders(index)
        claim = claims.get(holders)
        if claim is None:
            claim = claims[holders] = Claim(seat, rank, holders)
        if holders:
            yield begun, over, claim


def _fixed(roster: Roster, window: Span, line: Line | None) -> Iterator[Held]:
    rank = rank_of(roster)
    for ruled in roster.lines if line is None else roster.lines & {line}:
        yield _during(roster.during, Claim(SEATS[ruled], rank, NOBODY))
    for shift in roster.shifts:
        if (line is None or shift.line is line) and shift.span.overlaps(window):
            yield _during(shift.span, Claim(SEATS[shift.line], rank, frozenset([shift.person])))


def _served(recorded: Recorded, window: Span, line: Line | None) -> Iterator[Held]:
    rank, until = Rank(RECORDED), ticks(recorded.until)
    for ruled in Line if line is None else (line,):
        yield ticks(EARLIEST), until, Claim(SEATS[ruled], rank, NOBODY)
    for shift in recorded.shifts:
        if (line is None or shift.line is line) and shift.span.start < recorded.until and shift.span.overlaps(window):
            start, end = ticks(shift.span.start), min(ticks(shift.span.end), until)
            yield start, end, Claim(SEATS[shift.line], rank, frozenset([shift.person]))


def _during(span: Span, fact: Fact) -> Held:
    return ticks(span.start), ticks(span.end), fact
