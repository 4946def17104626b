"""Parties rest, leave, join and come back."""

from datetime import UTC, datetime

from agreements import (
    PartyState,
    VersionState,
    active_parties,
    next_change,
    standing_at,
)
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    FIRST,
    LATER,
    a_pact,
    a_version,
    declared,
    in_force,
    joined,
    members,
    notice,
    resumed,
    signed,
    suspended,
)

V1 = a_version()
V2 = a_version(2)
MOMENT = DAY / 86_400_000_000


def test_a_named_party_that_signs_later_is_active_from_then_on() -> None:
    pact = a_pact(*signed(V1, ALDER, BIRCH), declared(V1), *signed(V1, CEDAR, at=LATER))

    assert active_parties(pact, LATER - MOMENT) == members(ALDER, BIRCH)
    assert active_parties(pact, LATER) == members(ALDER, BIRCH, CEDAR)


def test_a_suspended_party_is_not_active_until_each_cause_is_lifted() -> None:
    pact = in_force(
        suspended(BIRCH, LATER),
        suspended(BIRCH, LATER + DAY, "health"),
        resumed(BIRCH, LATER + 2 * DAY),
        resumed(BIRCH, LATER + 3 * DAY, "health"),
    )

    assert standing_at(pact, LATER).parties[BIRCH] is PartyState.SUSPENDED
    assert active_parties(pact, LATER + 2 * DAY) == members(ALDER, CEDAR)
    assert active_parties(pact, LATER + 3 * DAY) == members(ALDER, BIRCH, CEDAR)


def test_a_suspension_and_its_end_at_one_instant_leave_the_party_suspended() -> None:
    pact = in_force(resumed(BIRCH, LATER), suspended(BIRCH, LATER))

    assert active_parties(pact, LATER) == members(ALDER, CEDAR)


def test_what_was_never_suspended_resumes_without_effect() -> None:
    assert in_force(resumed(BIRCH, LATER)).changes == in_force().changes


def test_a_suspended_party_still_counts_as_one_of_those_needed() -> None:
    pact = in_force(suspended(BIRCH, LATER), suspended(CEDAR, LATER))

    assert standing_at(pact, LATER).versions == {1: VersionState.IN_FORCE}
    assert active_parties(pact, LATER) == members(ALDER)


def test_a_party_that_gave_notice_is_active_until_its_days_have_run_and_then_is_not() -> None:
    given = datetime(2026, 5, 1, 18, tzinfo=UTC)
    leaves = datetime(2026, 6, 1, 6, tzinfo=UTC)
    pact = in_force(notice(BIRCH, given))

    assert standing_at(pact, given).parties[BIRCH] is PartyState.NOTICE_GIVEN
    assert BIRCH in active_parties(pact, leaves - MOMENT)
    assert next_change(pact, given) == leaves
    assert standing_at(pact, leaves).parties[BIRCH] is PartyState.WITHDRAWN
    assert active_parties(pact, leaves) == members(ALDER, CEDAR)


def test_a_notice_may_name_a_later_day_but_never_an_earlier_one_than_the_agreement_allows() -> None:
    late = in_force(notice(BIRCH, LATER, LATER + 90 * DAY))
    hasty = in_force(notice(BIRCH, LATER, LATER + 3 * DAY))

    assert next_change(late, LATER) == LATER + 90 * DAY
    assert next_change(hasty, LATER) == next_change(in_force(notice(BIRCH, LATER)), LATER)


def test_of_two_notices_the_one_that_runs_out_first_counts() -> None:
    pact = in_force(notice(BIRCH, LATER), notice(BIRCH, LATER + DAY, LATER + 300 * DAY))

    assert pact.changes == in_force(notice(BIRCH, LATER)).changes


def test_a_notice_before_anything_is_in_force_takes_the_signature_back_at_once() -> None:
    pact = a_pact(*signed(V1, ALDER, BIRCH), notice(BIRCH, FIRST), declared(V1, LATER))

    assert standing_at(pact, LATER).parties[BIRCH] is PartyState.INVITED
    assert standing_at(pact, LATER).in_force is None


def test_a_signature_taken_back_may_be_given_again_while_nothing_is_in_force() -> None:
    facts = [*signed(V1, ALDER, BIRCH), notice(BIRCH, FIRST), *signed(V1, BIRCH, at=FIRST + DAY)]
    pact = a_pact(*facts, declared(V1, LATER))

    assert active_parties(pact, LATER) == members(ALDER, BIRCH)


def test_a_notice_takes_back_the_signature_under_an_amendment_that_is_not_in_force_yet() -> None:
    facts = [*signed(V2, ALDER, BIRCH, CEDAR), notice(CEDAR, FIRST + DAY), declared(V2, FIRST + 2 * DAY)]
    pact = a_pact(*signed(V1, ALDER, BIRCH, CEDAR), declared(V1), *facts, versions=[V1, V2])

    assert CEDAR in active_parties(pact, FIRST + DAY)
    assert active_parties(pact, FIRST + 2 * DAY) == members(ALDER, BIRCH)


def test_who_has_left_does_not_come_back_by_signing_again() -> None:
    pact = in_force(notice(BIRCH, FIRST + DAY), *signed(V1, BIRCH, at=LATER))

    assert standing_at(pact, LATER).parties[BIRCH] is PartyState.WITHDRAWN


def test_who_has_left_and_signs_again_is_not_counted_among_those_needed() -> None:
    pact = in_force(notice(BIRCH, FIRST + DAY), *signed(V1, BIRCH, at=LATER), notice(CEDAR, LATER))

    assert standing_at(pact, LATER).versions == {1: VersionState.IN_FORCE}
    assert standing_at(pact, LATER + 60 * DAY).versions == {1: VersionState.TERMINATED}


