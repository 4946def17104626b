"""The keys of agency heads, for those who may confirm them: the only other people's passkeys that anybody loads."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from consortium.access.door import Viewer
from consortium.access.permissions import Role, runs
from consortium.access.store.door import still_here
from consortium.access.tables import AffiliationRow, KeyCheckRow, PasskeyRow, PersonRow, RoleRow
from consortium.db import Reading, Transaction

MOST_WRONG = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsKey:
    """An agency head's passkey as those see it who may confirm it: never its fingerprint. ``wrong`` are my tries."""

    id: UUID
    person: UUID
    name: str
    title: str
    agencies: frozenset[UUID]
    added_on: date
    wrong: int


def confirmable_by(viewer: Viewer) -> ColumnElement[bool]:
    """A filter on :class:`PersonRow`: the heads whose keys this viewer may confirm.

    A clerk confirms those of her own agencies, a head those of other agencies; nobody her own, and who coordinates or
    gives roles none at all, whatever else she is. A head must have a confirmed key herself: a coordinator invites
    heads, so two whom she made up could else confirm each other. The first key of all is therefore confirmed by a
    clerk.
    """
    if runs(viewer.roles):
        return false()
    theirs = exists().where(AffiliationRow.person == PersonRow.id, AffiliationRow.agency.in_(viewer.agencies))
    ways: list[ColumnElement[bool]] = []
    if Role.CLERK in viewer.roles:
        ways.append(theirs)
    if Role.AGENCY_HEAD in viewer.roles:
        own = aliased(PasskeyRow)
        heard = exists().where(own.person == viewer.person, own.confirmed_on.is_not(None))
        ways.append(and_(~theirs, heard))
    is_head = exists().where(RoleRow.person == PersonRow.id, RoleRow.role == Role.AGENCY_HEAD.value)
    return and_(PersonRow.id != viewer.person, is_head, or_(false(), *ways))


async def load_keys_to_confirm(reading: Reading, viewer: Viewer) -> tuple[HeadsKey, ...]:
    """The unconfirmed keys that this viewer may confirm, by name."""
    found = (await reading.execute(_keys(reading, viewer).where(PasskeyRow.confirmed_on.is_(None)))).all()
    people = {row.person for row in found}
    tied = await reading.execute(
        select(AffiliationRow.person, AffiliationRow.agency).where(AffiliationRow.person.in_(people))
    )
    pairs = [(row.person, row.agency) for row in tied]
    return tuple(
        HeadsKey(
            id=row.id,
            person=row.person,
            name=row.name,
            title=row.title,
            agencies=frozenset(agency for person, agency in pairs if person == row.person),
            added_on=row.added_on,
            wrong=row.wrong or 0,
        )
        for row in found
    )


async def key_to_confirm(tx: Transaction, viewer: Viewer, passkey: UUID) -> PasskeyRow | None:
    """One key that this viewer may confirm, locked."""
    found = await tx.execute(
        select(PasskeyRow)
        .join(PersonRow, PersonRow.id == PasskeyRow.person)
        .where(PasskeyRow.id == passkey, still_here(tx), confirmable_by(viewer))
        .with_for_update(of=PasskeyRow)
    )
    return found.scalar_one_or_none()


async def confirms_as(reading: Reading, viewer: Viewer, head: UUID) -> Role:
    """As what this viewer may confirm that head's key: as the clerk of her agency, else as the head of another one."""
    tied = exists().where(AffiliationRow.person == head, AffiliationRow.agency.in_(viewer.agencies))
    clerk = Role.CLERK in viewer.roles and await reading.scalar(select(tied))
    return Role.CLERK if clerk else Role.AGENCY_HEAD


async def wrong_entries(tx: Transaction, viewer: Viewer, passkey: UUID) -> int:
    """How often this viewer has typed a fingerprint that did not fit this key."""
    mine = (KeyCheckRow.passkey == passkey, KeyCheckRow.checker == viewer.person)
    return await tx.scalar(select(KeyCheckRow.wrong).where(*mine)) or 0


async def count_wrong_entry(tx: Transaction, viewer: Viewer, passkey: UUID) -> None:
    """Count one more fingerprint that did not fit."""
    row = {"consortium": tx.consortium, "passkey": passkey, "checker": viewer.person}
    statement = insert(KeyCheckRow).values(**row, wrong=1)
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["consortium", "passkey", "checker"], set_={"wrong": KeyCheckRow.wrong + 1}
        )
    )


def _keys(reading: Reading, viewer: Viewer) -> Select[UUID, UUID, str, str, date, int]:
    mine = and_(KeyCheckRow.passkey == PasskeyRow.id, KeyCheckRow.checker == viewer.person)
    return (
        select(
            PasskeyRow.id,
            PersonRow.id.label("person"),
            PersonRow.name,
            PersonRow.title,
            PasskeyRow.added_on,
            KeyCheckRow.wrong,
        )
        .join(PersonRow, PersonRow.id == PasskeyRow.person)
        .outerjoin(KeyCheckRow, mine)
        .where(still_here(reading), confirmable_by(viewer))
        .order_by(PersonRow.name, PasskeyRow.added_on, PasskeyRow.id)
    )
