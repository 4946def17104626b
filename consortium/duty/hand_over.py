"""Hand over: time that somebody has on a line becomes somebody else's, who has said yes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from consortium.db import Reading, Transaction
from consortium.duty.store import load_schedule, next_number, save_override
from consortium.duty.takers import Opening, load_opening
from consortium.journal import record
from consortium.members.store import load_mails, load_region, one_at_a_time
from consortium.outbox import Mail, post
from consortium.pages import moment, zone_label
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, OverrideId, Schedule, Span, shifts, turn_at, who

_LONGEST: Final = timedelta(days=366)


async def load_rest(reading: Reading, *, line: Line, holder: PersonId) -> Opening:
    """The rest of the holder's present turn on this line, for the page that offers to hand it over.

    Raises:
        Conflict: she is not on this line now.
    """
    schedule = await load_schedule(reading)
    if holder not in who(schedule, reading.now)[line]:
        raise Conflict("This person is not on the line now, so there is nothing to hand over.")
    rest = Span(reading.now, _ends(schedule, line, holder, reading.now))
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


async def hand_over(
    tx: Transaction,
    *,
    line: Line,
    holder: PersonId,
    to: PersonId,
    during: Span | None = None,
    by: UUID | None = None,
) -> OverrideId:
    """Give the holder's turn to ``to``, and write to ``to`` that it is so.

    ``during`` is the turn; without it, it is the rest of the present one. What has passed stays the holder's. No reason
    is asked for and none is kept. A talk that the holder is in stays hers.

    Raises:
        Conflict: the holder is not on this line now, or not in all that time.
        BadInput: ``to`` cannot take it: not enrolled for the line, on call already, away, without a way to be paged,
            not trained or not designated, or primary and backup would then all belong to one part of the region.
    """
    await one_at_a_time(tx)
    if during is None:
        rest = await load_rest(tx, line=line, holder=holder)
    else:
        rest = await load_turn(tx, line=line, holder=holder, during=during)
    override = rest.given_to(to, await next_number(tx))
    await save_override(tx, override)
    await record(tx, "handed over", by=by, subject=to, line=line.value, number=override.number)
    await post(tx, await _letter(tx, rest, to))
    return override.id


def _ends(schedule: Schedule, line: Line, holder: PersonId, now: datetime) -> datetime:
    """The end of the turn that she holds now: her shift's, or her rotation's turn's where that comes first."""
    span = Span(now, now + _LONGEST)
    mine = next(
        shift for shift in shifts(_only(schedule, line), span) if shift.person == holder and shift.span.start == now
    )
    turns = (turn_at(rotation, now) for rotation in schedule.rotations if rotation.line is line)
    return min(mine.span.end, *(turn.span.end for turn in turns if turn and holder in turn.holders), mine.span.end)


def _only(schedule: Schedule, line: Line) -> Schedule:
    rotations = tuple(rotation for rotation in schedule.rotations if rotation.line is line)
    return replace(schedule, rotations=rotations)


async def _letter(reading: Reading, rest: Opening, to: PersonId) -> Mail:
    region, mails = await load_region(reading), await load_mails(reading)
    until = f"{moment(rest.during.end, region.timezone)}, {zone_label(region.timezone)}"
    begins = "now" if rest.during.start <= reading.now else moment(rest.during.start, region.timezone)
    return Mail(
        kind="duty",
        address=mails[to],
        subject=f"{region.title}: you are on call from {'now on' if begins == 'now' else begins}",
        body=(
            f"A turn was handed over to you. You are on call ({rest.line.value}) from {begins} until {until}.\n\n"
            "If you cannot take it, hand it over again or call your coordinator.\n"
        ),
    )
