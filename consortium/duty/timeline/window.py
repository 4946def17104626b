"""The weeks that a timeline shows, and where a span stands on them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from scheduling import Span
from scheduling.wallclock import instant, zone

COLUMNS: Final = 168
"""A lane has as many columns as a week has hours, whatever it shows: ``hours.css`` places bars on them."""
ZOOMS: Final = (1, 4, 12)
"""How many weeks may be shown at once."""
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Whole weeks from a Monday's midnight on, by the clock of ``timezone``; ``weeks`` is one of ``ZOOMS``.

    A column is as many hours as there are weeks: an hour, four, twelve.
    """

    first: date
    weeks: int
    timezone: str

    @property
    def last(self) -> date:
        """The last day, a Sunday."""
        return self.first + timedelta(days=7 * self.weeks - 1)

    @property
    def span(self) -> Span:
        """From midnight to midnight, half-open."""
        clock = zone(self.timezone)
        ends = (self.first, self.first + timedelta(weeks=self.weeks))
        start, end = (instant(day, time(0), clock) for day in ends)
        return Span(start, end)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, in order."""
        return tuple(self.first + timedelta(days=number) for number in range(7 * self.weeks))

    @property
    def mondays(self) -> tuple[date, ...]:
        """The first day of every week, in order."""
        return self.days[::7]

    def place(self, start: datetime, end: datetime) -> str:
        """The classes that place ``[start, end)``, by the clock on the wall.

        Both ends go to the nearest column, so that what tiles also tiles on the page; what reaches past the window is
        cut off; nothing is narrower than a column. Only for what overlaps the window.
        """
        left, right = self._column(start), self._column(end)
        left = min(left, COLUMNS - 1)
        return f"h{left} w{max(1, right - left)}"

    def _column(self, at: datetime) -> int:
        wall = at.astimezone(zone(self.timezone)).replace(tzinfo=UTC)  # the wall's own arithmetic
        monday = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        return min(COLUMNS, max(0, round((wall - monday) / _HOUR / self.weeks)))


def window_of(day: date, weeks: int, timezone: str) -> Window:
    """The weeks from the one that holds ``day`` on."""
    return Window(day - timedelta(days=day.weekday()), weeks, timezone)
