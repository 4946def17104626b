"""Roster annexes on their way, and the end of designations: rows to values and back."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select, update

from consortium.db import Reading, Transaction
from consortium.members.annex_values import Annex, Listed
from consortium.members.store.setup_tables import StateFieldRow
from consortium.members.store.writing import keep
from consortium.members.tables import AgencyRow, DesignationRow, RosterAnnexPeerRow, RosterAnnexRow
from consortium.problems import NotFound
from geo import AgencyId, PersonId


async def load_annexes(reading: Reading, agency: AgencyId) -> tuple[Annex, ...]:
    """An agency's annexes, the newest first."""
    wanted = _all().where(RosterAnnexRow.agency == agency)
    return await _found(reading, wanted.order_by(RosterAnnexRow.prepared_on.desc(), RosterAnnexRow.reference))


async def load_waiting_annexes(reading: Reading) -> tuple[Annex, ...]:
    """Every annex that is prepared and neither attested nor withdrawn, by agency."""
    wanted = _all().where(RosterAnnexRow.signed_on.is_(None), RosterAnnexRow.withdrawn_on.is_(None))
    return await _found(reading, wanted.order_by(AgencyRow.name, RosterAnnexRow.reference))


async def load_annex(reading: Reading, annex: UUID) -> Annex:
    """One annex.

    Raises:
        NotFound: there is none.
    """
    found = await _found(reading, _all().where(RosterAnnexRow.id == annex))
    if not found:
        raise NotFound
    return found[0]


async def annex_locked(tx: Transaction, annex: UUID) -> RosterAnnexRow:
    """The annex's row, locked.

    Raises:
        NotFound: there is none.
    """
    row = await tx.scalar(select(RosterAnnexRow).where(RosterAnnexRow.id == annex).with_for_update())
    if row is None:
        raise NotFound
    return row


async def save_annex(tx: Transaction, row: RosterAnnexRow, listed: Iterable[Listed]) -> None:
    """Write a prepared annex with those it lists."""
    await keep(
        tx,
        row,
        *(
            RosterAnnexPeerRow(
                consortium=tx.consortium, annex=row.id, person=each.person, name=each.name, line=each.line
            )
            for each in listed
        ),
    )


async def load_statute(reading: Reading, agency: AgencyId) -> str:
    """The statute that protects peer support in the agency's state, as a legal advisor has read it, with its source."""
    found = await reading.execute(
        select(StateFieldRow.value, StateFieldRow.source)
        .join(AgencyRow, AgencyRow.state == StateFieldRow.state)
        .where(AgencyRow.id == agency, StateFieldRow.field == "statute")
    )
    row = found.first()
    return "" if row is None else f"{row.value} ({row.source})"


async def close_designations(tx: Transaction, agency: AgencyId, person: PersonId) -> int:
    """End every designation of a person by an agency that has no end yet, now; how many there were."""
    ended = await tx.scalars(
        update(DesignationRow)
        .where(DesignationRow.agency == agency, DesignationRow.person == person, DesignationRow.until.is_(None))
        .values(until=tx.now)
        .returning(DesignationRow.id)
    )
    return len(ended.all())


def _all() -> Select[RosterAnnexRow, str]:
    return select(RosterAnnexRow, AgencyRow.name).join(AgencyRow, AgencyRow.id == RosterAnnexRow.agency)


async def _found(reading: Reading, wanted: Select[RosterAnnexRow, str]) -> tuple[Annex, ...]:
    rows = (await reading.execute(wanted)).all()
    listed: dict[UUID, list[Listed]] = defaultdict(list)
    people = await reading.scalars(
        select(RosterAnnexPeerRow)
        .where(RosterAnnexPeerRow.annex.in_([row.id for row, _ in rows]))
        .order_by(RosterAnnexPeerRow.name, RosterAnnexPeerRow.person)
    )
    for each in people:
        listed[each.annex].append(Listed(PersonId(each.person), each.name, each.line))
    return tuple(
        Annex(
            id=row.id,
            agreement=row.agreement,
            agency=AgencyId(row.agency),
            agency_name=name,
            reference=row.reference,
            law=row.law,
            prepared_on=row.prepared_on,
            prepared_by=PersonId(row.prepared_by),
            number=row.annex,
            signed_on=row.signed_on,
            attested_by=PersonId(row.attested_by) if row.attested_by else None,
            withdrawn_on=row.withdrawn_on,
            listed=tuple(listed[row.id]),
        )
        for row, name in rows
    )
