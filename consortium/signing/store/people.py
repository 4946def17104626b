"""Who holds a role in an agency, or did something to a draft: for mails, and for saying who is asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from consortium.access.permissions import Role
from consortium.access.store.door import still_here
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading
from geo import AgencyId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody by name; the address leaves a verb only in its mails."""

    person: PersonId
    name: str
    title: str
    email: str | None


async def load_holders(
    reading: Reading, role: Role, agencies: Collection[AgencyId]
) -> Mapping[AgencyId, tuple[Holder, ...]]:
    """Who holds this role and belongs to each of these agencies, by name. Whom an agreement asks is no secret."""
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.title, PersonRow.email, AffiliationRow.agency)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .join(AffiliationRow, AffiliationRow.person == PersonRow.id)
        .where(
            RoleRow.role == role.value,
            AffiliationRow.agency.in_(agencies),
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
        )
        .distinct()
        .order_by(PersonRow.name, PersonRow.id)
    )
    found: dict[AgencyId, list[Holder]] = defaultdict(list)
    for row in rows:
        holder = Holder(person=PersonId(row.id), name=row.name, title=row.title, email=row.email)
        found[AgencyId(row.agency)].append(holder)
    return {agency: tuple(found.get(agency, ())) for agency in agencies}


async def load_people(reading: Reading, people: Collection[PersonId]) -> Mapping[PersonId, Holder]:
    """These people by id: those who drafted, advised or commented, whom everybody with the draft sees by name."""
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.name, PersonRow.title, PersonRow.email).where(PersonRow.id.in_(people))
    )
    found = (Holder(person=PersonId(row.id), name=row.name, title=row.title, email=row.email) for row in rows)
    return {each.person: each for each in found}


async def load_standing(reading: Reading, person: PersonId) -> tuple[frozenset[Role], frozenset[AgencyId]]:
    """The roles of somebody, and the agencies that she belongs to now; no role, once she has left."""
    here = select(PersonRow.id).where(PersonRow.id == person, still_here(reading))
    roles = await reading.scalars(select(RoleRow.role).where(RoleRow.person.in_(here)))
    agencies = await reading.scalars(select(AffiliationRow.agency).where(AffiliationRow.person.in_(here)))
    return frozenset(map(Role, roles)), frozenset(map(AgencyId, agencies))
