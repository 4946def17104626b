"""The rota in the database: rotations with their turns, overrides and leave, to and from the core's schedule.

Loads of facts for the core take no viewer; what of them is shown to whom is settled by the pages.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from agreements import Affiliation, Bond, PeerFacts, Period, Role
from consortium.access.tables import AffiliationRow, PersonRow
from consortium.db import Reading, Transaction
from consortium.duty.tables import OverrideRow, RotationRow, TurnRow
from consortium.members.store import load_leave, load_midnight
from consortium.members.tables import PeerRow
from consortium.problems import Conflict
from geo import AgencyId, PersonId
from scheduling import Line, Override, OverrideId, Rotation, RotationId, Schedule, Span


async def load_schedule(reading: Reading) -> Schedule:
    """All that decides who is on call, in four queries."""
    turns = await _turns(reading)
    rotations = await reading.scalars(select(RotationRow).order_by(RotationRow.id))
    overrides = await reading.scalars(select(OverrideRow).order_by(OverrideRow.number))
    return Schedule(
        rotations=tuple(_rotation(row, turns[row.id]) for row in rotations),
        overrides=tuple(_override(row) for row in overrides),
        leave=await load_leave(reading),
    )


async def load_answering(reading: Reading) -> tuple[PeerFacts, ...]:
    """Everybody who answers, by person, with agencies and suspensions only; no training and no designation.

    Enough to tell who may stand on the rota, and quick, in three queries. Who has left counts as suspended.
    """
    midnight = await load_midnight(reading)
    bonds: dict[UUID, set[Affiliation]] = defaultdict(set)
    for row in await reading.execute(select(AffiliationRow.person, AffiliationRow.agency, AffiliationRow.kind)):
        bonds[row.person].add(Affiliation(AgencyId(row.agency), Bond(row.kind)))
    peers = await reading.execute(
        select(PeerRow.person, PeerRow.kind, PeerRow.lent_by, PeerRow.suspended, PersonRow.ended_on)
        .join(PersonRow, PersonRow.id == PeerRow.person)
        .order_by(PeerRow.person)
    )
    return tuple(
        PeerFacts(
            person=PersonId(row.person),
            role=Role(row.kind),
            lent_by=AgencyId(row.lent_by) if row.lent_by else None,
            affiliations=frozenset(bonds[row.person]),
            suspensions=tuple(_suspended(row.suspended, row.ended_on and midnight(row.ended_on))),
        )
        for row in peers
    )


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


def _suspended(suspended: bool, left: datetime | None) -> Iterator[Period]:
    if suspended or left is not None:
        yield Period() if suspended else Period(since=left)


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
