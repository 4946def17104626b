"""A drafted agreement takes effect by its own conditions: evaluated, never clicked."""

from datetime import date

import pytest

from agreements import Fact, FactKind, Filing, Pact, PartyState, VersionState, next_change, standing_at
from agreements.pacts import counted, escrow, next_to_sign, reachable, released
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    FIRST,
    LATER,
    a_pact,
    declared,
    evaluated,
    members,
    notice,
    out,
    said,
    signed,
)

MOMENT = DAY / 86_400_000_000
V = evaluated()
EVERYBODY = (ALDER, BIRCH, CEDAR)


def state(pact: Pact, at: object = LATER) -> VersionState:
    return standing_at(pact, at).versions[1]  # type: ignore[arg-type]


def test_it_goes_from_frozen_to_out_to_escrow_to_in_force_by_its_facts() -> None:
    pact = out(V, *signed(V, ALDER, at=FIRST), *signed(V, BIRCH, at=FIRST + DAY))

    assert state(pact, FIRST - 2 * DAY) is VersionState.FROZEN
    assert state(pact, FIRST - DAY) is VersionState.OUT_FOR_SIGNATURE
    assert state(pact, FIRST) is VersionState.ESCROW
    assert escrow(pact, V, FIRST) == members(ALDER)
    assert not released(pact, 1, FIRST)
    assert standing_at(pact, FIRST).active == frozenset()
    assert state(pact, FIRST + DAY) is VersionState.IN_FORCE
    assert released(pact, V, FIRST + DAY)
    assert standing_at(pact, FIRST + DAY).active == members(ALDER, BIRCH)


def test_nobodys_word_brings_it_into_force_and_nothing_does_before_it_went_out() -> None:
    clicked = a_pact(*signed(V, ALDER), declared(V), versions=[V])
    unsent = a_pact(*signed(V, *EVERYBODY), declared(V), versions=[V])

    assert state(clicked) is VersionState.ESCROW
    assert state(unsent) is VersionState.ESCROW
    assert counted(unsent, V, LATER) == frozenset()
    assert state(unsent.with_fact(said(FactKind.SENT_OUT, V, LATER))) is VersionState.IN_FORCE


def test_it_waits_for_its_filing_and_for_its_first_day_and_a_clock_alone_brings_it_into_force() -> None:
    version = evaluated(filing=Filing.RECORDED, effective_from=date(2026, 7, 1))
    filed = said(FactKind.FILED, version, FIRST)
    pact = out(version, *signed(version, *EVERYBODY))

    assert state(pact, LATER + 300 * DAY) is VersionState.EFFECT_PENDING
    assert released(pact, version, LATER)
    pact = pact.with_fact(filed)
    starts = next_change(pact, FIRST)
    assert starts is not None
    assert starts.isoformat() == "2026-07-01T06:00:00+00:00"
    assert state(pact, starts - MOMENT) is VersionState.EFFECT_PENDING
    assert state(pact, starts) is VersionState.IN_FORCE
    assert standing_at(pact, starts).bindings[0].since == starts


def test_a_signature_without_its_resolution_does_not_count_until_the_body_resolves() -> None:
    version = evaluated(resolutions_required=True)
    resolved = [said(FactKind.RESOLVED, version, FIRST, ALDER), said(FactKind.RESOLVED, version, LATER, BIRCH)]
    pact = out(version, *signed(version, ALDER, BIRCH, at=FIRST + DAY), *resolved)

    assert standing_at(pact, FIRST).parties[ALDER] is PartyState.AUTHORISED
    assert standing_at(pact, FIRST + DAY).parties[BIRCH] is PartyState.SIGNED
    assert counted(pact, version, LATER - MOMENT) == members(ALDER)
    assert state(pact, LATER - MOMENT) is VersionState.ESCROW
    assert state(pact, LATER) is VersionState.IN_FORCE


def test_an_advisor_who_reads_and_a_body_that_resolves_show_before_anybody_signs() -> None:
    reading = said(FactKind.REVIEWING, V, FIRST, ALDER)
    pact = a_pact(reading, said(FactKind.RESOLVED, V, FIRST + DAY, ALDER), versions=[V])

    assert standing_at(pact, FIRST).parties[ALDER] is PartyState.REVIEWING
    assert standing_at(pact, FIRST + DAY).parties[ALDER] is PartyState.AUTHORISED


def test_in_a_set_order_a_signature_counts_when_those_before_it_have_signed() -> None:
    version = evaluated(signing_order=(BIRCH, ALDER, CEDAR))
    pact = out(version, *signed(version, ALDER, CEDAR, at=FIRST))

    assert next_to_sign(pact, version, FIRST) == BIRCH
    assert escrow(pact, version, FIRST) == members(ALDER, CEDAR)
    assert counted(pact, version, LATER) == frozenset()
    pact = pact.with_fact(signed(version, BIRCH, at=LATER)[0])
    assert standing_at(pact, LATER).active == members(*EVERYBODY)
    assert next_to_sign(pact, version, LATER) is None
    left = pact.with_fact(notice(BIRCH, LATER + DAY))
    assert standing_at(left, LATER + 40 * DAY).active == members(ALDER, CEDAR), "its turn does not pass again"


