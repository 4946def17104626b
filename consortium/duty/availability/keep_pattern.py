"""Keep the pattern in which somebody works elsewhere: a year of block-outs from its cycle; or end it."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.availability.may_say import refuse_stranger
from consortium.duty.store.availability import end_patterns, save_pattern
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_today
from consortium.problems import BadInput, Conflict
from geo import PersonId
from scheduling.errors import AvailabilityError
from scheduling.patterns import Hours, Pattern, read_cycle

A_YEAR: Final = timedelta(days=364)
_BEHIND: Final = timedelta(days=366)


def year_of(cycle: str, hours: dict[str, Hours], first: date, today: date) -> Pattern:
    """A pattern from the day on which its cycle begins until a year from today, or from then if that is later.

    Raises:
        BadInput: the cycle cannot be, a shift of it has no hours, or it begins more than a year from today.
    """
    if not today - _BEHIND <= first <= today + _BEHIND:
        raise BadInput("Give a day on which the cycle begins, within a year of today.", "cycle_first")
    try:
        return Pattern(cycle=read_cycle(cycle), hours=hours, first=first, last=max(first, today) + A_YEAR)
    except AvailabilityError as wrong:
        raise BadInput(str(wrong), "cycle") from wrong


async def keep_pattern(
    tx: Transaction, *, person: PersonId, name: str, pattern: Pattern, by: UUID | None = None
) -> UUID:
    """Keep a pattern; from its first day on it takes the place of what she had.

    Raises:
        BadInput: the name cannot be.
        Conflict: she does not answer.
        NotFound: there is no such person.
    """
    await refuse_stranger(tx, person)
    kept = await save_pattern(tx, person, checks.line(name, "pattern", most=80), pattern)
    await record(tx, "kept work pattern", by=by, subject=person)
    return kept


async def end_pattern(tx: Transaction, *, person: PersonId, by: UUID | None = None) -> None:
    """Let her pattern hold from today on no more.

    Raises:
        Conflict: she has none.
    """
    if not await end_patterns(tx, person, await load_today(tx)):
        raise Conflict("There is no pattern to end.")
    await record(tx, "ended work pattern", by=by, subject=person)
