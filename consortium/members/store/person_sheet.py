"""One person's page: the load takes the viewer, and what she may not see never leaves this module."""

from uuid import UUID

from sqlalchemy import Select, false, func, select

from agreements import Bond, TrainingKind
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.access.store import visible_people
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading
from consortium.members.people_values import (
    ChannelEntry,
    LeaveEntry,
    PersonSheet,
    Service,
    Sight,
    Tie,
    TrainingEntry,
    sight_of,
)
from consortium.members.store.people_tables import (
    ChannelProofRow,
    ChannelRow,
    DepartureRow,
    LeaveRow,
    PeerRow,
    TrainingRow,
)
from consortium.members.tables import AgencyRow
from consortium.problems import NotFound
from geo import AgencyId, PersonId
from scheduling.spans import Span


async def load_person_sheet(reading: Reading, viewer: Viewer, person: UUID) -> PersonSheet:
    """A person as this viewer may see her. Eight queries.

    Raises:
        NotFound: there is no such person, or the viewer may not see her.
    """
    row = await reading.scalar(select(PersonRow).where(PersonRow.id == person, visible_people(viewer)))
    if row is None:
        raise NotFound
    ties = await _ties(reading, person)
    sight = sight_of(viewer, person, frozenset(tie.agency for tie in ties))
    departures = {each.kind: each for each in await reading.scalars(_departures(person))}
    back = {kind: not each.done or each.due_at > reading.now for kind, each in departures.items()}
    return PersonSheet(
        person=PersonId(row.id),
        name=row.name,
        title=row.title,
        email=row.email if sight.contacts else None,
        sight=sight,
        roles=await _roles(reading, person) if sight.papers else frozenset(),
        service=await _service(reading, person, sight),
        ties=ties,
        training=await _training(reading, person) if sight.papers else (),
        channels=await _channels(reading, person, sight) if sight.papers else (),
        leave=await _leave(reading, person) if sight.close else (),
        ended_on=row.ended_on,
        leaving=back.get("person", False),
        off_list=back.get("peer", False),
    )


def _departures(person: UUID) -> Select[DepartureRow]:
    return select(DepartureRow).where(DepartureRow.person == person)


async def _roles(reading: Reading, person: UUID) -> frozenset[Role]:
    return frozenset(map(Role, await reading.scalars(select(RoleRow.role).where(RoleRow.person == person))))


async def _ties(reading: Reading, person: UUID) -> tuple[Tie, ...]:
    rows = await reading.execute(
        select(AgencyRow.id, AgencyRow.name, AffiliationRow.kind)
        .join(AgencyRow, AgencyRow.id == AffiliationRow.agency)
        .where(AffiliationRow.person == person)
        .order_by(AgencyRow.name, AffiliationRow.kind)
    )
    return tuple(Tie(AgencyId(agency), name, Bond(kind)) for agency, name, kind in rows)


async def _service(reading: Reading, person: UUID, sight: Sight) -> Service | None:
    found = (
        await reading.execute(
            select(PeerRow, AgencyRow.name)
            .outerjoin(AgencyRow, AgencyRow.id == PeerRow.lent_by)
            .where(PeerRow.person == person)
        )
    ).first()
    if found is None:
        return None
    peer, lender = found
    return Service(
        kind=Role(peer.kind),
        lent_by=AgencyId(peer.lent_by) if peer.lent_by else None,
        lent_by_name=lender,
        suspended=peer.suspended,
        ring_off_duty=peer.ring_off_duty,
        talk_number=peer.talk_number if sight.contacts else None,
        ended_on=peer.ended_on,
        sworn=peer.sworn,
    )


async def _training(reading: Reading, person: UUID) -> tuple[TrainingEntry, ...]:
    rows = await reading.scalars(
        select(TrainingRow).where(TrainingRow.person == person).order_by(TrainingRow.expires_on.desc(), TrainingRow.id)
    )
    return tuple(
        TrainingEntry(
            id=row.id,
            kind=TrainingKind(row.kind),
            course=row.course,
            hours=row.hours,
            completed_on=row.completed_on,
            expires_on=row.expires_on,
        )
        for row in rows
    )


async def _channels(reading: Reading, person: UUID, sight: Sight) -> tuple[ChannelEntry, ...]:
    rows = await reading.execute(
        select(ChannelRow, func.coalesce(ChannelProofRow.expires_at > reading.now, false()))
        .outerjoin(ChannelProofRow, ChannelProofRow.channel == ChannelRow.id)
        .where(ChannelRow.person == person)
        .order_by(ChannelRow.kind, ChannelRow.address)
    )
    return tuple(
        ChannelEntry(
            id=row.id,
            kind=row.kind,
            address=row.address if sight.contacts else "",
            proved_on=row.proved_on,
            asked=asked,
        )
        for row, asked in rows
    )


async def _leave(reading: Reading, person: UUID) -> tuple[LeaveEntry, ...]:
    rows = await reading.scalars(
        select(LeaveRow)
        .where(LeaveRow.person == person, LeaveRow.ends_at > reading.now)
        .order_by(LeaveRow.starts_at, LeaveRow.id)
    )
    return tuple(LeaveEntry(row.id, Span(row.starts_at, row.ends_at)) for row in rows)
