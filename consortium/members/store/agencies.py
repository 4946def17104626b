"""One agency: its row for a verb, and all that its page shows, people only as far as the viewer may see them."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import func, select

from agreements import Bond
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.access.store import visible_people
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading, Transaction
from consortium.members.agency_values import AgencyFile, Count, Tie
from consortium.members.kinds import AgencyKind
from consortium.members.store.pages import LONG_AGO, load_parts
from consortium.members.store.people_tables import PeerRow
from consortium.members.tables import AgencyRow, SwornCountRow
from consortium.problems import NotFound
from geo import AgencyId, PersonId, Point


async def agency_locked(tx: Transaction, agency: AgencyId) -> AgencyRow:
    """The agency's row, locked; what a verb sets on it is written with its transaction.

    Raises:
        NotFound: there is none.
    """
    row = await tx.scalar(select(AgencyRow).where(AgencyRow.id == agency).with_for_update())
    if row is None:
        raise NotFound
    return row


async def load_agency(reading: Reading, viewer: Viewer, agency: AgencyId) -> AgencyFile:
    """One agency with its people and former counts. Six queries.

    Raises:
        NotFound: there is none.
    """
    row = await reading.scalar(select(AgencyRow).where(AgencyRow.id == agency))
    if row is None:
        raise NotFound
    ties, everybody = await _ties(reading, viewer, agency)
    return AgencyFile(
        id=agency,
        name=row.name,
        kind=AgencyKind(row.kind),
        county=row.county,
        state=row.state,
        at=Point(row.lat, row.lon),
        count=Count(row.sworn, row.part_time, row.counted_on),
        earlier=await _earlier(reading, agency),
        counted_long_ago=reading.now.date() - row.counted_on > LONG_AGO,
        federal_key=row.federal_key,
        ends_on=row.ends_on,
        ties=ties,
        unseen=everybody - len(ties),
        part=(await load_parts(reading)).get(agency),
        clock=row.clock,
        clock_from=row.clock_from,
    )


async def _earlier(reading: Reading, agency: AgencyId) -> tuple[Count, ...]:
    rows = await reading.scalars(
        select(SwornCountRow)
        .where(SwornCountRow.agency == agency)
        .order_by(SwornCountRow.counted_on.desc(), SwornCountRow.id)
    )
    return tuple(Count(row.sworn, row.part_time, row.counted_on) for row in rows)


async def _ties(reading: Reading, viewer: Viewer, agency: AgencyId) -> tuple[tuple[Tie, ...], int]:
    """Whom the viewer may see of its people, by name; and how many there are in all."""
    here = PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date())
    bonds: dict[UUID, list[Bond]] = defaultdict(list)
    rows = await reading.execute(
        select(AffiliationRow.person, AffiliationRow.kind).where(AffiliationRow.agency == agency)
    )
    for person, kind in rows:
        bonds[person].append(Bond(kind))
    roles: dict[UUID, set[Role]] = defaultdict(set)
    for person, role in await reading.execute(select(RoleRow.person, RoleRow.role).where(RoleRow.person.in_(bonds))):
        roles[person].add(Role(role))
    people = await reading.execute(
        select(PersonRow, PeerRow)
        .outerjoin(PeerRow, PeerRow.person == PersonRow.id)
        .where(PersonRow.id.in_(bonds), here, visible_people(viewer))
        .order_by(PersonRow.name, PersonRow.id)
    )
    everybody = await reading.scalar(select(func.count()).select_from(PersonRow).where(PersonRow.id.in_(bonds), here))
    found = tuple(_tie(person, peer, roles[person.id], bonds[person.id], agency) for person, peer in people)
    return found, everybody or 0


def _tie(person: PersonRow, peer: PeerRow | None, roles: set[Role], bonds: list[Bond], agency: AgencyId) -> Tie:
    peer = None if peer is None or peer.ended_on is not None else peer
    return Tie(
        person=PersonId(person.id),
        name=person.name,
        title=person.title,
        roles=frozenset(roles),
        bonds=tuple(sorted(bonds)),
        answers_as=None if peer is None else Role(peer.kind),
        lent=peer is not None and peer.lent_by == agency,
        suspended=peer is not None and peer.suspended,
    )
