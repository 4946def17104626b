"""What members' pages show of agencies and people: each load takes the viewer, and the one door filters its people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from agreements import Bond, TrainingKind
from consortium.access.door import Viewer, sees_contacts
from consortium.access.permissions import Role
from consortium.access.store import visible_people
from consortium.access.tables import AffiliationRow, PersonRow, RoleRow
from consortium.db import Reading
from consortium.members.kinds import ELSEWHERE, EMPLOYED, AgencyKind
from consortium.members.people_values import until_of
from consortium.members.store.people import load_cards, load_peer_facts
from consortium.members.store.people_tables import ChannelRow, LeaveRow, PeerRow, TrainingRow
from consortium.members.store.zone_tables import ZoneMemberRow, ZonePlanRow, ZoneRow
from consortium.members.tables import AgencyRow
from consortium.members.values import AgencyLine, Answering, Channel, Course, DesignationsPage, RosterLine
from geo import AgencyId, PersonId, Point

LONG_AGO = timedelta(days=3 * 365)

_Line = TypeVar("_Line")


async def load_agencies_page(reading: Reading, viewer: Viewer) -> tuple[AgencyLine, ...]:
    """Every agency, by name; heads only as far as this viewer may see them. Four queries."""
    agencies = await reading.execute(select(*AgencyRow.__table__.c).order_by(AgencyRow.name))  # plain rows: no objects
    heads = await _heads(reading, viewer)
    lending = PeerRow.lent_by.is_not(None), PeerRow.ended_on.is_(None)
    lent = Counter(await reading.scalars(select(PeerRow.lent_by).where(*lending)))
    parts = await load_parts(reading)
    return tuple(
        AgencyLine(
            id=AgencyId(row.id),
            name=row.name,
            kind=AgencyKind(row.kind),
            county=row.county,
            state=row.state,
            at=Point(row.lat, row.lon),
            sworn=row.sworn,
            part_time=row.part_time,
            counted_on=row.counted_on,
            counted_long_ago=reading.now.date() - row.counted_on > LONG_AGO,
            heads=heads[row.id],
            peers=lent[row.id],
            part=parts.get(row.id),
            ends_on=row.ends_on,
            clock=row.clock,
            clock_from=row.clock_from,
        )
        for row in agencies
    )


async def _heads(reading: Reading, viewer: Viewer) -> Mapping[UUID, tuple[str, ...]]:
    rows = await reading.execute(
        select(AffiliationRow.agency, PersonRow.name)
        .join(PersonRow, PersonRow.id == AffiliationRow.person)
        .join(RoleRow, RoleRow.person == PersonRow.id)
        .where(
            RoleRow.role == Role.AGENCY_HEAD.value,
            AffiliationRow.kind.in_(EMPLOYED),
            PersonRow.ended_on.is_(None) | (PersonRow.ended_on > reading.now.date()),
            visible_people(viewer),
        )
        .distinct()
        .order_by(PersonRow.name)
    )
    return _gathered(rows)


async def load_parts(reading: Reading) -> dict[UUID, str]:
    """The label of each agency's part of the region in the newest plan; who stands in none is left out."""
    newest = select(ZonePlanRow.id).order_by(ZonePlanRow.version.desc()).limit(1).scalar_subquery()
    rows = await reading.execute(
        select(ZoneMemberRow.agency, ZoneRow.label)
        .join(ZoneRow, ZoneRow.id == ZoneMemberRow.zone)
        .where(ZoneRow.plan == newest)
    )
    return dict(rows.all())


async def load_roster_page(
    reading: Reading, viewer: Viewer, only: Collection[UUID] | None = None
) -> tuple[RosterLine, ...]:
    """Everybody whom this viewer may see (of ``only``, if given), by name, with papers and channels. Six queries."""
    people = await reading.execute(
        select(PersonRow, PeerRow, AgencyRow.name)
        .outerjoin(PeerRow, PeerRow.person == PersonRow.id)
        .outerjoin(AgencyRow, AgencyRow.id == PeerRow.lent_by)
        .where(visible_people(viewer), _of(PersonRow.id, only))
        .order_by(PersonRow.name, PersonRow.id)
    )
    papers = _Papers(
        roles=_gathered(await reading.execute(select(RoleRow.person, RoleRow.role).where(_of(RoleRow.person, only)))),
        bonds=await _bonds(reading, only),
        courses=await _courses(reading, only),
        channels=await _channels(reading, only, shown=sees_contacts(viewer)),
        away=frozenset(await _away(reading)),
    )
    return tuple(_roster_line(person, peer, lent_by, papers) for person, peer, lent_by in people)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Papers:
    """What belongs to people, by person."""

    roles: Mapping[UUID, tuple[str, ...]]
    bonds: Mapping[UUID, tuple[tuple[str, Bond], ...]]
    courses: Mapping[UUID, tuple[Course, ...]]
    channels: Mapping[UUID, tuple[Channel, ...]]
    away: frozenset[UUID]


