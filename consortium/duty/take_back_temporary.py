"""Take a temporary schedule back: from now on the rota is as it would be without it. What has been stays."""

from dataclasses import replace
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.holders import load_holders
from consortium.duty.lay_temporary import refuse_one_side
from consortium.duty.store import cut_temporary, load_schedule, withdraw_temporary
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import Conflict, NotFound
from geo import PersonId
from scheduling import Roster, Schedule, Span


async def take_back_temporary(
    tx: Transaction, *, temporary: UUID, by: UUID | None = None, public_url: str | None = None
) -> None:
    """Let a temporary schedule end now, or never begin. With ``public_url`` everybody whose duty changes is told.

    Raises:
        NotFound: there is no such temporary schedule, or it was taken back, or it is long over.
        Conflict: its time is over.
        BadInput: primary and backup would then all belong to one part of the region.
    """
    await one_at_a_time(tx)
    before = await load_schedule(tx)
    roster = next((each for each in before.rosters if each.final and each.id == temporary), None)
    if roster is None:
        raise NotFound
    if roster.during.end <= tx.now:
        raise Conflict("The time of this schedule is over. What has been is not changed any more.")
    rest = Span(max(roster.during.start, tx.now), roster.during.end)
    after = without(before, roster)
    refuse_one_side(before, after, rest, (await load_holders(tx)).sides(rest.start))
    if roster.during.start < tx.now:
        await cut_temporary(tx, roster.id, tx.now)
        await record(tx, "cut temporary schedule", by=by, subject=roster.id)
    else:
        await withdraw_temporary(tx, roster.id)
        await record(tx, "took back temporary schedule", by=by, subject=roster.id)
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, rest, public_url=public_url, but=but)


def without(schedule: Schedule, roster: Roster) -> Schedule:
    """The schedule as it would be without this one, before now too."""
    return replace(schedule, rosters=tuple(each for each in schedule.rosters if each.id != roster.id))
