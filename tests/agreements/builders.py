"""An agreement, its facts and its people: right by default; a test changes what matters."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from agreements import (
    NEEDED,
    Acceptance,
    Article,
    Cause,
    Designation,
    Effect,
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
    TrainingKind,
    Version,
    VersionId,
)
from agreements.terms import needed
from geo.names import AgencyId, PersonId

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, 7, tzinfo=UTC)
"""Midnight in Denver: everybody signs a day before."""
LATER = FIRST + 100 * DAY


def agency(number: int) -> AgencyId:
    return AgencyId(UUID(int=number))


def person(number: int) -> PersonId:
    return PersonId(UUID(int=10_000 + number))


ALDER, BIRCH, CEDAR, DOGWOOD, ELM = map(agency, range(1, 6))
PACT = PactId(UUID(int=77))


def some_terms(**changes: Any) -> Terms:
    terms = Terms(
        parties=frozenset({ALDER, BIRCH, CEDAR}),
        calendar="America/Denver",
        services=frozenset({Service.ONE_TO_ONE, Service.CRITICAL_INCIDENT}),
        answer_minutes=None,
        roles=frozenset(Role),
        training_required=True,
        least_training_hours=24,
        acceptance=Acceptance.SIGNED,
        deemed_days=0,
        least_parties=2,
        required_parties=frozenset(),
        notice_days=30,
        run_off_days=3,
        suspend_on=frozenset({Cause.INSURANCE, Cause.OTHER}),
    )
    return replace(terms, **changes)


def some_text(terms: Terms | None = None, **words: str) -> tuple[Article, ...]:
    """Words for each clause that a version with these terms needs."""
    clauses = needed(terms) if terms else NEEDED
    return tuple(Article(clause, words.get(clause.name, clause.subject)) for clause in sorted(clauses))


def a_version(number: int = 1, pact: PactId = PACT, **changes: Any) -> Version:
    name = VersionId(UUID(int=pact.int * 1000 + number))
    terms = some_terms(**changes)
    return Version.of(name, pact=pact, number=number, text=some_text(terms), terms=terms)


def a_fact(kind: FactKind, at: datetime, of: AgencyId | None = None, **rest: Any) -> Fact:
    return Fact(kind=kind, at=at, attested_by="the clerk", agency=of, **rest)


def signed(version: Version, *agencies: AgencyId, at: datetime = FIRST - DAY) -> list[Fact]:
    return [a_fact(FactKind.SIGNED, at, each, digest=version.digest) for each in agencies]


def said(kind: FactKind, version: Version, at: datetime, of: AgencyId | None = None, **rest: Any) -> Fact:
    """A fact about one version."""
    return a_fact(kind, at, of, digest=version.digest, **rest)


def out(version: Version, *facts: Fact, at: datetime = FIRST - DAY) -> Pact:
    """A version that takes effect by its own conditions, sent out the day before ``FIRST``, with what happened then."""
    return a_pact(said(FactKind.SENT_OUT, version, at), *facts, versions=[version], pact=version.pact)


def evaluated(number: int = 1, **changes: Any) -> Version:
    """A version that takes effect by its own conditions."""
    return a_version(number, effect=Effect.EVALUATED, **changes)


def declared(version: Version, at: datetime = FIRST, of: AgencyId | None = None) -> Fact:
    return a_fact(FactKind.IN_FORCE, at, of, digest=version.digest)


def joined(version: Version, of: AgencyId, at: datetime) -> Fact:
    return a_fact(FactKind.JOINED, at, of, digest=version.digest)


def ends(version: Version, at: datetime) -> Fact:
    return a_fact(FactKind.ENDS, at, digest=version.digest)


def notice(of: AgencyId, at: datetime, leaves_on: datetime | None = None) -> Fact:
    return a_fact(FactKind.NOTICE_GIVEN, at, of, leaves_on=leaves_on)


def suspended(of: AgencyId, at: datetime, cause: str = "insurance") -> Fact:
    return a_fact(FactKind.SUSPENDED, at, of, cause=cause)


def resumed(of: AgencyId, at: datetime, cause: str = "insurance") -> Fact:
    return a_fact(FactKind.RESUMED, at, of, cause=cause)


def terminated(at: datetime) -> Fact:
    return a_fact(FactKind.TERMINATED, at)


def a_pact(*facts: Fact, versions: Iterable[Version] = (), pact: PactId = PACT) -> Pact:
    return Pact(id=pact, title="North Valley Peer Support", versions=tuple(versions) or (a_version(),), facts=facts)


def in_force(*facts: Fact, version: Version | None = None) -> Pact:
    """Signed by all its parties the day before, in force from ``FIRST`` on, with whatever else happened."""
    version = version or a_version()
    life = [*signed(version, *sorted(version.terms.parties)), declared(version), *facts]
    return a_pact(*life, versions=[version], pact=version.pact)


def a_training(
    hours: int = 40, finished: datetime = FIRST - 30 * DAY, valid_until: datetime = FIRST + 700 * DAY
) -> Training:
    return Training(hours=hours, finished=finished, valid_until=valid_until)


def a_licence(finished: datetime = FIRST - 30 * DAY, valid_until: datetime = FIRST + 700 * DAY) -> Training:
    return Training(hours=0, finished=finished, valid_until=valid_until, kind=TrainingKind.LICENCE)


def a_designation(by: AgencyId, of: PersonId | None = None, since: datetime = FIRST, **rest: Any) -> Designation:
    rest = {"pact": PACT, "annex": 1, **rest}
    return Designation(agency=by, person=of or person(1), since=since, **rest)


def a_peer(number: int = 1, home: AgencyId | None = ALDER, **changes: Any) -> PeerFacts:
    """A trained peer of Alder whom Birch and Cedar have designated from ``FIRST`` on; else a licensed clinician."""
    name = person(number)
    peer = PeerFacts(
        person=name,
        role=Role.PEER if home else Role.CLINICIAN,
        lent_by=home,
        trainings=(a_training() if home else a_licence(),),
        designations=tuple(a_designation(each, name) for each in (ALDER, BIRCH, CEDAR) if each != home),
    )
    return replace(peer, **changes)


def a_reach(*facts: Fact, **terms: Any) -> Reach:
    """One agreement of Alder, Birch and Cedar in force from ``FIRST`` on."""
    return Reach((in_force(*facts, version=a_version(**terms)),))


def members(*agencies: AgencyId) -> frozenset[AgencyId]:
    return frozenset(agencies)
