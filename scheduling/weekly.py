"""Weekly restrictions: the hours of the week in which a rotation is on call, by the clock of its zone.

A window starts at the FIRST occurrence of its start and ends at the LAST occurrence of its end (`scheduling.wallclock`
has both rules), so that two windows that touch never leave a gap between them when the clocks change.
Who holds a window is not handled here; see `scheduling.turn`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final

from scheduling.errors import RestrictionError
from scheduling.ticks import DAY, WEEK, ticks_of_day

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_WINDOWS: Final = 100


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Hours that begin on one day of each week: ``weekday`` is 0 for Monday to 6 for Sunday.

    ``end`` later than ``start`` ends the same day; earlier, on the next day (overnight); equal, a whole day later
    (round the clock). Half-open.

    Raises:
        RestrictionError: there is no such weekday, or a time carries a zone.
    """

    weekday: int
    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse what no week has."""
        if not 0 <= self.weekday <= 6:
            raise RestrictionError(f"A week has the days 0 (Monday) to 6 (Sunday), not {self.weekday}.")
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise RestrictionError("Weekly hours are times on the wall; the rotation's zone is named beside them.")

    @property
    def whole_day(self) -> bool:
        """Tell whether it lasts from a time to the same time on the next day."""
        return self.start == self.end

    @property
    def opens(self) -> int:
        """Ticks on the wall from Monday's midnight to the start."""
        return self.weekday * DAY + ticks_of_day(self.start)

    @property
    def length(self) -> int:
        """Ticks on the wall from start to end; more than nothing, a day at most."""
        return (ticks_of_day(self.end) - ticks_of_day(self.start) - 1) % DAY + 1


@dataclass(frozen=True, slots=True)
class Weekly:
    """The windows of a week, kept in order. They may touch; no two of them overlap.

    Raises:
        RestrictionError: there is no window, there are more than 100, or two overlap.
    """

    windows: tuple[Window, ...]

    def __post_init__(self) -> None:
        """Refuse a week that has no answer; put the windows in order."""
        if not self.windows:
            raise RestrictionError("A weekly restriction has at least one window.")
        if len(self.windows) > MOST_WINDOWS:
            raise RestrictionError(f"A weekly restriction has {MOST_WINDOWS} windows at most.")
        windows = tuple(sorted(self.windows))
        object.__setattr__(self, "windows", windows)
        for one, other, later in _neighbours(windows):
            if one.opens + one.length > other.opens + later:
                raise RestrictionError(f"Two windows of the week overlap: {_told(one)} and {_told(other)}.")


def _neighbours(windows: tuple[Window, ...]) -> Iterator[tuple[Window, Window, int]]:
    """Each window with the next one, which is so much later than in its own week: the last is followed by the first."""
    yield from ((one, other, 0) for one, other in pairwise(windows))
    yield windows[-1], windows[0], WEEK


def _told(window: Window) -> str:
    return f"{WEEKDAYS[window.weekday]} {window.start:%H:%M} to {window.end:%H:%M}"
