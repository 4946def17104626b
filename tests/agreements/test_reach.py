"""The one gate: what it asks of agreements and agencies."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from agreements import (
    Allow,
    Cause,
    Clause,
    Deny,
    Fact,
    InstantError,
    Pact,
    PactId,
    PeerFacts,
    Period,
    Privilege,
    Reach,
    ReachError,
    Why,
)
from agreements.answers import REASONS
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    FIRST,
    LATER,
    a_designation,
    a_pact,
    a_peer,
    a_reach,
    a_version,
    agency,
    declared,
    ends,
    in_force,
    joined,
    members,
    notice,
    resumed,
    signed,
    suspended,
    terminated,
)

V1 = a_version()
BOTH = members(BIRCH, CEDAR)
OTHER_PACT = PactId(UUID(int=78))


def refusal(reach: Reach, peer: PeerFacts, at: datetime = LATER, of: frozenset[Any] = BOTH) -> Deny:
    answer = reach.may_serve(of, peer, at)
    assert isinstance(answer, Deny)
    return answer


def test_nobody_named_is_nobody_allowed() -> None:
    assert refusal(a_reach(), a_peer(), of=members()) == Deny(Why.NOBODY)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ([], Why.NOT_SIGNED),
        ([*signed(V1, BIRCH), declared(V1)], Why.NOT_IN_FORCE),
        ([*signed(V1, ALDER, BIRCH, CEDAR)], Why.NOT_IN_FORCE),
        ([*signed(V1, ALDER, BIRCH, CEDAR), declared(V1, LATER + DAY)], Why.NOT_IN_FORCE),
        ([*in_force().facts, suspended(BIRCH, LATER)], Why.AGENCY_SUSPENDED),
        ([*in_force().facts, notice(BIRCH, FIRST + DAY)], Why.LEFT),
        ([*in_force().facts, ends(V1, LATER)], Why.ENDED),
        ([*in_force().facts, terminated(LATER)], Why.ENDED),
    ],
)
def test_a_member_that_is_not_active_is_served_by_nobody(facts: list[Fact], why: Why) -> None:
    answer = refusal(Reach((a_pact(*facts),)), a_peer(), of=members(BIRCH))

    assert (answer.why, answer.agency) == (why, BIRCH)


def test_one_gate_tells_the_reason_of_each_day() -> None:
    reach, peer = a_reach(ends(V1, LATER)), a_peer()
    days = (FIRST - 2 * DAY, FIRST - DAY, LATER)

    assert [refusal(reach, peer, at).why for at in days] == [Why.NOT_SIGNED, Why.NOT_IN_FORCE, Why.ENDED]


def test_every_refusal_cites_a_version_where_an_agreement_names_those_whom_it_is_about() -> None:
    for fact in (suspended(BIRCH, LATER), terminated(LATER)):
        assert refusal(a_reach(fact), a_peer()).version == V1.id
    assert refusal(a_reach(), a_peer(suspensions=(Period(),))).version == V1.id
    assert refusal(a_reach(), a_peer(), of=members(ALDER)).version == V1.id
    waits = Reach((a_pact(*signed(V1, ALDER, BIRCH)),))
    assert refusal(waits, a_peer()) == Deny(Why.NOT_IN_FORCE, BIRCH, V1.id)


def test_of_two_agreements_the_one_that_names_both_says_why_they_are_not_bound() -> None:
    small = a_version(pact=OTHER_PACT, parties=frozenset({BIRCH, DOGWOOD}))
    pause = suspended(BIRCH, LATER, Cause.PAUSE.value)
    elsewhere = Pact(id=OTHER_PACT, title="Other", versions=(small,), facts=(*in_force(version=small).facts, pause))
    reach = Reach((in_force(suspended(BIRCH, LATER)), elsewhere))

    assert refusal(reach, a_peer()) == Deny(Why.AGENCY_SUSPENDED, BIRCH, V1.id), "it paused in the other one only"
    left = Reach((in_force(notice(BIRCH, FIRST + DAY)), in_force(version=small)))
    assert refusal(left, a_peer()) == Deny(Why.LEFT, BIRCH, V1.id), "though another one binds it"


def test_an_agency_in_no_agreement_is_served_by_nobody() -> None:
    assert refusal(a_reach(), a_peer(), of=members(DOGWOOD)) == Deny(Why.NO_AGREEMENT, DOGWOOD)
    assert refusal(Reach(()), a_peer(), of=members(BIRCH)) == Deny(Why.NO_AGREEMENT, BIRCH)


def test_two_agencies_active_in_different_agreements_are_not_bound_to_each_other() -> None:
    other = a_version(pact=OTHER_PACT, parties=frozenset({DOGWOOD, agency(6)}))
    reach = Reach((in_force(), in_force(version=other)))

    assert refusal(reach, a_peer(), of=members(DOGWOOD)) == Deny(Why.NOT_TOGETHER, DOGWOOD)


def test_of_two_agreements_one_that_allows_is_enough() -> None:
    other = a_version(pact=OTHER_PACT, parties=frozenset({ALDER, BIRCH}), least_training_hours=100)
    reach = Reach((in_force(version=other), in_force()))

    assert reach.may_serve(members(BIRCH), a_peer(), LATER) == Allow((V1.id,))
    assert reach.between(ALDER, BIRCH, LATER) == (V1, other)
    assert reach.between(ALDER, CEDAR, LATER) == (V1,)


def test_members_may_be_allowed_each_by_an_agreement_of_its_own() -> None:
    other = a_version(pact=OTHER_PACT, parties=frozenset({ALDER, DOGWOOD}))
    reach = Reach((in_force(), in_force(version=other)))
    peer = a_peer(designations=(a_designation(BIRCH), a_designation(DOGWOOD, pact=OTHER_PACT)))

    assert reach.may_serve(members(BIRCH, DOGWOOD), peer, LATER) == Allow((V1.id, other.id))
    assert reach.serves(peer, LATER) == members(BIRCH, DOGWOOD)


def test_every_reason_cites_a_clause_and_says_one_short_plain_sentence() -> None:
    assert set(REASONS) == set(Why)
    for why in Why:
        deny = Deny(why)
        assert isinstance(deny.clause, Clause)
        assert deny.reason.endswith(".")
        assert len(deny.reason.split()) <= 13
    assert Deny(Why.NOT_DESIGNATED).clause is Clause.DESIGNATION
    assert Deny(Why.LEFT).clause is Clause.WITHDRAWAL
    assert Deny(Why.OWN_AGENCY).reason == "The peer belongs to the agency."


def test_the_agencies_with_an_agreement_in_force_are_the_active_ones() -> None:
    reach = a_reach(suspended(CEDAR, LATER), joined(V1, DOGWOOD, FIRST))

    assert reach.live(FIRST - DAY) == frozenset()
    assert reach.live(FIRST) == members(ALDER, BIRCH, CEDAR)
    assert reach.live(LATER) == members(ALDER, BIRCH)


def test_an_agreement_can_only_shorten_the_time_to_answer() -> None:
    slow = a_version(pact=OTHER_PACT, parties=frozenset({CEDAR, DOGWOOD}), answer_minutes=30)
    reach = Reach((in_force(version=a_version(answer_minutes=4)), in_force(version=slow)))

    assert reach.answer_minutes(members(BIRCH, CEDAR), LATER, 5) == 4
    assert reach.answer_minutes(members(DOGWOOD), LATER, 5) == 5
    assert reach.answer_minutes(members(agency(9)), LATER, 5) == 5
    assert reach.answer_minutes(members(BIRCH), FIRST - DAY, 5) == 5


def test_the_next_change_of_any_agreement_is_told() -> None:
    reach = a_reach(suspended(CEDAR, LATER), resumed(CEDAR, LATER + DAY))

    assert reach.next_change(FIRST) == LATER
    assert reach.next_change(LATER) == LATER + DAY
    assert reach.next_change(LATER + DAY) is None


def test_one_agreement_given_twice_is_refused() -> None:
    with pytest.raises(ReachError, match="given twice"):
        Reach((in_force(), a_pact()))


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(InstantError):
        a_reach().may_serve(BOTH, a_peer(), LATER.replace(tzinfo=None))


def test_only_terms_that_let_people_serve_under_any_law_want_the_officer_told() -> None:
    assert a_reach().tells(members(BIRCH), LATER)
    assert not a_reach(privilege=Privilege.ASSURED).tells(members(BIRCH), LATER)
    assert not a_reach().tells(members(DOGWOOD), LATER), "no agreement binds it"
    assert not a_reach().tells(members(BIRCH), FIRST - DAY), "none is in force yet"
