"""What must hold in every world. The two harms first: that an agreement looks signed and is not in force, and that a
peer answers whom the law does not protect."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    Acceptance,
    Allow,
    Clause,
    Deny,
    Fact,
    FactKind,
    Pact,
    PartyState,
    PeerFacts,
    Reach,
    Role,
    Service,
    Terms,
    Version,
    VersionState,
    active_parties,
    days_after,
    may_finish,
    next_lapse,
    standing_at,
)
from agreements.standing import OVER
from geo.names import AgencyId
from tests.agreements.builders import DAY, PACT, a_fact, members
from tests.agreements.strategies import (
    AGENCIES,
    MOMENT,
    World,
    any_instant,
    dates,
    every_day,
    instants,
    often,
    pacts,
    some_agencies,
)
from tests.agreements.strategies import worlds as all_worlds

T = TypeVar("T")
chance = st.randoms(use_true_random=False)


def allowed_singly(reach: Reach, peer: PeerFacts, at: datetime) -> list[AgencyId]:
    return [each for each in AGENCIES if isinstance(reach.may_serve(members(each), peer, at), Allow)]


# -- an oracle that shares no line with the code: it looks at the facts themselves


def was_signed(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    kinds = (FactKind.SIGNED, FactKind.JOINED)
    return any(
        fact.kind in kinds and fact.agency == party and fact.digest == version.digest and fact.at <= at
        for fact in pact.facts
    )


def happened(pact: Pact, kind: FactKind, at: datetime, **of: object) -> bool:
    found = [fact for fact in pact.facts if fact.kind is kind and fact.at <= at]
    return any(all(getattr(fact, name) == value for name, value in of.items()) for fact in found)


def rests(pact: Pact, party: AgencyId, at: datetime) -> bool:
    facts = [each for each in pact.facts if each.agency == party and each.cause and each.at <= at]
    for cause in {each.cause for each in facts}:
        last = max(each.at for each in facts if each.cause == cause)
        if any(each.kind is FactKind.SUSPENDED for each in facts if (each.cause, each.at) == (cause, last)):
            return True
    return False


def notice_ran_out(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    """Some notice's days have run, and that party has signed nothing since it was given."""
    for fact in pact.facts:
        if fact.kind is not FactKind.NOTICE_GIVEN or fact.agency != party:
            continue
        days = days_after(fact.at, version.terms.notice_days, version.terms.calendar)
        since = [each.at for each in pact.facts if each.agency == party and each.digest and each.at > fact.at]
        if max(days, fact.leaves_on or days) <= at and not since:
            return True
    return False


