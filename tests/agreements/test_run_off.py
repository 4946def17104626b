"""A talk that is open may be finished; nothing new begins."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from agreements import (
    Affiliation,
    Allow,
    Bond,
    Deny,
    Fact,
    InstantError,
    PactId,
    PeerFacts,
    Period,
    Reach,
    ReachError,
    Service,
    Why,
    days_after,
    may_finish,
)
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    LATER,
    a_designation,
    a_pact,
    a_peer,
    a_reach,
    a_training,
    a_version,
    declared,
    ends,
    in_force,
    members,
    notice,
    resumed,
    signed,
    suspended,
    terminated,
)

V1 = a_version()
BOTH = members(BIRCH, CEDAR)
HOUR = DAY / 24
LAPSE = LATER + HOUR
STILL = LAPSE + 3 * DAY
"""Three whole days after the day of the lapse have not run yet."""
OVER = LAPSE + 4 * DAY
OTHER_PACT = PactId(UUID(int=78))


@pytest.mark.parametrize(
    "lapse", [suspended(CEDAR, LAPSE), suspended(ALDER, LAPSE), ends(V1, LAPSE), terminated(LAPSE)]
)
def test_a_talk_open_at_a_lapse_may_be_finished_in_its_days_and_no_new_one_begun(lapse: Fact) -> None:
    reach, peer = a_reach(lapse), a_peer()

    assert isinstance(reach.may_serve(BOTH, peer, LAPSE), Deny)
    assert may_finish(reach, BOTH, peer, opened=LATER, at=STILL) == Allow((V1.id,))
    assert isinstance(may_finish(reach, BOTH, peer, opened=LATER, at=OVER), Deny)
    assert may_finish(reach, BOTH, peer, opened=LAPSE, at=STILL).why is Why.NOT_BEGUN  # type: ignore[union-attr]


def test_run_off_ends_with_the_last_of_its_days_to_the_instant() -> None:
    reach, last = a_reach(terminated(LAPSE)), days_after(LAPSE, 3, "America/Denver")

    assert isinstance(may_finish(reach, BOTH, a_peer(), opened=LATER, at=last - timedelta.resolution), Allow)
    assert may_finish(reach, BOTH, a_peer(), opened=LATER, at=last) == Deny(Why.RUN_OFF_OVER, BIRCH, V1.id)


def test_a_talk_open_when_a_notice_runs_out_may_be_finished() -> None:
    reach = a_reach(notice(CEDAR, LATER - 40 * DAY))
    lapse = reach.next_change(LATER - 40 * DAY)
    assert lapse is not None

    assert isinstance(may_finish(reach, BOTH, a_peer(), opened=lapse - HOUR, at=lapse + DAY), Allow)


def test_without_run_off_days_a_talk_may_go_on_until_that_day_ends() -> None:
    reach = a_reach(terminated(LAPSE), run_off_days=0)

    assert isinstance(may_finish(reach, BOTH, a_peer(), opened=LATER, at=LAPSE), Allow)
    assert may_finish(reach, BOTH, a_peer(), opened=LATER, at=LAPSE + DAY) == Deny(Why.RUN_OFF_OVER, BIRCH, V1.id)


def test_while_nothing_lapses_an_open_talk_goes_on() -> None:
    assert may_finish(a_reach(), BOTH, a_peer(), opened=LATER, at=LATER) == Allow((V1.id,))
    assert may_finish(a_reach(), BOTH, a_peer(), opened=LATER, at=OVER) == Allow((V1.id,))


def test_a_suspension_that_is_lifted_again_leaves_no_run_off_behind() -> None:
    reach = a_reach(suspended(CEDAR, LAPSE), resumed(CEDAR, LAPSE + HOUR))

    assert isinstance(may_finish(reach, BOTH, a_peer(), opened=LATER, at=OVER), Allow)


def test_what_happens_to_others_after_a_lapse_neither_shortens_nor_prolongs_its_run_off() -> None:
    reach = a_reach(suspended(CEDAR, LAPSE), suspended(BIRCH, LAPSE + DAY))

    assert may_finish(reach, members(CEDAR), a_peer(), opened=LATER, at=STILL) == Allow((V1.id,))
    assert isinstance(may_finish(reach, members(CEDAR), a_peer(), opened=LATER, at=OVER), Deny)


def test_an_amendment_that_leaves_a_member_out_lets_the_talk_finish() -> None:
    new = a_version(2)
    amendment = [*signed(new, ALDER, BIRCH), declared(new, LAPSE)]
    reach = Reach((a_pact(*in_force().facts, *amendment, versions=[V1, new]),))

    assert may_finish(reach, BOTH, a_peer(), opened=LATER, at=STILL) == Allow((V1.id, new.id))


def test_an_old_lapse_gives_no_right_to_a_talk_that_was_opened_after_it() -> None:
    other = in_force(terminated(LAPSE), version=a_version(pact=OTHER_PACT))
    peer = a_peer(designations=(a_designation(CEDAR), a_designation(CEDAR, pact=OTHER_PACT)))
    reach = Reach((in_force(suspended(CEDAR, LATER)), other))

    answer = may_finish(reach, members(CEDAR), peer, opened=LAPSE - HOUR / 2, at=STILL)
    assert answer == Allow((a_version(pact=OTHER_PACT).id,))
    assert isinstance(may_finish(Reach((reach.pacts[0],)), members(CEDAR), peer, opened=LATER, at=STILL), Deny)


def test_an_agreement_that_lapses_lets_finish_beside_one_that_never_designated_the_peer() -> None:
    small = a_version(pact=OTHER_PACT, parties=members(ALDER, CEDAR))
    reach = Reach((in_force(terminated(LAPSE)), in_force(version=small)))

    assert may_finish(reach, members(CEDAR), a_peer(), opened=LATER, at=STILL) == Allow((V1.id,))
    answer = may_finish(reach, members(CEDAR), a_peer(), opened=LATER, at=OVER)
    assert answer == Deny(Why.RUN_OFF_OVER, CEDAR, V1.id)


def test_a_talk_runs_off_under_what_let_it_begin_and_no_agreement_that_would_not_prolongs_it() -> None:
    debriefs = a_version(pact=OTHER_PACT, parties=members(ALDER, CEDAR), services=frozenset({Service.GROUP_DEBRIEF}))
    peer = a_peer(designations=(a_designation(CEDAR), a_designation(CEDAR, pact=OTHER_PACT)))
    reach = Reach((in_force(terminated(LAPSE)), in_force(version=debriefs)))

    assert may_finish(reach, members(CEDAR), peer, opened=LATER, at=STILL) == Allow((V1.id,))
    assert may_finish(reach, members(CEDAR), peer, opened=LATER, at=OVER + 60 * DAY) == Deny(
        Why.RUN_OFF_OVER, CEDAR, V1.id
    )
    talks = a_version(pact=OTHER_PACT, parties=members(ALDER, CEDAR))
    taken_over = Reach((in_force(terminated(LAPSE)), in_force(version=talks)))
    assert may_finish(taken_over, members(CEDAR), peer, opened=LATER, at=OVER) == Allow((talks.id,))


def test_a_training_that_runs_out_does_not_cut_a_talk_off() -> None:
    peer = a_peer(trainings=(a_training(valid_until=LAPSE),))

    assert isinstance(a_reach().may_serve(BOTH, peer, LAPSE), Deny)
    assert isinstance(may_finish(a_reach(), BOTH, peer, opened=LATER, at=STILL), Allow)


@pytest.mark.parametrize(
    ("peer", "why"),
    [
        (a_peer(suspensions=(Period(LAPSE),)), Why.PEER_SUSPENDED),
        (a_peer(affiliations=frozenset({Affiliation(CEDAR, Bond.RESERVE, Period(LAPSE))})), Why.OWN_AGENCY),
        (
            a_peer(designations=(a_designation(BIRCH), a_designation(CEDAR, until=LAPSE))),
            Why.DESIGNATION_ENDED,
        ),
    ],
)
def test_whom_the_law_may_no_longer_protect_does_not_go_on(peer: PeerFacts, why: Why) -> None:
    answer = may_finish(a_reach(), BOTH, peer, opened=LATER, at=LAPSE)

    assert isinstance(may_finish(a_reach(), BOTH, peer, opened=LATER, at=LAPSE - HOUR / 2), Allow)
    assert isinstance(answer, Deny)
    assert answer.why is why


def test_a_talk_that_could_not_be_begun_cannot_be_finished() -> None:
    peer = replace(a_peer(), designations=())
    answer = may_finish(a_reach(), BOTH, peer, opened=LATER, at=LAPSE)

    assert answer == Deny(Why.NOT_BEGUN, BIRCH, V1.id)
    assert may_finish(a_reach(), members(DOGWOOD), peer, opened=LATER, at=LAPSE) == Deny(Why.NOT_BEGUN, DOGWOOD)


def test_a_talk_cannot_be_asked_about_before_it_was_opened() -> None:
    with pytest.raises(ReachError, match="before it was"):
        may_finish(a_reach(), BOTH, a_peer(), opened=LAPSE, at=LATER)


def test_a_naive_instant_is_refused() -> None:
    for opened, at in ((LATER.replace(tzinfo=None), LAPSE), (LATER, LAPSE.replace(tzinfo=None))):
        with pytest.raises(InstantError):
            may_finish(a_reach(), BOTH, a_peer(), opened=opened, at=at)
