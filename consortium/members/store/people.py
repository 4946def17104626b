"""People who answer: their papers as the agreements' core judges them, and how they are reached.

These are facts for the cores and for paging; what of them is shown to whom is settled by ``pages``.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import distinct_on

from agreements import Acceptance, Affiliation, Bond, Designation, PactId, PeerFacts, Period, Training, TrainingKind
from agreements import Role as Capacity
from consortium.access.permissions import Role
from consortium.access.tables import AffiliationRow, ConsortiumRow, PersonRow, RoleRow
from consortium.db import Reading
from consortium.members.clocks import ClockFrom
from consortium.members.kinds import ChannelKind
from consortium.members.store.marks import Mark, mark_of
from consortium.members.store.people_tables import ChannelRow, LeaveRow, PeerRow, TrainingRow
from consortium.members.tables import AgencyRow, DesignationRow
from consortium.members.values import Member, PeerCard
from consortium.problems import NotFound
from geo import AgencyId, PersonId
from scheduling.schedule import Leave
from scheduling.spans import Span
from scheduling.wallclock import instant, zone

ALWAYS = Period()


@dataclass(slots=True)
class PeersAtHand:
    """Everybody's papers as a process has read them last, by consortium; designations under the mark of their rows."""

    designations: dict[UUID, tuple[Mark, Mapping[UUID, tuple[Designation, ...]]]] = field(default_factory=dict)
    peers: dict[UUID, Mapping[UUID, PeerFacts]] = field(default_factory=dict)


async def load_peer_facts(reading: Reading) -> tuple[PeerFacts, ...]:
    """Everybody who answers, with all papers, by person; in six queries.

    A day of training is the consortium's own: it counts from the midnight on which it was completed, and lapses at
    the midnight with which ``expires_on`` begins. Whoever leaves the consortium, or the list, counts as suspended then.
    Somebody of whose papers nothing has changed is the same as before, with what was worked out of them.
    """
    midnight = await load_midnight(reading)
    peers = await reading.execute(
        select(PeerRow, PersonRow.ended_on).join(PersonRow, PersonRow.id == PeerRow.person).order_by(PeerRow.person)
    )
    affiliations: dict[UUID, set[Affiliation]] = defaultdict(set)
    for bond in await reading.scalars(select(AffiliationRow)):
        affiliations[bond.person].add(Affiliation(AgencyId(bond.agency), Bond(bond.kind)))
    trainings: dict[UUID, list[Training]] = defaultdict(list)
    for course in await reading.scalars(select(TrainingRow).order_by(TrainingRow.completed_on, TrainingRow.id)):
        trainings[course.person].append(_training(course, midnight))
    designations = await _designations(reading)
    at_hand = reading.memory.of(PeersAtHand)
    before = at_hand.peers.get(reading.consortium, {})
    found = {}
    for peer, ended_on in peers:
        now = PeerFacts(
            person=PersonId(peer.person),
            role=Capacity(peer.kind),
            lent_by=AgencyId(peer.lent_by) if peer.lent_by else None,
            affiliations=frozenset(affiliations[peer.person]),
            trainings=tuple(trainings[peer.person]),
            designations=designations.get(peer.person, ()),
            suspensions=_suspensions(peer, ended_on, midnight),
            sworn=peer.sworn,
        )
        was = before.get(peer.person)
        found[peer.person] = was if was is not None and was == now else now
    at_hand.peers[reading.consortium] = found
    return tuple(found.values())


async def _designations(reading: Reading) -> Mapping[UUID, tuple[Designation, ...]]:
    """Everybody's designations, read again only when one was added or ended: there are very many."""
    kept, mark = reading.memory.of(PeersAtHand).designations, await mark_of(reading, DesignationRow)
    known = kept.get(reading.consortium)
    if known is not None and known[0] == mark:
        return known[1]
    row = DesignationRow
    rows = await reading.execute(
        select(row.agency, row.person, row.agreement, row.annex, row.since, row.until, row.manner).order_by(
            row.since, row.id
        )
    )
    found: dict[UUID, list[Designation]] = defaultdict(list)
    for made in rows:
        found[made.person].append(_designation(made))
    designations = {person: tuple(each) for person, each in found.items()}
    kept[reading.consortium] = (mark, designations)
    return designations


