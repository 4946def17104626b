"""What the law asks to be filed is filed before a version takes effect, and again for each agency that joins."""

from agreements import Cause, FactKind, Filing, VersionState
from consortium.signing.lifecycle.waiting import unfiled, wants_certificate
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    ELM,
    FIRST,
    a_fact,
    evaluated,
    joined,
    out,
    said,
    signed,
)


def test_a_filing_waits_before_effect_and_then_for_every_agency_that_joined_since_the_last_one() -> None:
    version = evaluated(filing=Filing.RECORDED)
    everybody = signed(version, ALDER, BIRCH, CEDAR, at=FIRST)
    out_to_sign = out(version, *everybody)
    assert [*unfiled(out_to_sign, version, VersionState.EFFECT_PENDING, FIRST + DAY)] == [None]
    filed = said(FactKind.FILED, version, FIRST + DAY)
    both = [joined(version, each, at=FIRST + 2 * DAY) for each in (DOGWOOD, ELM)]
    joining = out(version, *everybody, filed, *both)
    in_force = VersionState.IN_FORCE
    assert not [*unfiled(joining, version, in_force, FIRST + DAY)]
    assert {*unfiled(joining, version, in_force, FIRST + 3 * DAY)} == {DOGWOOD, ELM}
    again = said(FactKind.FILED, version, FIRST + 4 * DAY)
    assert not [*unfiled(joining.with_fact(again), version, in_force, FIRST + 5 * DAY)]


def test_a_certificate_waits_where_its_want_makes_a_part_rest_and_nowhere_else() -> None:
    rests = evaluated(suspend_on=frozenset({Cause.INSURANCE}))
    pact = out(rests, *signed(rests, ALDER, BIRCH, CEDAR, at=FIRST))
    assert not wants_certificate(pact, rests.terms, ALDER), "nobody asked for a first one"
    had = pact.with_fact(a_fact(FactKind.INSURED, FIRST, ALDER, leaves_on=FIRST + DAY))
    assert wants_certificate(had, rests.terms, ALDER)
    assert not wants_certificate(had, rests.terms, BIRCH)
    needs = evaluated(insurance_needed=True, suspend_on=frozenset({Cause.INSURANCE}))
    assert wants_certificate(out(needs), needs.terms, ALDER)
