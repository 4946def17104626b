"""The life of one agreement, told by its dated facts."""

from agreements import (
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
    FIRST,
    LATER,
    a_pact,
    a_version,
    declared,
    ends,
    in_force,
    members,
    signed,
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
    assert now.versions == {1: VersionState.ESCROW}
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

    assert standing_at(pact, LATER).versions == {1: VersionState.ESCROW}
    assert active_parties(pact.with_fact(signed(version, CEDAR)[0]), LATER) == members(ALDER, BIRCH, CEDAR)


def test_nothing_is_known_before_the_first_fact() -> None:
    pact = in_force()
    now = standing_at(pact, FIRST - 2 * DAY)

    assert now.versions == {1: VersionState.FROZEN}
    assert set(now.parties.values()) == {PartyState.INVITED}


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
