"""The one gate: each reason to refuse, and what is allowed."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from agreements import (
    Acceptance,
    Affiliation,
    Allow,
    Bond,
    Clause,
    Deny,
    Designation,
    Fact,
    InstantError,
    PactId,
    PeerError,
    PeerFacts,
    Period,
    Reach,
    ReachError,
    Role,
    Service,
    Training,
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
    PACT,
    a_designation,
    a_pact,
    a_peer,
    a_reach,
    a_training,
    a_version,
    agency,
    declared,
    ends,
    in_force,
    joined,
    members,
    notice,
    person,
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


def test_a_trained_and_designated_peer_serves_the_other_agencies_of_her_agreement() -> None:
    assert a_reach().may_serve(BOTH, a_peer(), LATER) == Allow((V1.id,))


def test_a_peer_never_serves_her_own_agency() -> None:
    peer = a_peer(designations=(a_designation(ALDER), a_designation(BIRCH)))

    assert refusal(a_reach(), peer, of=members(ALDER, BIRCH)) == Deny(Why.OWN_AGENCY, ALDER)


@pytest.mark.parametrize("bond", Bond)
def test_every_kind_of_affiliation_keeps_a_peer_from_serving_that_agency(bond: Bond) -> None:
    peer = a_peer(affiliations=frozenset({Affiliation(CEDAR, bond)}))

    assert refusal(a_reach(), peer) == Deny(Why.OWN_AGENCY, CEDAR)
    assert a_reach().may_serve(members(BIRCH), peer, LATER) == Allow((V1.id,))
    assert peer.affiliated(LATER) == {ALDER, CEDAR}


def test_an_affiliation_counts_from_its_first_instant_until_its_last() -> None:
    peer = a_peer(affiliations=frozenset({Affiliation(CEDAR, Bond.RESERVE, Period(LATER, LATER + DAY))}))
    answers = [a_reach().may_serve(BOTH, peer, LATER + step * DAY / 2) for step in (-1, 0, 1, 2)]

    assert [isinstance(answer, Allow) for answer in answers] == [True, False, False, True]


def test_nobody_named_is_nobody_allowed() -> None:
    assert refusal(a_reach(), a_peer(), of=members()) == Deny(Why.NOBODY)


def test_a_suspended_peer_serves_nobody_while_it_lasts() -> None:
    peer = a_peer(suspensions=(Period(LATER, LATER + DAY),))

    assert refusal(a_reach(), peer) == Deny(Why.PEER_SUSPENDED)
    assert isinstance(a_reach().may_serve(BOTH, peer, LATER + DAY), Allow)


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


def test_the_version_whose_clause_refuses_is_cited_where_one_is_in_force() -> None:
    assert refusal(a_reach(suspended(BIRCH, LATER)), a_peer()).version == V1.id
    assert refusal(a_reach(terminated(LATER)), a_peer()).version is None


def test_an_agency_in_no_agreement_is_served_by_nobody() -> None:
    assert refusal(a_reach(), a_peer(), of=members(DOGWOOD)) == Deny(Why.NO_AGREEMENT, DOGWOOD)
    assert refusal(Reach(()), a_peer(), of=members(BIRCH)) == Deny(Why.NO_AGREEMENT, BIRCH)


def test_a_peer_whose_own_agency_is_not_active_serves_nobody() -> None:
    assert refusal(a_reach(suspended(ALDER, LATER)), a_peer()) == Deny(Why.AGENCY_SUSPENDED, ALDER, V1.id)


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


def test_a_designation_under_one_agreement_does_not_count_under_another() -> None:
    peer = a_peer(designations=(a_designation(BIRCH, pact=OTHER_PACT),))

    assert refusal(a_reach(), peer) == Deny(Why.NOT_DESIGNATED, BIRCH, V1.id)


def test_a_service_that_is_not_offered_is_not_allowed() -> None:
    answer = a_reach().may_serve(BOTH, a_peer(), LATER, Service.GROUP_DEBRIEF)

    assert answer == Deny(Why.SERVICE, BIRCH, V1.id)
    assert isinstance(a_reach().may_serve(BOTH, a_peer(), LATER, Service.CRITICAL_INCIDENT), Allow)


def test_one_service_is_never_answered_for_another() -> None:
    reach, peer = a_reach(), a_peer()

    for service in (Service.ONE_TO_ONE, Service.GROUP_DEBRIEF, Service.ONE_TO_ONE):
        offered = service is Service.ONE_TO_ONE
        assert isinstance(reach.may_serve(BOTH, peer, LATER, service), Allow) == offered
        assert (reach.serves(peer, LATER, service) == BOTH) == offered


def test_a_role_that_is_not_named_is_not_allowed() -> None:
    reach = a_reach(roles=frozenset({Role.PEER}))

    assert refusal(reach, a_peer(role=Role.CHAPLAIN)).why is Why.ROLE
    assert isinstance(reach.may_serve(BOTH, a_peer(), LATER), Allow)


@pytest.mark.parametrize("role", [Role.PEER, Role.CHAPLAIN])
def test_training_must_have_been_had_be_in_date_and_have_its_hours(role: Role) -> None:
    lapsed = a_training(valid_until=LATER)
    short = a_training(hours=23)

    assert refusal(a_reach(), a_peer(role=role, trainings=())).why is Why.UNTRAINED
    assert refusal(a_reach(), a_peer(role=role, trainings=(lapsed,))).why is Why.TRAINING_LAPSED
    assert refusal(a_reach(), a_peer(role=role, trainings=(short,))).why is Why.TOO_FEW_HOURS
    assert isinstance(a_reach().may_serve(BOTH, a_peer(role=role, trainings=(lapsed,)), LATER - DAY), Allow)


def test_a_course_counts_only_once_it_is_finished() -> None:
    assert refusal(a_reach(), a_peer(trainings=(a_training(finished=LATER + DAY),))).why is Why.UNTRAINED


def test_a_refresher_keeps_the_hours_of_the_first_course_alive() -> None:
    first = a_training(hours=40, valid_until=LATER)
    refresher = a_training(hours=4, finished=LATER - DAY, valid_until=LATER + 365 * DAY)

    assert isinstance(a_reach().may_serve(BOTH, a_peer(trainings=(first, refresher)), LATER), Allow)
    assert refusal(a_reach(), a_peer(trainings=(refresher,))).why is Why.TOO_FEW_HOURS


def test_an_agreement_may_ask_for_no_training() -> None:
    reach = a_reach(training_required=False, least_training_hours=0)

    assert isinstance(reach.may_serve(BOTH, a_peer(trainings=()), LATER), Allow)


def test_a_clinician_lent_by_nobody_serves_with_a_licence_and_a_designation_by_each_member() -> None:
    licence = Training(hours=0, finished=FIRST - DAY, valid_until=LATER)
    clinician = a_peer(home=None, trainings=(licence,))
    everybody = members(ALDER, BIRCH, CEDAR)

    assert a_reach().may_serve(everybody, clinician, LATER - DAY) == Allow((V1.id,))
    assert refusal(a_reach(), clinician, of=everybody).why is Why.NO_LICENCE
    assert refusal(a_reach(), replace(clinician, trainings=())).why is Why.NO_LICENCE
    assert refusal(a_reach(), replace(clinician, designations=()), LATER - DAY).why is Why.NOT_DESIGNATED
    assert refusal(a_reach(suspended(CEDAR, FIRST)), clinician, LATER - DAY).why is Why.AGENCY_SUSPENDED
    assert clinician.affiliated(LATER) == frozenset()


def test_one_member_that_has_not_designated_the_peer_denies_for_all() -> None:
    peer = a_peer(designations=(a_designation(BIRCH),))

    assert refusal(a_reach(), peer) == Deny(Why.NOT_DESIGNATED, CEDAR, V1.id)
    assert a_reach().may_serve(members(BIRCH), peer, LATER) == Allow((V1.id,))


@pytest.mark.parametrize(
    ("designations", "why"),
    [
        ([{"since": LATER + DAY}], Why.DESIGNATION_NOT_YET),
        ([{"until": LATER}], Why.DESIGNATION_ENDED),
        ([{"until": LATER}, {"since": LATER + DAY, "annex": 2}], Why.DESIGNATION_NOT_YET),
        ([{"manner": Acceptance.DEEMED}], Why.DESIGNATION_NOT_YET),
        ([{"until": LATER}, {"since": LATER, "annex": 2}], None),
        ([{"since": LATER}], None),
    ],
)
def test_a_designation_counts_from_its_first_instant_until_its_last(
    designations: list[dict[str, Any]], why: Why | None
) -> None:
    peer = a_peer(designations=tuple(a_designation(BIRCH, **{"since": FIRST, **each}) for each in designations))
    answer = a_reach().may_serve(members(BIRCH), peer, LATER)

    assert (answer.why if isinstance(answer, Deny) else None) is why


def test_a_deemed_designation_counts_when_its_days_have_run_and_only_where_the_agreement_accepts_it() -> None:
    peer = a_peer(designations=(a_designation(BIRCH, manner=Acceptance.DEEMED, since=LATER),))
    accepting = a_reach(acceptance=Acceptance.DEEMED, deemed_days=10)
    begins = LATER.replace(hour=6) + 11 * DAY

    assert refusal(accepting, peer, begins - DAY / 1000, members(BIRCH)).why is Why.DESIGNATION_NOT_YET
    assert isinstance(accepting.may_serve(members(BIRCH), peer, begins), Allow)
    assert refusal(a_reach(), peer, begins, members(BIRCH)).why is Why.DESIGNATION_NOT_YET


def test_a_signed_designation_counts_at_once_where_deemed_ones_are_accepted_too() -> None:
    reach = a_reach(acceptance=Acceptance.DEEMED, deemed_days=10)

    assert isinstance(reach.may_serve(BOTH, a_peer(), FIRST), Allow)


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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lent_by": None}, "needs a home agency that lends her"),
        ({"designations": (a_designation(BIRCH, person(2)),)}, "one of somebody else"),
    ],
)
def test_papers_that_contradict_themselves_are_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(PeerError, match=words):
        a_peer(**changes)


def test_a_course_or_designation_that_cannot_have_been_is_refused() -> None:
    with pytest.raises(PeerError, match="can't have -1 hours"):
        a_training(hours=-1)
    with pytest.raises(PeerError, match="was over"):
        a_training(finished=FIRST, valid_until=FIRST)
    with pytest.raises(PeerError, match="numbered from 1, not 0"):
        a_designation(BIRCH, annex=0)
    with pytest.raises(PeerError, match="begins only at"):
        a_designation(BIRCH, until=FIRST)
    with pytest.raises(InstantError):
        Designation(agency=BIRCH, person=person(1), pact=PACT, annex=1, since=FIRST.replace(tzinfo=None))
