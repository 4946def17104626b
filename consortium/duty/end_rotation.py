"""End a rotation from a day on. What has been is never changed; one that has not begun is taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.store import load_schedule, set_last_day, withdraw_rotation
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput, NotFound
from geo import PersonId
from scheduling import Rotation, RotationId, Schedule, SchedulingError, Span
from scheduling.spans import LATEST
from scheduling.wallclock import instant, zone

_AHEAD: Final = timedelta(weeks=8)


async def end_rotation(
    tx: Transaction,
    *,
    rotation: RotationId,
    from_day: date,
    by: UUID | None = None,
    public_url: str | None = None,
) -> None:
    """Let a rotation end at the hand-off of ``from_day``; where it would begin later, it never begins.

    With ``public_url``, the address of our pages, everybody who loses a turn in eight weeks is told by mail.

    Raises:
        NotFound: there is no such rotation, or it was taken back.
        BadInput: that hand-off has passed, or the rotation ends before it anyway.
    """
    await one_at_a_time(tx)
    schedule = await load_schedule(tx)
    old = next((each for each in schedule.rotations if each.id == rotation), None)
    if old is None:
        raise NotFound
    after = ended(schedule, old, from_day)
    ends = hand_off_on(old, from_day)
    if ends < tx.now:
        raise BadInput("That hand-over has passed. What has been is not changed any more.", "from_day")
    if from_day <= old.first_day:
        await withdraw_rotation(tx, rotation)
        await record(tx, "took back rotation", by=by, subject=rotation)
    else:
        await set_last_day(tx, rotation, from_day)
        await record(tx, "ended rotation", by=by, subject=rotation, day=from_day.isoformat())
    if public_url is not None and tx.now < LATEST:
        start = max(tx.now, min(ends, LATEST - _AHEAD))
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, schedule, after, Span(start, start + _AHEAD), public_url=public_url, but=but)


def ended(schedule: Schedule, rotation: Rotation, from_day: date) -> Schedule:
    """The schedule with this rotation's turns only up to the hand-off of that day.

    Raises:
        BadInput: the rotation ends before that day anyway.
    """
    if rotation.last_day is not None and rotation.last_day <= from_day:
        raise BadInput("This rotation ends by then anyway.", "from_day")
    others = tuple(each for each in schedule.rotations if each.id != rotation.id)
    if from_day <= rotation.first_day:
        return replace(schedule, rotations=others)
    return replace(schedule, rotations=(*others, replace(rotation, last_day=from_day)))


def hand_off_on(rotation: Rotation, day: date) -> datetime:
    """The instant of a rotation's hand-off on a day.

    Raises:
        BadInput: no schedule reaches that day.
    """
    try:
        return instant(day, rotation.hand_off, zone(rotation.zone))
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "from_day") from wrong
