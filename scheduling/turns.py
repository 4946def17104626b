"""Turns as people speak of them: shifts, cut where a rotation of their line hands over, or a plan's duty ends.

Who is on call is `scheduling.timeline`'s; nothing is added to it here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from scheduling.roster import Roster, Shift
from scheduling.schedule import Schedule
from scheduling.spans import Span
from scheduling.timeline import shifts
from scheduling.turn import turns_between


def shifts_by_turn(schedule: Schedule, window: Span) -> tuple[Shift, ...]:
    """Give the shifts in the window, cut where a rotation of their line hands over: what people call a turn.

    Where a plan or a temporary schedule counts, its own duties are the turns. Ordered as `shifts`. Two weeks that one
    person holds in a row are two, and so are two days of a plan.
    """
    return tuple(replace(shift, span=piece) for shift in shifts(schedule, window) for piece in _pieces(schedule, shift))


def _pieces(schedule: Schedule, shift: Shift) -> Iterator[Span]:
    borders = {at for at in _borders(schedule, shift) if shift.span.start < at < shift.span.end}
    cuts = sorted(borders | {shift.span.start, shift.span.end})
    return (Span(start, end) for start, end in pairwise(cuts))


def _borders(schedule: Schedule, shift: Shift) -> Iterator[datetime]:
    """Yield the instants at which a turn of this line begins or ends, in no order."""
    laid = [each for each in schedule.rosters if shift.line in each.lines and each.during.overlaps(shift.span)]
    for roster in laid:
        yield from (roster.during.start, roster.during.end)
        for duty in roster.shifts:
            if duty.line is shift.line and duty.span.overlaps(shift.span):
                yield from (at for at in (duty.span.start, duty.span.end) if _counts(laid, at) is roster)
    for rotation in schedule.rotations:
        if rotation.line is shift.line:
            for turn in turns_between(rotation, shift.span):
                if _counts(laid, turn.span.start) is None:
                    yield turn.span.start


def _counts(laid: list[Roster], at: datetime) -> Roster | None:
    """Find the roster that decides at an instant: a temporary schedule, else the plan of the highest number."""
    holding = [each for each in laid if at in each.during]
    return max(holding, key=lambda each: (each.final, each.number), default=None)
