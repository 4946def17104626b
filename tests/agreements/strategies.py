"""Random agreements, lives and people: small worlds, so that dates, parties and people often meet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from agreements import (
    Acceptance,
    Affiliation,
    Bond,
    Designation,
    Fact,
    FactKind,
    Pact,
    PactId,
    PeerFacts,
    Period,
    Reach,
    Role,
    Service,
    Training,
    Version,
    days_after,
)
from geo.names import AgencyId
from tests.agreements.builders import DAY, FIRST, PACT, a_fact, a_version, agency, declared, person, signed

AGENCIES = [agency(number) for number in range(1, 5)]
PACTS = [PACT, PactId(UUID(int=78))]
HORIZON = 24
MOMENT = timedelta.resolution

instants = st.integers(-2, HORIZON).map(lambda days: FIRST + days * DAY)
any_instant = st.integers(-4 * 24, 2 * HORIZON * 24).map(lambda hours: FIRST + hours * DAY / 24)
some_agencies = st.frozensets(st.sampled_from(AGENCIES), min_size=1)


@dataclass(frozen=True)
class World:
    """Everything that one question is about."""

    pacts: tuple[Pact, ...]
    peer: PeerFacts

    @property
    def reach(self) -> Reach:
        """A gate that remembers nothing yet."""
        return Reach(self.pacts)


@st.composite
def versions(draw: st.DrawFn, number: int, pact: PactId) -> Version:
    parties = draw(st.frozensets(st.sampled_from(AGENCIES), min_size=3))
    deemed = draw(st.booleans())
    return a_version(
        number,
        pact,
        parties=parties,
        required_parties=draw(st.sampled_from([frozenset[AgencyId](), frozenset({min(parties)})])),
        roles=draw(st.sampled_from([frozenset(Role), frozenset({Role.PEER})])),
        services=draw(st.sampled_from([frozenset({Service.ONE_TO_ONE}), frozenset(Service)])),
        least_training_hours=draw(st.sampled_from([0, 24])),
        acceptance=Acceptance.DEEMED if deemed else Acceptance.SIGNED,
        deemed_days=3 if deemed else 0,
        notice_days=draw(st.sampled_from([0, 4])),
        run_off_days=draw(st.sampled_from([0, 2])),
    )


@st.composite
def stray_facts(draw: st.DrawFn, of: list[Version]) -> Fact:
    kind = draw(st.sampled_from(FactKind))
    at, version, party = draw(instants), draw(st.sampled_from(of)), draw(st.sampled_from(AGENCIES))
    match kind:
        case FactKind.SIGNED:
            return signed(version, draw(st.sampled_from(sorted(version.terms.parties))), at=at)[0]
        case FactKind.JOINED:
            return a_fact(kind, at, party, digest=version.digest)
        case FactKind.IN_FORCE:
            return declared(version, at, draw(st.sampled_from([None, party])))
        case FactKind.SUSPENDED | FactKind.RESUMED:
            return a_fact(kind, at, party, cause=draw(st.sampled_from(["insurance", "accreditation"])))
        case FactKind.NOTICE_GIVEN:
            return a_fact(kind, at, party, leaves_on=draw(st.sampled_from([None, at + 2 * DAY, at + 9 * DAY])))
        case FactKind.ENDS:
            return a_fact(kind, at, digest=version.digest)
        case FactKind.TERMINATED:
            return a_fact(kind, at)


@st.composite
def pacts(draw: st.DrawFn, pact: PactId = PACT, most_versions: int = 2) -> Pact:
    """Mostly signed and in force early, so that there is something to lose."""
    count = draw(st.integers(1, most_versions))
    drawn = [draw(versions(number, pact)) for number in range(1, count + 1)]
    facts = draw(st.lists(stray_facts(drawn), max_size=7))
    if draw(st.integers(0, 9)):
        first = drawn[0]
        facts += [*signed(first, *sorted(first.terms.parties)), declared(first)]
    return Pact(id=pact, title="North Valley Peer Support", versions=tuple(drawn), facts=tuple(facts))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    since = draw(st.none() | instants)
    until = draw(st.none() | instants)
    return Period(since, until if since is None or until is None or since < until else None)


@st.composite
def designations(draw: st.DrawFn, by: AgencyId, of: PeerFacts) -> Designation:
    since = draw(st.sampled_from([FIRST - 9 * DAY]) | instants)
    return Designation(
        agency=by,
        person=of.person,
        pact=draw(st.sampled_from(PACTS)),
        annex=1,
        since=since,
        until=draw(st.none() | st.integers(1, HORIZON).map(lambda days: since + days * DAY)),
        manner=draw(st.sampled_from(Acceptance)),
    )


@st.composite
def trainings(draw: st.DrawFn) -> Training:
    finished = draw(st.sampled_from([FIRST - 9 * DAY]) | instants)
    lasts = draw(st.sampled_from([5, HORIZON * 3]))
    return Training(hours=draw(st.sampled_from([8, 40])), finished=finished, valid_until=finished + lasts * DAY)


@st.composite
def peers(draw: st.DrawFn) -> PeerFacts:
    """Mostly trained, and designated by everybody for long."""
    role = draw(st.sampled_from([Role.PEER, Role.PEER, Role.CHAPLAIN, Role.CLINICIAN]))
    bare = PeerFacts(
        person=person(1),
        role=role,
        lent_by=draw(st.sampled_from(AGENCIES if role is Role.PEER else [None, *AGENCIES])),
    )
    rosters = [
        Designation(agency=each, person=bare.person, pact=pact, annex=1, since=FIRST - 9 * DAY)
        for pact in PACTS
        for each in draw(st.sampled_from([AGENCIES, AGENCIES[:2], []]))
    ]
    strays = draw(st.lists(st.sampled_from(AGENCIES).flatmap(lambda by: designations(by, bare)), max_size=4))
    bonds = st.builds(Affiliation, st.sampled_from(AGENCIES), st.sampled_from(Bond), periods())
    return PeerFacts(
        person=bare.person,
        role=role,
        lent_by=bare.lent_by,
        affiliations=frozenset(draw(st.lists(bonds, max_size=1))),
        trainings=tuple(draw(st.lists(trainings(), min_size=1, max_size=2))),
        designations=(*rosters, *strays),
        suspensions=tuple(draw(st.lists(periods(), max_size=1))) if draw(st.integers(0, 3)) == 0 else (),
    )


worlds = st.builds(
    World,
    st.tuples(pacts(PACTS[0])) | st.tuples(pacts(PACTS[0]), pacts(PACTS[1], 1)),
    peers(),
)


def dates(world: World) -> Iterator[datetime]:
    """Every instant at which anything in this world is dated, notices that run out included."""
    for pact in world.pacts:
        for fact in pact.facts:
            yield fact.at
            if fact.leaves_on:
                yield fact.leaves_on
            for version in pact.versions:
                yield days_after(fact.at, version.terms.notice_days, version.terms.calendar)
    yield from papers(world)


def papers(world: World) -> Iterator[datetime]:
    peer = world.peer
    periods = [*peer.suspensions, *(bond.during for bond in peer.affiliations)]
    yield from (end for period in periods for end in (period.since, period.until) if end)
    yield from (end for course in peer.trainings for end in (course.finished, course.valid_until))
    for each in peer.designations:
        yield each.since
        if each.until:
            yield each.until
        for version in (version for pact in world.pacts for version in pact.versions):
            yield days_after(each.since, version.terms.deemed_days, version.terms.calendar)
