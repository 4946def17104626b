"""What is known of the roads between agencies: rows to ``geo``'s values and back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import delete, select

from consortium.access.door import Viewer
from consortium.access.store import visible_people
from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.members.distance_values import Entry, Leg
from consortium.members.store.place_tables import DistanceMeasuredRow, DistanceToldRow
from consortium.members.tables import AgencyRow
from consortium.problems import NotFound
from geo import AgencyId, Point
from geo.roads import Measured, Pair, Roads, Told


async def load_roads(reading: Reading) -> Roads:
    """All agencies with what is known of the roads between them. Three queries.

    What was measured from another place than where an agency stands now is left out.
    """
    at = await load_stands(reading)
    told: dict[Pair, list[Told]] = defaultdict(list)
    for row in await reading.scalars(select(DistanceToldRow).order_by(DistanceToldRow.first_month, DistanceToldRow.id)):
        told[_pair(row.one, row.other)].append(_told(row))
    measured = {
        _pair(row.one, row.other): Measured(row.miles, row.measured_on)
        for row in await reading.scalars(select(DistanceMeasuredRow))
        if _still(row, at)
    }
    return Roads(at, {pair: tuple(each) for pair, each in told.items()}, measured)


async def load_stands(reading: Reading) -> dict[AgencyId, Point]:
    """Where every agency stands, those that have ended included."""
    rows = await reading.execute(select(AgencyRow.id, AgencyRow.lat, AgencyRow.lon).order_by(AgencyRow.id))
    return {AgencyId(agency): Point(lat, lon) for agency, lat, lon in rows}


async def load_told(reading: Reading, viewer: Viewer, one: AgencyId, other: AgencyId) -> tuple[Entry, ...]:
    """What people told of the road between two agencies; who did, as far as the viewer may see her."""
    first, second = sorted((one, other))
    rows = await reading.execute(
        select(DistanceToldRow, PersonRow.name)
        .outerjoin(PersonRow, (PersonRow.id == DistanceToldRow.told_by) & visible_people(viewer))
        .where(DistanceToldRow.one == first, DistanceToldRow.other == second)
        .order_by(DistanceToldRow.first_month, DistanceToldRow.id)
    )
    return tuple(Entry(row.id, _told(row), row.reason, name or "", row.told_on) for row, name in rows)


async def told_of(tx: Transaction, one: AgencyId, other: AgencyId) -> tuple[Told, ...]:
    """What was told of this road so far."""
    first, second = sorted((one, other))
    rows = await tx.scalars(
        select(DistanceToldRow).where(DistanceToldRow.one == first, DistanceToldRow.other == second)
    )
    return tuple(map(_told, rows))


async def told_locked(tx: Transaction, told: UUID) -> DistanceToldRow:
    """One thing that was told, locked.

    Raises:
        NotFound: there is none.
    """
    row = await tx.scalar(select(DistanceToldRow).where(DistanceToldRow.id == told).with_for_update())
    if row is None:
        raise NotFound
    return row


async def drop_told(tx: Transaction, row: DistanceToldRow) -> None:
    """Forget what was told."""
    await tx.execute(delete(DistanceToldRow).where(DistanceToldRow.id == row.id))


async def save_measured(tx: Transaction, legs: Iterable[Leg], at: Mapping[AgencyId, Point]) -> None:
    """Put these in the place of all that was measured before; ``at`` is from where it was measured."""
    await tx.execute(delete(DistanceMeasuredRow))
    tx.add_all(
        DistanceMeasuredRow(
            consortium=tx.consortium,
            one=leg.one,
            other=leg.other,
            miles=leg.miles,
            one_lat=at[leg.one].lat,
            one_lon=at[leg.one].lon,
            other_lat=at[leg.other].lat,
            other_lon=at[leg.other].lon,
            measured_on=tx.now.date(),
        )
        for leg in legs
    )
    await tx.flush()


def _pair(one: UUID, other: UUID) -> Pair:
    return frozenset((AgencyId(one), AgencyId(other)))


def _told(row: DistanceToldRow) -> Told:
    return Told(row.miles, row.first_month, row.last_month)


def _still(row: DistanceMeasuredRow, at: Mapping[AgencyId, Point]) -> bool:
    """Whether both agencies stand where they stood when this was measured."""
    return at.get(AgencyId(row.one)) == Point(row.one_lat, row.one_lon) and at.get(AgencyId(row.other)) == Point(
        row.other_lat, row.other_lon
    )