def may_bind(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    """Whether nothing in the facts speaks against this party being bound by this version."""
    return (
        was_signed(pact, version, party, at)
        and happened(pact, FactKind.IN_FORCE, at, digest=version.digest)
        and (
            party in version.terms.parties or happened(pact, FactKind.IN_FORCE, at, digest=version.digest, agency=party)
        )
        and not happened(pact, FactKind.TERMINATED, at)
        and not happened(pact, FactKind.ENDS, at, digest=version.digest)
        and not rests(pact, party, at)
        and not notice_ran_out(pact, version, party, at)
    )


def is_designated(terms: Terms, pact: Pact, party: AgencyId, peer: PeerFacts, at: datetime) -> bool:
    for each in peer.designations:
        if each.agency != party or each.pact != pact.id or (each.until and each.until <= at):
            continue
        if each.manner is Acceptance.SIGNED and each.since <= at:
            return True
        waited = days_after(each.since, terms.deemed_days, terms.calendar)
        if each.manner is Acceptance.DEEMED and terms.acceptance is Acceptance.DEEMED and waited <= at:
            return True
    return False


def is_qualified(terms: Terms, peer: PeerFacts, at: datetime) -> bool:
    had = [course for course in peer.trainings if course.finished <= at]
    hours = sum(course.hours for course in had)
    in_date = any(course.valid_until > at for course in had)
    return in_date and (peer.role is Role.CLINICIAN or hours >= terms.least_training_hours)


def allowed_by_the_book(pact: Pact, version: Version, party: AgencyId, peer: PeerFacts, at: datetime) -> bool:
    return (
        is_designated(version.terms, pact, party, peer, at)
        and is_qualified(version.terms, peer, at)
        and peer.role in version.terms.roles
        and (peer.lent_by is None or may_bind(pact, version, peer.lent_by, at))
    )


# -- the two harms, on every day of every world


@often
@given(all_worlds, every_day)
def test_it_never_allows_a_party_that_is_withdrawn_suspended_or_not_bound(world: World, days: list[datetime]) -> None:
    reach = world.reach
    for at in days:
        for party in allowed_singly(reach, world.peer, at):
            bound = [(pact, standing_at(pact, at)) for pact in world.pacts if party in active_parties(pact, at)]
            assert bound
            for pact, now in bound:
                assert now.in_force is not None
                assert may_bind(pact, now.in_force, party, at)


@often
@given(all_worlds, every_day)
def test_it_never_allows_whom_a_member_has_not_designated_or_who_is_not_trained_or_not_independent(
    world: World, days: list[datetime]
) -> None:
    reach, peer = world.reach, world.peer
    for at in days:
        versions = [(pact, version) for pact in world.pacts if (version := standing_at(pact, at).in_force)]
        for party in allowed_singly(reach, peer, at):
            assert not any(period.covers(at) for period in peer.suspensions)
            assert party != peer.lent_by
            assert not any(bond.agency == party and bond.during.covers(at) for bond in peer.affiliations)
            assert any(allowed_by_the_book(pact, version, party, peer, at) for pact, version in versions)


@often
@given(all_worlds, every_day)
def test_whom_nothing_speaks_against_is_allowed(world: World, days: list[datetime]) -> None:
    reach, peer = world.reach, world.peer
    for at in days:
        for pact in world.pacts:
            now = standing_at(pact, at)
            for party in now.active if now.in_force else ():
                free = party not in peer.affiliated(at) and not any(each.covers(at) for each in peer.suspensions)
                lent = peer.lent_by is None or peer.lent_by in now.active
                if free and lent and now.in_force and allowed_by_the_book(pact, now.in_force, party, peer, at):
                    assert isinstance(reach.may_serve(members(party), peer, at), Allow)


@often
@given(all_worlds, some_agencies, some_agencies, every_day)
def test_what_is_allowed_for_two_sets_together_is_exactly_what_is_allowed_for_each(
    world: World, one: frozenset[AgencyId], other: frozenset[AgencyId], days: list[datetime]
) -> None:
    reach = world.reach

    def allows(of: frozenset[AgencyId], at: datetime) -> bool:
        return isinstance(reach.may_serve(of, world.peer, at), Allow)

    for at in days:
        assert allows(one | other, at) == (allows(one, at) and allows(other, at))


@often
@given(all_worlds, st.sampled_from(AGENCIES), instants)
def test_one_member_that_lapses_denies_for_the_whole_set(world: World, lost: AgencyId, when: datetime) -> None:
    stop = a_fact(FactKind.SUSPENDED, when, lost, cause="health")
    before, after = world.reach, Reach(tuple(pact.with_fact(stop) for pact in world.pacts))
    served = before.serves(world.peer, when)

    for of in (served, served | {lost}, members(lost)):
        if lost in of:
            assert isinstance(after.may_serve(of, world.peer, when), Deny)
            assert isinstance(after.may_serve(of, world.peer, when + 90 * DAY), Deny)
    assert lost not in after.live(when)


# -- determinism and time


@often
@given(all_worlds, some_agencies, any_instant, chance)
def test_the_answer_does_not_depend_on_the_order_in_which_things_are_told(
    world: World, of: frozenset[AgencyId], at: datetime, chance: Random
) -> None:
    def shuffled(things: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(things, len(things)))

    told = World(
        shuffled(
            tuple(
                replace(pact, facts=shuffled(pact.facts * 2), versions=shuffled(pact.versions)) for pact in world.pacts
            )
        ),
        replace(
            world.peer,
            designations=shuffled(world.peer.designations),
            trainings=shuffled(world.peer.trainings),
        ),
    )

    answer = told.reach.may_serve(of, told.peer, at)
    assert answer == world.reach.may_serve(of, world.peer, at)


@often
@given(all_worlds, some_agencies, every_day)
def test_the_answer_changes_in_time_only_through_dated_facts(
    world: World, of: frozenset[AgencyId], days: list[datetime]
) -> None:
    reach = world.reach
    turns = sorted(set(dates(world)))

    for at in days:
        since = max((turn for turn in turns if turn <= at), default=at - 900 * DAY)
        until = min((turn for turn in turns if turn > at), default=at + 900 * DAY) - MOMENT
        answer = reach.may_serve(of, world.peer, at)
        assert reach.may_serve(of, world.peer, since) == answer == reach.may_serve(of, world.peer, until)


@often
@given(all_worlds, some_agencies, any_instant)
def test_what_is_dated_in_the_future_has_no_effect_before(world: World, of: frozenset[AgencyId], at: datetime) -> None:
    past = World(
        tuple(replace(pact, facts=tuple(fact for fact in pact.facts if fact.at <= at)) for pact in world.pacts),
        replace(
            world.peer,
            trainings=tuple(each for each in world.peer.trainings if each.finished <= at),
            suspensions=tuple(each for each in world.peer.suspensions if each.covers(at)),
            affiliations=frozenset(each for each in world.peer.affiliations if each.during.covers(at)),
        ),
    )

    assert past.reach.may_serve(of, past.peer, at) == world.reach.may_serve(of, world.peer, at)


@often
@given(all_worlds, some_agencies, st.lists(any_instant, max_size=6), any_instant)
def test_what_was_asked_before_does_not_change_the_answer(
    world: World, of: frozenset[AgencyId], before: list[datetime], at: datetime
) -> None:
    reach = world.reach
    for instant in before:
        reach.may_serve(of, world.peer, instant)
        reach.serves(world.peer, instant, Service.FAMILY)
        reach.answer_minutes(of, instant, 5)

    fresh = replace(world.peer)
    assert reach.may_serve(of, world.peer, at) == world.reach.may_serve(of, fresh, at)


@often
@given(all_worlds, every_day, st.sampled_from([Service.ONE_TO_ONE, Service.FAMILY]))
def test_the_quick_way_for_many_agrees_with_asking_one_by_one(
    world: World, days: list[datetime], service: Service
) -> None:
    reach, peer = world.reach, world.peer

    for at in days:
        answers = {each: reach.may_serve(members(each), peer, at, service) for each in AGENCIES}
        singly = {each for each, answer in answers.items() if isinstance(answer, Allow)}
        assert reach.serves(peer, at, service) == singly


@often
@given(all_worlds, some_agencies, every_day)
def test_every_refusal_cites_a_clause_and_gives_a_reason_and_every_consent_its_versions(
    world: World, of: frozenset[AgencyId], days: list[datetime]
) -> None:
    for at in days:
        check_answer(world, of, at)


def check_answer(world: World, of: frozenset[AgencyId], at: datetime) -> None:
    answer = world.reach.may_serve(of, world.peer, at)
    known = {version.id: version for pact in world.pacts for version in pact.versions}

    if isinstance(answer, Deny):
        assert answer.clause in Clause
        assert answer.reason
        assert answer.agency in {None, world.peer.lent_by, *of}
        assert answer.version is None or answer.version in known
    else:
        assert answer.versions
        assert {standing_at(pact, at).in_force for pact in world.pacts} >= {known[each] for each in answer.versions}


# -- run-off


@often
@given(all_worlds, instants, st.integers(0, 23))
def test_run_off_lets_an_open_talk_finish_and_never_a_new_one_start(world: World, day: datetime, hour: int) -> None:
    reach, peer, opened = world.reach, world.peer, day + hour * DAY / 24
    begun = reach.serves(peer, opened)

    for party in AGENCIES:
        for at in (opened + days * DAY for days in range(12)):
            finish = may_finish(reach, members(party), peer, opened=opened, at=at)
            if party not in begun:
                assert isinstance(finish, Deny)
            elif party in reach.serves(peer, at):
                assert isinstance(finish, Allow)
            if isinstance(finish, Allow):
                assert_protected(world, party, at)
                assert_held(world, party, opened, at)


def assert_protected(world: World, party: AgencyId, at: datetime) -> None:
    """She is still designated and still independent."""
    versions = [(pact, version) for pact in world.pacts for version in pact.versions]
    assert party not in world.peer.affiliated(at)
    assert any(is_designated(version.terms, pact, party, world.peer, at) for pact, version in versions)


def assert_held(world: World, party: AgencyId, opened: datetime, at: datetime) -> None:
    """The member and her home agency are bound, or were since the talk was opened and their days have not run."""
    needed = {party} if world.peer.lent_by is None else {party, world.peer.lent_by}
    days = [opened, *(change for change in world.reach.changes if opened < change <= at)]
    held = [(pact, day) for pact in world.pacts for day in days if needed <= active_parties(pact, day)]
    assert held
    longest = max(version.terms.run_off_days for pact in world.pacts for version in pact.versions)
    lapses = [next((day for day in pact.changes if day > last), at) for pact, last in held]
    assert at <= max(lapses) + (longest + 1) * DAY


@often
@given(all_worlds, some_agencies, every_day)
def test_the_run_off_of_an_agreement_changes_nothing_about_who_may_begin(
    world: World, of: frozenset[AgencyId], days: list[datetime]
) -> None:
    endless = Reach(tuple(with_run_off(pact, 3000) for pact in world.pacts))
    reach, peer = world.reach, world.peer

    for at in days:
        assert isinstance(endless.may_serve(of, peer, at), Allow) == isinstance(reach.may_serve(of, peer, at), Allow)


def with_run_off(pact: Pact, days: int) -> Pact:
    """The same life under terms with another run-off."""
    new = {
        old.digest: Version.of(
            old.id, pact=pact.id, number=old.number, text=old.text, terms=replace(old.terms, run_off_days=days)
        )
        for old in pact.versions
    }
    facts = tuple(replace(fact, digest=fact.digest and new[fact.digest].digest) for fact in pact.facts)
    return replace(pact, versions=tuple(new.values()), facts=facts)


# -- the life of an agreement


@often
@given(pacts())
def test_what_is_over_stays_over_and_at_most_one_version_is_in_force(pact: Pact) -> None:
    for _, now in pact.history:
        in_force = [number for number, state in now.versions.items() if state is VersionState.IN_FORCE]
        assert len(in_force) == (now.in_force is not None)
        assert now.active <= {each for each, state in now.parties.items() if state is not PartyState.SUSPENDED}
        assert now.in_force or not now.active
    for (_, before), (_, after) in pairwise(pact.history):
        for number, state in before.versions.items():
            assert state not in OVER or after.versions[number] is state


@often
@given(pacts())
def test_a_version_in_force_has_the_parties_that_it_needs_and_was_declared(pact: Pact) -> None:
    for at in pact.changes:
        now = standing_at(pact, at)
        if version := now.in_force:
            bound = {each for each in now.parties if was_signed(pact, version, each, at)}
            assert len(bound) >= version.terms.least_parties
            assert version.terms.required_parties <= bound
            assert happened(pact, FactKind.IN_FORCE, at, digest=version.digest, agency=None)


@often
@given(pacts())
def test_its_changes_rise_and_each_changes_something(pact: Pact) -> None:
    assert list(pact.changes) == sorted(set(pact.changes))
    assert all(before != after for (_, before), (_, after) in pairwise(pact.history))
    assert [standing_at(pact, at) for at in pact.changes] == [now for _, now in pact.history[1:]]


@often
@given(pacts(most_versions=1), st.sampled_from(AGENCIES), instants, any_instant)
def test_a_fact_that_loosens_never_binds_anybody(pact: Pact, party: AgencyId, when: datetime, at: datetime) -> None:
    (version,) = pact.versions
    loosening: list[Fact] = [
        a_fact(FactKind.SUSPENDED, when, party, cause="insurance"),
        a_fact(FactKind.ENDS, when, digest=version.digest),
        a_fact(FactKind.TERMINATED, when),
    ]

    for fact in loosening:
        assert active_parties(pact.with_fact(fact), at) <= active_parties(pact, at)


@often
@given(pacts(PACT), st.sampled_from(AGENCIES), instants)
def test_who_gives_notice_and_signs_nothing_more_is_out_when_it_has_run(
    pact: Pact, party: AgencyId, when: datetime
) -> None:
    earlier = tuple(fact for fact in pact.facts if fact.at <= when or fact.agency != party)
    left = replace(pact, facts=earlier).with_fact(a_fact(FactKind.NOTICE_GIVEN, when, party))
    longest = max(days_after(when, version.terms.notice_days, version.terms.calendar) for version in pact.versions)

    assert party not in active_parties(left, longest)
    assert party not in active_parties(left, longest + 30 * DAY)


# -- the next lapse


@often
@given(all_worlds, any_instant, st.integers(1, 40 * 24))
def test_nothing_is_lost_before_the_next_lapse_and_something_is_with_it(world: World, at: datetime, hours: int) -> None:
    reach, peer = world.reach, world.peer
    lapse = next_lapse(reach, [peer], at)
    later = at + timedelta(hours=hours)

    if lapse is None or later < lapse.at:
        assert reach.serves(peer, at) <= reach.serves(peer, later)
    if lapse is not None:
        lost = {agency for agency, _ in lapse.lost}
        assert lapse.at > at
        assert lost
        assert lost <= reach.serves(peer, lapse.at - MOMENT)
        assert lost.isdisjoint(reach.serves(peer, lapse.at))
