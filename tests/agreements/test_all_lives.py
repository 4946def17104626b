"""What must hold in every life of every agreement, whatever its terms and whatever happened."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from agreements import (
    Cause,
    Effect,
    Fact,
    FactKind,
    Pact,
    PartyState,
    Reach,
    Standing,
    Version,
    VersionState,
    standing_at,
)
from agreements.pacts import counted, escrow, reachable, released
from agreements.standing import OVER
from agreements.together import in_force_between
from geo.names import AgencyId
from tests.agreements.builders import DAY, FIRST, a_pact, said
from tests.agreements.lives import MOMENT, dated, each_day, lives, some_version, usually, version_kinds
from tests.agreements.oracle import comes_into_force, speaks_against
from tests.agreements.strategies import AGENCIES, Digits, numbers, often

chance = st.randoms(use_true_random=False)
some_day = st.sampled_from(each_day)


@often
@given(lives, chance)
def test_the_order_of_facts_never_matters(pact: Pact, chance: Random) -> None:
    told = chance.sample(pact.facts * 2, 2 * len(pact.facts))

    assert replace(pact, facts=tuple(told), versions=pact.versions[::-1]).history == pact.history


@often
@given(lives)
def test_nobody_is_active_whom_anything_speaks_against(pact: Pact) -> None:
    for at in each_day:
        for bound in standing_at(pact, at).bindings:
            for party in bound.active:
                assert speaks_against(pact, bound.version, party, at) == [], (party, at)


@often
@given(lives)
def test_history_changes_only_at_dated_instants(pact: Pact) -> None:
    assert set(pact.changes) <= dated(pact)


@often
@given(lives, some_day)
def test_what_is_dated_later_has_no_effect_before(pact: Pact, at: datetime) -> None:
    past = replace(pact, facts=tuple(fact for fact in pact.facts if fact.at <= at))

    assert standing_at(past, at) == standing_at(pact, at)


@often
@given(lives)
def test_its_parts_agree_with_each_other(pact: Pact) -> None:
    for at, now in pact.history:
        in_force = [bound.version.number for bound in now.bindings]
        assert in_force == sorted(in_force, reverse=True)
        assert set(in_force) == {number for number, state in now.versions.items() if state is VersionState.IN_FORCE}
        assert now.in_force == (now.bindings[0].version if now.bindings else None)
        assert now.active == frozenset().union(*(bound.active for bound in now.bindings))
        for bound in now.bindings:
            assert bound.active <= bound.members == now.counted[bound.version.number]
            assert len(bound.members) >= bound.version.terms.least_parties
            assert bound.version.terms.required_parties <= bound.members
        for number, state in now.versions.items():
            assert now.counted[number] <= now.signed[number]
            assert (state in {VersionState.IN_FORCE, VersionState.EFFECT_PENDING}) <= (number in now.released)
            assert at is None or reachable(pact, number, at) >= (state is VersionState.IN_FORCE)
        assert now.active <= {each for each, state in now.parties.items() if state is not PartyState.DECLINED}


@often
@given(lives)
def test_what_is_over_or_released_stays_so(pact: Pact) -> None:
    for (_, before), (_, after) in pairwise(pact.history):
        for number, state in before.versions.items():
            assert state not in OVER or after.versions[number] is state or revived(before, after, number)
            assert state is not VersionState.IN_FORCE or after.versions[number] in {state, *OVER}
        for version in pact.versions:
            if version.terms.effect is Effect.EVALUATED:
                assert version.number not in before.released or version.number in after.released


def revived(before: Standing, after: Standing, number: int) -> bool:
    """Another took its place, and that one has just been declared void."""
    void = [each for each, state in after.versions.items() if state is VersionState.VOID is not before.versions[each]]
    now_so = {VersionState.IN_FORCE, VersionState.EXPIRED, VersionState.TERMINATED, VersionState.VOID}
    replaced = before.versions[number] is VersionState.SUPERSEDED
    return replaced and after.versions[number] in now_so and any(each > number for each in void)


@often
@given(lives)
def test_at_most_one_version_binds_two_agencies_to_each_other(pact: Pact) -> None:
    for _, now in pact.history:
        for one in AGENCIES:
            for other in AGENCIES:
                found = [bound for bound in now.bindings if one != other and bound.between(one, other)]
                assert len(found) <= 1 or found[0].version.number > found[1].version.number


@often
@given(lives, st.sampled_from(AGENCIES), some_day)
def test_who_left_or_declined_is_not_active_again_unless_it_joined_anew(
    pact: Pact, party: AgencyId, since: datetime
) -> None:
    """Per version: what one lost, no later signature under the same version brings back."""
    for number, states in standing_at(pact, since).within.items():
        if states.get(party) not in {PartyState.DECLINED, PartyState.WITHDRAWN}:
            continue
        digest = next(version.digest for version in pact.versions if version.number == number)
        joined = [each for each in pact.facts if each.kind is FactKind.JOINED and each.agency == party]
        if any(each.digest == digest for each in joined):
            continue
        for at in each_day:
            if at > since:
                assert party not in {*escrow(pact, number, at), *counted(pact, number, at)}


@often
@given(version_kinds, st.lists(numbers, max_size=8))
def test_it_comes_into_force_exactly_when_its_conditions_are_first_met(kind: int, strays: list[int]) -> None:
    """Against a second reading of clause 20 that looks at all facts anew at each instant."""
    version = some_version(1, kind)
    assume(version.terms.effect is Effect.EVALUATED)
    pact = a_pact(
        *usually(version, FIRST, 2), *(binding_fact(number, version) for number in strays), versions=[version]
    )
    expected = comes_into_force(pact, version, dated(pact))
    found = next((at for at, now in pact.history if now.versions[1] is VersionState.IN_FORCE), None)

    assert found == expected


def binding_fact(number: int, version: Version) -> Fact:
    digits = Digits(number)
    kind = digits.pick([FactKind.SIGNED, FactKind.RESOLVED, FactKind.FILED, FactKind.SIGNED, FactKind.RESOLVED])
    party = digits.pick(sorted(version.terms.parties))
    at = FIRST + digits.pick(range(-2, 20)) * DAY
    return said(kind, version, at, None if kind is FactKind.FILED else party)


@often
@given(version_kinds, st.lists(numbers, max_size=8), numbers)
def test_one_more_binding_fact_never_delays_or_prevents_effect(kind: int, strays: list[int], more: int) -> None:
    version = some_version(1, kind)
    assume(version.terms.effect is Effect.EVALUATED)
    sent = said(FactKind.SENT_OUT, version, FIRST)
    before = a_pact(sent, *(binding_fact(number, version) for number in strays), versions=[version])
    after = before.with_fact(binding_fact(more, version))

    for at in each_day:
        was, now = standing_at(before, at), standing_at(after, at)
        if [bound.term for bound in was.bindings] == [bound.term for bound in now.bindings]:
            assert was.counted[1] <= now.counted[1], "who took effect earlier may also be over earlier"
        assert released(before, 1, at) <= released(after, 1, at)
    first = [next((at for at, now in each.history if now.in_force), None) for each in (before, after)]
    assert first[0] is None or (first[1] is not None and first[1] <= first[0])


@often
@given(lives, st.sampled_from(AGENCIES), some_day)
def test_a_party_that_rests_binds_nobody_else_and_frees_nobody(pact: Pact, party: AgencyId, when: datetime) -> None:
    """But that a joiner, of whom there is none here, needs no consent of it."""
    pact = replace(pact, facts=tuple(each for each in pact.facts if each.kind is not FactKind.CONSENTED))
    told = [each for each in pact.facts if (each.agency, each.cause, each.kind) != (party, "health", FactKind.RESUMED)]
    pact = replace(pact, facts=tuple(told))
    rests = Fact(kind=FactKind.SUSPENDED, at=when, attested_by="the clerk", agency=party, cause="health")
    for at in each_day:
        before, after = standing_at(pact, at), standing_at(pact.with_fact(rests), at)
        assert after.versions == before.versions
        for was, now in zip(before.bindings, after.bindings, strict=True):
            named = at >= when and Cause.OTHER in was.version.terms.suspend_on
            assert now.active == (was.active - {party} if named else was.active)


@often
@given(lives, some_day)
def test_what_bound_two_on_a_day_bound_them_all_the_time_that_it_says(pact: Pact, at: datetime) -> None:
    reach = Reach((pact,))
    for one, other in ((one, other) for one in AGENCIES for other in AGENCIES if one < other):

        def versions(then: datetime, pair: tuple[AgencyId, AgencyId] = (one, other)) -> list[int]:
            return [each.version.number for each in in_force_between(reach, *pair, then)]

        for found in in_force_between(reach, one, other, at):
            number = found.version.number
            assert found.since <= at
            assert found.until is None or at < found.until
            inside = (each for each in pact.changes if found.since < each < (found.until or each + DAY))
            assert all(number in versions(day) for day in (found.since, *inside))
            assert found.until is None or number not in versions(found.until)
            assert number not in versions(found.since - MOMENT)
