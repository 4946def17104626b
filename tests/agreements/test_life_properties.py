"""What must hold in the life of every agreement, and of what runs out in it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    Fact,
    FactKind,
    Pact,
    PartyState,
    VersionState,
    active_parties,
    days_after,
    next_lapse,
    standing_at,
)
from agreements.standing import OVER
from geo.names import AgencyId
from tests.agreements.builders import DAY, PACT, a_fact
from tests.agreements.oracle import (
    happened,
    was_signed,
)
from tests.agreements.strategies import (
    AGENCIES,
    MOMENT,
    World,
    any_instant,
    instants,
    often,
    pacts,
)
from tests.agreements.strategies import worlds as all_worlds


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
