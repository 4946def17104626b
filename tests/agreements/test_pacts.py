"""The life of one agreement, told by its dated facts."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from agreements import (
    DigestError,
    Fact,
    FactError,
    FactKind,
    InstantError,
    PactError,
    PactId,
    PartyState,
    VersionState,
    active_parties,
    in_force_version,
    next_change,
    standing_at,
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
    PACT,
    a_fact,
    a_pact,
    a_version,
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
V2 = a_version(2)
MOMENT = DAY / 86_400_000_000


def test_an_agreement_that_everybody_signed_is_not_in_force() -> None:
    pact = a_pact(*signed(V1, ALDER, BIRCH, CEDAR))
    now = standing_at(pact, LATER)

    assert now.in_force is None
    assert now.active == frozenset()
    assert now.versions == {1: VersionState.EFFECT_PENDING}
    assert set(now.parties.values()) == {PartyState.SIGNED}


def test_an_agreement_that_was_declared_in_force_and_not_signed_is_not_in_force() -> None:
    pact = a_pact(declared(V1), *signed(V1, ALDER))
    now = standing_at(pact, LATER)

    assert now.active == frozenset()
    assert now.versions == {1: VersionState.PARTLY_SIGNED}
    assert now.parties == {ALDER: PartyState.SIGNED, BIRCH: PartyState.INVITED, CEDAR: PartyState.INVITED}


def test_it_comes_into_force_with_the_last_thing_that_it_needs() -> None:
    pact = a_pact(declared(V1), *signed(V1, ALDER), *signed(V1, BIRCH, at=LATER))

    assert active_parties(pact, LATER - MOMENT) == frozenset()
    assert active_parties(pact, LATER) == members(ALDER, BIRCH)


def test_it_is_in_force_from_the_declared_instant_and_not_before() -> None:
    pact = in_force()

    assert in_force_version(pact, FIRST - MOMENT) is None
    assert in_force_version(pact, FIRST) == V1
    assert active_parties(pact, FIRST) == members(ALDER, BIRCH, CEDAR)


def test_without_a_required_party_it_does_not_come_into_force() -> None:
    version = a_version(required_parties=frozenset({CEDAR}))
    pact = a_pact(*signed(version, ALDER, BIRCH), declared(version), versions=[version])

    assert standing_at(pact, LATER).versions == {1: VersionState.PARTLY_SIGNED}
    assert active_parties(pact.with_fact(signed(version, CEDAR)[0]), LATER) == members(ALDER, BIRCH, CEDAR)


def test_a_named_party_that_signs_later_is_active_from_then_on() -> None:
    pact = a_pact(*signed(V1, ALDER, BIRCH), declared(V1), *signed(V1, CEDAR, at=LATER))

    assert active_parties(pact, LATER - MOMENT) == members(ALDER, BIRCH)
    assert active_parties(pact, LATER) == members(ALDER, BIRCH, CEDAR)


def test_nothing_is_known_before_the_first_fact() -> None:
    pact = in_force()
    now = standing_at(pact, FIRST - 2 * DAY)

    assert now.versions == {1: VersionState.UNSIGNED}
    assert set(now.parties.values()) == {PartyState.INVITED}


def test_a_suspended_party_is_not_active_until_each_cause_is_lifted() -> None:
    pact = in_force(
        suspended(BIRCH, LATER),
        suspended(BIRCH, LATER + DAY, "accreditation"),
        resumed(BIRCH, LATER + 2 * DAY),
        resumed(BIRCH, LATER + 3 * DAY, "accreditation"),
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
    assert standing_at(late, LATER).parties[BIRCH] is PartyState.WITHDRAWN


def test_a_joiner_that_left_needs_a_new_joinder_and_a_new_effect_to_come_back() -> None:
    first = [joined(V1, DOGWOOD, FIRST + DAY), declared(V1, FIRST + DAY, DOGWOOD), notice(DOGWOOD, FIRST + 2 * DAY)]
    pact = in_force(*first, joined(V1, DOGWOOD, LATER))

    assert standing_at(pact, FIRST + 2 * DAY).parties[DOGWOOD] is PartyState.NOTICE_GIVEN
    assert standing_at(pact, LATER).parties[DOGWOOD] is PartyState.WITHDRAWN
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


def test_from_its_end_on_an_agreement_is_expired() -> None:
    pact = in_force(ends(V1, LATER))

    assert active_parties(pact, LATER - MOMENT) == members(ALDER, BIRCH, CEDAR)
    assert standing_at(pact, LATER).versions == {1: VersionState.EXPIRED}
    assert standing_at(pact, LATER).active == frozenset()
    assert set(standing_at(pact, LATER).parties.values()) == {PartyState.ENDED}


def test_an_agreement_that_ends_before_it_was_in_force_has_lapsed_and_never_will_be() -> None:
    pact = a_pact(*signed(V1, ALDER, BIRCH), ends(V1, FIRST), declared(V1, LATER))

    assert standing_at(pact, LATER).versions == {1: VersionState.LAPSED}
    assert standing_at(pact, LATER).parties[CEDAR] is PartyState.ENDED


def test_a_terminated_agreement_is_over_for_all_versions() -> None:
    pact = a_pact(*signed(V1, ALDER, BIRCH), declared(V1), *signed(V2, ALDER), terminated(LATER), versions=[V1, V2])

    assert standing_at(pact, LATER).versions == {1: VersionState.TERMINATED, 2: VersionState.LAPSED}
    assert active_parties(pact, LATER) == frozenset()


def test_the_old_version_stays_in_force_until_the_new_one_is() -> None:
    signing = signed(V2, ALDER, BIRCH, at=LATER)
    pact = a_pact(*in_force().facts, *signing, declared(V2, LATER + DAY), versions=[V2, V1])

    assert standing_at(pact, LATER).versions == {1: VersionState.IN_FORCE, 2: VersionState.EFFECT_PENDING}
    assert active_parties(pact, LATER) == members(ALDER, BIRCH, CEDAR)
    assert standing_at(pact, LATER + DAY).versions == {1: VersionState.SUPERSEDED, 2: VersionState.IN_FORCE}


def test_who_has_not_signed_the_new_version_is_not_in_it() -> None:
    signing = signed(V2, ALDER, BIRCH, at=LATER)
    late = signed(V2, CEDAR, at=LATER + 2 * DAY)
    pact = a_pact(*in_force().facts, *signing, declared(V2, LATER + DAY), *late, versions=[V1, V2])

    assert active_parties(pact, LATER + DAY) == members(ALDER, BIRCH)
    assert standing_at(pact, LATER + DAY).parties[CEDAR] is PartyState.INVITED
    assert CEDAR in active_parties(pact, LATER + 2 * DAY)


def test_a_superseded_version_does_not_come_back_when_the_new_one_ends() -> None:
    renewal = [*signed(V2, ALDER, BIRCH), declared(V2, FIRST + DAY), ends(V2, LATER)]
    pact = a_pact(*in_force().facts, *renewal, versions=[V1, V2])

    assert standing_at(pact, LATER).versions == {1: VersionState.SUPERSEDED, 2: VersionState.EXPIRED}
    assert active_parties(pact, LATER) == frozenset()


def test_an_older_version_never_comes_into_force_after_a_newer_one() -> None:
    newer = [*signed(V2, ALDER, BIRCH), declared(V2)]
    pact = a_pact(*newer, *signed(V1, ALDER, BIRCH, CEDAR), declared(V1, LATER), versions=[V1, V2])

    assert standing_at(pact, LATER).versions == {1: VersionState.SUPERSEDED, 2: VersionState.IN_FORCE}


def test_the_end_of_one_version_is_not_the_end_of_the_next() -> None:
    renewal = [*signed(V2, ALDER, BIRCH), declared(V2, LATER)]
    pact = a_pact(*in_force(ends(V1, LATER)).facts, *renewal, versions=[V1, V2])

    assert standing_at(pact, LATER).versions == {1: VersionState.EXPIRED, 2: VersionState.IN_FORCE}


def test_a_party_of_the_old_version_whom_the_new_one_does_not_name_is_out() -> None:
    small = a_version(2, parties=frozenset({ALDER, BIRCH}))
    pact = a_pact(*in_force().facts, *signed(small, ALDER, BIRCH), declared(small, LATER), versions=[V1, small])

    assert standing_at(pact, LATER).parties[CEDAR] is PartyState.ENDED


def test_the_next_change_is_told_and_after_the_last_there_is_none() -> None:
    pact = in_force(ends(V1, LATER))

    assert next_change(pact, FIRST) == LATER
    assert next_change(pact, LATER) is None
    assert pact.changes == (FIRST - DAY, FIRST, LATER)


def test_an_agreement_is_the_same_however_its_facts_came() -> None:
    pact = in_force(suspended(BIRCH, LATER), terminated(LATER + DAY))
    again = replace(pact, facts=(*reversed(pact.facts), *pact.facts))

    assert again == pact
    assert again.history == pact.history


def test_a_naive_instant_is_refused_by_every_question() -> None:
    pact = in_force()

    for ask in (standing_at, active_parties, in_force_version, next_change):
        with pytest.raises(InstantError):
            ask(pact, datetime(2026, 5, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"attested_by": "  "}, "Nobody vouches for the fact 'signed'"),
        ({"agency": None}, "'signed' needs an agency"),
        ({"digest": None}, "'signed' needs the digest of a version"),
        ({"cause": "insurance"}, "'signed' has no use for a cause"),
        ({"leaves_on": LATER}, "belongs to a notice, not to 'signed'"),
        ({"kind": FactKind.SUSPENDED, "digest": None}, "'suspended' needs a cause"),
        ({"kind": FactKind.SUSPENDED, "digest": None, "cause": " "}, "'suspended' needs a cause"),
        ({"kind": FactKind.NOTICE_GIVEN}, "'notice_given' has no use for the digest"),
        ({"kind": FactKind.TERMINATED, "digest": None}, "'terminated' has no use for an agency"),
        ({"kind": FactKind.ENDS}, "'ends' has no use for an agency"),
        ({"kind": FactKind.IN_FORCE, "digest": None}, "'in_force' needs the digest"),
        ({"kind": FactKind.NOTICE_GIVEN, "digest": None, "leaves_on": FIRST - DAY}, "an earlier day of leaving"),
    ],
)
def test_a_fact_that_says_too_little_or_too_much_is_refused(parts: dict[str, Any], words: str) -> None:
    whole: dict[str, Any] = {
        "kind": FactKind.SIGNED,
        "at": FIRST,
        "attested_by": "the clerk",
        "agency": ALDER,
        "digest": V1.digest,
    }

    with pytest.raises(FactError, match=words):
        Fact(**{**whole, **parts})


def test_a_fact_without_a_real_instant_is_refused() -> None:
    for at, leaves in ((datetime(2026, 5, 1), None), (FIRST, datetime(2026, 5, 1))):  # noqa: DTZ001
        with pytest.raises(InstantError):
            notice(ALDER, at, leaves)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "needs a title"),
        ({"versions": ()}, "nothing to sign"),
        ({"versions": (a_version(pact=PactId(UUID(int=78))),)}, "a version of another agreement"),
        ({"versions": (V1, replace(V2, id=V1.id))}, "two versions of the same id"),
        ({"versions": (V1, V1)}, "two versions of the same number"),
        ({"facts": tuple(signed(V2, ALDER))}, "about a text that is no version"),
        ({"facts": tuple(signed(V1, ELM))}, "does not name the agency .* it can join, not sign"),
    ],
)
def test_what_does_not_belong_to_one_agreement_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(PactError, match=words):
        replace(a_pact(), **changes)


def test_a_fact_about_no_version_passes_whoever_it_is_about() -> None:
    pact = a_pact(a_fact(FactKind.SUSPENDED, FIRST, ELM, cause="insurance"))

    assert pact.id == PACT
    assert standing_at(pact, LATER).parties.get(ELM) is None


def test_a_signature_over_an_altered_text_cannot_be_loaded_at_all() -> None:
    with pytest.raises(DigestError):
        in_force(version=replace(V1, digest="0" * 64))


def test_a_notice_given_at_the_instant_of_effect_still_takes_the_signature_back() -> None:
    pact = in_force(notice(CEDAR, FIRST))

    assert active_parties(pact, FIRST) == members(ALDER, BIRCH)
    assert standing_at(pact, FIRST).parties[CEDAR] is PartyState.INVITED
