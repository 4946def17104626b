"""Lists of people's availability that were brought in: kept while they are looked at, then what they added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text, update

from consortium.access.tables import PersonRow
from consortium.db import Reading, Transaction
from consortium.duty.store.availability_rows import AvailabilityImportRow, AvailabilityTimeRow
from consortium.members.rosters.any_sheet import Sheet
from consortium.members.store.people_tables import PeerRow
from geo import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSheet:
    """A list as it is kept: ``matched`` are the meanings of its columns, empty until somebody matched them.

    ``wrote`` holds, once taken, the ids of the ``times`` that were added and the ``limits`` that were changed, each as
    [person, [share, most, notice] before or None, the same after].
    """

    id: UUID
    made_at: datetime
    state: str
    sheet: Sheet
    matched: tuple[str, ...]
    wrote: Mapping[str, Any]
    added: int


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who answers, as a list may name her."""

    person: PersonId
    name: str
    email: str | None


async def load_peers(reading: Reading) -> tuple[Peer, ...]:
    """Everybody who answers and was not taken off, by name."""
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.email)
        .join(PeerRow, PeerRow.person == PersonRow.id)
        .where(PersonRow.ended_on.is_(None), PeerRow.ended_on.is_(None))
        .order_by(PersonRow.name, PersonRow.id)
    )
    return tuple(Peer(PersonId(row.id), row.name, row.email) for row in rows)


async def save_sheet(tx: Transaction, *, of: UUID, sheet: Sheet, by: UUID) -> None:
    """Keep a list that was brought in."""
    tx.add(
        AvailabilityImportRow(
            consortium=tx.consortium,
            id=of,
            made_by=by,
            made_at=tx.now,
            state="matching",
            sheet={"headings": list(sheet.headings), "rows": [[line, *cells] for line, cells in sheet.rows]},
        )
    )
    await tx.flush()


async def load_sheets(reading: Reading) -> tuple[KeptSheet, ...]:
    """The lists of the last 30 days, newest first."""
    rows = await reading.scalars(select(AvailabilityImportRow).order_by(AvailabilityImportRow.made_at.desc()))
    return tuple(_kept(row) for row in rows)


async def load_sheet(reading: Reading, wanted: UUID) -> KeptSheet | None:
    """One list."""
    row = await reading.scalar(select(AvailabilityImportRow).where(AvailabilityImportRow.id == wanted))
    return None if row is None else _kept(row)


async def lock_sheet(tx: Transaction, wanted: UUID) -> KeptSheet | None:
    """One list, which nobody else changes meanwhile."""
    row = await tx.scalar(
        select(AvailabilityImportRow)
        .where(AvailabilityImportRow.id == wanted)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return None if row is None else _kept(row)


async def match_sheet(tx: Transaction, wanted: UUID, matched: Sequence[str]) -> None:
    """Keep what the columns mean."""
    await _change(tx, wanted, state="looking", matched=list(matched))


async def settle_sheet(tx: Transaction, wanted: UUID, *, wrote: Mapping[str, Any], added: int) -> None:
    """The list was taken: its rows go, what it wrote is noted."""
    await _change(tx, wanted, state="done", sheet={"headings": [], "rows": []}, wrote=dict(wrote), added=added)


async def undo_sheet(tx: Transaction, wanted: UUID) -> None:
    """The list was undone or forgotten: nothing of it stays but that it was there."""
    await _change(tx, wanted, state="undone", sheet={"headings": [], "rows": []}, wrote={})


async def delete_times(tx: Transaction, times: Iterable[UUID]) -> int:
    """Forget these times; how many were still there."""
    gone = await tx.scalars(
        delete(AvailabilityTimeRow).where(AvailabilityTimeRow.id.in_(list(times))).returning(AvailabilityTimeRow.id)
    )
    return len(gone.all())


async def sweep_availability_imports(tx: Transaction) -> None:
    """Delete lists that nobody took within a day, and what can no longer be undone after 30."""
    await tx.execute(text("select sweep_availability_imports()"))


async def _change(tx: Transaction, wanted: UUID, **values: Any) -> None:
    await tx.execute(update(AvailabilityImportRow).where(AvailabilityImportRow.id == wanted).values(**values))


def _kept(row: AvailabilityImportRow) -> KeptSheet:
    rows = tuple((int(line), tuple(map(str, cells))) for line, *cells in row.sheet.get("rows", ()))
    return KeptSheet(
        id=row.id,
        made_at=row.made_at,
        state=row.state,
        sheet=Sheet(tuple(row.sheet.get("headings", ())), rows),
        matched=tuple(row.matched),
        wrote=row.wrote,
        added=row.added,
    )
