"""What the gate asks of one person: independence, training, designation."""

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
    Deny,
    Designation,
    InstantError,
    PactId,
    PeerError,
    PeerFacts,
    Period,
    Reach,
    Role,
    Service,
    Training,
    TrainingKind,
    Why,
)
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    FIRST,
    LATER,
    PACT,
    a_designation,
    a_licence,
    a_peer,
    a_reach,
    a_training,
    a_version,
    members,
    person,
    suspended,
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

    assert refusal(a_reach(), peer, of=members(ALDER, BIRCH)) == Deny(Why.OWN_AGENCY, ALDER, a_version().id)


@pytest.mark.parametrize("bond", Bond)
def test_every_kind_of_affiliation_keeps_a_peer_from_serving_that_agency(bond: Bond) -> None:
    peer = a_peer(affiliations=frozenset({Affiliation(CEDAR, bond)}))

    assert refusal(a_reach(), peer) == Deny(Why.OWN_AGENCY, CEDAR, a_version().id)
    assert a_reach().may_serve(members(BIRCH), peer, LATER) == Allow((V1.id,))
    assert peer.affiliated(LATER) == {ALDER, CEDAR}


def test_an_affiliation_counts_from_its_first_instant_until_its_last() -> None:
    peer = a_peer(affiliations=frozenset({Affiliation(CEDAR, Bond.RESERVE, Period(LATER, LATER + DAY))}))
    answers = [a_reach().may_serve(BOTH, peer, LATER + step * DAY / 2) for step in (-1, 0, 1, 2)]

    assert [isinstance(answer, Allow) for answer in answers] == [True, False, False, True]


def test_a_suspended_peer_serves_nobody_while_it_lasts() -> None:
    peer = a_peer(suspensions=(Period(LATER, LATER + DAY),))

    assert refusal(a_reach(), peer) == Deny(Why.PEER_SUSPENDED, None, a_version().id)
    assert isinstance(a_reach().may_serve(BOTH, peer, LATER + DAY), Allow)


def test_a_peer_whose_own_agency_is_not_active_serves_nobody() -> None:
    assert refusal(a_reach(suspended(ALDER, LATER)), a_peer()) == Deny(Why.AGENCY_SUSPENDED, ALDER, V1.id)


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
    licence = a_licence(finished=FIRST - DAY, valid_until=LATER)
    clinician = a_peer(home=None, trainings=(licence,))
    everybody = members(ALDER, BIRCH, CEDAR)

    assert a_reach().may_serve(everybody, clinician, LATER - DAY) == Allow((V1.id,))
    assert refusal(a_reach(), clinician, of=everybody).why is Why.NO_LICENCE
    assert refusal(a_reach(), replace(clinician, trainings=())).why is Why.NO_LICENCE
    assert refusal(a_reach(), replace(clinician, designations=()), LATER - DAY).why is Why.NOT_DESIGNATED
    assert refusal(a_reach(suspended(CEDAR, FIRST)), clinician, LATER - DAY).why is Why.AGENCY_SUSPENDED
    assert clinician.affiliated(LATER) == frozenset()


@pytest.mark.parametrize("turned", [False, True])
def test_a_course_never_hides_a_lapsed_licence_and_a_licence_no_lapsed_course(turned: bool) -> None:
    """Whichever was recorded first, and whichever lasts longer."""

    def in_order(*papers: Training) -> tuple[Training, ...]:
        return papers[::-1] if turned else papers

    clinician, peer = a_peer(home=None), a_peer()
    course, licence = a_training(), a_licence()
    over, gone = a_licence(valid_until=LATER), a_training(valid_until=LATER)

    assert refusal(a_reach(), replace(clinician, trainings=in_order(over, course))).why is Why.NO_LICENCE
    assert refusal(a_reach(), replace(clinician, trainings=(course,))).why is Why.NO_LICENCE
    assert refusal(a_reach(), replace(peer, trainings=in_order(gone, licence))).why is Why.TRAINING_LAPSED
    assert refusal(a_reach(), replace(peer, trainings=(licence,))).why is Why.UNTRAINED
    for able, papers in ((clinician, (gone, licence)), (peer, (course, over))):
        changed = replace(able, trainings=in_order(*papers))
        assert isinstance(a_reach().may_serve(BOTH, changed, LATER), Allow)
        assert changed.in_date_until(LATER) == (FIRST + 700 * DAY)


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
    with pytest.raises(PeerError, match="A licence has no hours"):
        replace(a_training(), kind=TrainingKind.LICENCE)
    with pytest.raises(PeerError, match="was over"):
        a_training(finished=FIRST, valid_until=FIRST)
    with pytest.raises(PeerError, match="numbered from 1, not 0"):
        a_designation(BIRCH, annex=0)
    with pytest.raises(PeerError, match="begins only at"):
        a_designation(BIRCH, until=FIRST)
    with pytest.raises(InstantError):
        Designation(agency=BIRCH, person=person(1), pact=PACT, annex=1, since=FIRST.replace(tzinfo=None))
