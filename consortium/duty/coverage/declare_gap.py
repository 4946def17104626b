"""Say that a gap is meant: on one line, or for one part of the region, for a time, with the reason in words."""

from datetime import datetime
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.coverage.values import Meant
from consortium.duty.store.meant_gaps import delete_meant, load_meant, save_meant
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import load_zone_plan
from consortium.problems import BadInput, Conflict, NotFound
from geo import ZoneId
from scheduling import Line, Span
from scheduling.spans import LATEST

MOST_WORDS = 200


async def declare_gap(
    tx: Transaction,
    *,
    starts_at: datetime,
    ends_at: datetime | None,
    why: str,
    line: Line | None = None,
    zone: ZoneId | None = None,
    by: UUID | None = None,
) -> UUID:
    """Say that nobody need be on ``line``, or for the part ``zone``, in ``[starts_at, ends_at)``; its id.

    Without an end it holds until it is taken back. It changes nothing of who is asked: only how it is shown.

    Raises:
        BadInput: not exactly one of line and part is given, the part is none of the newest plan, the end does not come
            after the start or is over, or there are no words.
        Conflict: exactly this has been said already.
    """
    if (line is None) == (zone is None):
        raise BadInput("Choose one line, or one part of the region.", "of")
    span = _span(starts_at, ends_at, tx.now)
    meant = Meant(id=uuid4(), during=span, line=line, zone=zone, why=checks.line(why, "why", most=MOST_WORDS))
    said = line.value if line else await _label(tx, zone)
    if any((each.line, each.zone, each.during) == (line, zone, span) for each in await load_meant(tx)):
        raise Conflict("This has been said already.")
    await save_meant(tx, meant)
    await record(tx, "declared gap", by=by, subject=meant.id, what=said, why=meant.why)
    return meant.id


async def take_back_gap(tx: Transaction, *, meant: UUID, by: UUID | None = None) -> None:
    """Take back that a gap is meant: from now on it is one to mend.

    Raises:
        NotFound: there is no such one.
    """
    known = {each.id: each for each in await load_meant(tx)}
    if meant not in known or not await delete_meant(tx, meant):
        raise NotFound
    await record(tx, "took back declared gap", by=by, subject=meant, why=known[meant].why)


async def _label(tx: Transaction, zone: ZoneId | None) -> str:
    planned = await load_zone_plan(tx)
    if planned is None or zone is None or zone not in planned.labels:
        raise BadInput("Choose one line, or one part of the region.", "of")
    return planned.labels[zone]


def _span(starts_at: datetime, ends_at: datetime | None, now: datetime) -> Span:
    start = checks.instant(starts_at, "first")
    end = LATEST if ends_at is None else checks.instant(ends_at, "last")
    if end <= start:
        raise BadInput("The end must come after the start.", "last")
    if end <= now:
        raise BadInput("This time is over.", "last")
    return Span(start, end)
