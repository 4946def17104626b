"""Pause somebody's turns in a rotation for a while: the next in the order take them, and she is owed hers."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from consortium.db import Transaction
from consortium.duty.holders import Sides, load_holders
from consortium.duty.one_part import newly_of_one_part
from consortium.duty.publish_rotation import ahead_of
from consortium.duty.store import load_schedule, save_pause
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members.store import one_at_a_time
from consortium.problems import BadInput, NotFound
from geo import PersonId
from scheduling import Pause, Rotation, RotationId, Schedule, SchedulingError, Span
from scheduling.spans import LATEST
from scheduling.wallclock import instant, zone

_YEAR: Final = timedelta(days=366)


async def pause_turns(
    tx: Transaction,
    *,
    rotation: RotationId,
    pause: Pause,
    by: UUID | None = None,
    public_url: str | None = None,
) -> UUID:
    """Let a person take no turn of a rotation that begins in a span; a turn that has begun goes on. The pause's id.

    A start that has passed counts as now. With ``public_url``, the address of our pages, everybody whose duty changes
    in eight weeks is told by mail.

    Raises:
        NotFound: there is no such rotation, or it was taken back.
        BadInput: she has no turn in it, the time is over, she is paused then already, or everybody would be; or primary
            and backup would all belong to one part of the region.
    """
    await one_at_a_time(tx)
    before = await load_schedule(tx)
    old = find_rotation(before, rotation)
    wanted = checked(old, pause, tx.now)
    after = with_rotation_changed(before, replace(old, pauses=(*old.pauses, wanted)))
    refuse_new_one_side(before, after, tx.now, (await load_holders(tx)).sides(tx.now))
    made = await save_pause(tx, rotation, wanted)
    await record(tx, "paused turns", by=by, subject=rotation, person=str(wanted.person), **_days(old, wanted.during))
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, ahead_of(old, tx.now), public_url=public_url, but=but)
    return made


def checked(rotation: Rotation, pause: Pause, now: datetime) -> Pause:
    """The pause as it can be kept, from now on at the earliest.

    Raises:
        BadInput: it cannot be; the field is named.
    """
    if not any(pause.person in holders for holders in rotation.turns):
        raise BadInput("Choose somebody who has a turn in this rotation.", "person")
    if pause.during.end <= now:
        raise BadInput("This time is over. What has been is not changed any more.", "until_day")
    wanted = Pause(pause.person, Span(max(pause.during.start, now), pause.during.end))
    others = [each for each in rotation.pauses if each.during.overlaps(wanted.during)]
    if any(each.person == wanted.person for each in others):
        raise BadInput("Her turns are paused in a part of that time already.", "person")
    people = frozenset[PersonId]().union(*rotation.turns)
    if people <= {each.person for each in others} | {wanted.person}:
        raise BadInput(
            "Then everybody in this rotation would be paused at once, and nobody would be on call.", "person"
        )
    return wanted


def pause_of(rotation: Rotation, person: PersonId, from_day: date, until_day: date) -> Pause:
    """A pause from one day's hand-over to another's, by the rotation's clock.

    Raises:
        BadInput: the second does not come after the first, or no schedule reaches them.
    """
    if until_day <= from_day:
        raise BadInput("The last day must come after the first.", "until_day")
    home = zone(rotation.zone)
    try:
        start, end = (instant(day, rotation.hand_off, home) for day in (from_day, until_day))
        return Pause(person, Span(start, end))
    except SchedulingError as wrong:
        raise BadInput(str(wrong), "from_day") from wrong


def find_rotation(schedule: Schedule, rotation: UUID) -> Rotation:
    """The rotation of this id.

    Raises:
        NotFound: there is none, or it was taken back.
    """
    found = next((each for each in schedule.rotations if each.id == rotation), None)
    if found is None:
        raise NotFound
    return found


def with_rotation_changed(schedule: Schedule, rotation: Rotation) -> Schedule:
    """The schedule with this rotation in the place of the one of its id."""
    others = tuple(each for each in schedule.rotations if each.id != rotation.id)
    return replace(schedule, rotations=(*others, rotation))


def refuse_new_one_side(before: Schedule, after: Schedule, now: datetime, side_of: Sides) -> None:
    """Refuse a change by which primary and backup would all belong to one part where they do not now (decision 2).

    Raises:
        BadInput: they would, within a year.
    """
    ahead = Span(now, min(now + _YEAR, LATEST))
    if newly_of_one_part(before, after, ahead, side_of):
        raise BadInput(
            "Then primary and backup would all belong to one part of the region, and its officers could ask neither. "
            "Publish a changed rotation instead.",
            "person",
        )


def _days(rotation: Rotation, during: Span) -> dict[str, str]:
    home = zone(rotation.zone)
    start, end = (at.astimezone(home).date().isoformat() for at in (during.start, during.end))
    return {"start": start, "end": end}
