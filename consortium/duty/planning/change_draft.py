"""Change a draft by hand: put somebody on a duty or a part of it, clear it, add a duty, take one out.

Nothing else changes, and nobody is told. What the rules say of it is told by the draft's page; a draft may break them
until it is published.
"""

from datetime import datetime
from typing import Final

from consortium.db import Transaction
from consortium.duty.holders import load_holders
from consortium.duty.planning.drafts import draft_to_change, the_shift
from consortium.duty.planning.values import KeptRoster, PlannedShift
from consortium.duty.store.rosters import add_shifts, change_shift, drop_shift, fresh_shift
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Span
from scheduling.roster import RosterId, ShiftId

MOST_SHIFTS: Final = 4000
_OVER: Final = "This time is over. What has been is not changed any more."


async def give_duty(
    tx: Transaction, *, roster: RosterId, shift: ShiftId, to: PersonId | None, during: Span | None = None
) -> ShiftId:
    """Put ``to`` on a duty of a draft, or nobody; its id, or that of the part that was given.

    With ``during``, a part of the duty, only that part changes hands: the rest becomes duties of their own. A new run
    of the planner leaves what was given by hand, and fills what was cleared.

    Raises:
        NotFound: there is no such duty.
        BadInput: the part lies outside the duty, or is over, or she may not hold this line.
        Conflict: the draft was published, or is being planned.
    """
    kept = await draft_to_change(tx, roster)
    old = the_shift(kept, shift)
    part = during or old.span
    if not old.span.contains(part):
        raise BadInput("This time reaches beyond the duty. Change the other duty too, or choose less.", "until_day")
    _refuse_past(part, tx.now)
    if to is not None:
        await _refuse_stranger(tx, old.line, to)
    given = PlannedShift(id=old.id, line=old.line, span=part, person=to, kept=to is not None)
    await change_shift(tx, given)
    rests = [Span(*ends) for ends in ((old.span.start, part.start), (part.end, old.span.end)) if ends[0] < ends[1]]
    await add_shifts(tx, roster, (fresh_shift(old.line, rest, old.person, kept=old.kept) for rest in rests))
    return given.id


async def add_duty(
    tx: Transaction, *, roster: RosterId, line: Line, during: Span, to: PersonId | None = None
) -> ShiftId:
    """Add a duty to a draft, beside those that it has on that line.

    Raises:
        NotFound: there is no such draft.
        BadInput: the draft is not about this line or time, or the time is over, or she may not hold the line.
        Conflict: the draft was published, or is being planned.
    """
    kept = await draft_to_change(tx, roster)
    _refuse_outside(kept, line, during)
    _refuse_past(during, tx.now)
    if to is not None:
        await _refuse_stranger(tx, line, to)
    made = fresh_shift(line, during, to, kept=to is not None)
    await add_shifts(tx, roster, (made,))
    return made.id


async def remove_duty(tx: Transaction, *, roster: RosterId, shift: ShiftId) -> None:
    """Take a duty out of a draft: nobody is wanted then.

    Raises:
        NotFound: there is no such duty.
        BadInput: it is over, or the only one.
        Conflict: the draft was published, or is being planned.
    """
    kept = await draft_to_change(tx, roster)
    old = the_shift(kept, shift)
    _refuse_past(old.span, tx.now)
    if len(kept.shifts) == 1:
        raise BadInput("This is the only duty of the draft. Throw the draft away instead.")
    await drop_shift(tx, old.id)


async def _refuse_stranger(tx: Transaction, line: Line, person: PersonId) -> None:
    (await load_holders(tx)).refuse_strangers(line, (person,), tx.now, field="person")


def _refuse_outside(kept: KeptRoster, line: Line, during: Span) -> None:
    if line not in kept.lines:
        raise BadInput("This draft leaves that line as it is.", "line")
    if not kept.span.contains(during):
        raise BadInput("This time reaches beyond the draft.", "until_day")
    if len(kept.shifts) >= MOST_SHIFTS:
        raise BadInput(f"A draft has {MOST_SHIFTS:,} duties at most.")


def _refuse_past(span: Span, now: datetime) -> None:
    if span.end <= now:
        raise BadInput(_OVER, "until_day")
