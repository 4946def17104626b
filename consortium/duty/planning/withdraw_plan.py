"""Withdraw a published plan: from now on the rota is as it would be without it. What has been stays."""

from uuid import UUID

from consortium.db import Transaction
from consortium.duty.holders import load_holders
from consortium.duty.planning.against import ahead, without_plan
from consortium.duty.planning.publish_draft import refuse_one_sided
from consortium.duty.planning.values import RosterState
from consortium.duty.store import load_schedule
from consortium.duty.store.rosters import load_kept, set_withdrawn
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import load_region, one_at_a_time
from consortium.problems import Conflict, NotFound
from geo import PersonId
from scheduling.roster import RosterId


async def withdraw_plan(
    tx: Transaction, *, roster: RosterId, by: UUID | None = None, public_url: str | None = None
) -> None:
    """Let a published plan count no longer from now on. Whoever made it can make a new draft from it.

    With ``public_url``, the address of our pages, everybody else whose duty changes is told by mail, once more.

    Raises:
        NotFound: there is no such plan, or it is a draft.
        Conflict: it was withdrawn already, or its time is over.
        BadInput: primary and backup would then all belong to one part of the region.
    """
    await one_at_a_time(tx)
    kept = await load_kept(tx, roster, lock=True)
    if kept is None or kept.state is RosterState.DRAFT:
        raise NotFound
    if kept.state is RosterState.WITHDRAWN:
        raise Conflict("This plan was withdrawn already.")
    rest = ahead(kept, tx.now)
    if rest is None:
        raise Conflict("The time of this plan is over. What has been is not changed any more.")
    before = await load_schedule(tx)
    after = without_plan(before, kept, tx.now)
    sides = (await load_holders(tx)).sides(rest.start)
    refuse_one_sided(before, after, rest, sides, (await load_region(tx)).timezone)
    await set_withdrawn(tx, roster, by)
    await record(tx, "withdrew plan", by=by, subject=roster, title=kept.title, number=kept.number)
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, rest, public_url=public_url, but=but)
