"""Time that somebody has on a line, and could hand over: the rest of her present turn, or one that lies ahead."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from consortium.db import Reading
from consortium.duty.store import load_schedule
from consortium.duty.takers import Opening, load_opening
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Schedule, Span, shifts, turn_at, who

_LONGEST: Final = timedelta(days=366)


async def load_rest(reading: Reading, *, line: Line, holder: PersonId) -> Opening:
    """The rest of the holder's present turn on this line, for the page that offers to hand it over.

    Raises:
        Conflict: she is not on this line now.
    """
    schedule = await load_schedule(reading)
    if holder not in who(schedule, reading.now)[line]:
        raise Conflict("This person is not on the line now, so there is nothing to hand over.")
    rest = Span(reading.now, turn_ends(schedule, line, holder, reading.now))
    return await load_opening(reading, line=line, holder=holder, during=rest, schedule=schedule)


async def load_turn(reading: Reading, *, line: Line, holder: PersonId, during: Span) -> Opening:
    """Time of the holder's on this line; what of it has passed is left out.

    Raises:
        Conflict: a part of it is not hers, or it is over.
    """
    if during.end <= reading.now:
        raise Conflict("This turn is over.")
    schedule, rest = await load_schedule(reading), Span(max(during.start, reading.now), during.end)
    held = [shift.span for shift in shifts(schedule, rest) if (shift.line, shift.person) == (line, holder)]
    if held != [rest]:
        raise Conflict("The rota has changed: this turn, or a part of it, is not the same person's any more.")
    return await load_opening(reading, line=line, holder=holder, during=rest, schedule=schedule)


def turn_ends(schedule: Schedule, line: Line, holder: PersonId, now: datetime) -> datetime:
    """The end of the turn that she holds on this line now: of her shift, or of her rotation's or plan's turn in it.

    Pages show it and acts go by it, so that nobody takes on more than she was shown.
    """
    span = Span(now, now + _LONGEST)
    mine = (shift for shift in shifts(_only(schedule, line), span) if (shift.line, shift.person) == (line, holder))
    ends = [next(shift for shift in mine if shift.span.start == now).span.end]
    turns = (turn_at(rotation, now) for rotation in schedule.rotations if rotation.line is line)
    ends += [turn.span.end for turn in turns if turn and holder in turn.holders]
    fixed = (shift for roster in schedule.rosters for shift in roster.shifts if shift.line is line)
    ends += [shift.span.end for shift in fixed if shift.person == holder and now in shift.span]
    return min(ends)


def _only(schedule: Schedule, line: Line) -> Schedule:
    rotations = tuple(rotation for rotation in schedule.rotations if rotation.line is line)
    return replace(schedule, rotations=rotations)
