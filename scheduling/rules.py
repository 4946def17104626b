"""Rules that a plan of duty must keep, each one function. So far the one hard rule on who shares the lines.

A "side" is whatever the caller groups people by; the desks pass the parts of the region a person belongs to.
What a part of the region is, is not handled here.
"""

from collections.abc import Hashable, Mapping

from geo.names import PersonId
from scheduling.board import Duty
from scheduling.errors import UnknownSideError
from scheduling.schedule import Schedule
from scheduling.spans import Span, union
from scheduling.timeline import stretches

Sides = Mapping[PersonId, frozenset[Hashable]]
"""For each person the sides she belongs to: none, one or several."""


def one_side(duty: Duty, side_of: Sides) -> bool:
    """Tell whether the rule is BROKEN: all holders of primary and backup belong to one side.

    True means that whoever asks from that side has nobody to ask. One holder with one side is enough for True;
    one holder who belongs to no side is enough for False. With nobody on either line it is False: that is a gap.

    Raises:
        UnknownSideError: a holder is missing from ``side_of``.
    """
    holders = duty.primary | duty.backup
    if missing := holders - side_of.keys():
        raise UnknownSideError(f"It was not told where {min(missing)} belongs.")
    return bool(holders) and bool(frozenset.intersection(*(side_of[person] for person in holders)))


def one_sided(schedule: Schedule, window: Span, side_of: Sides) -> tuple[Span, ...]:
    """Give the parts of the window in which `one_side` is true, in order, as few as can be."""
    found = stretches(schedule, window)
    return union(stretch.span for stretch in found if one_side(stretch.duty, side_of))