async def load_midnight(reading: Reading) -> Callable[[date], datetime]:
    """How this consortium's days begin: from a day to the instant of its midnight, in UTC."""
    name = await reading.scalar(select(ConsortiumRow.timezone).where(ConsortiumRow.id == reading.consortium))
    if name is None:
        raise NotFound
    clock = zone(name)
    return lambda day: instant(day, time(0), clock)


def _training(row: TrainingRow, midnight: Callable[[date], datetime]) -> Training:
    return Training(
        hours=row.hours,
        finished=midnight(row.completed_on),
        valid_until=midnight(row.expires_on),
        kind=TrainingKind(row.kind),
    )


def _designation(row: Any) -> Designation:
    return Designation(
        agency=AgencyId(row.agency),
        person=PersonId(row.person),
        pact=PactId(row.agreement),
        annex=row.annex,
        since=row.since,
        until=row.until,
        manner=Acceptance(row.manner),
    )


def _suspensions(peer: PeerRow, ended_on: date | None, midnight: Callable[[date], datetime]) -> tuple[Period, ...]:
    if peer.suspended:
        return (ALWAYS,)
    days = [day for day in (ended_on, peer.ended_on) if day is not None]
    return (Period(since=midnight(min(days))),) if days else ()


async def load_cards(reading: Reading) -> tuple[PeerCard, ...]:
    """What is shown of each person who answers once she has accepted, by person; one query."""
    rows = await reading.execute(
        select(
            *(PeerRow, PersonRow.name, PersonRow.title, AgencyRow.name.label("agency")),
            *(AgencyRow.clock, AgencyRow.clock_from),
        )
        .join(PersonRow, PersonRow.id == PeerRow.person)
        .outerjoin(AgencyRow, AgencyRow.id == PeerRow.lent_by)
        .order_by(PeerRow.person)
    )
    return tuple(
        PeerCard(
            person=PersonId(peer.person),
            name=name,
            title=title,
            kind=Role(peer.kind),
            agency=AgencyId(peer.lent_by) if peer.lent_by else None,
            agency_name=agency,
            talk_number=peer.talk_number,
            ring_off_duty=peer.ring_off_duty,
            clock=clock if clock and known != ClockFrom.NEAR else "",
        )
        for peer, name, title, agency, clock, known in rows
    )


async def load_mails(reading: Reading) -> Mapping[PersonId, str]:
    """Where each person who answers is paged: the mail address proved last, else one not proved, else her own.

    Who has none is left out. One query; it knows nothing of any request.
    """
    rows = await reading.execute(
        select(PersonRow.id, PersonRow.email, ChannelRow.address)
        .join(PeerRow, PeerRow.person == PersonRow.id)
        .outerjoin(ChannelRow, and_(ChannelRow.person == PersonRow.id, ChannelRow.kind == ChannelKind.MAIL.value))
        .ext(distinct_on(PersonRow.id))
        .order_by(PersonRow.id, ChannelRow.proved_on.desc().nulls_last(), ChannelRow.address)
    )
    found = ((PersonId(person), channel or own) for person, own, channel in rows)
    return {person: address for person, address in found if address}


async def load_leave(reading: Reading) -> tuple[Leave, ...]:
    """All leave, by its start."""
    rows = await reading.scalars(select(LeaveRow).order_by(LeaveRow.starts_at, LeaveRow.id))
    return tuple(Leave(PersonId(row.person), Span(row.starts_at, row.ends_at)) for row in rows)


async def load_member(reading: Reading, person: PersonId) -> Member:
    """What a person holds already, for a verb.

    Raises:
        NotFound: there is no such person.
    """
    row = await reading.scalar(select(PersonRow).where(PersonRow.id == person))
    if row is None:
        raise NotFound
    roles = await reading.scalars(select(RoleRow.role).where(RoleRow.person == person))
    bonds: dict[AgencyId, frozenset[Bond]] = defaultdict(frozenset)
    for bond in await reading.scalars(select(AffiliationRow).where(AffiliationRow.person == person)):
        bonds[AgencyId(bond.agency)] |= {Bond(bond.kind)}
    return Member(person=person, roles=frozenset(map(Role, roles)), bonds=dict(bonds), ended_on=row.ended_on)