def _roster_line(person: PersonRow, peer: PeerRow | None, lent_by: str | None, papers: _Papers) -> RosterLine:
    courses = papers.courses[person.id]
    answers_as = None if peer is None or peer.ended_on is not None else Role(peer.kind)
    return RosterLine(
        person=PersonId(person.id),
        name=person.name,
        title=person.title,
        roles=frozenset(map(Role, papers.roles[person.id])),
        answers_as=answers_as,
        lent_by=lent_by,
        suspended=peer is not None and peer.suspended,
        ring_off_duty=peer is not None and peer.ring_off_duty,
        bonds=papers.bonds[person.id],
        courses=courses,
        trained_until=until_of(courses, answers_as),
        channels=papers.channels[person.id],
        on_leave=person.id in papers.away,
        ended_on=person.ended_on,
    )


async def _away(reading: Reading) -> Iterable[UUID]:
    return await reading.scalars(
        select(LeaveRow.person).where(LeaveRow.starts_at <= reading.now, reading.now < LeaveRow.ends_at)
    )


def _of(column: InstrumentedAttribute[UUID], only: Collection[UUID] | None) -> ColumnElement[bool]:
    return true() if only is None else column.in_(only)


async def _bonds(reading: Reading, only: Collection[UUID] | None) -> Mapping[UUID, tuple[tuple[str, Bond], ...]]:
    rows = await reading.execute(
        select(AffiliationRow.person, AgencyRow.name, AffiliationRow.kind)
        .join(AgencyRow, AgencyRow.id == AffiliationRow.agency)
        .where(_of(AffiliationRow.person, only))
        .order_by(AgencyRow.name, AffiliationRow.kind)
    )
    return _gathered((person, (name, Bond(kind))) for person, name, kind in rows)


async def _courses(reading: Reading, only: Collection[UUID] | None) -> Mapping[UUID, tuple[Course, ...]]:
    rows = await reading.scalars(
        select(TrainingRow).where(_of(TrainingRow.person, only)).order_by(TrainingRow.completed_on, TrainingRow.course)
    )
    return _gathered(
        (
            row.person,
            Course(
                kind=TrainingKind(row.kind),
                course=row.course,
                hours=row.hours,
                completed_on=row.completed_on,
                expires_on=row.expires_on,
            ),
        )
        for row in rows
    )


async def _channels(
    reading: Reading, only: Collection[UUID] | None, *, shown: bool
) -> Mapping[UUID, tuple[Channel, ...]]:
    rows = await reading.scalars(
        select(ChannelRow).where(_of(ChannelRow.person, only)).order_by(ChannelRow.kind, ChannelRow.address)
    )
    return _gathered(
        (row.person, Channel(kind=row.kind, address=row.address if shown else "", proved_on=row.proved_on))
        for row in rows
    )


async def load_designations_page(reading: Reading, viewer: Viewer, known: Answering | None = None) -> DesignationsPage:
    """All agencies whose people ask here, and the people who answer whom this viewer may see, with their papers.

    ``known`` are the facts at hand, of this very session; cards and papers are read again if they are not given.
    """
    agencies = await reading.execute(
        select(AgencyRow.id, AgencyRow.name).where(AgencyRow.kind.not_in(ELSEWHERE)).order_by(AgencyRow.name)
    )
    answering = select(PeerRow.person).where(PeerRow.ended_on.is_(None))
    seen = set(await reading.scalars(select(PersonRow.id).where(visible_people(viewer), PersonRow.id.in_(answering))))
    cards = known.cards.values() if known else await load_cards(reading)
    papers = known.peers.values() if known else await load_peer_facts(reading)
    return DesignationsPage(
        agencies=tuple((AgencyId(agency), name) for agency, name in agencies),
        peers=tuple(sorted((card for card in cards if card.person in seen), key=lambda card: (card.name, card.person))),
        facts={peer.person: peer for peer in papers if peer.person in seen},
    )


def _gathered(pairs: Iterable[tuple[UUID, _Line]]) -> Mapping[UUID, tuple[_Line, ...]]:
    """The lines of each person or agency, in their order; nobody's are empty."""
    found: dict[UUID, list[_Line]] = defaultdict(list)
    for key, line in pairs:
        found[key].append(line)
    return defaultdict(tuple, {key: tuple(lines) for key, lines in found.items()})
