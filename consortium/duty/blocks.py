"""What a rotation may have beside its turns: weekly hours, days off, a layer. Most have none of it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from consortium.problems import BadInput
from scheduling import Idle, Rotation, SchedulingError, Weekly, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """All with their plain meaning.

    ``only``: the hours of the week in which it is on call, or always. ``off``: days without it. ``idle``: whether time
    without it takes a turn. ``owed``: whether who was paused is owed her turn. ``layer``: its rank on the line.
    """

    only: Weekly | None = None
    idle: Idle = Idle.TURNS
    off: frozenset[date] = frozenset()
    owed: bool = True
    layer: int = 0


def blocks_of(rotation: Rotation) -> Blocks:
    """Those of a rotation that there is."""
    return Blocks(only=rotation.only, idle=rotation.idle, off=rotation.off, owed=rotation.owed, layer=rotation.layer)


def weekly(days: Collection[int], start: time, end: time) -> Weekly:
    """The same hours on each of these weekdays; Monday is 0, and hours that end before they start run overnight.

    Raises:
        BadInput: they cannot be.
    """
    try:
        return Weekly(tuple(Window(day, start, end) for day in sorted(days)))
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "days") from wrong


def same_hours(only: Weekly) -> tuple[frozenset[int], time, time] | None:
    """The weekdays and the hours, where they are the same on each of them; None where they differ."""
    hours = {(each.start, each.end) for each in only.windows}
    if len(hours) > 1:
        return None
    ((start, end),) = hours
    return frozenset(each.weekday for each in only.windows), start, end
