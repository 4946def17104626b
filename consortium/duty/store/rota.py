"""The rota in the database: all that decides who is on call, to and from the core's schedule.

Loads of facts for the core take no viewer; what of them is shown to whom is settled by the pages.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from consortium.db import Reading, Transaction
from consortium.duty.store.block_tables import TemporaryScheduleRow
from consortium.duty.store.pauses import KeptPause, load_pauses
from consortium.duty.store.rosters import load_rosters
from consortium.duty.store.served import load_recorded, load_recorded_lately
from consortium.duty.store.swaps import highest_swap, load_swaps
from consortium.duty.store.temporary import load_temporaries
from consortium.duty.tables import OverrideRow, RotationRow, TurnRow
from consortium.members.store import load_gone, load_leave
from consortium.problems import Conflict
from geo import PersonId
from scheduling import (
    Idle,
    Line,
    Override,
    OverrideId,
    Rotation,
    RotationId,
    Schedule,
    Span,
    Unit,
    Weekly,
    Window,
)

REMEMBERED: Final = timedelta(days=400)
"""How far back served duty is read where nobody asks for more: a year, and the longest window of a page."""


async def load_schedule(reading: Reading, *, since: datetime | None = None) -> Schedule:
    """All that decides who is on call, in eleven queries, and one more with plans.

    Whoever has left, or is suspended, is away without an end.

    What was served is written down and read from there: from ``since`` on, or the last 400 days, which a process reads
    once for each hour that is written down, as none of it is ever changed. Before that the answer is nobody; whoever
    shows older days names them.
    """
    turns, pauses = await _turns(reading), await load_pauses(reading)
    rotations = await reading.scalars(select(RotationRow).where(~RotationRow.withdrawn).order_by(RotationRow.id))
    overrides = await reading.scalars(select(OverrideRow).where(~OverrideRow.withdrawn).order_by(OverrideRow.number))
    recorded = await (load_recorded(reading, since) if since else load_recorded_lately(reading, REMEMBERED))
    temporaries = await load_temporaries(reading, since=recorded.until if recorded else None)
    return Schedule(
        rotations=tuple(_rotation(row, turns[row.id], pauses.get(row.id, ())) for row in rotations),
        overrides=tuple(_override(row) for row in overrides),
        leave=(*await load_leave(reading), *await load_gone(reading)),
        rosters=(
            *await load_rosters(reading),
            *(each.roster for each in temporaries if not each.withdrawn),
        ),
        swaps=await load_swaps(reading),
        recorded=recorded,
    )


async def load_rotations(reading: Reading) -> tuple[tuple[Rotation, bool], ...]:
    """Every rotation there ever was, by first day, each with whether it was taken back before it began."""
    turns, pauses = await _turns(reading), await load_pauses(reading)
    rows = await reading.scalars(select(RotationRow).order_by(RotationRow.first_day, RotationRow.id))
    return tuple((_rotation(row, turns[row.id], pauses.get(row.id, ())), row.withdrawn) for row in rows)


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
            every=rotation.every,
            unit=rotation.unit,
            last_day=rotation.last_day,
            windows=_kept_windows(rotation.only),
            idle=rotation.idle,
            off_days=sorted(rotation.off),
            owed=rotation.owed,
            layer=rotation.layer,
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
    """The number of the next override or swap, which share their numbers: one above the highest so far."""
    highest = int(await reading.scalar(select(func.coalesce(func.max(OverrideRow.number), 0))) or 0)
    return max(highest, await highest_swap(reading)) + 1


async def _turns(reading: Reading) -> dict[UUID, list[set[PersonId]]]:
    """The holders of each rotation's turns, in the order of the turns."""
    rows = await reading.execute(select(TurnRow.rotation, TurnRow.position, TurnRow.person).order_by(TurnRow.position))
    turns: dict[UUID, list[set[PersonId]]] = defaultdict(list)
    for rotation, position, person in rows:
        if position == len(turns[rotation]):
            turns[rotation].append(set())
        turns[rotation][position].add(PersonId(person))
    return turns


def _rotation(row: RotationRow, turns: list[set[PersonId]], pauses: tuple[KeptPause, ...]) -> Rotation:
    return Rotation(
        id=RotationId(row.id),
        name=row.name,
        line=Line(row.line),
        zone=row.timezone,
        first_day=row.first_day,
        hand_off=row.hand_off,
        every=row.every,
        unit=Unit(row.unit),
        turns=tuple(frozenset(holders) for holders in turns),
        last_day=row.last_day,
        only=_weekly(row.windows),
        idle=Idle(row.idle),
        off=frozenset(row.off_days),
        pauses=tuple(each.pause for each in pauses),
        owed=row.owed,
        layer=row.layer,
    )


def _kept_windows(only: Weekly | None) -> list[list[Any]] | None:
    """Weekly hours as they are kept: weekday, from, to."""
    return (
        None
        if only is None
        else [[each.weekday, each.start.isoformat(), each.end.isoformat()] for each in only.windows]
    )


def _weekly(kept: list[list[Any]] | None) -> Weekly | None:
    if not kept:
        return None
    return Weekly(tuple(Window(day, time.fromisoformat(a), time.fromisoformat(b)) for day, a, b in kept))


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
    """The name of every rotation and temporary schedule, withdrawn ones too, by its id: for sentences about acts."""
    temporary = select(TemporaryScheduleRow.id, TemporaryScheduleRow.name)
    rows = await reading.execute(select(RotationRow.id, RotationRow.name).union_all(temporary))
    return {row.id: row.name for row in rows}
