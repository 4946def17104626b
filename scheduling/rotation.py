"""Rotations: people take turns, and hand over at a local time every so many days.

Turns tile: each ends at the very instant at which the next begins, at every change of the clocks
(the rule is `scheduling.wallclock.instant`'s). Turns are counted by days from the rotation's first day,
so a turn is found by arithmetic, never by walking from the start, and asking about one window
or another cannot change the answer. A turn whose days a zone has skipped altogether has no time and is passed over.

Overrides and leave are not handled here; see `scheduling.timeline` for who is on call in the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID
from zoneinfo import ZoneInfo

from geo.names import PersonId
from scheduling.errors import (
    BeyondReachError,
    HandOffTimeError,
    LastDayError,
    NoNameError,
    NoTurnsError,
    TurnLengthError,
)
from scheduling.spans import EARLIEST, LATEST, Span, require_utc
from scheduling.wallclock import instant, zone

RotationId = NewType("RotationId", UUID)

LONGEST_TURN = 366
"""Days; a turn of more than a year is no rotation."""

_END_OF_REACH = LATEST.date() + timedelta(days=1)
"""The first day that lies beyond reach in every zone."""


class Line(StrEnum):
    """A seat that is on call; it may have none, one or several holders at a time."""

    PRIMARY = "primary"
    BACKUP = "backup"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Turns that come round on one line, handed over at ``hand_off`` local time every ``every_days`` days.

    The first turn starts at the hand-off of ``first_day``. The rotation ends at the hand-off of ``last_day``
    (that day's turn is no longer held), or at the end of reach when there is none.
    ``every_days`` is 1 for daily, 7 for weekly, at most 366. Each turn has one or more holders.

    Raises:
        NoNameError, NoTurnsError, TurnLengthError, HandOffTimeError, UnknownZoneError: as they say.
        LastDayError: the last day does not come after the first.
        BeyondReachError: a day lies outside the years 1970 to 2199.
    """

    id: RotationId
    name: str
    line: Line
    zone: str
    first_day: date
    hand_off: time
    every_days: int
    turns: tuple[frozenset[PersonId], ...]
    last_day: date | None = None
    _clock: ZoneInfo = field(init=False, repr=False, compare=False)
    _days: range = field(init=False, repr=False, compare=False)
    _begins: datetime = field(init=False, repr=False, compare=False)
    _ends: datetime = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what cannot turn; keep at hand what every question needs."""
        if not self.name.strip():
            raise NoNameError("A rotation needs a name.")
        if not self.turns or not all(self.turns):
            raise NoTurnsError("A rotation needs at least one turn, and each turn at least one person.")
        if not 1 <= self.every_days <= LONGEST_TURN:
            raise TurnLengthError(f"A turn lasts 1 to {LONGEST_TURN} days, not {self.every_days}.")
        if self.hand_off.tzinfo is not None:
            raise HandOffTimeError("The hand-off is a time on the wall; the rotation's zone is named beside it.")
        first, last = self.first_day, self.last_day or _END_OF_REACH
        for day in (first, last):
            if not EARLIEST.date() <= day <= _END_OF_REACH:
                raise BeyondReachError(f"Rotations run between 1970 and 2199; {day} lies outside.")
        if last <= first:
            raise LastDayError(f"The last day must come after the first: {first} to {last}.")
        clock = zone(self.zone)
        object.__setattr__(self, "_clock", clock)
        object.__setattr__(self, "_days", range(first.toordinal(), last.toordinal(), self.every_days))
        object.__setattr__(self, "_ends", min(instant(last, self.hand_off, clock), LATEST))
        object.__setattr__(self, "_begins", self.starts(0))

    @property
    def begins(self) -> datetime:
        """The instant at which the first turn is taken over."""
        return self._begins

    @property
    def ends(self) -> datetime:
        """The instant from which nobody holds a turn any more; not before `begins`."""
        return self._ends

    def starts(self, index: int) -> datetime:
        """Give the instant at which the turn of this number (from 0) is taken over; past the last, the end."""
        if index >= len(self._days):
            return self._ends
        taken_over = instant(date.fromordinal(self._days[index]), self.hand_off, self._clock)
        return min(max(taken_over, EARLIEST), self._ends)

    def index_at(self, t: datetime) -> int | None:
        """Give the number n for which turn n has started at ``t`` and turn n + 1 has not; None outside.

        The local date and time give n at once. It is never too high: when the clocks show the hand-off's time or a
        later one, the hand-off is over, by the rule of `wallclock`. While the clocks show times for the second time
        it may be too low.
        """
        if not self._begins <= t < self._ends:
            return None
        local = t.astimezone(self._clock)
        days = local.toordinal() - self._days[0] - (local.time() < self.hand_off)
        index = max(0, days // self.every_days)
        while t >= self.starts(index + 1):
            index += 1
        return index


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its whole time (never cut to a window), who holds it, and its number from 0."""

    line: Line
    span: Span
    holders: frozenset[PersonId]
    index: int


def turn_at(rotation: Rotation, t: datetime) -> Turn | None:
    """Give the one turn that holds the instant, or None before the first and after the last.

    Takes the same time however long the rotation has been running.

    Raises:
        NaiveTimeError, BeyondReachError: ``t`` is not a UTC time within reach.
    """
    require_utc(t)
    index = rotation.index_at(t)
    if index is None:
        return None
    return _turn(rotation, index, Span(rotation.starts(index), rotation.starts(index + 1)))


def turns_between(rotation: Rotation, window: Span) -> Iterator[Turn]:
    """Yield every turn that has time in the window, in order; each begins where the one before ends."""
    index = rotation.index_at(max(window.start, rotation.begins))
    if index is None:
        return
    start = rotation.starts(index)
    while start < min(window.end, rotation.ends):
        end = rotation.starts(index + 1)
        if start < end:
            yield _turn(rotation, index, Span(start, end))
        index, start = index + 1, end


def stints_between(rotation: Rotation, window: Span) -> Iterator[Turn]:
    """Yield the turns between, or, when all turns have the same holders, the rotation's whole time as one.

    For who is on call it comes to the same, and a duty that never changes hands costs nothing to look through.
    """
    if len(set(rotation.turns)) > 1:
        yield from turns_between(rotation, window)
    elif rotation.begins < rotation.ends:
        whole = Span(rotation.begins, rotation.ends)
        if whole.overlaps(window):
            yield _turn(rotation, 0, whole)


def _turn(rotation: Rotation, index: int, span: Span) -> Turn:
    """Say who holds the turn of this number."""
    return Turn(rotation.line, span, rotation.turns[index % len(rotation.turns)], index)
