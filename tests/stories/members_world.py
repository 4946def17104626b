"""Agencies, people and an agreement to tell stories about, made by the product's own verbs."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, func, select

from agreements import NEEDED, Acceptance, Bond, Cause, Clause, Service, Terms
from agreements import Role as Capacity
from consortium.access.door import Viewer
from consortium.access.permissions import Role
from consortium.db import Base, Database, Reading, Transaction
from consortium.members.enrol_agency import enrol_agency
from consortium.members.enrol_peer import enrol_peer
from consortium.members.enrol_person import enrol_person
from consortium.members.found_consortium import found_consortium
from consortium.members.kinds import AgencyKind
from consortium.members.record_training import record_training
from consortium.problems import Refused
from consortium.signing.record_paper_agreement import Attested, Recorded, record_paper_agreement
from consortium.signing.store import load_reach
from geo import AgencyId, PersonId
from tests.harness import Ground

CLERK = "R. Odell, county clerk"
ARTICLES = {clause: f"What clause {clause:d} says." for clause in NEEDED}


@dataclass(frozen=True)
class Town:
    name: str
    lat: float
    lon: float
    sworn: int
    state: str = "OR"
    county: str = "Obsidian"


TOWNS = (
    Town("Cinder Ford Police", 44.27, -121.18, 36),
    Town("Lodgepole Bend Police", 43.89, -121.44, 11),
    Town("Three Cones Police", 44.37, -121.64, 6),
    Town("Rook County Sheriff", 44.30, -120.84, 15, county="Rook"),
    Town("Rookville Police", 44.31, -120.84, 18, county="Rook"),
    Town("Marl Springs Police", 44.63, -121.13, 10, county="Basalt"),
    Town("Basalt County Sheriff", 44.66, -121.15, 15, county="Basalt"),
    Town("Heron Springs Police", 44.76, -121.27, 30, county="Basalt"),
)
"""Eight agencies with 141 sworn: enough for two or three parts that hide each officer among 40."""


async def a_consortium(database: Database, slug: str = "juniper-rim", **changes: Any) -> UUID:
    """An empty consortium."""
    consortium = uuid4()
    facts = {"title": "Juniper Rim Peer Support", "timezone": "America/Los_Angeles", **changes}
    async with database.transaction(consortium) as tx:
        await found_consortium(tx, slug=slug, **facts)
    return consortium


async def enrol(tx: Transaction, *towns: Town) -> dict[str, AgencyId]:
    """These towns' agencies, by name."""
    return {
        town.name: await enrol_agency(
            tx,
            name=town.name,
            kind=AgencyKind.POLICE,
            county=town.county,
            state=town.state,
            lat=town.lat,
            lon=town.lon,
            sworn=town.sworn,
            counted_on=date(2026, 1, 15),
        )
        for town in towns
    }


async def a_peer(tx: Transaction, home: AgencyId, name: str = "Nadia Fontaine", **changes: Any) -> PersonId:
    """A peer employed full time, with a course of 40 hours that is in date."""
    bonds = ((home, Bond.FULL_TIME), *changes.pop("bonds", ()))
    email = changes.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    person = await enrol_person(tx, name=name, title="Sergeant", email=email, bonds=bonds)
    await enrol_peer(tx, **{"person": person, "kind": Role.PEER, "lent_by": home, **changes})
    today = tx.now.date()
    await record_training(
        tx,
        person=person,
        course="Peer support, basic course",
        hours=40,
        completed_on=today - timedelta(days=100),
        expires_on=today + timedelta(days=265),
    )
    return person


def terms_of(parties: Collection[AgencyId], **changes: Any) -> Terms:
    """Terms that let every trained and designated peer serve every party."""
    terms = Terms(
        parties=frozenset(parties),
        calendar="America/Los_Angeles",
        services=frozenset(Service),
        answer_minutes=5,
        roles=frozenset(Capacity),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=2,
        required_parties=frozenset(),
        notice_days=30,
        run_off_days=14,
        suspend_on=frozenset({Cause.INSURANCE, Cause.ACCREDITATION, Cause.OTHER}),
    )
    return replace(terms, **changes)


async def sign_all(
    tx: Transaction, parties: Collection[AgencyId], text: Mapping[Clause, str] = ARTICLES, **changes: Any
) -> Recorded:
    """An agreement that all these parties signed a year ago, in force since a day later."""
    year_ago = tx.now - timedelta(days=365)
    facts = {
        "title": "Agreement on peer support",
        "terms": terms_of(parties),
        "signatures": {party: Attested(at=year_ago, attested_by=CLERK) for party in parties},
        "takes_effect": Attested(at=year_ago + timedelta(days=1), attested_by=CLERK),
        **changes,
    }
    return await record_paper_agreement(tx, text=text, **facts)


def a_viewer(
    consortium: UUID, *roles: Role, person: PersonId | None = None, agencies: Collection[AgencyId] = ()
) -> Viewer:
    return Viewer(
        consortium=consortium,
        person=person or uuid4(),
        name="Somebody",
        roles=frozenset(roles),
        agencies=frozenset(agencies),
        session=uuid4(),
    )


async def count(reading: Reading, table: type[Base]) -> int:
    return await reading.scalar(select(func.count()).select_from(table)) or 0


@asynccontextmanager
async def refused(
    database: Database, consortium: UUID, error: type[Refused], says: str, field: str | None = None
) -> AsyncIterator[Transaction]:
    """A transaction in which a verb must refuse in these words; whatever it did is undone."""
    with pytest.raises(error) as caught:
        async with database.transaction(consortium) as tx:
            yield tx
    assert says in str(caught.value)
    assert field is None or getattr(caught.value, "field", None) == field


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, but for the scoping of each transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "set_config" not in statement:
            seen.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def three_towns(ground: Ground) -> tuple[UUID, tuple[AgencyId, AgencyId, AgencyId]]:
    """A consortium with three agencies and no agreement."""
    consortium = await a_consortium(ground.database)
    async with ground.database.transaction(consortium) as tx:
        one, two, three = (await enrol(tx, *TOWNS[:3])).values()
    return consortium, (one, two, three)


async def in_force(ground: Ground) -> tuple[UUID, tuple[AgencyId, AgencyId, AgencyId], Recorded]:
    """Three agencies with an agreement in force."""
    consortium, towns = await three_towns(ground)
    async with ground.database.transaction(consortium) as tx:
        return consortium, towns, await sign_all(tx, towns)


async def live(ground: Ground, consortium: UUID, later: float = 0) -> frozenset[AgencyId]:
    async with ground.database.reading(consortium) as reading:
        return (await load_reach(reading)).live(reading.now + timedelta(days=later))


def signed(tx: Transaction, *agencies: AgencyId, days_ago: float = 10) -> dict[AgencyId, Attested]:
    return {agency: Attested(at=tx.now - timedelta(days=days_ago), attested_by=CLERK) for agency in agencies}
