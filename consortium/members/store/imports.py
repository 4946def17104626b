"""Agencies as an import of the federal list sees and writes them."""

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from sqlalchemy import select, update

from consortium.db import Reading, Transaction
from consortium.members.federal_list import Listed
from consortium.members.import_plan import Change, Enrolled
from consortium.members.store.clocks import moved
from consortium.members.store.writing import keep
from consortium.members.tables import AgencyRow, SwornCountRow
from geo import AgencyId, Point


async def load_enrolled(reading: Reading) -> tuple[Enrolled, ...]:
    """Every agency that is here, by name."""
    rows = await reading.scalars(select(AgencyRow).order_by(AgencyRow.name))
    return tuple(
        Enrolled(
            id=AgencyId(row.id),
            key=row.federal_key,
            name=row.name,
            kind=row.kind,
            county=row.county,
            state=row.state,
            at=Point(row.lat, row.lon),
            sworn=row.sworn,
            part_time=row.part_time,
            counted_on=row.counted_on,
        )
        for row in rows
    )


async def save_listed(tx: Transaction, rows: Iterable[Listed]) -> tuple[AgencyId, ...]:
    """Enrol agencies of the list; their ids in the same order."""
    made = [
        AgencyRow(
            consortium=tx.consortium,
            id=uuid4(),
            name=row.name,
            federal_key=row.key or None,
            **_facts(row),
        )
        for row in rows
    ]
    await keep(tx, *made)
    return tuple(AgencyId(row.id) for row in made)


async def save_changes(tx: Transaction, changes: Iterable[Change]) -> None:
    """Bring agencies to what the list says of them; their names stay, and so do former counts, as history."""
    for change in changes:
        await _keep_count(tx, change.agency)
        await tx.execute(
            update(AgencyRow)
            .where(AgencyRow.consortium == tx.consortium, AgencyRow.id == change.agency)
            .values(**_facts(change.row), **(moved() if {"at", "state"} & change.new.keys() else {}))
        )


async def _keep_count(tx: Transaction, agency: AgencyId) -> None:
    row = await tx.scalar(select(AgencyRow).where(AgencyRow.id == agency))
    if row is None:
        return
    await keep(
        tx,
        SwornCountRow(
            consortium=tx.consortium,
            agency=agency,
            sworn=row.sworn,
            part_time=row.part_time,
            counted_on=row.counted_on,
        ),
    )


def _facts(row: Listed) -> dict[str, str | int | float | date]:
    return {
        "kind": row.kind.value,
        "county": row.county,
        "state": row.state,
        "lat": row.at.lat,
        "lon": row.at.lon,
        "sworn": row.sworn,
        "part_time": row.part_time,
        "counted_on": row.counted_on,
    }
