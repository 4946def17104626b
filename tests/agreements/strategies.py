"""Random agreements, lives and people: small worlds, so that dates, parties and people often meet.

A part of a world is read off one whole number, a digit per choice: quick to draw, and small numbers are plain parts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar
from uuid import UUID

from hypothesis import settings
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
    TrainingKind,
    Version,
    days_after,
)
from agreements.facts import OF_A_CAUSE, OF_A_VERSION, OF_AN_AGENCY, OF_ANOTHER
from geo.names import AgencyId
from tests.agreements.builders import DAY, FIRST, PACT, a_fact, a_version, agency, declared, joined, person, signed

T = TypeVar("T")

AGENCIES = [agency(number) for number in range(1, 5)]
PACTS = [PACT, PactId(UUID(int=78))]
HORIZON = 24
MOMENT = timedelta.resolution
LONG_AGO = FIRST - 9 * DAY

ENDINGS = {FactKind.ENDS, FactKind.TERMINATED, FactKind.VOIDED, FactKind.WITHDRAWN}
KINDS = [*FactKind, *[kind for kind in FactKind if kind not in ENDINGS] * 2]
"""Ends are rarer, so that a life has a middle."""

often = settings(max_examples=60, deadline=None)
"""Each example looks at a whole life or a month of days; on a busy machine no example is too slow."""

numbers = st.integers(0, 2**40)
instants = st.integers(-2, HORIZON).map(lambda days: FIRST + days * DAY)
any_instant = st.integers(-4 * 24, 2 * HORIZON * 24).map(lambda hours: FIRST + hours * DAY / 24)
some_agencies = st.frozensets(st.sampled_from(AGENCIES), min_size=1)
every_day = st.integers(0, 23).map(
    lambda hour: [FIRST + day * DAY + hour * DAY / 24 for day in range(-3, HORIZON + 12)]
)
"""One instant on each day of a world's life, and before and after."""


@dataclass
class Digits:
    """A number that choices are read off."""

    number: int

    def pick(self, options: Sequence[T]) -> T:
        self.number, index = divmod(self.number, len(options))
        return options[index]

    def instant(self) -> datetime:
        return FIRST + self.pick(range(HORIZON)) * DAY


@dataclass(frozen=True)
class World:
    """Everything that one question is about."""

    pacts: tuple[Pact, ...]
    peer: PeerFacts

    @property
    def reach(self) -> Reach:
        """A gate that remembers nothing yet."""
        return Reach(self.pacts)


@cache
def some_version(number: int, pact: PactId, kind: int) -> Version:
    """One of 256 kinds of version."""
    digits = Digits(kind)
    parties = digits.pick([frozenset(AGENCIES), frozenset(AGENCIES[:3])])
    deemed = digits.pick([True, False])
    return a_version(
        number,
        pact,
        parties=parties,
        required_parties=digits.pick([frozenset[AgencyId](), frozenset(AGENCIES[:1])]),
        roles=digits.pick([frozenset(Role), frozenset({Role.PEER})]),
        services=digits.pick([frozenset({Service.ONE_TO_ONE}), frozenset(Service)]),
        least_training_hours=digits.pick([0, 24]),
        acceptance=Acceptance.DEEMED if deemed else Acceptance.SIGNED,
        deemed_days=3 if deemed else 0,
        notice_days=digits.pick([4, 0]),
        run_off_days=digits.pick([2, 0]),
    )


def a_stray_fact(number: int, of: Sequence[Version]) -> Fact:
    digits = Digits(number)
    kind, at, version, party = digits.pick(KINDS), digits.instant(), digits.pick(of), digits.pick(AGENCIES)
    if kind is FactKind.SIGNED:
        return signed(version, digits.pick(sorted(version.terms.parties)), at=at)[0]
    if kind is FactKind.JOINED:
        return joined(version, party, at)
    if kind is FactKind.IN_FORCE:
        return declared(version, at, digits.pick([None, party]))
    if kind in {FactKind.SUSPENDED, FactKind.RESUMED}:
        return a_fact(kind, at, party, cause=digits.pick(["insurance", "health"]))
    if kind is FactKind.NOTICE_GIVEN:
        return a_fact(kind, at, party, leaves_on=digits.pick([None, at + 2 * DAY, at + 9 * DAY]))
    return a_fact(
        kind,
        at,
        party if kind in OF_AN_AGENCY else None,
        digest=version.digest if kind in OF_A_VERSION else None,
        cause="a reason" if kind in OF_A_CAUSE else None,
        leaves_on=at + digits.pick([3, 12]) * DAY if kind in {FactKind.INSURED, FactKind.RENEWED} else None,
        about=digits.pick(AGENCIES) if kind in OF_ANOTHER else None,
    )


