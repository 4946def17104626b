"""Change who is on a line for a span: somebody is added, taken off, or replaced wherever she would be on it."""

from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.holders import load_holders, refuse_harm
from consortium.duty.store import load_schedule, next_number, save_override
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Override, OverrideId, Schedule, SchedulingError, Span, shifts, with_override


async def override_duty(
    tx: Transaction,
    *,
    line: Line,
    starts_at: datetime,
    ends_at: datetime,
    adds: PersonId | None = None,
    removes: PersonId | None = None,
    by: UUID | None = None,
    public_url: str | None = None,
) -> OverrideId:
    """Change one line during ``[starts_at, ends_at)``; the change made last has the last word.

    ``adds`` alone joins whoever is on call, ``removes`` alone is taken off, both: ``adds`` stands in for ``removes``.
    What is over is not changed any more: a start that has passed counts as now. With ``public_url``, the address of our
    pages, everybody else whose duty changes is told by mail; without it nobody is.

    Raises:
        BadInput: the end does not come after the start or has passed; ``removes`` is on the line at no time then;
            for some of it an earlier change stands in for her already; ``adds`` may not hold it or is away; or primary
            and backup would all belong to one part of the region.
    """
    await one_at_a_time(tx)
    schedule = await load_schedule(tx)
    override = _override(line, _span(starts_at, ends_at, tx.now), adds, removes, await next_number(tx))
    if removes is not None:
        if not _holds(schedule, line, removes, override.during):
            raise BadInput("This person is on the line at no time in that span.", "removes")
        _refuse_taken_off_twice(schedule, override)
    holders = await load_holders(tx)
    if adds is not None:
        holders.refuse_strangers(line, (adds,), tx.now, field="adds")
    refuse_harm(schedule, override, holders.sides(override.during.start))
    await save_override(tx, override)
    await record(tx, "changed duty", by=by, subject=adds or removes, line=line.value, number=override.number)
    if public_url is not None:
        after = with_override(schedule, override)
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, schedule, after, override.during, public_url=public_url, but=but)
    return override.id


def _override(line: Line, during: Span, adds: PersonId | None, removes: PersonId | None, number: int) -> Override:
    try:
        return Override(id=OverrideId(uuid4()), number=number, line=line, during=during, adds=adds, removes=removes)
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "adds") from wrong


def _span(starts_at: datetime, ends_at: datetime, now: datetime) -> Span:
    start, end = checks.instant(starts_at, "starts_at"), checks.instant(ends_at, "ends_at")
    if end <= start:
        raise BadInput("The end must come after the start.", "ends_at")
    if end <= now:
        raise BadInput("This time is over. What has been is not changed any more.", "ends_at")
    return Span(max(start, now), end)


def _refuse_taken_off_twice(schedule: Schedule, override: Override) -> None:
    """She is not there to be taken off where an earlier change did so: this one would silently do nothing there."""
    before = replace(schedule, overrides=())
    taken = [
        span
        for each in schedule.overrides
        if each.line is override.line and each.removes == override.removes and each.adds != override.adds
        if (span := each.during.intersect(override.during))
        if _holds(before, override.line, _removed(override), span)
        and not _holds(schedule, override.line, _removed(override), span)
    ]
    if taken:
        raise BadInput(
            "For some of that time an earlier change already put somebody in her place. Take that change back first, "
            "or name the person who stands in for her, or choose the rest of the time only.",
            "removes",
        )


def _removed(override: Override) -> PersonId:
    return cast(PersonId, override.removes)


def _holds(schedule: Schedule, line: Line, person: PersonId, during: Span) -> bool:
    """Whether she is on the line at some time of the span."""
    return any(shift.person == person and shift.line is line for shift in shifts(schedule, during))
