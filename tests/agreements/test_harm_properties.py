"""The two harms, on every day of every world: that an agreement looks signed and is not in force, and that a peer
answers whom the law does not protect.
"""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    Allow,
    Deny,
    FactKind,
    Reach,
    active_parties,
    standing_at,
)
from geo.names import AgencyId
from tests.agreements.builders import DAY, a_fact, members
from tests.agreements.oracle import allowed_by_the_book, allowed_singly, may_bind
from tests.agreements.strategies import (
    AGENCIES,
    World,
    every_day,
    instants,
    often,
    some_agencies,
)
from tests.agreements.strategies import worlds as all_worlds


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
