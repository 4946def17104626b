"""Somebody cannot serve for a while: a draft with the fewest changes that gives her duty to others. Nobody is told."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.planning.begin_draft import duties_of, keep_draft
from consortium.duty.planning.values import PlannedShift
from consortium.duty.store import load_schedule
from consortium.duty.store.plan_runs import ask_for_run
from consortium.duty.store.rosters import fresh_shift
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Span, shifts_by_turn
from scheduling.roster import RosterId
from scheduling.spans import LATEST, subtract

SECONDS: Final = 5
LONGEST_DAYS: Final = 120
LONG_TURN: Final = timedelta(days=62)
"""So far a turn that runs at the end is looked at, that it is seen whole."""


async def repair_duty(
    tx: Transaction, *, person: PersonId, during: Span, title: str, by: UUID | None = None
) -> RosterId:
    """Make a draft of the lines and the time of her turns in ``during``, with these given free, and let it be filled.

    The planner changes as little as it can beside them, and nothing that has begun: of a turn that runs, only the rest
    is given free.

    Raises:
        BadInput: the time is over or too long, or she has no duty then.
        Conflict: a plan is being made already.
    """
    checks.number((during.end - during.start).days, "last_day", least=0, most=LONGEST_DAYS)
    if during.end <= tx.now:
        raise BadInput("This time is over. What has been is not changed any more.", "last_day")
    ahead = Span(max(during.start, tx.now), during.end)
    await one_at_a_time(tx)
    schedule = await load_schedule(tx)
    window = Span(tx.now, min(ahead.end + LONG_TURN, LATEST))
    hers = [turn for turn in shifts_by_turn(schedule, window) if turn.person == person and turn.span.overlaps(ahead)]
    if not hers:
        raise BadInput("She has no duty in that time.", "person")
    span = Span(min(turn.span.start for turn in hers), max(turn.span.end for turn in hers))
    lines = frozenset(turn.line for turn in hers)
    made = [part for shift in duties_of(schedule, lines, span) for part in _freed(shift, person, ahead)]
    away = [[str(person), ahead.start.isoformat(), ahead.end.isoformat()]]
    roster = await keep_draft(tx, title, span, lines, made, by, stats={"away": away})
    await ask_for_run(tx, roster, kind="repair", seconds=SECONDS, by=by)
    return roster


def _freed(shift: PlannedShift, person: PersonId, during: Span) -> Iterator[PlannedShift]:
    """The duty, or, where it is hers, the part of it in that time with nobody and the rest as it was."""
    free = shift.span.intersect(during) if shift.person == person else None
    if free is None:
        yield shift
        return
    yield fresh_shift(shift.line, free)
    for rest in subtract([shift.span], [free]):
        yield fresh_shift(shift.line, rest, person, kept=True)
