"""Turns of a rotation: the one at an instant, and those of a window.

A turn is found by arithmetic, so asking about one window or another cannot change it. A turn without time, because of
days off, weekly hours or the clocks, or without a holder, because everybody is paused, is passed over.
Overrides, swaps and leave are not handled here; see `scheduling.timeline` for who is on call in the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from geo.names import PersonId
from scheduling.openings import Piece
from scheduling.rotation import Line, Rotation
from scheduling.spans import Span, require_utc
from scheduling.ticks import moment, ticks


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its whole time (never cut to a window), who holds it, and its number from 0.

    ``span`` goes from the first time on call to the last. ``parts`` are the times on call in it, in order, where weekly
    hours or days off leave less than all of it; otherwise there are none.
    """

    line: Line
    span: Span
    holders: frozenset[PersonId]
    index: int
    parts: tuple[Span, ...] = ()

    @property
    def times(self) -> tuple[Span, ...]:
        """The times on call in this turn, in order."""
        return self.parts or (self.span,)


def turn_at(rotation: Rotation, t: datetime) -> Turn | None:
    """Give the turn that is on call at the instant, or None. Of two that share the hour that comes twice, the later.

    Takes the same time however long the rotation has been running.

    Raises:
        NaiveTimeError, BeyondReachError: ``t`` is not a UTC time within reach.
    """
    require_utc(t)
    at = ticks(t)
    index = max((index for _, _, index in rotation.times.pieces(at, at + 1)), default=-1)
    return turn_of(rotation, index)


def turn_of(rotation: Rotation, index: int) -> Turn | None:
    """Give the turn of this number; None if there is none, or it has no time, or nobody holds it."""
    holders = rotation.order.holders(index) if index >= 0 else None
    pieces = rotation.times.of(index) if holders else ()
    return _turn(rotation, pieces, holders) if holders and pieces else None


def turns_between(rotation: Rotation, window: Span) -> Iterator[Turn]:
    """Yield every turn that has time on call in the window, in order. Without weekly hours and days off they tile."""
    found = rotation.times.pieces(ticks(window.start), ticks(window.end))
    if rotation.times.whole:
        for piece in found:
            if holders := rotation.order.holders(piece[2]):
                yield _turn(rotation, (piece,), holders)
    else:
        for index in sorted({index for _, _, index in found}):
            if turn := turn_of(rotation, index):
                yield turn


def _turn(rotation: Rotation, pieces: tuple[Piece, ...], holders: frozenset[PersonId]) -> Turn:
    times = tuple(Span(moment(start), moment(end)) for start, end, _ in pieces)
    span = Span(times[0].start, max(time.end for time in times))
    whole = len(times) == 1
    return Turn(rotation.line, span, holders, pieces[0][2], () if whole else times)
