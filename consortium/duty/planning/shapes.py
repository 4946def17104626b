"""The shape of duty on a line: on which days and at which times it is handed over, and the duties that it makes. Pure.

Hand-overs are by the clock on the wall; a duty runs from one to the next, so that duties tile whatever the clocks do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from consortium.duty.planning.values import PlannedShift
from consortium.duty.store.rosters import fresh_shift
from consortium.pages import N_
from consortium.problems import BadInput
from scheduling import Line, Span
from scheduling.wallclock import instant, zone

MOST_DAYS: Final = 190
MOST_DUTIES: Final = 1500
MOST_TIMES: Final = 4
_DAY: Final = timedelta(days=1)
_EVERY_DAY: Final = frozenset(range(7))
_MONDAY, _FRIDAY = 0, 4


@dataclass(frozen=True, slots=True)
class Shape:
    """Duty is handed over on these weekdays (Monday 0) at each of these local times, which rise."""

    days: frozenset[int]
    times: tuple[time, ...]


DAILY, HALVES, WEEKENDS, WEEKLY, OWN, NONE = "daily", "halves", "weekends", "weekly", "own", "none"

SHAPE_WORDS: Final[Mapping[str, str]] = {
    NONE: N_("Leave this line as it is"),
    DAILY: N_("24 hours each"),
    HALVES: N_("12 hours by day, 12 by night"),
    WEEKENDS: N_("Each weekday for itself, the weekend in one"),
    WEEKLY: N_("A week each, from Monday"),
    OWN: N_("My own hand-over times"),
}
DAY_WORDS: Final[Mapping[str, str]] = {
    "every": N_("every day"),
    "weekdays": N_("Monday to Friday"),
    "monday-friday": N_("Monday and Friday"),
    "monday": N_("Monday"),
    "friday": N_("Friday"),
}
_DAYS: Final[Mapping[str, frozenset[int]]] = {
    "every": _EVERY_DAY,
    "weekdays": frozenset(range(5)),
    "monday-friday": frozenset({_MONDAY, _FRIDAY}),
    "monday": frozenset({_MONDAY}),
    "friday": frozenset({_FRIDAY}),
}


def shape_of(kind: str, hand_off: time, *, own_days: str = "", own_times: str = "", field: str = "") -> Shape | None:
    """The shape that a form describes; ``None``: the line is left as it is.

    Raises:
        BadInput: it describes none; ``field`` is named.
    """
    if kind == OWN:
        return Shape(_own_days(own_days, f"days_{field}"), _own_times(own_times, f"times_{field}"))
    later = (datetime.combine(date.min, hand_off) + timedelta(hours=12)).time()
    shapes = {
        NONE: None,
        DAILY: Shape(_EVERY_DAY, (hand_off,)),
        HALVES: Shape(_EVERY_DAY, (min(hand_off, later), max(hand_off, later))),
        WEEKENDS: Shape(frozenset(range(5)), (hand_off,)),
        WEEKLY: Shape(frozenset({_MONDAY}), (hand_off,)),
    }
    if kind not in shapes:
        raise BadInput("Say how duty on this line is shaped.", f"shape_{field}" if field else None)
    return shapes[kind]


def window(first_day: date, last_day: date, hand_off: time, timezone: str) -> Span:
    """From the hand-over of the first day to that of the day after the last one.

    Raises:
        BadInput: the last day comes before the first, or lies too far from it.
    """
    if last_day < first_day:
        raise BadInput("The last day must not come before the first.", "last_day")
    if (last_day - first_day).days >= MOST_DAYS:
        raise BadInput(f"A plan covers {MOST_DAYS} days at most.", "last_day")
    clock = zone(timezone)
    return Span(instant(first_day, hand_off, clock), instant(last_day + _DAY, hand_off, clock))


def duties(line: Line, shape: Shape, during: Span, timezone: str, *, need: int = 1) -> tuple[PlannedShift, ...]:
    """The unfilled duties of a line that tile the span, ``need`` at a time, in order; those at its ends are cut."""
    cuts = [during.start, *_hand_overs(shape, during, timezone), during.end]
    spans = [Span(start, end) for start, end in pairwise(cuts) if start < end]
    return tuple(fresh_shift(line, span) for span in spans for _ in range(need))


def _hand_overs(shape: Shape, during: Span, timezone: str) -> Iterator[datetime]:
    clock = zone(timezone)
    day = during.start.astimezone(clock).date()
    last = during.end.astimezone(clock).date()
    while day <= last:
        if day.weekday() in shape.days:
            for wall in shape.times:
                at = instant(day, wall, clock)
                if during.start < at < during.end:
                    yield at
        day += _DAY


def _own_days(value: str, field: str) -> frozenset[int]:
    if value not in _DAYS:
        raise BadInput("Say on which days this line is handed over.", field)
    return _DAYS[value]


def _own_times(value: str, field: str) -> tuple[time, ...]:
    words = value.replace(",", " ").split()
    try:
        found = sorted({time.fromisoformat(word).replace(tzinfo=None) for word in words})
    except ValueError as wrong:
        raise BadInput("Times look like 07:00, 15:00, 23:00.", field) from wrong
    if not 1 <= len(found) <= MOST_TIMES:
        raise BadInput(f"Give 1 to {MOST_TIMES} times of the day, such as 07:00, 15:00, 23:00.", field)
    return tuple(found)
