"""Publish a rotation: people take turns on one line, and hand over at a local time every so many days."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import Final
from uuid import UUID, uuid4

from consortium.db import Transaction
from consortium.duty.holders import load_holders
from consortium.duty.store import save_rotation
from consortium.journal import record
from consortium.members import checks
from consortium.problems import BadInput
from geo import PersonId
from scheduling import Line, Rotation, RotationId, SchedulingError
from scheduling.errors import (
    BeyondReachError,
    HandOffTimeError,
    LastDayError,
    NoNameError,
    NoTurnsError,
    TurnLengthError,
    UnknownZoneError,
)

MOST_TURNS: Final = 400

_FIELDS: Final[Mapping[type[SchedulingError], str]] = {
    BeyondReachError: "first_day",
    HandOffTimeError: "hand_off",
    LastDayError: "last_day",
    NoNameError: "name",
    NoTurnsError: "turns",
    TurnLengthError: "every_days",
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
    every_days: int,
    turns: Sequence[Collection[PersonId]],
    last_day: date | None = None,
    by: UUID | None = None,
) -> RotationId:
    """Add a rotation to a line, beside those that are there. It counts at once.

    ``turns`` come round in this order, the first at the hand-off of ``first_day``; each has one or more holders, who
    are all on call together. ``timezone`` is an IANA name and ``hand_off`` a time on the wall there. Without a
    ``last_day`` the rotation goes on; with one it ends at that day's hand-off.

    That primary and backup are not all of one part of the region is not refused here, as one of the two comes first:
    the rota's page warns of it.

    Raises:
        BadInput: something cannot be taken, or somebody may not hold this line; the field is named.
    """
    if len(turns) > MOST_TURNS:
        raise BadInput(f"A rotation has {MOST_TURNS} turns at most.", "turns")
    try:
        rotation = Rotation(
            id=RotationId(uuid4()),
            name=checks.line(name, "name"),
            line=line,
            zone=timezone.strip(),
            first_day=first_day,
            hand_off=hand_off,
            every_days=every_days,
            turns=tuple(frozenset(holders) for holders in turns),
            last_day=last_day,
        )
    except SchedulingError as wrong:
        raise BadInput(str(wrong), _FIELDS.get(type(wrong))) from wrong
    holders = await load_holders(tx, with_zones=False)
    holders.refuse_strangers(line, frozenset().union(*rotation.turns), tx.now, field="turns")
    await save_rotation(tx, rotation)
    await record(tx, "published rotation", by=by, subject=rotation.id, line=line.value, turns=len(rotation.turns))
    return rotation.id
