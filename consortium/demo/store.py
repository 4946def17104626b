"""Everybody in a demo consortium, for its door; and counters of requests that were never made. Nothing else."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.members.tables import AgencyRow
from consortium.support.store.counters import Period
from consortium.support.tables import TallyRow
from geo import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """A person with her roles, and the agency that employs her, if one does."""

    person: PersonId
    name: str
    title: str
    agency: str
    roles: tuple[Role, ...]


async def load_entrants(reading: Reading) -> tuple[Entrant, ...]:
    """Everybody of this session's consortium, by name; three queries. Only an invented consortium has any.

    There is no viewer yet: the door is passed before anybody is signed in, and only in the demo.
    """
    roles: dict[UUID, list[Role]] = defaultdict(list)
    for row in await reading.scalars(select(RoleRow).order_by(RoleRow.role)):
        roles[row.person].append(Role(row.role))
    homes = await reading.execute(
        select(AffiliationRow.person, AgencyRow.name)
        .join(AgencyRow, AgencyRow.id == AffiliationRow.agency)
        .where(AffiliationRow.kind == "full_time")
    )
    agency = {row.person: row.name for row in homes}
    people = await reading.scalars(select(PersonRow).order_by(PersonRow.name, PersonRow.id))
    return tuple(
        Entrant(
            person=PersonId(row.id),
            name=row.name,
            title=row.title,
            agency=agency.get(row.id, ""),
            roles=tuple(roles[row.id]),
        )
        for row in people
    )


async def save_invented(tx: Transaction, period: Period, measure: str, counts: Mapping[str, int]) -> None:
    """Put invented counters where those of ended requests stand until they are released."""
    at = {"consortium": tx.consortium, "span": period.span.value, "period": period.first, "measure": measure}
    tx.add_all(TallyRow(**at, value=value, count=count) for value, count in counts.items())
    await tx.flush()
