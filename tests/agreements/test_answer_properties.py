"""What every answer must be: determined, dated, founded."""

from dataclasses import replace
from datetime import datetime
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from agreements import (
    Allow,
    Clause,
    Deny,
    Service,
    standing_at,
)
from geo.names import AgencyId
from tests.agreements.builders import DAY, members
from tests.agreements.strategies import (
    AGENCIES,
    MOMENT,
    World,
    any_instant,
    dates,
    every_day,
    often,
    some_agencies,
)
from tests.agreements.strategies import worlds as all_worlds

T = TypeVar("T")
chance = st.randoms(use_true_random=False)


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
