"""Lists of agencies that were brought in: kept, taken, and what they did so that it can be undone."""

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from consortium.db import Reading, Transaction
from consortium.journal import JournalRow
from consortium.members.import_plan import Change
from consortium.members.store.clocks import moved
from consortium.members.store.list_tables import AgencyImportedRow, AgencyImportRow
from consortium.members.store.references import references_to
from consortium.members.tables import AgencyRow, SwornCountRow
from geo import AgencyId, Point

_OWN = frozenset({"agency_imported", "sworn_count", "distance_measured"})
"""Tables that refer to an agency without anything having been done to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyList:
    """A list that was brought in; without ``content`` once it is taken or dropped."""

    id: UUID
    made_at: datetime
    state: str
    content: bytes
    wanted: Mapping[str, Any]
    choices: Mapping[str, Any]
    added: int
    changed: int


async def save_agency_list(tx: Transaction, content: bytes, *, by: UUID | None) -> UUID:
    """Keep a file to look at; what was kept of others that nobody took is forgotten."""
    await tx.execute(
        update(AgencyImportRow).where(AgencyImportRow.state == "looking").values(state="undone", content=None)
    )
    row = AgencyImportRow(
        consortium=tx.consortium,
        id=uuid4(),
        made_by=by,
        made_at=tx.now,
        state="looking",
        content=zlib.compress(content),
        wanted={},
        choices={},
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def load_agency_list(reading: Reading, wanted: UUID) -> AgencyList | None:
    """One list."""
    row = await reading.scalar(select(AgencyImportRow).where(AgencyImportRow.id == wanted))
    return None if row is None else _kept(row)


async def lock_agency_list(tx: Transaction, wanted: UUID) -> AgencyList | None:
    """One list, for whoever changes it next."""
    row = await tx.scalar(select(AgencyImportRow).where(AgencyImportRow.id == wanted).with_for_update())
    return None if row is None else _kept(row)


async def load_agency_lists(reading: Reading) -> tuple[AgencyList, ...]:
    """The newest twenty lists."""
    rows = await reading.scalars(select(AgencyImportRow).order_by(AgencyImportRow.made_at.desc()).limit(20))
    return tuple(_kept(row) for row in rows)


async def change_agency_list(tx: Transaction, of: UUID, **values: Any) -> None:
    """Write to a list: ``state``, ``content``, ``wanted``, ``choices``, ``added``, ``changed``."""
    await tx.execute(update(AgencyImportRow).where(AgencyImportRow.id == of).values(**values))


async def note_imported(
    tx: Transaction, of: UUID, added: Iterable[AgencyId], changed: Iterable[tuple[Change, date]]
) -> None:
    """Remember what a list added and changed; each change with the day of the count before it."""
    own = {"consortium": tx.consortium, "import_id": of}
    tx.add_all(AgencyImportedRow(**own, agency=agency, before={}) for agency in added)
    tx.add_all(
        AgencyImportedRow(**own, agency=change.agency, before=_before(change, counted)) for change, counted in changed
    )
    await tx.flush()


async def load_stays(reading: Reading, of: UUID) -> dict[AgencyId, str]:
    """The agencies that an undo would leave as they are, because something was done to them since; by name."""
    mine = select(AgencyImportedRow.agency).where(AgencyImportedRow.import_id == of)
    bound: set[UUID] = set()
    for table, column in references_to("agency", but=_OWN):
        bound |= set(await reading.scalars(select(table.c[column]).where(table.c[column].in_(mine))))
    since = select(AgencyImportRow.made_at).where(AgencyImportRow.id == of).scalar_subquery()
    acts = select(JournalRow.subject).where(JournalRow.subject.in_(mine), JournalRow.at > since)
    bound |= {each for each in await reading.scalars(acts) if each}
    added = select(AgencyImportedRow.agency).where(AgencyImportedRow.import_id == of, AgencyImportedRow.before == {})
    changed = set(await reading.scalars(acts)) - set(await reading.scalars(added))
    rows = await reading.execute(
        select(AgencyRow.id, AgencyRow.name)
        .where(AgencyRow.id.in_(bound), AgencyRow.id.in_(added) | AgencyRow.id.in_(changed))
        .order_by(AgencyRow.name)
    )
    return {AgencyId(agency): name for agency, name in rows}


async def take_back_agencies(tx: Transaction, of: UUID, keep: Collection[AgencyId]) -> tuple[int, int]:
    """Delete what the list added and put back what it changed, but for whom to ``keep``; how many of each."""
    notes = (await tx.scalars(select(AgencyImportedRow).where(AgencyImportedRow.import_id == of))).all()
    free = [note for note in notes if note.agency not in keep]
    gone = [note.agency for note in free if not note.before]
    back = [(note.agency, dict(note.before)) for note in free if note.before]
    for agency, before in back:
        counted = date.fromisoformat(before.pop("counted_on"))
        clock = moved() if {"lat", "state"} & before.keys() else {}
        await tx.execute(update(AgencyRow).where(AgencyRow.id == agency).values(**before, **clock, counted_on=counted))
        newest = (
            select(SwornCountRow.id)
            .where(SwornCountRow.agency == agency, SwornCountRow.counted_on == counted)
            .limit(1)
            .scalar_subquery()
        )
        await tx.execute(delete(SwornCountRow).where(SwornCountRow.id == newest))
    await tx.execute(delete(AgencyImportedRow).where(AgencyImportedRow.import_id == of))
    await tx.execute(delete(AgencyRow).where(AgencyRow.id.in_(gone)))
    return len(gone), len(back)


def _before(change: Change, counted: date) -> dict[str, Any]:
    """The facts that a change replaced, as columns."""
    old = dict(change.old)
    at = old.pop("at", None)
    if isinstance(at, Point):
        old |= {"lat": at.lat, "lon": at.lon}
    return old | {"counted_on": counted.isoformat()}


def _kept(row: AgencyImportRow) -> AgencyList:
    return AgencyList(
        id=row.id,
        made_at=row.made_at,
        state=row.state,
        content=zlib.decompress(row.content) if row.content else b"",
        wanted=row.wanted,
        choices=row.choices,
        added=row.added,
        changed=row.changed,
    )
