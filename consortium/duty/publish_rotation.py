"""Publish a rotation: people take turns on one line, and hand over at a local time every so many days."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.blocks import Blocks
from consortium.duty.end_rotation import end_rotation, ended
from consortium.duty.holders import Sides, load_holders
from consortium.duty.store import load_schedule, save_pause, save_rotation
from consortium.duty.tell_changed import tell_changed
from consortium.journal import record
from consortium.members import checks
from consortium.members.store import one_at_a_time
from consortium.pages import dated
from consortium.problems import BadInput, NotFound
from geo import PersonId
from scheduling import (
    Line,
    Rotation,
    RotationId,
    Schedule,
    SchedulingError,
    Span,
    Unit,
    one_side,
    stretches,
    turn_at,
)
from scheduling.errors import (
    BeyondReachError,
    HandOffTimeError,
    LastDayError,
    LayerError,
    NoNameError,
    NoTurnsError,
    RestrictionError,
    TurnLengthError,
    UnknownZoneError,
)
from scheduling.spans import LATEST
from scheduling.wallclock import zone

MOST_TURNS: Final = 400
AHEAD: Final = timedelta(weeks=8)
NO_BLOCKS: Final = Blocks()
_YEAR: Final = timedelta(days=366)

_FIELDS: Final[Mapping[type[SchedulingError], str]] = {
    BeyondReachError: "first_day",
    HandOffTimeError: "hand_off",
    LastDayError: "last_day",
    NoNameError: "name",
    NoTurnsError: "turns",
    LayerError: "layer",
    RestrictionError: "days",
    TurnLengthError: "number",
    UnknownZoneError: "timezone",
}


async def publish_rotation(
    tx: Transaction,
    *,
    name: str,
    line: Line,
    timezone: str,
    first_day: date,
    hand_off: time,
    every: int,
    turns: Sequence[Collection[PersonId]],
    unit: Unit = Unit.DAY,
    last_day: date | None = None,
    blocks: Blocks = NO_BLOCKS,
    replaces: RotationId | None = None,
    by: UUID | None = None,
    public_url: str | None = None,
) -> RotationId:
    """Add a rotation to a line, beside those that are there. It counts at once.

    ``turns`` come round in this order, the first at the hand-off of ``first_day``; each has one or more holders, who
    are all on call together. ``timezone`` is an IANA name and ``hand_off`` a time on the wall there. Without a
    ``last_day`` the rotation goes on; with one it ends at that day's hand-off.

    A turn lasts ``every`` hours, days, weeks or months (``unit``); ``blocks`` says what few rotations have.

    ``replaces`` is a rotation of the same line that ends, at its own hand-off, on ``first_day``: so one is changed.
    Pauses of people who are still in it go on. With ``public_url``, the address of our pages, everybody whose duty
    changes in eight weeks is told by mail.

    Where only one of primary and backup has anybody, one of the two comes first, and the rota's page warns of it. Where
    both have, and in a turn of this rotation all of them belong to one part of the region, it is refused.

    Raises:
        BadInput: something cannot be taken, or somebody may not hold this line; the field is named.
        Conflict: what is to be replaced cannot end there any more.
    """
    await one_at_a_time(tx)
    rotation = rotation_of(
        name=name,
        line=line,
        timezone=timezone,
        first_day=first_day,
        hand_off=hand_off,
        every=every,
        unit=unit,
        turns=turns,
        last_day=last_day,
        blocks=blocks,
    )
    holders = await load_holders(tx)
    holders.refuse_strangers(line, frozenset().union(*rotation.turns), tx.now, field="turns")
    before = await load_schedule(tx)
    rotation = paused_as(rotation, before, replaces)
    after = with_rotation(before, rotation, replaces)
    refuse_one_sided(after, rotation, holders.sides(tx.now), tx.now)
    if replaces is not None:
        await end_rotation(tx, rotation=replaces, from_day=first_day, by=by)
    await save_rotation(tx, rotation)
    for pause in rotation.pauses:
        await save_pause(tx, rotation.id, pause)
    await record(tx, "published rotation", by=by, subject=rotation.id, line=line.value, turns=len(rotation.turns))
    if public_url is not None:
        but = () if by is None else (PersonId(by),)
        await tell_changed(tx, before, after, ahead_of(rotation, tx.now), public_url=public_url, but=but)
    return rotation.id


def rotation_of(
    *,
    name: str,
    line: Line,
    timezone: str,
    first_day: date,
    hand_off: time,
    every: int,
    turns: Sequence[Collection[PersonId]],
    unit: Unit = Unit.DAY,
    last_day: date | None = None,
    blocks: Blocks = NO_BLOCKS,
) -> Rotation:
    """The rotation that these make, not yet kept anywhere: for publishing it, and for looking at it before.

    Raises:
        BadInput: something cannot be taken; the field is named.
    """
    if len(turns) > MOST_TURNS:
        raise BadInput(f"A rotation has {MOST_TURNS} turns at most.", "turns")
    try:
        return Rotation(
            id=RotationId(uuid4()),
            name=checks.line(name, "name"),
            line=line,
            zone=timezone.strip(),
            first_day=first_day,
            hand_off=hand_off,
            every=every,
            unit=unit,
            turns=tuple(frozenset(holders) for holders in turns),
            last_day=last_day,
            only=blocks.only,
            idle=blocks.idle,
            off=blocks.off,
            owed=blocks.owed,
            layer=blocks.layer,
        )
    except SchedulingError as wrong:
        raise BadInput(str(wrong), _FIELDS.get(type(wrong))) from wrong


def with_rotation(schedule: Schedule, rotation: Rotation, replaces: RotationId | None) -> Schedule:
    """The schedule with this rotation, and without the turns from then on of the one that it replaces.

    Raises:
        BadInput: what it replaces is of another line, or hands over at another time.
        NotFound: there is no such rotation.
    """
    if replaces is None:
        return replace(schedule, rotations=(*schedule.rotations, rotation))
    old = next((each for each in schedule.rotations if each.id == replaces), None)
    if old is None:
        raise NotFound
    if old.line is not rotation.line:
        raise BadInput("A rotation can only be replaced on its own line.", "line")
    rest = ended(schedule, old, rotation.first_day)
    return replace(rest, rotations=(*rest.rotations, rotation))


def paused_as(rotation: Rotation, schedule: Schedule, replaces: RotationId | None) -> Rotation:
    """The rotation with the pauses, not over when it begins, that the one it replaces has of people who are in both."""
    old = next((each for each in schedule.rotations if each.id == replaces), None)
    if old is None:
        return rotation
    here = frozenset[PersonId]().union(*rotation.turns)
    kept = (each for each in old.pauses if each.person in here and each.during.end > rotation.begins)
    return replace(rotation, pauses=tuple(kept))


def refuse_one_sided(schedule: Schedule, rotation: Rotation, side_of: Sides, now: datetime) -> None:
    """Refuse turns, in the year to come, in which primary and backup both have somebody, all of one part (decision 2).

    Raises:
        BadInput: when it would be so for the first time.
    """
    if rotation.ends <= now or rotation.line is Line.CLINICIAN:
        return
    start = max(now, rotation.begins)
    for stretch in stretches(schedule, Span(start, min(start + _YEAR, LATEST))):
        duty, held = stretch.duty, turn_at(rotation, stretch.span.start)
        if held and duty.primary and duty.backup and one_side(duty, side_of):
            day = stretch.span.start.astimezone(zone(rotation.zone)).date()
            raise BadInput(
                "Primary and backup would all belong to one part of the region, and its officers could ask neither: "
                f"for the first time on {dated(day)}. Change the order, or the people.",
                "turns",
            )


def ahead_of(rotation: Rotation, now: datetime) -> Span:
    """The eight weeks from now, or from the first turn where that comes later."""
    start = max(now, min(rotation.begins, LATEST - AHEAD))
    return Span(start, start + AHEAD)
