"""Which turn some time on a line belongs to, and when that turn is at present. Pure.

A swap goes with its turn: it must do, at present, exactly what putting one person on for the other in that time would.
Where no turn does that (she has the time by a change of duty), there is none to go with.
"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

from consortium.duty.swaps.values import Held, Taken
from geo import PersonId
from scheduling import (
    Line,
    Override,
    OverrideId,
    Part,
    Schedule,
    Span,
    Swap,
    SwapId,
    TurnRef,
    find_turn,
    shifts,
    turn_at,
    with_override,
)


def last_number(schedule: Schedule) -> int:
    """The highest number that a change or a swap of this schedule has; they share the numbers."""
    changes, swaps = (each.number for each in schedule.overrides), (each.number for each in schedule.swaps)
    return max(max(changes, default=0), max(swaps, default=0))


def replacing(line: Line, giver: PersonId, taker: PersonId, during: Span, number: int) -> Override:
    """The change that puts one person on for another."""
    return Override(id=OverrideId(uuid4()), number=number, line=line, during=during, adds=taker, removes=giver)


def with_swap(schedule: Schedule, swap: Swap) -> Schedule:
    """The schedule with one swap more."""
    return replace(schedule, swaps=(*schedule.swaps, swap))


def held_by(schedule: Schedule, line: Line, giver: PersonId, during: Span) -> Held:
    """The giver's time with the turn that it goes with, whoever takes it."""
    number, taker = last_number(schedule) + 1, PersonId(uuid4())
    wanted = shifts(with_override(schedule, replacing(line, giver, taker, during, number)), during)
    for turn, whole in _turns(schedule, line, during):
        part = None if whole == during else Part.of(whole, during)
        swap = Swap(id=SwapId(uuid4()), number=number, line=line, giver=giver, taker=taker, turn=turn, part=part)
        if shifts(with_swap(schedule, swap), during) == wanted:
            return Held(line=line, during=during, turn=turn, part=part)
    return Held(line=line, during=during)


def present(schedule: Schedule, held: Held) -> Held | None:
    """The same time where its turn is now; None: the turn is gone, or has become too short for the part."""
    if held.turn is None:
        return held
    turn = find_turn(schedule, held.turn)
    if turn is None or turn.line is not held.line:
        return None
    during = turn.span if held.part is None else held.part.within(turn.span)
    return None if during is None else replace(held, during=during)


def counts(schedule: Schedule, taken: Taken) -> bool:
    """Whether the giver of a swap would hold its time but for it: else it does nothing, and the duty is its holder's.

    Leave does not matter here: who is away for a turn that she has given away still had it to give. Nor does a
    temporary schedule, under which nothing counts while it lasts.
    """
    before = replace(
        schedule,
        overrides=tuple(each for each in schedule.overrides if each.number < taken.number),
        swaps=tuple(each for each in schedule.swaps if each.number < taken.number),
        leave=(),
        rosters=tuple(roster for roster in schedule.rosters if not roster.final),
        recorded=None,
    )
    found = shifts(before, taken.of.during)
    return any((each.line, each.person) == (taken.of.line, taken.giver) for each in found)


def _turns(schedule: Schedule, line: Line, during: Span) -> Iterator[tuple[TurnRef, Span]]:
    """Every turn on the line that holds all of this time."""
    for rotation in schedule.rotations:
        turn = turn_at(rotation, during.start) if rotation.line is line else None
        if turn is not None and turn.span.contains(during):
            yield (rotation.id, turn.index), turn.span
    for roster in schedule.rosters:
        for shift in roster.shifts:
            if not roster.final and shift.line is line and shift.span.contains(during):
                yield shift.id, shift.span
