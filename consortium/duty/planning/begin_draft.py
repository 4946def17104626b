"""Begin a draft: empty duties for the planner, or what counts now, to be changed. It counts for nobody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from secrets import randbelow
from typing import Any, Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.planning.against import fingerprint
from consortium.duty.planning.shapes import MOST_DUTIES, Shape, duties, window
from consortium.duty.planning.values import KeptRoster, PlannedShift, RosterState
from consortium.duty.store import load_schedule
from consortium.duty.store.plan_runs import ask_for_run
from consortium.duty.store.rosters import fresh_shift, next_roster_number, save_roster
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput
from scheduling import Line, Schedule, Span, shifts_by_turn
from scheduling.roster import RosterId
from scheduling.spans import gaps

MOST_SECONDS: Final = 120
_MOST_AHEAD: Final = timedelta(days=400)
_MOST_NEED: Final = 3
_SEEDS: Final = 1_000_000


async def plan_duty(
    tx: Transaction,
    *,
    title: str,
    timezone: str,
    first_day: date,
    last_day: date,
    hand_off: time,
    shapes: Mapping[Line, Shape],
    need: Mapping[Line, int] | None = None,
    seconds: int = 20,
    by: UUID | None = None,
) -> RosterId:
    """Make a draft of empty duties, and ask for a run of the planner to fill them.

    ``shapes`` say how duty on each line is cut; a line without one is left as it is. ``need`` is how many are on a line
    at once, 1 where it does not say. ``seconds`` is the longest that the planner may look for a better plan.

    Raises:
        BadInput: something cannot be taken; the field is named.
        Conflict: a plan is being made already.
    """
    span = window(first_day, last_day, hand_off, timezone)
    if not shapes:
        raise BadInput("Choose a shape for at least one line.", "shape_primary")
    checks.number(seconds, "seconds", least=1, most=MOST_SECONDS)
    wanted = {line: checks.number((need or {}).get(line, 1), f"need_{line.value}", least=1, most=_MOST_NEED)
              for line in shapes}  # fmt: skip
    _refuse_when(span, tx)
    made = [each for line in sorted(shapes) for each in duties(line, shapes[line], span, timezone, need=wanted[line])]
    roster = await keep_draft(tx, title, span, frozenset(shapes), made, by)
    await ask_for_run(tx, roster, kind="plan", seconds=seconds, by=by)
    return roster


async def draft_from_rota(
    tx: Transaction, *, title: str, lines: Iterable[Line], span: Span, by: UUID | None = None
) -> RosterId:
    """Make a draft of who is on call now by what counts, turn by turn, with its gaps as unfilled duties.

    Raises:
        BadInput: the time is over or too long, or no line is named.
    """
    chosen = frozenset(lines)
    if not chosen:
        raise BadInput("Choose at least one line.", "lines")
    _refuse_when(span, tx)
    made = duties_of(await load_schedule(tx), chosen, span)
    return await keep_draft(tx, title, span, chosen, made, by)


def duties_of(schedule: Schedule, lines: frozenset[Line], span: Span) -> list[PlannedShift]:
    """The turns of these lines in the span as duties; the time in which nobody is on a line as unfilled ones."""
    found = [shift for shift in shifts_by_turn(schedule, span) if shift.line in lines]
    made = [fresh_shift(shift.line, shift.span, shift.person) for shift in found]
    for line in sorted(lines):
        held = (shift.span for shift in found if shift.line is line)
        made += [fresh_shift(line, gap) for gap in gaps(span, held)]
    return made


async def keep_draft(
    tx: Transaction,
    title: str,
    span: Span,
    lines: frozenset[Line],
    made: Sequence[PlannedShift],
    by: UUID | None,
    *,
    stats: Mapping[str, Any] | None = None,
) -> RosterId:
    """Keep a new draft of these duties, made against what counts now.

    Raises:
        BadInput: it has too many duties, or its title cannot be taken.
    """
    if len(made) > MOST_DUTIES:
        raise BadInput(
            f"This makes {len(made):,} duties; a plan has {MOST_DUTIES:,} at most. Plan less time.", "last_day"
        )
    await one_at_a_time(tx)
    kept = KeptRoster(
        id=RosterId(uuid4()),
        number=await next_roster_number(tx),
        state=RosterState.DRAFT,
        title=checks.line(title, "title", most=80),
        lines=lines,
        span=span,
        made_at=tx.now,
        made_by=by,
        base=fingerprint(await load_schedule(tx), lines, span, tx.now),
        seed=randbelow(_SEEDS),
        stats=dict(stats or {}),
        shifts=tuple(made),
    )
    await save_roster(tx, kept)
    return kept.id


def _refuse_when(span: Span, tx: Transaction) -> None:
    if span.end <= tx.now:
        raise BadInput("This time is over. What has been is not changed any more.", "last_day")
    if span.end > tx.now + _MOST_AHEAD:
        raise BadInput("Plans reach 400 days ahead at most.", "last_day")
