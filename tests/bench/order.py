"""How long the decision takes whom to page: 200 agencies, 500 peers, all designated by all, a third rung off duty.

Measured: ``Facts.next_to_ask``, the whole decision from facts at hand (gate, the zone's promise, officers of all zones
shared out, the draw), in our own processor time; five people are in a talk. In the last tenth nothing is remembered of
who may serve whom.
"""

import random
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall
from uuid import UUID

from agreements import (
    NEEDED,
    Acceptance,
    Affiliation,
    Article,
    Bond,
    Designation,
    Fact,
    FactKind,
    Pact,
    PactId,
    PeerFacts,
    Reach,
    Role,
    Service,
    Terms,
    Training,
    Version,
    VersionId,
)
from consortium.access.permissions import Role as MemberRole
from consortium.members.values import Notice, PeerCard, Region
from consortium.support.facts import Facts
from geo import AgencyId, Department, PersonId, Point, Policy, ZoneId, first_partition
from scheduling import Line, Rotation, RotationId, Schedule
from tests.bench.machine import percentile

NOTICE = Notice(
    state="VA",
    language="en",
    version=1,
    text="Bench.",
    misconduct_duty="Bench.",
    approved_by="Bench",
    approved_on=date(2026, 1, 1),
    example=True,
)
AGENCIES, PEERS, TIMES = 200, 500, 2000
START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def main() -> None:
    """Print the percentiles of one decision."""
    chance = random.Random(7)
    facts = _facts(chance)
    standing = facts.standing(NOW)
    assert standing is not None
    zones = standing.plan.zones
    took, anew = list[float](), list[float]()
    for number in range(TIMES + 50):
        zone = chance.choice(zones)
        busy = frozenset(chance.sample(sorted(facts.peers), 5))
        wanted = chance.choice(("peer", "peer", "chaplain", "clinician"))
        at = NOW + timedelta(minutes=number)
        if forgotten := number > 0.9 * TIMES:
            for each in facts._aheads:
                each.routings.clear()
        began = time.process_time()
        found = facts.next_to_ask(zone, at, wanted=wanted, way="call_peer", without=busy, draw=number)
        if number >= 50:
            (anew if forgotten else took).append((time.process_time() - began) * 1000)
            assert found is not None
    for name, times in (("remembered", took), ("not remembered", anew)):
        print(
            f"order: {AGENCIES} agencies in {len(zones)} zones, {PEERS} peers, state {name}: "
            f"p50 {percentile(times, 0.5):.2f} ms, p99 {percentile(times, 0.99):.2f} ms, max {max(times):.2f} ms "
            "(p99 wanted: under 15)"
        )


def _facts(chance: random.Random) -> Facts:
    agencies = [AgencyId(_id(chance)) for _ in range(AGENCIES)]
    departments = {
        agency: Department(agency, Point(36 + chance.random() * 4, -83 + chance.random() * 5), chance.randint(4, 60))
        for agency in agencies
    }
    plan = first_partition(list(departments.values()), Policy(), ids=lambda: ZoneId(_id(chance)), group={})
    assert plan is not None
    pact = PactId(_id(chance))
    people = [PersonId(_id(chance)) for _ in range(PEERS)]
    homes = {person: chance.choice(agencies) for person in people}
    peers = {person: _peer(person, homes[person], agencies, pact) for person in people}
    return Facts(
        version=1,
        region=Region(
            id=_id(chance),
            slug="bench",
            title="Bench",
            timezone="America/New_York",
            state_network="",
            service_level=4,
            text_offered=False,
            paused=False,
            policy=Policy(),
            steps=(5, 5, 5, 5),
            open_limit=40,
            invented=True,
        ),
        plans=(plan,),
        labels={},
        departments=departments,
        agency_names={},
        agency_states=dict.fromkeys(agencies, "VA"),
        reach=Reach((_pact(pact, agencies, chance),)),
        peers=peers,
        cards={person: _card(person, homes[person], number) for number, person in enumerate(people)},
        mails=dict.fromkeys(people, "peer@bench.invalid"),
        schedule=_schedule(people, chance),
        notices={("VA", "en"): NOTICE},
    )


def _peer(person: PersonId, home: AgencyId, agencies: list[AgencyId], pact: PactId) -> PeerFacts:
    return PeerFacts(
        person=person,
        role=Role.PEER,
        lent_by=home,
        affiliations=frozenset({Affiliation(home, Bond.FULL_TIME)}),
        trainings=(Training(hours=40, finished=START, valid_until=START + timedelta(days=900)),),
        designations=tuple(
            Designation(
                agency=agency, person=person, pact=pact, annex=1, since=START, until=None, manner=Acceptance.SIGNED
            )
            for agency in agencies
        ),
        suspensions=(),
    )


def _card(person: PersonId, home: AgencyId, number: int) -> PeerCard:
    return PeerCard(
        person=person,
        name=f"Peer {number}",
        title="",
        kind=MemberRole.PEER,
        agency=home,
        agency_name="Bench",
        talk_number="540 555 0100",
        ring_off_duty=number % 3 == 0,
    )


def _pact(pact: PactId, agencies: list[AgencyId], chance: random.Random) -> Pact:
    terms = Terms(
        parties=frozenset(agencies),
        calendar="America/New_York",
        services=frozenset({Service.ONE_TO_ONE}),
        answer_minutes=None,
        roles=frozenset(Role),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=2,
        required_parties=frozenset(),
        notice_days=60,
        run_off_days=30,
    )
    text = tuple(Article(clause, "Bench.") for clause in sorted(NEEDED))
    version = Version.of(VersionId(_id(chance)), pact=pact, number=1, text=text, terms=terms)
    signed = [
        Fact(kind=FactKind.SIGNED, at=START, attested_by="bench", agency=agency, digest=version.digest)
        for agency in agencies
    ]
    effect = Fact(kind=FactKind.IN_FORCE, at=START, attested_by="bench", digest=version.digest)
    return Pact(id=pact, title="Bench", versions=(version,), facts=(*signed, effect))


def _schedule(people: list[PersonId], chance: random.Random) -> Schedule:
    rotations = []
    for number in range(12):
        turns = tuple(frozenset({person}) for person in chance.sample(people, 14))
        line = Line.PRIMARY if number % 2 else Line.BACKUP
        rotations.append(
            Rotation(
                id=RotationId(_id(chance)),
                name=f"Bench {number}",
                line=line,
                zone="America/New_York",
                first_day=date(2026, 1, 5),
                hand_off=wall(7),
                every=1 if line is Line.PRIMARY else 7,
                turns=turns,
            )
        )
    return Schedule(rotations=tuple(rotations), overrides=(), leave=())


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
