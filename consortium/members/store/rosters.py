"""Lists of people as an import reads and writes them: kept lists, who is here, and what a list added."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from agreements import Bond
from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Base, Reading, Transaction
from consortium.members.rosters.any_sheet import Sheet
from consortium.members.rosters.plan import Add, Known, lent_by
from consortium.members.store.list_tables import HeardRow, RosterImportedRow, RosterImportRow
from consortium.members.store.people_tables import ChannelRow, PeerRow, TrainingRow
from consortium.members.tables import AgencyRow
from geo import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """A list that was brought in. Once it is taken its rows are gone; what it added is known for 30 days."""

    id: UUID
    made_at: datetime
    made_by: UUID | None
    state: str
    sheet: Sheet
    columns: tuple[str, ...]
    choices: Mapping[int, str]
    added: int
    changed: int


async def save_list(tx: Transaction, sheet: Sheet, by: UUID | None) -> UUID:
    """Keep a list that was read."""
    row = RosterImportRow(
        consortium=tx.consortium,
        id=uuid4(),
        made_by=by,
        made_at=tx.now,
        state="matching",
        sheet={"headings": list(sheet.headings), "rows": [[line, *cells] for line, cells in sheet.rows]},
        choices={},
    )
    tx.add(row)
    await tx.flush()
    return row.id


async def load_list(reading: Reading, wanted: UUID) -> KeptList | None:
    """A kept list."""
    found = await reading.execute(select(RosterImportRow).where(RosterImportRow.id == wanted))
    row = found.scalar_one_or_none()
    return None if row is None else _kept(row)


async def lock_list(tx: Transaction, wanted: UUID) -> KeptList | None:
    """A kept list, for whoever changes it next."""
    found = await tx.execute(select(RosterImportRow).where(RosterImportRow.id == wanted).with_for_update())
    row = found.scalar_one_or_none()
    return None if row is None else _kept(row)


async def load_lists(reading: Reading) -> tuple[KeptList, ...]:
    """The lists of the last 30 days, the newest first, without their rows."""
    rows = await reading.scalars(
        select(RosterImportRow).where(RosterImportRow.state != "matching").order_by(RosterImportRow.made_at.desc())
    )
    return tuple(_kept(row) for row in rows)


def _kept(row: RosterImportRow) -> KeptList:
    return KeptList(
        id=row.id,
        made_at=row.made_at,
        made_by=row.made_by,
        state=row.state,
        sheet=Sheet(
            tuple(row.sheet.get("headings", ())),
            tuple((line, tuple(cells)) for line, *cells in row.sheet.get("rows", ())),
        ),
        columns=tuple(row.sheet.get("columns", ())),
        choices={int(line): choice for line, choice in row.choices.items()},
        added=row.added,
        changed=row.changed,
    )


async def change_list(tx: Transaction, wanted: UUID, **values: Any) -> None:
    """Write to a kept list: ``state``, ``sheet``, ``choices``, ``added``, ``changed``."""
    await tx.execute(update(RosterImportRow).where(RosterImportRow.id == wanted).values(**values))


async def load_heard(reading: Reading, kind: str) -> dict[str, str]:
    """What was matched before: plain text to meaning."""
    rows = await reading.execute(select(HeardRow.heard, HeardRow.meant).where(HeardRow.kind == kind))
    return {row.heard: row.meant for row in rows}


async def save_heard(tx: Transaction, kind: str, meant: Mapping[str, str]) -> None:
    """Remember what was matched."""
    if meant:
        values = [
            {"consortium": tx.consortium, "kind": kind, "heard": heard, "meant": what} for heard, what in meant.items()
        ]
        statement = upsert(HeardRow).values(values)
        await tx.execute(
            statement.on_conflict_do_update(
                index_elements=["consortium", "kind", "heard"], set_={"meant": statement.excluded.meant}
            )
        )


async def load_known(reading: Reading) -> tuple[Known, ...]:
    """Everybody who is here, by name."""
    roles = await _gathered(reading, select(RoleRow.person, RoleRow.role))
    ties = await _gathered(reading, select(AffiliationRow.person, AffiliationRow.agency, AffiliationRow.kind))
    courses = await _gathered(reading, select(TrainingRow.person, TrainingRow.course, TrainingRow.completed_on))
    channels = await _gathered(reading, select(ChannelRow.person, ChannelRow.kind, ChannelRow.address))
    peers = {row.person: row for row in await reading.execute(select(PeerRow.person, PeerRow.talk_number))}
    rows = await reading.scalars(select(PersonRow).order_by(PersonRow.name, PersonRow.id))
    return tuple(
        Known(
            person=row.id,
            name=row.name,
            title=row.title,
            email=row.email,
            roles=frozenset(Role(role) for (role,) in roles[row.id]),
            ties=frozenset((AgencyId(agency), Bond(kind)) for agency, kind in ties[row.id]),
            answers=row.id in peers,
            talk_number=peers[row.id].talk_number if row.id in peers else None,
            courses=frozenset((course, day) for course, day in courses[row.id]),
            channels=frozenset((kind, address) for kind, address in channels[row.id]),
            ended=row.ended_on is not None,
        )
        for row in rows
    )


async def _gathered(reading: Reading, wanted: Any) -> Mapping[UUID, list[tuple[Any, ...]]]:
    found: defaultdict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for person, *rest in await reading.execute(wanted):
        found[person].append(tuple(rest))
    return found


async def load_agency_names(reading: Reading) -> tuple[tuple[AgencyId, str], ...]:
    """Every agency by name."""
    rows = await reading.execute(select(AgencyRow.id, AgencyRow.name).order_by(AgencyRow.name))
    return tuple((AgencyId(row.id), row.name) for row in rows)


async def save_adds(tx: Transaction, of: UUID, adds: Sequence[Add], known: Mapping[UUID, Known]) -> None:
    """Write what these rows add, and note each thing so that it can be taken back."""
    written = _Written(tx.consortium, of)
    for add in adds:
        written.take(add, known.get(add.person) if add.person else None)
    for table in (PersonRow, RoleRow, AffiliationRow, PeerRow, TrainingRow, ChannelRow, RosterImportedRow):
        if table in written.rows:
            plain = Base.metadata.tables[table.__tablename__]
            # With RETURNING many rows make one statement, and the facts' trigger runs once for them.
            await tx.execute(insert(plain).returning(plain.c.consortium), written.rows[table])
    for add in adds:
        if add.person is not None:
            await _fill(tx, add)


class _Written:
    """What rows of a list come to, table by table, with a note of each thing."""

    def __init__(self, consortium: UUID, of: UUID) -> None:
        self.rows: defaultdict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self._consortium = consortium
        self._of = of

    def take(self, add: Add, here: Known | None) -> None:
        """One addition, to ``here`` or to somebody new."""
        person = add.person or uuid4()
        if here is None:
            self._put(PersonRow, id=person, name=add.entry.name, title=add.title, email=add.email, ended_on=None)
            self._note(person, "person")
        else:
            for field, value in (("title", add.title), ("email", add.email)):
                if value:
                    self._note(person, field, value=value)
        if add.tie:
            self._hers(AffiliationRow, person, "tie", agency=add.tie[0], kind=add.tie[1].value)
        self._serving(person, add, here)
        if add.course:
            self._hers(
                TrainingRow,
                person,
                "training",
                kind=add.course.kind.value,
                course=add.course.course,
                hours=add.course.hours,
                completed_on=add.course.completed_on,
                expires_on=add.course.expires_on,
            )
        for kind, address in add.channels:
            self._hers(ChannelRow, person, "channel", kind=kind.value, address=address, proved_on=None)

    def _serving(self, person: UUID, add: Add, here: Known | None) -> None:
        if add.role is None:
            if add.talk_number:
                self._note(person, "talk_number", value=add.talk_number)
            return
        if here is None or add.role not in here.roles:
            self._hers(RoleRow, person, "role", role=add.role.value)
        self._put(
            PeerRow,
            person=person,
            kind=add.role.value,
            lent_by=lent_by(add, here),
            talk_number=add.talk_number,
            ring_off_duty=False,
            suspended=False,
        )
        self._note(person, "peer")

    def _hers(self, table: type[Base], person: UUID, noted: str, **values: Any) -> None:
        row = uuid4()
        self._put(table, id=row, person=person, **values)
        self._note(person, noted, row=row)

    def _note(self, person: UUID, noted: str, *, row: UUID | None = None, value: str | None = None) -> None:
        self._put(RosterImportedRow, id=uuid4(), import_id=self._of, person=person, kind=noted, row=row, value=value)

    def _put(self, table: type[Base], **values: Any) -> None:
        self.rows[table].append({"consortium": self._consortium, **values})


async def _fill(tx: Transaction, add: Add) -> None:
    """What was empty on a person who is here."""
    values = {name: value for name, value in (("title", add.title), ("email", add.email)) if value}
    if values:
        await tx.execute(update(PersonRow).where(PersonRow.id == add.person).values(**values))
    if add.talk_number and not add.role:
        await tx.execute(update(PeerRow).where(PeerRow.person == add.person).values(talk_number=add.talk_number))


async def sweep_imports(tx: Transaction) -> None:
    """Delete lists that nobody took within a day, and what can no longer be undone after 30."""
    await tx.execute(text("select sweep_imports()"))
