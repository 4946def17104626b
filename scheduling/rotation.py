"""Rotations: people take turns on a line, and hand over at a local time every so many hours, days, weeks or months.

A rotation is put together from its beat (`scheduling.beat`), the times that weekly hours and days off leave of it
(`scheduling.openings`) and the order of its turns (`scheduling.order`); each states its rules.
Overrides and leave are not handled here; see `scheduling.timeline` for who is on call in the end.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from geo.names import PersonId
from scheduling.beat import Beat, Unit
from scheduling.errors import (
    BeyondReachError,
    HandOffTimeError,
    LastDayError,
    LayerError,
    NoNameError,
    NoTurnsError,
    RestrictionError,
    TurnLengthError,
)
from scheduling.openings import Times
from scheduling.order import Idle, Order, Pause
from scheduling.spans import EARLIEST, LATEST
from scheduling.ticks import clock_of, moment, wall_ticks
from scheduling.wallclock import zone
from scheduling.weekly import Weekly

RotationId = NewType("RotationId", UUID)

LONGEST: Final = {Unit.HOUR: 8784, Unit.DAY: 366, Unit.WEEK: 52, Unit.MONTH: 12}
"""The longest turn in each unit; a turn of more than a year is no rotation."""

MOST_DAYS_OFF: Final = 4000
HIGHEST_LAYER: Final = 99

_END_OF_REACH: Final = LATEST.date() + timedelta(days=1)
"""The first day that lies beyond reach in every zone."""


class Line(StrEnum):
    """A seat that is on call; it may have none, one or several holders at a time."""

    PRIMARY = "primary"
    BACKUP = "backup"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Turns that come round on one line, handed over at ``hand_off`` local time every ``every`` ``unit``s.

    The first turn starts at the hand-off of ``first_day``. The rotation ends at the hand-off of ``last_day``
    (that day's turn is no longer held), or at the end of reach when there is none.
    Each turn has one or more holders. ``every`` is 1 or more, at most a year's worth.

    ``only`` are the weekly hours in which it is on call (None: always), ``off`` days on which it is not, such as
    holidays left to another rotation. ``idle`` says whether a period without duty consumes a turn.
    ``pauses`` pass a person's turns on; with ``owed`` she gets one back. Of the rotations of a line, those of the
    highest ``layer`` (0 to 99) that has a holder count at each instant; those of one layer add up.

    Raises:
        NoNameError, NoTurnsError, TurnLengthError, HandOffTimeError, UnknownZoneError, LayerError: as they say.
        LastDayError: the last day does not come after the first.
        RestrictionError: there are more than 4000 days off.
        BeyondReachError: a day lies outside the years 1970 to 2199.
    """

    id: RotationId
    name: str
    line: Line
    zone: str
    first_day: date
    hand_off: time
    every: int
    turns: tuple[frozenset[PersonId], ...]
    last_day: date | None = None
    unit: Unit = Unit.DAY
    only: Weekly | None = None
    idle: Idle = Idle.TURNS
    off: frozenset[date] = frozenset()
    pauses: tuple[Pause, ...] = ()
    owed: bool = True
    layer: int = 0
    times: Times = field(init=False, repr=False, compare=False)
    order: Order = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what cannot turn; keep at hand what every question needs."""
        if not self.name.strip():
            raise NoNameError("A rotation needs a name.")
        if not self.turns or not all(self.turns):
            raise NoTurnsError("A rotation needs at least one turn, and each turn at least one person.")
        if not 1 <= self.every <= LONGEST[self.unit]:
            raise TurnLengthError(f"A turn lasts 1 to {LONGEST[self.unit]} {self.unit.value}s, not {self.every}.")
        if self.hand_off.tzinfo is not None:
            raise HandOffTimeError("The hand-off is a time on the wall; the rotation's zone is named beside it.")
        if not 0 <= self.layer <= HIGHEST_LAYER:
            raise LayerError(f"A layer is a number from 0 to {HIGHEST_LAYER}, not {self.layer}.")
        self._refuse_days()
        object.__setattr__(self, "times", Times(self._beat(), self.only, self.off))
        order = Order(self.times, self.turns, self.idle, self.pauses, self.owed)
        object.__setattr__(self, "order", order)

    @property
    def begins(self) -> datetime:
        """The instant at which the first turn is taken over."""
        return moment(self.times.beat.begins)

    @property
    def ends(self) -> datetime:
        """The instant from which nobody holds a turn any more; not before `begins`."""
        return moment(self.times.beat.ends)

    def _refuse_days(self) -> None:
        if len(self.off) > MOST_DAYS_OFF:
            raise RestrictionError(f"A rotation has {MOST_DAYS_OFF} days off at most, not {len(self.off)}.")
        first, last = self.first_day, self.last_day or _END_OF_REACH
        for day in (first, last, *self.off):
            if not EARLIEST.date() <= day <= _END_OF_REACH:
                raise BeyondReachError(f"Rotations run between 1970 and 2199; {day} lies outside.")
        if last <= first:
            raise LastDayError(f"The last day must come after the first: {first} to {last}.")

    def _beat(self) -> Beat:
        until = self.last_day or _END_OF_REACH
        clock = clock_of(zone(self.zone))
        return Beat(
            clock, self.unit, self.every, wall_ticks(self.first_day, self.hand_off), wall_ticks(until, self.hand_off)
        )