def a_pact_of(pact: PactId, kinds: Sequence[int], signing: int, strays: Sequence[int]) -> Pact:
    """Mostly the first version is signed and in force early, so that there is something to lose; often amended."""
    versions = tuple(some_version(number, pact, kind) for number, kind in enumerate(kinds, start=1))
    first, last = versions[0], versions[-1]
    facts = [a_stray_fact(number, versions) for number in strays]
    if signing < 6:
        facts += [*signed(first, *sorted(first.terms.parties)), declared(first)]
    if signing in {1, 2, 3}:
        facts += [
            *signed(last, *sorted(last.terms.parties)[: signing + 1], at=FIRST + 3 * DAY),
            declared(last, FIRST + 6 * DAY),
        ]
    return Pact(id=pact, title="North Valley Peer Support", versions=versions, facts=tuple(facts))


def pacts(pact: PactId = PACT, most_versions: int = 2) -> st.SearchStrategy[Pact]:
    kinds = st.lists(st.integers(0, 255), min_size=1, max_size=most_versions)
    return st.builds(a_pact_of, st.just(pact), kinds, st.integers(0, 6), st.lists(numbers, max_size=7))


def a_period(digits: Digits) -> Period:
    since = digits.instant()
    return digits.pick([Period(since, since + 4 * DAY), Period(since), Period(None, since), Period()])


def a_stray_designation(number: int) -> Designation:
    digits = Digits(number)
    since = digits.pick([LONG_AGO, digits.instant()])
    lasts = digits.pick([None, *range(1, 40)])
    return Designation(
        agency=digits.pick(AGENCIES),
        person=person(1),
        pact=digits.pick(PACTS),
        annex=1,
        since=since,
        until=lasts and since + lasts * DAY,
        manner=digits.pick(list(Acceptance)),
    )


def a_course(number: int) -> Training:
    digits = Digits(number)
    finished = digits.pick([LONG_AGO, LONG_AGO, digits.instant()])
    lasts = digits.pick([HORIZON * 3, HORIZON * 3, 12, 5])
    hours = digits.pick([40, 40, 8])
    kind = digits.pick([TrainingKind.COURSE, TrainingKind.COURSE, TrainingKind.LICENCE])
    hours = hours if kind is TrainingKind.COURSE else 0
    return Training(hours=hours, finished=finished, valid_until=finished + lasts * DAY, kind=kind)


LICENSED = Training(hours=0, finished=LONG_AGO, valid_until=LONG_AGO + 3 * HORIZON * DAY, kind=TrainingKind.LICENCE)


def a_peer_of(number: int, courses: Sequence[int], strays: Sequence[int]) -> PeerFacts:
    """Mostly trained, and designated by everybody for long."""
    digits = Digits(number)
    role = digits.pick([Role.PEER, Role.PEER, Role.CHAPLAIN, Role.CLINICIAN])
    lent_by = digits.pick(AGENCIES if role is Role.PEER else [None, *AGENCIES])
    designating = digits.pick([AGENCIES, AGENCIES, AGENCIES[1:3], []])
    signed_by = [(each, pact) for each in designating for pact in digits.pick([PACTS, PACTS, PACTS[:1]])]
    rosters = [Designation(agency=by, person=person(1), pact=pact, annex=1, since=LONG_AGO) for by, pact in signed_by]
    licences = digits.pick([(LICENSED,), (LICENSED,), ()]) if role is Role.CLINICIAN else ()
    bonds = [Affiliation(digits.pick(AGENCIES), digits.pick(list(Bond)), a_period(digits))]
    return PeerFacts(
        person=person(1),
        role=role,
        lent_by=lent_by,
        affiliations=frozenset(digits.pick([bonds, [], []])),
        trainings=(*licences, *map(a_course, courses)),
        designations=(*rosters, *map(a_stray_designation, strays)),
        suspensions=digits.pick([(), (), (), (a_period(digits),)]),
    )


peers = st.builds(a_peer_of, numbers, st.lists(numbers, min_size=1, max_size=2), st.lists(numbers, max_size=3))
worlds = st.builds(World, st.tuples(pacts(PACTS[0])) | st.tuples(pacts(PACTS[0]), pacts(PACTS[1], 1)), peers)


def dates(world: World) -> Iterator[datetime]:
    """Every instant at which anything in this world is dated, with whatever runs out by itself."""
    versions = [version for pact in world.pacts for version in pact.versions]
    for fact in (fact for pact in world.pacts for fact in pact.facts):
        yield from filter(None, (fact.at, fact.leaves_on))
        if fact.kind is FactKind.NOTICE_GIVEN:
            yield from (days_after(fact.at, each.terms.notice_days, each.terms.calendar) for each in versions)
    peer = world.peer
    for period in (*peer.suspensions, *(bond.during for bond in peer.affiliations)):
        yield from filter(None, (period.since, period.until))
    for course in peer.trainings:
        yield from (course.finished, course.valid_until)
    for designation in peer.designations:
        yield from filter(None, (designation.since, designation.until))
        yield from (days_after(designation.since, each.terms.deemed_days, each.terms.calendar) for each in versions)
