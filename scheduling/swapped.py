"""Swaps, each found where its turn is at present.

A turn is named by its rotation and number, or by a shift of a plan, and never by its time: so a swap moves with its
turn, and what it does when the turn is gone, or is not the giver's, is nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from geo.names import PersonId
from scheduling.board import LAYERS, PLAN, SEATS, TEMPORARY, Change, Rank
from scheduling.roster import Assigned, Part, Roster, ShiftId, Swap, TurnRef
from scheduling.rotation import Line, Rotation, RotationId
from scheduling.schedule import Schedule
from scheduling.ticks import DAY, ticks
from scheduling.turn import Turn, turn_of

_TICK: Final = timedelta(microseconds=1)

_Place = tuple[Rank, frozenset[PersonId], list[tuple[int, int]]]
"""Where a turn stands: what it is held under, who holds it, and the times on call in it."""


def find_turn(schedule: Schedule, turn: TurnRef) -> Turn | None:
    """Give the turn that a swap names, as it is at present and before any swap; None when it is gone.

    A shift of several plans is that of the plan with the highest number. The shift of a plan has the number 0.
    """
    if isinstance(turn, tuple):
        rotation = next((each for each in schedule.rotations if each.id == turn[0]), None)
        return None if rotation is None else turn_of(rotation, turn[1])
    plans = sorted((each for each in schedule.rosters if not each.final), key=lambda plan: -plan.number)
    for shift in (shift for plan in plans for shift in plan.shifts if shift.id == turn):
        return Turn(shift.line, shift.span, frozenset([shift.person]), 0)
    return None


def rank_of(roster: Roster) -> Rank:
    """The rank by which a roster claims its lines."""
    return Rank(TEMPORARY) if roster.final else Rank(PLAN, roster.number)


def swapped(schedule: Schedule, start: int, end: int, line: Line | None) -> Iterator[tuple[int, int, Change]]:
    """Yield what swaps change in ``[start, end)`` (ticks), with its time; of one line, if it is named.

    Who has a turn by an earlier swap may give it on.
    """
    rotations = {rotation.id: rotation for rotation in schedule.rotations}
    shifts = _shifts(schedule)
    takers: dict[TurnRef, set[PersonId]] = defaultdict(set)
    for swap in schedule.swaps:
        if line is not None and swap.line is not line:
            continue
        for rank, holders, times in _places(swap, rotations, shifts, start, end):
            if swap.giver in holders or swap.giver in takers[swap.turn]:
                takers[swap.turn].add(swap.taker)
                change = Change(SEATS[swap.line], swap.number, swap.taker, swap.giver, rank)
                for begun, over in _cut(times, swap.part):
                    if begun < end and start < over:
                        yield begun, over, change


def _places(
    swap: Swap,
    rotations: dict[RotationId, Rotation],
    shifts: dict[ShiftId, list[tuple[Rank, Assigned]]],
    start: int,
    end: int,
) -> Iterator[_Place]:
    """Where the turn stands at present; left out when it cannot have time in ``[start, end)``."""
    if not isinstance(swap.turn, tuple):
        for rank, shift in shifts[swap.turn]:
            if shift.line is swap.line:
                yield rank, frozenset([shift.person]), [(ticks(shift.span.start), ticks(shift.span.end))]
        return
    rotation, index = rotations.get(swap.turn[0]), swap.turn[1]
    if rotation is None or rotation.line is not swap.line or not 0 <= index < rotation.times.beat.count:
        return
    beat = rotation.times.beat
    if beat.starts(index) < end and start < beat.starts(index + 1) + 2 * DAY:
        times = [(begun, over) for begun, over, _ in rotation.times.of(index)]
        yield LAYERS[rotation.layer], rotation.order.holders(index), times


def _cut(times: list[tuple[int, int]], part: Part | None) -> Iterator[tuple[int, int]]:
    """The times of a turn, or what of them lies in the part, which is counted from the first."""
    if part is None or not times:
        yield from times
        return
    first, last = times[0][0] + part.start // _TICK, times[0][0] + part.end // _TICK
    for begun, over in times:
        if max(begun, first) < min(over, last):
            yield max(begun, first), min(over, last)


def _shifts(schedule: Schedule) -> dict[ShiftId, list[tuple[Rank, Assigned]]]:
    """The shifts of plans that swaps name, each with its plan's rank."""
    named = {swap.turn for swap in schedule.swaps if not isinstance(swap.turn, tuple)}
    found: dict[ShiftId, list[tuple[Rank, Assigned]]] = defaultdict(list)
    for roster in schedule.rosters if named else ():
        if not roster.final:
            for shift in roster.shifts:
                if shift.id in named:
                    found[shift.id].append((rank_of(roster), shift))
    return found