def test_who_declines_is_waited_for_no_longer_and_only_that_party_ends() -> None:
    version = evaluated(signing_order=(BIRCH, ALDER, CEDAR))
    declined = said(FactKind.DECLINED, version, FIRST, BIRCH, cause="Our council did not approve it")
    pact = out(version, declined, *signed(version, ALDER, CEDAR, at=LATER), *signed(version, BIRCH, at=LATER))

    assert next_to_sign(pact, version, FIRST) == ALDER
    assert reachable(pact, version, FIRST)
    assert standing_at(pact, LATER).parties[BIRCH] is PartyState.DECLINED
    assert standing_at(pact, LATER).active == members(ALDER, CEDAR)


def test_when_too_many_or_one_that_it_needs_declines_it_can_be_reached_no_more() -> None:
    needed = evaluated(required_parties=frozenset({BIRCH}))
    no = said(FactKind.DECLINED, needed, FIRST, BIRCH, cause="No")
    two = [said(FactKind.DECLINED, V, FIRST, each, cause="No") for each in (BIRCH, CEDAR)]

    assert reachable(out(needed), needed, FIRST)
    assert not reachable(out(needed, no), needed, FIRST)
    assert not reachable(out(V, *two), V, FIRST)
    assert state(out(V, *two)) is VersionState.OUT_FOR_SIGNATURE


def test_a_signature_in_escrow_is_taken_back_and_one_that_is_released_is_not() -> None:
    back = said(FactKind.RETRACTED, V, FIRST + DAY, ALDER)
    alone = out(V, *signed(V, ALDER, at=FIRST), back)
    pending = evaluated(filing=Filing.PUBLISHED)
    too_late = said(FactKind.RETRACTED, pending, FIRST + DAY, ALDER)

    assert state(alone, FIRST + DAY) is VersionState.OUT_FOR_SIGNATURE
    assert standing_at(alone, FIRST + DAY).parties[ALDER] is PartyState.INVITED
    again = alone.with_fact(signed(V, ALDER, at=LATER)[0])
    assert escrow(again, V, LATER) == members(ALDER)
    released_pact = out(pending, *signed(pending, ALDER, BIRCH, at=FIRST), too_late)
    assert state(released_pact) is VersionState.EFFECT_PENDING


def test_a_signature_and_its_retraction_at_one_instant_leave_nothing_signed() -> None:
    pact = out(V, *signed(V, ALDER, BIRCH, at=FIRST), said(FactKind.RETRACTED, V, FIRST, ALDER))

    assert state(pact) is VersionState.ESCROW


def test_once_released_a_party_leaves_by_notice_and_with_too_few_it_lapses() -> None:
    pending = evaluated(filing=Filing.RECORDED)
    pact = out(pending, *signed(pending, ALDER, BIRCH, at=FIRST), notice(ALDER, FIRST + DAY))

    assert state(pact, FIRST + 30 * DAY) is VersionState.EFFECT_PENDING
    assert state(pact, FIRST + 40 * DAY) is VersionState.LAPSED
    assert released(pact, pending, FIRST + 40 * DAY)


def test_the_window_closes_by_itself_and_an_unsigned_version_lapses_with_it() -> None:
    version = evaluated(signing_days=60)
    pact = out(version, *signed(version, ALDER, at=FIRST))
    closes = next_change(pact, FIRST)

    assert closes is not None
    assert state(pact, closes - MOMENT) is VersionState.ESCROW
    assert state(pact, closes) is VersionState.LAPSED
    assert state(pact.with_fact(signed(version, BIRCH, at=closes)[0]), closes) is VersionState.LAPSED
    in_time = pact.with_fact(signed(version, BIRCH, at=closes - MOMENT)[0])
    assert state(in_time, closes) is VersionState.IN_FORCE
    late = in_time.with_fact(signed(version, CEDAR, at=closes)[0])
    assert standing_at(late, LATER).parties[CEDAR] is PartyState.INVITED


@pytest.mark.parametrize(
    ("kind", "cause", "before", "after"),
    [
        (FactKind.WITHDRAWN, "A mistake in clause 4", VersionState.WITHDRAWN, VersionState.IN_FORCE),
        (FactKind.VOIDED, "The court said so", VersionState.VOID, VersionState.VOID),
        (FactKind.ENDS, None, VersionState.LAPSED, VersionState.EXPIRED),
    ],
)
def test_a_version_is_taken_back_declared_void_or_ended(
    kind: FactKind, cause: str | None, before: VersionState, after: VersionState
) -> None:
    def stopped(at: object) -> Fact:
        return said(kind, V, at, cause=cause)  # type: ignore[arg-type]

    signing = signed(V, ALDER, BIRCH, at=FIRST + DAY)
    assert state(out(V, *signing, stopped(FIRST))) is before
    assert state(out(V, *signing, stopped(LATER)), LATER) is after
    if kind is not FactKind.WITHDRAWN:
        assert standing_at(out(V, *signing, stopped(LATER)), LATER).active == frozenset()
