"""Time, turns and who is on call. Pure: no clock, no files, no database, no web.

Outsiders import from here; `scheduling.wallclock` and `scheduling.spans` are open to all as modules.
"""

from scheduling.beat import Unit
from scheduling.board import Duty
from scheduling.errors import SchedulingError
from scheduling.hours import hours_by_person
from scheduling.order import Idle, Pause
from scheduling.roster import (
    Assigned,
    Part,
    Recorded,
    Roster,
    RosterId,
    Shift,
    ShiftId,
    Swap,
    SwapId,
    TurnRef,
)
from scheduling.rotation import (
    Line,
    Rotation,
    RotationId,
)
from scheduling.rules import one_side, one_sided
from scheduling.schedule import Leave, Override, OverrideId, Schedule, with_override
from scheduling.spans import Span
from scheduling.swapped import find_turn
from scheduling.timeline import Stretch, covered_from, gaps, next_change, shifts, stretches, who
from scheduling.turn import Turn, turn_at, turn_of, turns_between
from scheduling.turns import shifts_by_turn
from scheduling.weekly import Weekly, Window

__all__ = [
    "Assigned",
    "Duty",
    "Idle",
    "Leave",
    "Line",
    "Override",
    "OverrideId",
    "Part",
    "Pause",
    "Recorded",
    "Roster",
    "RosterId",
    "Rotation",
    "RotationId",
    "Schedule",
    "SchedulingError",
    "Shift",
    "ShiftId",
    "Span",
    "Stretch",
    "Swap",
    "SwapId",
    "Turn",
    "TurnRef",
    "Unit",
    "Weekly",
    "Window",
    "covered_from",
    "find_turn",
    "gaps",
    "hours_by_person",
    "next_change",
    "one_side",
    "one_sided",
    "shifts",
    "shifts_by_turn",
    "stretches",
    "turn_at",
    "turn_of",
    "turns_between",
    "who",
    "with_override",
]
