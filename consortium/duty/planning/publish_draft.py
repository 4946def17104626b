"""Publish a draft: one event, after which it counts. Everybody whose duty changes is told by one mail."""

from uuid import UUID

from consortium.db import Transaction
from consortium.duty.holders import Sides, load_holders
from consortium.duty.planning.against import ahead, stands_against, with_plan
from consortium.duty.planning.drafts import draft_to_change
from consortium.duty.planning.values import KeptRoster, PlannedShift
from consortium.duty.store import load_schedule
from consortium.duty.store.rosters import load_published_since, set_base, set_published
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import load_region, one_at_a_time
from consortium.pages import dated
from consortium.problems import BadInput, Conflict
from geo import PersonId
from scheduling import Schedule, Span, one_side, stretches
from scheduling.roster import RosterId
from scheduling.spans import subtract

LOOK_AGAIN = (
    "The draft, or what is wrong with it, has changed since you looked at it. Nothing was published: look again."
)
CHANGED = "What counts on these lines in this time has changed since the draft was made"


async def publish_draft(
    tx: Transaction,
    *,
    roster: RosterId,
    seen: tuple[PlannedShift, ...] | None = None,
    by: UUID | None = None,
    public_url: str | None = None,
) -> None:
    """Let a draft count from now on: it replaces the rotations and earlier plans of its lines in its time.

    What has been stays as it was. Changes of single days come on top, as before. With ``public_url``, the address of
    our pages, everybody else whose duty changes is told by mail. ``seen`` are the duties that somebody has looked at.

    Raises:
        NotFound: there is no such draft.
        Conflict: it was published, is being planned, or it or what it was made against has changed meanwhile.
        BadInput: its time is over, somebody may not hold her line any more, or primary and backup would all belong to
            one part of the region.
    """
    await one_at_a_time(tx)
    kept = await draft_to_change(tx, roster)
    if seen is not None and seen != kept.shifts:
        raise Conflict(LOOK_AGAIN)
    rest = ahead(kept, tx.now)
    if rest is None:
        raise BadInput("The time of this draft is over. What has been is not changed any more.")
    before = await load_schedule(tx)
    if stands_against(before, kept) != kept.base:
        raise Conflict(f"{CHANGED}{await _who_changed(tx, kept)}. Nothing was published, and the draft is as it was.")
    after = with_plan(before, kept, tx.now)
    holders = await load_holders(tx)
    for line in sorted(kept.lines):
        ahead_of_us = (shift for shift in kept.shifts if shift.line is line and shift.span.end > tx.now)
        people = {shift.person for shift in ahead_of_us if shift.person is not None}
        holders.refuse_strangers(line, people, tx.now, field="shifts")
    refuse_one_sided(before, after, rest, holders.sides(rest.start), (await load_region(tx)).timezone)
    await set_published(tx, roster, by)
    duties = [shift for shift in kept.shifts if shift.span.end > tx.now]
    empty = sum(1 for shift in duties if shift.person is None)
    await record(
        tx,
        "published plan",
        by=by,
        subject=roster,
        title=kept.title,
        number=kept.number,
        duties=len(duties),
        empty=empty,
    )
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, rest, public_url=public_url, but=but)


async def bring_up_to_date(tx: Transaction, *, roster: RosterId) -> None:
    """Let a draft stand against what counts now, once somebody has looked at what that is. Its duties stay.

    Raises:
        NotFound: there is no such draft.
        Conflict: it was published, or is being planned.
    """
    await one_at_a_time(tx)
    kept = await draft_to_change(tx, roster)
    await set_base(tx, roster, stands_against(await load_schedule(tx), kept))


def refuse_one_sided(before: Schedule, after: Schedule, span: Span, side_of: Sides, timezone: str) -> None:
    """Refuse time in which primary and backup would newly all belong to one part of the region (decision 2).

    Raises:
        BadInput: there is such time; the first is named.
    """
    found = subtract(_both_of_one(after, span, side_of), _both_of_one(before, span, side_of))
    if found:
        raise BadInput(
            "Primary and backup would all belong to one part of the region, and its officers could ask neither: for "
            f"the first time on {dated(found[0].start, timezone)}. Change who is on one of the two lines then."
        )


def _both_of_one(schedule: Schedule, span: Span, side_of: Sides) -> list[Span]:
    """The time in which both lines have somebody, and all belong to one part; where one is empty that is a gap."""
    found = ((each.span, each.duty) for each in stretches(schedule, span))
    return [time for time, duty in found if duty.primary and duty.backup and one_side(duty, side_of)]


async def _who_changed(tx: Transaction, kept: KeptRoster) -> str:
    """Which plan was published over its time since it was made, in words; empty where it was something else."""
    for other in await load_published_since(tx, kept.made_at):
        if other.lines & kept.lines and other.span.overlaps(kept.span):
            return f": “{other.title}” was published meanwhile"
    return ": a change of duty, a swap, a rotation or a plan was made or taken back"
