"""Take a change of duty back: from now on the rota is as it would be without it. What has been stays."""

from dataclasses import replace
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.holders import Sides, load_holders
from consortium.duty.store import cut_override, load_schedule, withdraw_override
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput, Conflict, NotFound
from geo import PersonId
from scheduling import Override, OverrideId, Schedule, Span, one_sided
from scheduling.spans import subtract


async def take_back_override(
    tx: Transaction, *, override: OverrideId, by: UUID | None = None, public_url: str | None = None
) -> None:
    """Let a change end now, or never begin. With ``public_url`` everybody whose duty changes is told by mail.

    Raises:
        NotFound: there is no such change, or it was taken back.
        Conflict: its time is over.
        BadInput: primary and backup would then all belong to one part of the region.
    """
    await one_at_a_time(tx)
    schedule = await load_schedule(tx)
    made = find_override(schedule, override)
    if made.during.end <= tx.now:
        raise Conflict("The time of this change is over. What has been is not changed any more.")
    rest = Span(max(made.during.start, tx.now), made.during.end)
    after = without(schedule, made)
    _refuse_one_sided(schedule, after, made, rest, (await load_holders(tx)).sides(rest.start))
    if made.during.start < tx.now:
        await cut_override(tx, override, tx.now)
    else:
        await withdraw_override(tx, override)
    subject = made.adds or made.removes
    await record(tx, "took back change of duty", by=by, subject=subject, line=made.line.value, number=made.number)
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, schedule, after, rest, public_url=public_url, but=but)


def find_override(schedule: Schedule, override: OverrideId) -> Override:
    """The change of this id.

    Raises:
        NotFound: there is none, or it was taken back.
    """
    found = next((each for each in schedule.overrides if each.id == override), None)
    if found is None:
        raise NotFound
    return found


def without(schedule: Schedule, made: Override) -> Schedule:
    """The schedule as it would be without this change."""
    return replace(schedule, overrides=tuple(each for each in schedule.overrides if each.id != made.id))


def _refuse_one_sided(before: Schedule, after: Schedule, made: Override, rest: Span, side_of: Sides) -> None:
    """Whoever was only put on may always be let go; whoever comes back must not break the rule (decision 2)."""
    if made.removes is None:
        return
    if subtract(one_sided(after, rest, side_of), one_sided(before, rest, side_of)):
        raise BadInput(
            "Then primary and backup would all belong to one part of the region, and its officers could ask neither. "
            "Put somebody else on instead."
        )
