"""The demo's people, enrolled by the same verbs that the pages use: who steers, who heads an agency, who answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from agreements import Bond, TrainingKind
from consortium.access.permissions import Role
from consortium.db import Transaction
from consortium.demo.people import Invented, invent
from consortium.demo.places import Place
from consortium.demo.regions import DemoRegion
from consortium.members.add_channel import add_channel
from consortium.members.enrol_agency import enrol_agency
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import enrol_person
from consortium.members.kinds import AgencyKind, ChannelKind
from consortium.members.record_training import record_training
from geo import AgencyId, PersonId

SWORN_PER_PEER: Final = 9
FEWEST_SWORN: Final = 5
CHAPLAINS: Final = 2
OFF_DUTY_EVERY: Final = 6

_OFFICERS: Final = ("Officer", "Sergeant", "Officer", "Detective", "Corporal", "Lieutenant")
_DEPUTIES: Final = ("Deputy", "Sergeant", "Deputy", "Corporal", "Deputy", "Lieutenant")
_STEERING: Final = (
    (Role.ADMINISTRATOR, "Administrator"),
    (Role.COORDINATOR, "Coordinator"),
    (Role.CLERK, "County clerk"),
    (Role.LEGAL_ADVISOR, "Counsel"),
    (Role.CLINICAL_DIRECTOR, "Clinical director"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who is there. ``peers`` are in the order of the places; ``lapsed`` is the peer whose training has run out."""

    agencies: Mapping[str, AgencyId]
    steering: Mapping[Role, PersonId]
    peers: Mapping[str, tuple[PersonId, ...]]
    chaplains: tuple[PersonId, ...]
    clinicians: tuple[PersonId, ...]
    lapsed: PersonId | None

    @property
    def answering(self) -> tuple[PersonId, ...]:
        """Everybody who answers."""
        peers = (person for group in self.peers.values() for person in group)
        return (*peers, *self.chaplains, *self.clinicians)


async def enrol_everybody(tx: Transaction, region: DemoRegion, today: date) -> Staff:
    """Enrol agencies and people, the same ones each time; ``today`` is the day by which their papers are dated."""
    invented = invent(region.slug, region.area_codes, skip=region.skip)
    steering = await _steering(tx, invented)
    by = steering[Role.COORDINATOR]
    agencies = {place.short: await _agency(tx, region, place, today, by) for place in region.places}
    for place in region.places:
        await _head(tx, place, agencies[place.short], next(invented), by)
    desk = _Desk(tx, invented, today, by)
    peers = {place.short: await desk.peers(region, place, agencies) for place in region.places}
    lapsed = peers[region.lapsed][-1] if region.lapsed else None
    return Staff(
        agencies=agencies,
        steering=steering,
        peers=peers,
        chaplains=tuple([await desk.shared(Role.CHAPLAIN, "Chaplain") for _ in range(CHAPLAINS)]),
        clinicians=tuple([await desk.shared(Role.CLINICIAN, "Clinician") for _ in range(region.clinicians)]),
        lapsed=lapsed,
    )


def peers_of(place: Place) -> int:
    """How many peers an agency lends: one for about nine sworn, none from the smallest."""
    return max(1, round(place.sworn / SWORN_PER_PEER)) if place.sworn >= FEWEST_SWORN else 0


async def _steering(tx: Transaction, invented: Iterator[Invented]) -> Mapping[Role, PersonId]:
    """Those who belong to no agency; the administrator, enrolled by the command line, enrols the others."""
    found: dict[Role, PersonId] = {}
    for role, title in _STEERING:
        who = next(invented)
        by = found.get(Role.ADMINISTRATOR)
        found[role] = await enrol_person(tx, name=who.name, title=title, email=who.email, roles=(role,), by=by)
    return found


async def _agency(tx: Transaction, region: DemoRegion, place: Place, today: date, by: PersonId) -> AgencyId:
    return await enrol_agency(
        tx,
        name=place.name,
        kind=place.kind,
        county=place.county,
        state=region.state,
        lat=place.lat,
        lon=place.lon,
        sworn=place.sworn,
        part_time=place.part_time,
        counted_on=today - timedelta(days=60),
        by=by,
    )


async def _head(tx: Transaction, place: Place, agency: AgencyId, who: Invented, by: PersonId) -> None:
    title = "Sheriff" if place.kind is AgencyKind.SHERIFF else "Chief of police"
    await enrol_person(
        tx,
        name=who.name,
        title=title,
        email=who.email,
        roles=(Role.AGENCY_HEAD,),
        bonds=((agency, Bond.FULL_TIME),),
        by=by,
    )


@dataclass(slots=True)
class _Desk:
    """Enrols those who answer, one after the other; ``count`` is how many there are so far."""

    tx: Transaction
    invented: Iterator[Invented]
    today: date
    by: PersonId
    count: int = 0

    async def peers(self, region: DemoRegion, place: Place, agencies: Mapping[str, AgencyId]) -> tuple[PersonId, ...]:
        """The peers whom one agency lends; the last of the agency ``lapsed`` has let her training run out."""
        titles = _DEPUTIES if place.kind is AgencyKind.SHERIFF else _OFFICERS
        home, number = agencies[place.short], peers_of(place)
        extra = [(agencies[each.other], each.bond) for each in region.bonds if each.home == place.short]
        found: list[PersonId] = []
        for index in range(number):
            bonds = ((home, Bond.FULL_TIME), *(extra if index == 0 else ()))
            lapsed = place.short == region.lapsed and index == number - 1
            found.append(await self._answering(titles[index % len(titles)], Role.PEER, home, bonds, lapsed=lapsed))
        return tuple(found)

    async def shared(self, kind: Role, title: str) -> PersonId:
        """A chaplain or clinician whom no agency lends."""
        return await self._answering(title, kind, None, (), lapsed=False)

    async def _answering(
        self,
        title: str,
        kind: Role,
        home: AgencyId | None,
        bonds: tuple[tuple[AgencyId, Bond], ...],
        *,
        lapsed: bool,
    ) -> PersonId:
        who, self.count = next(self.invented), self.count + 1
        person = await enrol_person(self.tx, name=who.name, title=title, email=who.email, bonds=bonds, by=self.by)
        await enrol_peer(
            self.tx,
            person=person,
            kind=kind,
            lent_by=home,
            talk_number=who.phone,
            ring_off_duty=kind is Role.PEER and self.count % OFF_DUTY_EVERY == 0,
            by=self.by,
        )
        await self._trained(person, kind, lapsed=lapsed)
        await add_channel(
            self.tx,
            person=person,
            kind=ChannelKind.MAIL,
            address=who.email,
            proved_on=self.today - timedelta(days=3 + self.count % 21),
            by=self.by,
        )
        return person

    async def _trained(self, person: PersonId, kind: Role, *, lapsed: bool) -> None:
        """A course or licence of two years, had some months ago; the lapsed one's ran out twelve days ago."""
        finished = self.today - timedelta(days=742 if lapsed else 60 + self.count * 7 % 420)
        clinical = kind is Role.CLINICIAN
        await record_training(
            self.tx,
            person=person,
            course="Licence to counsel" if clinical else "Peer support, basic course",
            kind=TrainingKind.LICENCE if clinical else TrainingKind.COURSE,
            hours=0 if clinical else 40,
            completed_on=finished,
            expires_on=finished + timedelta(days=730),
            by=self.by,
        )
