"""The designation matrix: what is missing, and what runs out next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agreements import (
    Affiliation,
    Bond,
    Deny,
    Gap,
    InstantError,
    Lapse,
    PeerFacts,
    Period,
    Reach,
    Role,
    Why,
    gaps,
    next_lapse,
)
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    ELM,
    FIRST,
    LATER,
    a_designation,
    a_peer,
    a_reach,
    a_training,
    a_version,
    ends,
    notice,
    person,
    suspended,
)

V1 = a_version()
ALL = (ALDER, BIRCH, CEDAR)


def designated_until(until: dict[int, timedelta]) -> PeerFacts:
    return a_peer(
        designations=(
            a_designation(BIRCH, until=LATER + until[1] if 1 in until else None),
            a_designation(CEDAR, until=LATER + until[2] if 2 in until else None),
        )
    )


def test_a_full_matrix_has_no_gaps_and_nobodys_own_agency_is_one() -> None:
    assert gaps(a_reach(), ALL, [a_peer(), a_peer(2, BIRCH)], LATER) == ()


def test_each_gap_says_whose_it_is_and_why_sorted_by_agency_and_person() -> None:
    undesignated = a_peer(2, BIRCH, designations=(a_designation(ALDER, person(2)),))
    lapsed = a_peer(trainings=(a_training(valid_until=LATER),))

    assert gaps(a_reach(), [DOGWOOD, *ALL, ALDER], [undesignated, lapsed], LATER) == (
        Gap(BIRCH, person(1), Deny(Why.TRAINING_LAPSED, BIRCH, V1.id)),
        Gap(CEDAR, person(1), Deny(Why.TRAINING_LAPSED, CEDAR, V1.id)),
        Gap(CEDAR, person(2), Deny(Why.NOT_DESIGNATED, CEDAR, V1.id)),
        Gap(DOGWOOD, person(1), Deny(Why.NO_AGREEMENT, DOGWOOD)),
        Gap(DOGWOOD, person(2), Deny(Why.NO_AGREEMENT, DOGWOOD)),
    )


def test_the_matrix_can_be_asked_for_any_date() -> None:
    reach = a_reach(suspended(CEDAR, LATER))

    assert gaps(reach, ALL, [a_peer()], LATER - DAY) == ()
    assert [gap.deny.why for gap in gaps(reach, ALL, [a_peer()], LATER)] == [Why.AGENCY_SUSPENDED]
    assert {gap.deny.why for gap in gaps(reach, ALL, [a_peer()], FIRST - DAY)} == {Why.NOT_IN_FORCE}


def test_nobody_and_nothing_have_no_gaps() -> None:
    assert gaps(a_reach(), (), [a_peer()], LATER) == ()
    assert gaps(a_reach(), ALL, (), LATER) == ()


@pytest.mark.parametrize(
    ("peer", "lost"),
    [
        (designated_until({1: DAY, 2: 2 * DAY}), {BIRCH}),
        (a_peer(trainings=(a_training(valid_until=LATER + DAY),)), {BIRCH, CEDAR}),
        (a_peer(suspensions=(Period(LATER + DAY),)), {BIRCH, CEDAR}),
        (a_peer(affiliations=frozenset({Affiliation(CEDAR, Bond.JOINT_TEAM, Period(LATER + DAY))})), {CEDAR}),
    ],
)
def test_the_next_lapse_of_papers_is_told_with_the_pairs_that_are_lost(peer: PeerFacts, lost: set[object]) -> None:
    found = next_lapse(a_reach(), [peer, a_peer(2, BIRCH)], LATER)

    assert found == Lapse(LATER + DAY, tuple((each, person(1)) for each in ALL if each in lost))
    assert next_lapse(a_reach(), [peer], LATER + 3 * DAY) != found


def test_the_next_lapse_of_an_agreement_is_told_with_all_pairs_that_are_lost() -> None:
    found = next_lapse(a_reach(ends(V1, LATER + DAY)), [a_peer(2, BIRCH), a_peer()], LATER)

    assert found == Lapse(LATER + DAY, ((ALDER, person(2)), (BIRCH, person(1)), (CEDAR, person(1)), (CEDAR, person(2))))


def test_a_lapse_lies_after_the_instant_asked_about_and_not_on_it() -> None:
    reach, short = a_reach(ends(V1, LATER + DAY)), a_peer(trainings=(a_training(valid_until=LATER),))

    assert next_lapse(reach, [a_peer()], LATER + DAY) is None
    assert next_lapse(reach, [short], LATER) is None


def test_of_two_lapses_at_one_instant_both_are_told() -> None:
    peer = a_peer(trainings=(a_training(valid_until=LATER + DAY),))
    other = replace(designated_until({2: DAY}), person=person(1), lent_by=ALDER)

    assert next_lapse(a_reach(suspended(BIRCH, LATER + DAY)), [peer], LATER) == Lapse(
        LATER + DAY, ((BIRCH, person(1)), (CEDAR, person(1)))
    )
    assert next_lapse(a_reach(suspended(BIRCH, LATER + DAY)), [other], LATER) == Lapse(
        LATER + DAY, ((BIRCH, person(1)), (CEDAR, person(1)))
    )


def test_what_is_renewed_in_time_is_no_lapse() -> None:
    peer = a_peer(
        trainings=(a_training(valid_until=LATER + DAY), a_training(4, LATER, LATER + 900 * DAY)),
        designations=(a_designation(BIRCH, until=LATER + DAY), a_designation(BIRCH, since=LATER + DAY, annex=2)),
    )

    assert next_lapse(a_reach(), [peer], LATER) == Lapse(LATER + 900 * DAY, ((BIRCH, person(1)),))


def test_what_concerns_nobody_who_could_serve_is_no_lapse() -> None:
    idle = a_peer(designations=(a_designation(ELM, until=LATER + DAY),))

    assert next_lapse(a_reach(notice(BIRCH, LATER)), [idle], LATER) is None
    assert next_lapse(Reach(()), [a_peer(role=Role.CHAPLAIN)], LATER) is None


def test_a_naive_instant_is_refused() -> None:
    naive = LATER.replace(tzinfo=None)

    with pytest.raises(InstantError):
        gaps(a_reach(), ALL, [a_peer()], naive)
    with pytest.raises(InstantError):
        next_lapse(a_reach(), [a_peer()], naive)
