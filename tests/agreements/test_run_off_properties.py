"""What run-off must never do, in every world."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    Allow,
    Deny,
    Pact,
    Reach,
    Version,
    active_parties,
    may_finish,
)
from geo.names import AgencyId
from tests.agreements.builders import DAY, members
from tests.agreements.oracle import (
    is_designated,
)
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
