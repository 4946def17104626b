"""A made-up region that is larger than any known: 40 agencies, 200 peers, 30 agreements, 400 days of served duty.

One agreement has a long life: three versions, and 1,100 dated facts of 40 parties.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from agreements import (
    Acceptance,
    Article,
    Clause,
    Fact,
    FactKind,
    Pact,
    PactId,
    Privilege,
    Reach,
    Role,
    Service,
    StateRules,
    Terms,
    Version,
    VersionId,
)
from consortium.access.tables import AffiliationRow, ConsortiumRow, PersonRow
from consortium.db import Base, Transaction
from consortium.duty.store.block_tables import ServedRow
from consortium.duty.tables import RotationRow, TurnRow
from consortium.members.store.people_tables import PeerRow, TrainingRow
from consortium.members.store.setup_tables import CrisisLineRow, NoticeRow
from consortium.members.tables import AgencyRow, DesignationRow
from consortium.signing.store import save_pact
from geo import AgencyId
from tests.harness import Ground

SLUG = "large"
AGENCIES, PEERS, PACTS, VERSIONS, FACTS, DAYS = 40, 200, 30, 3, 1_100, 400
_WORDS = "The parties agree that each of them lends its people for the sake of all, as this clause says. " * 12


async def build(ground: Ground) -> UUID:
    """Put the region into a database; its consortium."""
    consortium = uuid4()
    async with ground.database.reading(None) as reading:
        now = reading.now
    async with ground.database.transaction(consortium) as tx:
        tx.add(ConsortiumRow(id=consortium, slug=SLUG, title="Large", timezone="America/New_York", invented=True))
        await tx.flush()
        chance = random.Random(7)
        agencies = [AgencyId(uuid4()) for _ in range(AGENCIES)]
        people = [uuid4() for _ in range(PEERS)]
        tx.add_all(_agencies(consortium, agencies, chance, now.date()))
        tx.add_all(PersonRow(consortium=consortium, id=each, name=f"Peer {n}") for n, each in enumerate(people))
        await tx.flush()
        homes = {person: chance.choice(agencies) for person in people}
        tx.add_all(_papers(consortium, homes, now.date()))
        await tx.flush()
        pacts = [_pact(agencies, chance, now, long=not number) for number in range(PACTS)]
        for pact in pacts:
            await save_pact(tx, pact)
        tx.add_all(_designations(consortium, agencies, homes, pacts[0].id, now))
        await _on_duty(tx, people, now)
    return consortium


def _agencies(consortium: UUID, agencies: list[AgencyId], chance: random.Random, today: date) -> Iterator[Base]:
    for number, agency in enumerate(agencies):
        yield AgencyRow(
            consortium=consortium,
            id=agency,
            name=f"Agency {number}",
            kind="municipal",
            county="Bench",
            state="VA",
            lat=36 + chance.random() * 2,
            lon=-80 + chance.random() * 2,
            sworn=chance.randint(8, 60),
            counted_on=today,
        )
    yield CrisisLineRow(
        consortium=consortium,
        position=1,
        name="988",
        number="988",
        href="tel:988",
        blurb_en="Call.",
        blurb_es="Llame.",
        verified_on=today,
    )
    yield NoticeRow(
        consortium=consortium,
        state="VA",
        language="en",
        version=1,
        text="Limits.",
        misconduct_duty="Duty.",
        approved_by="Bench",
        approved_on=today,
        stage="approved",
        comment="",
    )


def _papers(consortium: UUID, homes: dict[UUID, AgencyId], today: date) -> Iterator[Base]:
    for number, (person, home) in enumerate(homes.items()):
        yield PeerRow(
            consortium=consortium,
            person=person,
            kind="peer",
            lent_by=home,
            talk_number=f"540555{number:04}",
            ring_off_duty=True,
        )
        yield AffiliationRow(consortium=consortium, person=person, agency=home, kind="full_time")
        yield TrainingRow(
            consortium=consortium,
            person=person,
            course="Basic",
            hours=40,
            completed_on=today - timedelta(days=300),
            expires_on=today + timedelta(days=100 + number),
        )


def _pact(agencies: list[AgencyId], chance: random.Random, now: datetime, *, long: bool) -> Pact:
    pact = PactId(uuid4())
    parties = agencies if long else chance.sample(agencies, 4)
    made = [_version(pact, number, parties) for number in range(1, VERSIONS + 1)]
    begun = (now - timedelta(days=1200)).replace(microsecond=0)
    facts = [_fact(FactKind.SIGNED, begun, made[0], each) for each in parties]
    facts.append(_fact(FactKind.IN_FORCE, begun + timedelta(days=1), made[0], None))
    if long:
        facts += _rests(agencies, begun + timedelta(days=2), FACTS - len(facts))
    return Pact(id=pact, title=f"Agreement {pact}", versions=tuple(made), facts=tuple(facts))


def _version(pact: PactId, number: int, parties: list[AgencyId]) -> Version:
    text = tuple(Article(clause, f"{_WORDS} {number}") for clause in Clause)
    return Version.of(VersionId(uuid4()), pact=pact, number=number, text=text, terms=terms(parties))


def terms(parties: list[AgencyId]) -> Terms:
    """Terms that ask for little."""
    return Terms(
        parties=frozenset(parties),
        calendar="America/New_York",
        services=frozenset(Service),
        answer_minutes=5,
        roles=frozenset(Role),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=2,
        required_parties=frozenset(),
        notice_days=30,
        run_off_days=14,
    )


def _fact(kind: FactKind, at: datetime, version: Version, agency: AgencyId | None) -> Fact:
    return Fact(kind=kind, at=at, attested_by="bench", agency=agency, digest=version.digest)


def _rests(agencies: list[AgencyId], since: datetime, number: int) -> Iterator[Fact]:
    """Parties pause and go on again, one after the other."""
    for turn in range(number):
        kind = FactKind.RESUMED if turn % 2 else FactKind.SUSPENDED
        agency = agencies[turn // 2 % len(agencies)]
        at = since + timedelta(hours=turn)
        yield Fact(kind=kind, at=at, attested_by="bench", agency=agency, cause="insurance")


def _designations(
    consortium: UUID, agencies: list[AgencyId], homes: dict[UUID, AgencyId], pact: PactId, now: datetime
) -> Iterator[Base]:
    for person, home in homes.items():
        for agency in agencies:
            if agency != home:
                yield DesignationRow(
                    consortium=consortium,
                    agency=agency,
                    person=person,
                    agreement=pact,
                    annex=1,
                    manner="signed",
                    since=now - timedelta(days=300),
                    until=None,
                )


async def _on_duty(tx: Transaction, people: list[UUID], now: datetime) -> None:
    """Every line is handed on daily; what was served is written down hour by hour."""
    for place, line in enumerate(("primary", "backup")):
        rotation = uuid4()
        tx.add(
            RotationRow(
                consortium=tx.consortium,
                id=rotation,
                name=line,
                line=line,
                timezone="America/New_York",
                first_day=now.date() - timedelta(days=DAYS),
                hand_off=time(8),
                every=1,
                unit="day",
                idle="turns",
            )
        )
        await tx.flush()
        tx.add_all(
            TurnRow(consortium=tx.consortium, rotation=rotation, position=at, person=person)
            for at, person in enumerate(people[place::2])
        )
        start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
        tx.add_all(
            ServedRow(
                consortium=tx.consortium,
                id=uuid4(),
                line=line,
                person=people[(hour // 24 * 2 + place) % PEERS],
                starts_at=start + timedelta(hours=hour),
                ends_at=start + timedelta(hours=hour + 1),
            )
            for hour in range(DAYS * 24)
        )
    await tx.flush()


def strict(reach: Reach) -> Reach:
    """The same agreements with a greatest distance, privilege and no duty to report; all was read, all are near."""
    rules = dict.fromkeys(
        reach.around.states.values(), StateRules(protects_across=True, must_report=False, wants_accreditation=False)
    )
    return Reach(tuple(_strict(pact) for pact in reach.pacts), replace(reach.around, rules=rules))


def _strict(pact: Pact) -> Pact:
    made = []
    for each in pact.versions:
        asked = replace(each.terms, most_miles=400, privilege=Privilege.ASSURED, reporters_serve=False)
        made.append(Version.of(each.id, pact=pact.id, number=each.number, text=each.text, terms=asked))
    digests = {old.digest: new.digest for old, new in zip(pact.versions, made, strict=True)}
    facts = tuple(replace(each, digest=digests[each.digest]) if each.digest else each for each in pact.facts)
    return Pact(id=pact.id, title=pact.title, versions=tuple(made), facts=facts)
