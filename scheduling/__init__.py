"""Time, turns and who is on call. Pure: no clock, no files, no database, no web.

Outsiders import from here; `scheduling.wallclock` and `scheduling.spans` are open to all as modules.
"""

from scheduling.board import Duty
from scheduling.errors import SchedulingError
from scheduling.hours import hours_by_person
from scheduling.rotation import Line, Rotation, RotationId, Turn, turn_at, turns_between
from scheduling.rules import one_side, one_sided
from scheduling.schedule import Leave, Override, OverrideId, Schedule, with_override
from scheduling.spans import Span
from scheduling.timeline import Shift, Stretch, covered_from, gaps, next_change, shifts, stretches, who
from scheduling.turns import shifts_by_turn

__all__ = [
    "Duty",
    "Leave",
    "Line",
    "Override",
    "OverrideId",
    "Rotation",
    "RotationId",
    "Schedule",
    "SchedulingError",
    "Shift",
    "Span",
    "Stretch",
    "Turn",
    "covered_from",
    "gaps",
    "hours_by_person",
    "next_change",
    "one_side",
    "one_sided",
    "shifts",
    "shifts_by_turn",
    "stretches",
    "turn_at",
    "turns_between",
    "who",
    "with_override",
]
