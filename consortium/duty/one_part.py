"""Decision 2 for whole changes of the rota: when primary and backup both have somebody, and all of one part. Pure.

Where one of the two lines has nobody that is a gap, which is shown and not refused.
"""

from consortium.duty.holders import Sides
from scheduling import Schedule, Span, one_side, stretches
from scheduling.spans import subtract, union


def of_one_part(schedule: Schedule, window: Span, side_of: Sides) -> tuple[Span, ...]:
    """The times in the window in which the holders of both lines all belong to one part of the region."""
    found = stretches(schedule, window)
    return union(each.span for each in found if each.duty.primary and each.duty.backup and one_side(each.duty, side_of))


def newly_of_one_part(before: Schedule, after: Schedule, window: Span, side_of: Sides) -> tuple[Span, ...]:
    """Those times that a change would bring."""
    return subtract(of_one_part(after, window, side_of), of_one_part(before, window, side_of))
