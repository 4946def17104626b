"""End a pause of somebody's turns: from now on the order goes on with her. What has been stays."""

from dataclasses import replace
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.holders import load_holders
from consortium.duty.pause_turns import find_rotation, refuse_new_one_side, with_rotation_changed
from consortium.duty.publish_rotation import ahead_of
from consortium.duty.store import cut_pause, delete_pause, load_pauses, load_schedule
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import Conflict, NotFound
from geo import PersonId
from scheduling import Pause, RotationId, Span


async def end_pause(
    tx: Transaction, *, rotation: RotationId, pause: UUID, by: UUID | None = None, public_url: str | None = None
) -> None:
    """Let a pause end now, or never begin. With ``public_url`` everybody whose duty changes is told by mail.

    Raises:
        NotFound: there is no such pause of this rotation.
        Conflict: its time is over.
        BadInput: primary and backup would then all belong to one part of the region.
    """
    await one_at_a_time(tx)
    before = await load_schedule(tx)
    old = find_rotation(before, rotation)
    kept = next((each for each in (await load_pauses(tx)).get(rotation, ()) if each.id == pause), None)
    if kept is None:
        raise NotFound
    made, begun = kept.pause, kept.pause.during.start < tx.now
    if made.during.end <= tx.now:
        raise Conflict("This pause is over. What has been is not changed any more.")
    rest = (Pause(made.person, Span(made.during.start, tx.now)),) if begun else ()
    others = tuple(each for each in old.pauses if each != made)
    after = with_rotation_changed(before, replace(old, pauses=(*others, *rest)))
    refuse_new_one_side(before, after, tx.now, (await load_holders(tx)).sides(tx.now))
    if begun:
        await cut_pause(tx, pause, tx.now)
    else:
        await delete_pause(tx, pause)
    await record(tx, "ended pause of turns", by=by, subject=rotation, person=str(made.person))
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, ahead_of(old, tx.now), public_url=public_url, but=but)
