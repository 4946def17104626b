"""Lay a temporary schedule: for a span fixed shifts replace everything else on some lines; only leave still counts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.holders import Sides, load_holders
from consortium.duty.one_part import newly_of_one_part
from consortium.duty.store import load_schedule, next_temporary_number, save_temporary
from consortium.duty.tell_changed import NAMES, tell_changed
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_region, one_at_a_time
from consortium.problems import BadInput
from geo import PersonId
from scheduling import (
    Assigned,
    Line,
    Roster,
    RosterId,
    Schedule,
    SchedulingError,
    ShiftId,
    Span,
)
from scheduling.wallclock import zone

MOST_SHIFTS: Final = 400
Wanted = tuple[Line, PersonId, Span]
"""A shift as it is asked for."""


async def lay_temporary(
    tx: Transaction,
    *,
    name: str,
    lines: Collection[Line],
    during: Span,
    shifts: Sequence[Wanted],
    by: UUID | None = None,
    public_url: str | None = None,
) -> RosterId:
    """Put fixed shifts in the place of rotations, plans, changes and swaps on these lines during a span.

    What is over is not changed any more: a start that has passed counts as now. Where no shift is, nobody is on call.
    With ``public_url``, the address of our pages, everybody whose duty changes is told by mail.

    Raises:
        BadInput: the span is over; there is no shift, or one lies outside; somebody may not hold her line; another
            temporary schedule has some of that time; or primary and backup would all belong to one part of the region.
    """
    await one_at_a_time(tx)
    before = await load_schedule(tx)
    called = checks.line(name, "name")
    roster = roster_of(lines, during, shifts, tx.now, number=await next_temporary_number(tx))
    holders = await load_holders(tx)
    for line in roster.lines:
        people = (shift.person for shift in roster.shifts if shift.line is line)
        holders.refuse_strangers(line, people, tx.now, field=f"line_{line.value}")
    refuse_overlap(before, roster)
    after = with_roster(before, roster)
    refuse_one_side(before, after, roster.during, holders.sides(roster.during.start))
    await save_temporary(tx, called, roster)
    home = zone((await load_region(tx)).timezone)
    start, end = (at.astimezone(home).date().isoformat() for at in (roster.during.start, roster.during.end))
    count = len(roster.shifts)
    await record(tx, "laid temporary schedule", by=by, subject=roster.id, shifts=count, start=start, end=end)
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, roster.during, public_url=public_url, but=but)
    return roster.id


def roster_of(lines: Iterable[Line], during: Span, shifts: Sequence[Wanted], now: datetime, *, number: int) -> Roster:
    """The temporary schedule that these make, from now on at the earliest, not yet kept anywhere.

    Raises:
        BadInput: it cannot be; the field is named.
    """
    if during.end <= now:
        raise BadInput("This time is over. What has been is not changed any more.", "last_day")
    rest = Span(max(during.start, now), during.end)
    cut = [(line, person, span.intersect(rest)) for line, person, span in shifts if span.end > now]
    if not cut or len(cut) > MOST_SHIFTS:
        raise BadInput(f"A temporary schedule has 1 to {MOST_SHIFTS} shifts.", "shifts")
    try:
        return Roster(
            id=RosterId(uuid4()),
            number=number,
            lines=frozenset(lines),
            during=rest,
            shifts=tuple(Assigned(ShiftId(uuid4()), line, person, span) for line, person, span in cut if span),
            final=True,
        )
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "shifts") from wrong


def with_roster(schedule: Schedule, roster: Roster) -> Schedule:
    """The schedule with this temporary schedule on it."""
    return replace(schedule, rosters=(*schedule.rosters, roster))


def refuse_overlap(schedule: Schedule, roster: Roster) -> None:
    """Refuse time that another temporary schedule has on one of the lines.

    Raises:
        BadInput: it has.
    """
    for other in schedule.rosters:
        shared = other.lines & roster.lines
        if other.final and shared and other.during.overlaps(roster.during):
            line = next(each for each in Line if each in shared)
            raise BadInput(
                f"Another temporary schedule has some of that time on the {NAMES[line]} line. Take it back first, or "
                "choose days that only touch it.",
                "first_day",
            )


def refuse_one_side(before: Schedule, after: Schedule, during: Span, side_of: Sides) -> None:
    """Refuse time in which primary and backup would all belong to one part where they do not now (decision 2).

    Raises:
        BadInput: they would.
    """
    if newly_of_one_part(before, after, during, side_of):
        raise BadInput(
            "Primary and backup would all belong to one part of the region, and its officers could ask neither. "
            "Put somebody from elsewhere on one of the lines.",
            "shifts",
        )
