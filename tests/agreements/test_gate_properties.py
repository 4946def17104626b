"""What the gate allows with every term in use: exactly what a reference finds by hand, and never a step more."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agreements import Allow, Deny, PartyState, Service, Why, may_finish, standing_at
from agreements.broken import Broken
from agreements.instants import changes_within, dates_within
from geo.names import AgencyId
from tests.agreements.builders import DAY, members
from tests.agreements.rich import RichWorld, allowed_by_hand, rich_worlds
from tests.agreements.strategies import AGENCIES, MOMENT, any_instant, every_day, often, some_agencies

services = st.sampled_from([Service.ONE_TO_ONE, Service.FAMILY])


@often
@given(rich_worlds, every_day, services)
def test_it_allows_exactly_what_a_reference_finds_condition_by_condition(
    world: RichWorld, days: list[datetime], service: Service
) -> None:
    reach = world.reach
    for at in days[::3]:
        for member in AGENCIES:
            answer = reach.may_serve(members(member), world.peer, at, service)
            assert isinstance(answer, Allow) == allowed_by_hand(world, member, at, service), answer
            anyhow = reach.may_serve(members(member), world.peer, at, service, whenever=True)
            assert isinstance(anyhow, Allow) == allowed_by_hand(world, member, at, service, at_any_hour=True)


@often
@given(rich_worlds, some_agencies, every_day, services)
def test_a_set_is_allowed_if_and_only_if_each_of_it_is(
    world: RichWorld, of: frozenset[AgencyId], days: list[datetime], service: Service
) -> None:
    reach = world.reach
    for at in days[::3]:
        each = [isinstance(reach.may_serve(members(one), world.peer, at, service), Allow) for one in of]
        assert isinstance(reach.may_serve(of, world.peer, at, service), Allow) == all(each)
        assert (of <= reach.serves(world.peer, at, service)) == all(each)


@often
@given(rich_worlds, every_day, services)
def test_what_may_begin_may_go_on_at_that_very_moment(world: RichWorld, days: list[datetime], service: Service) -> None:
    reach = world.reach
    for at in days[::3]:
        for member in reach.serves(world.peer, at, service):
            finish = may_finish(reach, members(member), world.peer, opened=at, at=at, service=service)
            assert isinstance(finish, Allow), finish


@often
@given(rich_worlds, every_day)
def test_it_never_allows_a_party_that_has_left_declined_rests_or_merely_signed(
    world: RichWorld, days: list[datetime]
) -> None:
    reach, bound = world.reach, {PartyState.ACTIVE, PartyState.NOTICE_GIVEN}
    for at in days[::3]:
        standings = [standing_at(pact, at) for pact in world.pacts]
        able = {agency for now in standings for agency, state in now.parties.items() if state in bound}
        assert reach.serves(world.peer, at) <= able
        if world.peer.lent_by is not None and world.peer.lent_by not in able:
            assert reach.serves(world.peer, at) == frozenset()


@often
@given(rich_worlds, some_agencies, any_instant)
def test_the_same_question_has_the_same_answer_whatever_was_asked_before(
    world: RichWorld, of: frozenset[AgencyId], at: datetime
) -> None:
    asked = world.reach
    for hours in (-30, 3, 9, 50):
        asked.may_serve(of, world.peer, at + hours * DAY / 24, Service.FAMILY)
        asked.serves(world.peer, at + hours * DAY / 24, whenever=True)
    fresh = replace(world, peer=replace(world.peer))
    answer = asked.may_serve(of, world.peer, at)
    assert answer == fresh.reach.may_serve(of, fresh.peer, at)
    if isinstance(answer, Deny) and answer.version is not None:
        assert answer.version in {version.id for pact in world.pacts for version in pact.versions}
    if isinstance(answer, Deny) and answer.version is None:
        assert answer.why in {Why.NOBODY, Why.NO_AGREEMENT, Why.NOT_TOGETHER, Why.PEER_SUSPENDED, Why.OWN_AGENCY}
        known = {each for pact in world.pacts for each in standing_at(pact, at).parties}
        assert answer.why is Why.NOT_TOGETHER or answer.agency not in known


@often
@given(rich_worlds, any_instant)
def test_the_answer_changes_only_at_dated_instants_and_at_the_turns_of_the_weekly_hours(
    world: RichWorld, since: datetime
) -> None:
    reach, until = world.reach, since + 9 * DAY
    told = reach.dates_of(world.peer) | reach.turns(since, until)
    stops = sorted({since, until, *(at for at in told if since <= at < until)})
    for start, end in pairwise(stops):
        middle = start + (end - start) / 2
        answers = [reach.serves(world.peer, at) for at in (start, middle, end - MOMENT)]
        assert answers[0] == answers[1] == answers[2]


@often
@given(rich_worlds, some_agencies, every_day, services)
def test_yes_or_no_without_the_reason_is_the_same_yes_or_no(
    world: RichWorld, of: frozenset[AgencyId], days: list[datetime], service: Service
) -> None:
    for at in days[::3]:
        answer = world.reach.may_serve(of, world.peer, at, service)
        assert world.reach.allows(of, world.peer, at, service) == isinstance(answer, Allow)


@often
@given(rich_worlds, every_day, services)
def test_an_agreement_that_cannot_be_read_takes_away_and_never_adds(
    world: RichWorld, days: list[datetime], service: Service
) -> None:
    reach = world.reach
    for lost in reach.pacts:
        named = frozenset(AGENCIES)
        broken = Broken(id=lost.id, title=lost.title, named=named, wrong="Its record can't be read.")
        rest = replace(reach, pacts=tuple(pact for pact in reach.pacts if pact.id != lost.id), broken=(broken,))
        for at in days[::3]:
            assert rest.serves(world.peer, at, service) <= reach.serves(world.peer, at, service)
            for member in reach.serves(world.peer, at, service) - rest.serves(world.peer, at, service):
                answer = rest.may_serve(members(member), world.peer, at, service)
                assert isinstance(answer, Deny)
                others = any(member in standing_at(pact, at).active for pact in rest.pacts)
                assert answer.why is Why.UNREADABLE or others


@often
@given(rich_worlds, every_day, services)
def test_between_two_of_its_dated_instants_what_it_says_of_somebody_stays(
    world: RichWorld, days: list[datetime], service: Service
) -> None:
    reach, peer, since, until = world.reach, world.peer, days[0], days[-1]
    found = {*changes_within(reach, since, until), *dates_within(reach, peer, since, until, service)}
    instants = sorted({since, *found, *reach.turns(since, until)})
    for at in days[:-1:3]:
        last = max(instant for instant in instants if instant <= at)
        assert reach.serves(peer, at, service) == reach.serves(peer, last, service)
