"""Who comes in by consent, and whose part rests by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from agreements import (
    Cause,
    Fact,
    FactKind,
    Filing,
    Joinder,
    Pact,
    PartyState,
    Version,
    VersionState,
    digest,
    standing_at,
    terms_document,
)
from agreements.documents import FIRST as FIRST_FORM
from agreements.pauses import Resting, why_it_rests
from agreements.versions import FORM
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    ELM,
    FIRST,
    LATER,
    a_fact,
    a_version,
    declared,
    evaluated,
    in_force,
    joined,
    members,
    notice,
    out,
    said,
    signed,
    suspended,
)

MOMENT = timedelta.resolution


def bound(version: Version, *facts: Fact) -> Pact:
    return out(version, *signed(version, ALDER, BIRCH, CEDAR, at=FIRST), *facts)


def consent(version: Version, of: Any, at: Any = LATER, about: Any = DOGWOOD) -> Fact:
    return said(FactKind.CONSENTED, version, at, of, about=about)


def is_in(pact: Pact, agency: Any = DOGWOOD, at: Any = LATER + 9 * DAY) -> bool:
    return agency in standing_at(pact, at).active


def test_a_joiner_is_in_when_those_consent_whom_the_clause_asks() -> None:
    for joinder, enough, too_few in (
        (Joinder.ALL, (ALDER, BIRCH, CEDAR), (ALDER, BIRCH)),
        (Joinder.MAJORITY, (ALDER, CEDAR), (CEDAR,)),
        (Joinder.LEAD, (BIRCH,), (ALDER, CEDAR)),
    ):
        version = evaluated(joinder=joinder, lead=BIRCH)
        asks = joined(version, DOGWOOD, LATER + DAY)
        assert is_in(bound(version, asks, *(consent(version, each) for each in enough)))
        waiting = bound(version, asks, *(consent(version, each) for each in too_few), declared(version, LATER, DOGWOOD))
        assert not is_in(waiting), "nobody's word replaces the consents"
        assert standing_at(waiting, LATER + DAY).parties[DOGWOOD] is PartyState.JOINING


def test_a_consent_counts_only_from_a_party_and_when_one_leaves_the_others_are_enough() -> None:
    version = evaluated()
    asks = [joined(version, DOGWOOD, FIRST + DAY), consent(version, ALDER, FIRST + DAY), consent(version, ELM)]
    pact = bound(version, *asks, consent(version, BIRCH, FIRST + DAY), notice(CEDAR, LATER))

    assert not is_in(pact, at=LATER + 9 * DAY)
    assert is_in(pact, at=LATER + 40 * DAY)


def test_a_joiner_before_effect_comes_in_with_it_and_needs_its_own_resolution_and_a_filing_after_it_joined() -> None:
    version = evaluated(resolutions_required=True, filing=Filing.RECORDED)
    everybody = (ALDER, BIRCH, CEDAR)
    facts = [
        *(said(FactKind.RESOLVED, version, FIRST, each) for each in everybody),
        said(FactKind.FILED, version, FIRST),
        joined(version, DOGWOOD, FIRST + DAY),
        *(consent(version, each, FIRST + DAY) for each in everybody),
    ]
    resolved = said(FactKind.RESOLVED, version, FIRST + 2 * DAY, DOGWOOD)
    again = said(FactKind.FILED, version, FIRST + 3 * DAY)

    assert not is_in(bound(version, *facts, resolved))
    assert not is_in(bound(version, *facts, again))
    assert is_in(bound(version, *facts, resolved, again), at=FIRST + 3 * DAY)


def test_a_joiner_that_everybody_let_in_beforehand_comes_in_at_the_very_instant_of_effect() -> None:
    version = evaluated(effective_from=date(2026, 3, 1))
    consents = [consent(version, each, FIRST) for each in (ALDER, BIRCH, CEDAR)]
    pact = bound(version, joined(version, DOGWOOD, FIRST), *consents)
    effect = datetime(2026, 3, 1, 7, tzinfo=UTC)

    assert standing_at(pact, effect - MOMENT).parties[DOGWOOD] is PartyState.JOINING
    assert standing_at(pact, effect).active == members(ALDER, BIRCH, CEDAR, DOGWOOD)


def test_who_left_or_declined_comes_back_only_by_joining_anew_with_new_consents() -> None:
    version = evaluated()
    no = said(FactKind.DECLINED, version, FIRST - DAY / 2, CEDAR, cause="Not this year")
    pact = out(version, no, *signed(version, ALDER, BIRCH, CEDAR, at=FIRST), consent(version, ALDER, about=CEDAR))
    back = pact.with_fact(joined(version, CEDAR, LATER)).with_fact(consent(version, BIRCH, about=CEDAR))

    assert not is_in(pact, CEDAR)
    assert is_in(back, CEDAR, LATER)
    gone = back.with_fact(notice(CEDAR, LATER + DAY)).with_fact(joined(version, CEDAR, LATER + 50 * DAY))
    assert not is_in(gone, CEDAR, LATER + 50 * DAY), "the old consents are used up"


def test_a_joinder_that_is_taken_back_or_declined_binds_nobody() -> None:
    version = evaluated(joinder=Joinder.LEAD, lead=ALDER)
    for kind, cause in ((FactKind.RETRACTED, None), (FactKind.DECLINED, "No")):
        facts = [joined(version, DOGWOOD, LATER), said(kind, version, LATER + DAY, DOGWOOD, cause=cause)]
        assert not is_in(bound(version, *facts, consent(version, ALDER, LATER + 2 * DAY)))


def test_without_a_certificate_in_date_a_party_rests_by_itself_and_comes_back_with_the_next() -> None:
    version = evaluated(insurance_needed=True, suspend_on=frozenset({Cause.INSURANCE}))

    def insured(of: Any, at: Any, until: Any) -> Fact:
        return a_fact(FactKind.INSURED, at, of, leaves_on=until)

    year = 365 * DAY
    certificates = [insured(each, FIRST - DAY, FIRST + year) for each in (ALDER, CEDAR)]
    pact = bound(
        version, *certificates, insured(BIRCH, LATER, LATER + 30 * DAY), insured(BIRCH, LATER + 40 * DAY, LATER + year)
    )

    assert standing_at(pact, FIRST).parties[BIRCH] is PartyState.SUSPENDED
    assert standing_at(pact, FIRST).versions == {1: VersionState.IN_FORCE}
    assert [is_in(pact, BIRCH, LATER + days * DAY) for days in (0, 29, 30, 39, 40)] == [True, True, False, False, True]
    only_needed = evaluated(insurance_needed=True, suspend_on=frozenset())
    assert standing_at(bound(only_needed), FIRST).active == frozenset(), "clause 17: as long as it is in the agreement"
    only_cause = evaluated(suspend_on=frozenset({Cause.INSURANCE}))
    pact = bound(only_cause, insured(BIRCH, FIRST, LATER))
    assert is_in(pact, BIRCH, LATER - MOMENT)
    assert standing_at(pact, LATER).active == members(ALDER, CEDAR), "what was recorded has run out"
    assert why_it_rests(pact, BIRCH, LATER + DAY) == (Resting(1, "insurance", LATER, by_itself=True),)


def test_nothing_rests_a_party_for_a_cause_that_no_clause_names() -> None:
    for causes, rests in (
        (frozenset(), set()),
        (frozenset({Cause.DECERTIFIED}), {"decertified"}),
        (frozenset({Cause.OTHER}), {"new_head"}),
        (frozenset(Cause), {"decertified", "new_head", "insurance"}),
    ):
        version = a_version(suspend_on=causes, may_pause=False)
        for cause in ("decertified", "new_head", "insurance"):
            now = standing_at(in_force(suspended(BIRCH, LATER, cause), version=version), LATER)
            assert (BIRCH in now.active) == (cause not in rests), (causes, cause)
    first = first_form()
    assert BIRCH not in standing_at(in_force(suspended(BIRCH, LATER, "insurance"), version=first), LATER).active


def first_form() -> Version:
    """A version as they were before a clause could name causes."""
    version = a_version(suspend_on=frozenset())
    document = {
        **version.document(),
        "form": FORM.format(FIRST_FORM),
        "terms": terms_document(version.terms, FIRST_FORM),
    }
    return replace(version, form=FIRST_FORM, digest=digest(document))


def test_a_party_that_rests_has_no_say_in_who_joins_and_none_is_asked_for_where_all_rest() -> None:
    version = evaluated(suspend_on=frozenset({Cause.OTHER}))
    asks = [joined(version, DOGWOOD, LATER), consent(version, ALDER), consent(version, BIRCH)]
    rests = suspended(CEDAR, LATER - DAY, "health")
    assert is_in(bound(version, *asks, rests))
    assert not is_in(bound(version, *asks))
    assert not is_in(bound(version, asks[0], *(suspended(each, LATER, "health") for each in (ALDER, BIRCH, CEDAR))))
    half = evaluated(joinder=Joinder.MAJORITY, suspend_on=frozenset({Cause.OTHER}))
    assert is_in(
        bound(
            half,
            joined(half, DOGWOOD, LATER),
            consent(half, ALDER),
            suspended(BIRCH, LATER, "health"),
            suspended(CEDAR, LATER, "health"),
        )
    )


def test_a_party_rests_by_its_own_wish_only_where_the_agreement_lets_it() -> None:
    for may, active in ((True, members(ALDER, CEDAR)), (False, members(ALDER, BIRCH, CEDAR))):
        pact = in_force(suspended(BIRCH, LATER, Cause.PAUSE), version=a_version(may_pause=may))
        assert standing_at(pact, LATER).active == active
    stern = in_force(suspended(BIRCH, LATER, "health"), version=a_version(may_pause=False))
    assert BIRCH not in standing_at(stern, LATER).active