def test_a_joinder_that_is_not_in_force_for_its_joiner_stops_no_notice_and_brings_nobody_back() -> None:
    early = in_force(notice(BIRCH, FIRST + DAY), joined(V1, BIRCH, FIRST + 2 * DAY))
    late = in_force(notice(BIRCH, FIRST + DAY), joined(V1, BIRCH, LATER))

    assert standing_at(early, FIRST + 2 * DAY).parties[BIRCH] is PartyState.NOTICE_GIVEN
    assert standing_at(early, LATER).parties[BIRCH] is PartyState.WITHDRAWN
    assert standing_at(late, LATER).parties[BIRCH] is PartyState.JOINING
    assert BIRCH not in active_parties(late, LATER + DAY)


def test_a_joiner_that_left_needs_a_new_joinder_and_a_new_effect_to_come_back() -> None:
    first = [joined(V1, DOGWOOD, FIRST + DAY), declared(V1, FIRST + DAY, DOGWOOD), notice(DOGWOOD, FIRST + 2 * DAY)]
    pact = in_force(*first, joined(V1, DOGWOOD, LATER))

    assert standing_at(pact, FIRST + 2 * DAY).parties[DOGWOOD] is PartyState.NOTICE_GIVEN
    assert standing_at(pact, LATER - DAY).parties[DOGWOOD] is PartyState.WITHDRAWN
    assert standing_at(pact, LATER).parties[DOGWOOD] is PartyState.JOINING
    assert DOGWOOD in active_parties(pact.with_fact(declared(V1, LATER + DAY, DOGWOOD)), LATER + DAY)


def test_who_has_left_comes_back_by_joining() -> None:
    pact = in_force(notice(BIRCH, FIRST + DAY), joined(V1, BIRCH, LATER), declared(V1, LATER + DAY, BIRCH))

    assert BIRCH not in active_parties(pact, LATER)
    assert BIRCH in active_parties(pact, LATER + DAY)


def test_who_joins_while_its_notice_runs_stays() -> None:
    facts = [joined(V1, BIRCH, FIRST + 2 * DAY), declared(V1, FIRST + 3 * DAY, BIRCH)]
    pact = in_force(notice(BIRCH, FIRST + DAY), *facts)

    assert standing_at(pact, FIRST + 3 * DAY).parties[BIRCH] is PartyState.ACTIVE
    assert BIRCH in active_parties(pact, LATER)


def test_who_joined_once_takes_no_notice_back_by_the_same_word_again() -> None:
    came = [joined(V1, DOGWOOD, FIRST + DAY), declared(V1, FIRST + DAY, DOGWOOD), notice(DOGWOOD, FIRST + 2 * DAY)]
    for again in (joined(V1, DOGWOOD, FIRST + 3 * DAY), declared(V1, FIRST + 3 * DAY, DOGWOOD)):
        pact = in_force(*came, again)
        assert standing_at(pact, again.at).parties[DOGWOOD] is PartyState.NOTICE_GIVEN
        assert DOGWOOD not in active_parties(pact, LATER)


def test_when_too_few_are_left_the_agreement_is_terminated_for_good() -> None:
    leaving = [notice(BIRCH, FIRST + DAY), notice(CEDAR, FIRST + DAY)]
    back = [joined(V1, BIRCH, LATER), declared(V1, LATER, BIRCH)]
    pact = in_force(*leaving, *back)

    now = standing_at(pact, LATER)
    assert now.versions == {1: VersionState.TERMINATED}
    assert now.active == frozenset()
    assert now.parties == {
        ALDER: PartyState.ENDED,
        BIRCH: PartyState.WITHDRAWN,
        CEDAR: PartyState.WITHDRAWN,
    }


def test_when_a_required_party_leaves_the_agreement_is_terminated() -> None:
    version = a_version(required_parties=frozenset({CEDAR}))
    pact = in_force(notice(CEDAR, FIRST + DAY), version=version)

    assert standing_at(pact, LATER).versions == {1: VersionState.TERMINATED}


def test_a_joiner_is_bound_when_its_joinder_is_signed_and_in_force_for_it() -> None:
    pact = in_force(joined(V1, DOGWOOD, LATER), declared(V1, LATER + DAY, DOGWOOD))

    assert DOGWOOD not in standing_at(pact, LATER - MOMENT).parties
    assert standing_at(pact, LATER).parties[DOGWOOD] is PartyState.SIGNED
    assert standing_at(pact, LATER + DAY).parties[DOGWOOD] is PartyState.ACTIVE
    assert active_parties(pact, LATER + DAY) == members(ALDER, BIRCH, CEDAR, DOGWOOD)


def test_a_joiner_may_be_declared_first_and_sign_then() -> None:
    pact = in_force(declared(V1, LATER, DOGWOOD), joined(V1, DOGWOOD, LATER + DAY))

    assert DOGWOOD not in active_parties(pact, LATER)
    assert DOGWOOD in active_parties(pact, LATER + DAY)


def test_a_joiner_that_takes_its_joinder_back_before_it_is_bound_never_is() -> None:
    pact = in_force(joined(V1, DOGWOOD, LATER), notice(DOGWOOD, LATER + DAY), declared(V1, LATER + 2 * DAY, DOGWOOD))

    assert DOGWOOD not in active_parties(pact, LATER + 2 * DAY)


def test_a_notice_given_at_the_instant_of_effect_still_takes_the_signature_back() -> None:
    pact = in_force(notice(CEDAR, FIRST))

    assert active_parties(pact, FIRST) == members(ALDER, BIRCH)
    assert standing_at(pact, FIRST).parties[CEDAR] is PartyState.INVITED
