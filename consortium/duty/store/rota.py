"""The rota in the database: rotations with their turns, overrides and leave, to and from the core's schedule.

Loads of facts for the core take no viewer; what of them is shown to whom is settled by the pages.
"""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from consortium.db import Reading, Transaction
from consortium.duty.tables import OverrideRow, RotationRow, TurnRow
from consortium.members.store import load_gone, load_leave
from consortium.problems import Conflict
from geo import PersonId
from scheduling import Line, Override, OverrideId, Rotation, RotationId, Schedule, Span


async def load_schedule(reading: Reading) -> Schedule:
    """All that decides who is on call, in six queries. Whoever has left, or is suspended, is away without an end."""
    turns = await _turns(reading)
    rotations = await reading.scalars(select(RotationRow).where(~RotationRow.withdrawn).order_by(RotationRow.id))
    overrides = await reading.scalars(select(OverrideRow).where(~OverrideRow.withdrawn).order_by(OverrideRow.number))
    return Schedule(
        rotations=tuple(_rotation(row, turns[row.id]) for row in rotations),
        overrides=tuple(_override(row) for row in overrides),
        leave=(*await load_leave(reading), *await load_gone(reading)),
    )


async def load_rotations(reading: Reading) -> tuple[tuple[Rotation, bool], ...]:
    """Every rotation there ever was, by first day, each with whether it was taken back before it began."""
    turns = await _turns(reading)
    rows = await reading.scalars(select(RotationRow).order_by(RotationRow.first_day, RotationRow.id))
    return tuple((_rotation(row, turns[row.id]), row.withdrawn) for row in rows)


async def set_last_day(tx: Transaction, rotation: RotationId, last_day: date) -> None:
    """Let a rotation end at the hand-off of this day."""
    await tx.execute(update(RotationRow).where(RotationRow.id == rotation).values(last_day=last_day))


async def withdraw_rotation(tx: Transaction, rotation: RotationId) -> None:
    """Let a rotation that has not begun never count."""
    await tx.execute(update(RotationRow).where(RotationRow.id == rotation).values(withdrawn=True))


async def cut_override(tx: Transaction, override: OverrideId, at: datetime) -> None:
    """Let a change that has begun end at ``at``."""
    await tx.execute(update(OverrideRow).where(OverrideRow.id == override).values(ends_at=at))


async def withdraw_override(tx: Transaction, override: OverrideId) -> None:
    """Let a change that has not begun never count."""
    await tx.execute(update(OverrideRow).where(OverrideRow.id == override).values(withdrawn=True))


async def save_rotation(tx: Transaction, rotation: Rotation) -> None:
    """Add a rotation with its turns."""
    tx.add(
        RotationRow(
            consortium=tx.consortium,
            id=rotation.id,
            name=rotation.name,
            line=rotation.line,
            timezone=rotation.zone,
            first_day=rotation.first_day,
            hand_off=rotation.hand_off,
            every_days=rotation.every_days,
            last_day=rotation.last_day,
        )
    )
    await tx.flush()
    tx.add_all(
        TurnRow(consortium=tx.consortium, rotation=rotation.id, position=position, person=person)
        for position, holders in enumerate(rotation.turns)
        for person in sorted(holders)
    )
    await tx.flush()


async def save_override(tx: Transaction, override: Override) -> None:
    """Add an override.

    Raises:
        Conflict: somebody else took the same number meanwhile.
    """
    tx.add(
        OverrideRow(
            consortium=tx.consortium,
            id=override.id,
            number=override.number,
            line=override.line,
            starts_at=override.during.start,
            ends_at=override.during.end,
            adds=override.adds,
            removes=override.removes,
        )
    )
    try:
        await tx.flush()
    except IntegrityError as error:
        raise Conflict("Somebody else changed the rota just now. Look at it again before you change it.") from error


async def next_number(reading: Reading) -> int:
    """The number of the next override: one above the highest so far."""
    return int(await reading.scalar(select(func.coalesce(func.max(OverrideRow.number), 0))) or 0) + 1


async def _turns(reading: Reading) -> dict[UUID, list[set[PersonId]]]:
    """The holders of each rotation's turns, in the order of the turns."""
    rows = await reading.execute(select(TurnRow.rotation, TurnRow.position, TurnRow.person).order_by(TurnRow.position))
    turns: dict[UUID, list[set[PersonId]]] = defaultdict(list)
    for rotation, position, person in rows:
        if position == len(turns[rotation]):
            turns[rotation].append(set())
        turns[rotation][position].add(PersonId(person))
    return turns


def _rotation(row: RotationRow, turns: list[set[PersonId]]) -> Rotation:
    return Rotation(
        id=RotationId(row.id),
        name=row.name,
        line=Line(row.line),
        zone=row.timezone,
        first_day=row.first_day,
        hand_off=row.hand_off,
        every_days=row.every_days,
        turns=tuple(frozenset(holders) for holders in turns),
        last_day=row.last_day,
    )


def _override(row: OverrideRow) -> Override:
    return Override(
        id=OverrideId(row.id),
        number=row.number,
        line=Line(row.line),
        during=Span(row.starts_at, row.ends_at),
        adds=None if row.adds is None else PersonId(row.adds),
        removes=None if row.removes is None else PersonId(row.removes),
    )


async def load_rotation_names(reading: Reading) -> dict[UUID, str]:
    """The name of every rotation, withdrawn ones too, by its id: for sentences about acts."""
    rows = await reading.execute(select(RotationRow.id, RotationRow.name))
    return {row.id: row.name for row in rows}
