"""Publish several rotations at once, all or none: a starting point, or what a schedule file holds."""

from collections.abc import Sequence
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.blocks import blocks_of
from consortium.duty.publish_rotation import ahead_of, publish_rotation
from consortium.duty.store import load_schedule, save_pause
from consortium.duty.tell_changed import tell_changed
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Rotation, RotationId


async def publish_rotations(
    tx: Transaction, rotations: Sequence[Rotation], *, by: UUID | None = None, public_url: str | None = None
) -> tuple[RotationId, ...]:
    """Add these rotations beside those that are there, with their pauses; each gets an id of its own.

    With ``public_url``, the address of our pages, everybody whose duty changes in eight weeks gets one mail for all.

    Raises:
        BadInput, Conflict: as for :func:`publish_rotation`; nothing is to be kept then.
    """
    before = await load_schedule(tx)
    made = []
    for rotation in rotations:
        found = await _published(tx, rotation, by)
        for pause in rotation.pauses:
            await save_pause(tx, found, pause)
        made.append(found)
    if public_url is not None and rotations:
        first = min(rotations, key=lambda each: each.begins)
        but = () if by is None else (PersonId(by),)
        after = await load_schedule(tx)
        await tell_changed(tx, before, after, ahead_of(first, tx.now), public_url=public_url, but=but)
    return tuple(made)


async def _published(tx: Transaction, rotation: Rotation, by: UUID | None) -> RotationId:
    try:
        return await publish_rotation(
            tx,
            name=rotation.name,
            line=rotation.line,
            timezone=rotation.zone,
            first_day=rotation.first_day,
            hand_off=rotation.hand_off,
            every=rotation.every,
            unit=rotation.unit,
            turns=rotation.turns,
            last_day=rotation.last_day,
            blocks=blocks_of(rotation),
            by=by,
        )
    except BadInput as wrong:
        raise BadInput(f"“{rotation.name}”: {wrong}", wrong.field) from wrong
