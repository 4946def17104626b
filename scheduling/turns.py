"""Turns as people speak of them: shifts, cut where a rotation of their line hands over.

Who is on call is `scheduling.timeline`'s; nothing is added to it here.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from scheduling.rotation import turns_between
from scheduling.schedule import Schedule
from scheduling.spans import Span
from scheduling.timeline import Shift, shifts


def shifts_by_turn(schedule: Schedule, window: Span) -> tuple[Shift, ...]:
    """Give the shifts in the window, cut where a rotation of their line hands over: what people call a turn.

    Ordered as `shifts`. Two weeks that one person holds in a row are two.
    """
    return tuple(replace(shift, span=piece) for shift in shifts(schedule, window) for piece in _pieces(schedule, shift))


def _pieces(schedule: Schedule, shift: Shift) -> Iterator[Span]:
    rotations = (rotation for rotation in schedule.rotations if rotation.line is shift.line)
    starts = {turn.span.start for rotation in rotations for turn in turns_between(rotation, shift.span)}
    cuts = sorted({start for start in starts if start in shift.span} | {shift.span.start, shift.span.end})
    return (Span(start, end) for start, end in pairwise(cuts))
