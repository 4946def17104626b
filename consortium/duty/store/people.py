"""Who answers, and who looks after the rota: facts for verbs. What is shown to whom is settled by the pages."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from agreements import Affiliation, Bond, PeerFacts, Period, Role
from consortium.access.permissions import Role as AccessRole
from consortium.access.store import still_here
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading
from consortium.members.store import load_midnight
from consortium.members.store.people_tables import PeerRow
from geo import AgencyId, PersonId


async def load_answering(reading: Reading) -> tuple[PeerFacts, ...]:
    """Everybody who answers, by person, with agencies and suspensions only; no training and no designation.

    Enough to tell who may stand on the rota, and quick, in three queries. Who has left counts as suspended.
    """
    midnight = await load_midnight(reading)
    bonds: dict[UUID, set[Affiliation]] = defaultdict(set)
    for row in await reading.execute(select(AffiliationRow.person, AffiliationRow.agency, AffiliationRow.kind)):
        bonds[row.person].add(Affiliation(AgencyId(row.agency), Bond(row.kind)))
    peers = await reading.execute(
        select(
            PeerRow.person,
            PeerRow.kind,
            PeerRow.lent_by,
            PeerRow.suspended,
            func.least(PersonRow.ended_on, PeerRow.ended_on).label("ended_on"),
        )
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


def _suspended(suspended: bool, left: datetime | None) -> Iterator[Period]:
    if suspended or left is not None:
        yield Period() if suspended else Period(since=left)


async def load_coordinators(reading: Reading) -> tuple[str, ...]:
    """The mail addresses of those who look after the rota; until her last day also hers who is going to leave."""
    found = await reading.scalars(
        select(PersonRow.email)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .where(RoleRow.role == AccessRole.COORDINATOR, PersonRow.email.is_not(None), still_here(reading))
        .order_by(PersonRow.email)
    )
    return tuple(address for address in found if address)
