"""A later version beside the old one, and a change by the board's minute: nothing signed changes silently."""

from typing import Any

import pytest

from agreements import (
    Allow,
    Amendment,
    Cause,
    FactKind,
    PartyState,
    Reach,
    Renewal,
    Service,
    Version,
    VersionState,
    Window,
    standing_at,
)
from agreements.adoption import may_adopt
from agreements.moment import bindings_of
from agreements.together import in_force_between
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    DOGWOOD,
    FIRST,
    LATER,
    PACT,
    a_pact,
    a_peer,
    a_version,
    declared,
    in_force,
    joined,
    members,
    notice,
    said,
    signed,
    some_terms,
    some_text,
)

MOMENT = DAY / 86_400_000_000
STAYS = a_version(amendment=Amendment.STAYS)
NEW = a_version(2, amendment=Amendment.STAYS, services=frozenset({Service.ONE_TO_ONE}))
AMENDED = [*in_force(version=STAYS).facts, *signed(NEW, ALDER, BIRCH, at=LATER - DAY), declared(NEW, LATER)]


def amended(*facts: Any) -> Any:
    return a_pact(*AMENDED, *facts, versions=[STAYS, NEW])


def test_who_stays_on_the_old_version_is_bound_by_it_to_everybody_who_signed_it() -> None:
    now = standing_at(amended(), LATER)

    assert now.in_force == NEW
    assert now.versions == {1: VersionState.IN_FORCE, 2: VersionState.IN_FORCE}
    assert now.active == members(ALDER, BIRCH, CEDAR)
    assert now.parties[CEDAR] is PartyState.ACTIVE
    assert now.within[2][CEDAR] is PartyState.INVITED
    for pair, version in (((ALDER, BIRCH), NEW), ((ALDER, CEDAR), STAYS), ((CEDAR, BIRCH), STAYS)):
        found = in_force_between(Reach((amended(),)), *pair, LATER)
        assert [each.version for each in found] == [version]


def test_the_gate_takes_the_newest_version_that_binds_both() -> None:
    reach, peer = Reach((amended(),)), a_peer()

    def answer(member: Any, service: Service) -> Any:
        return reach.may_serve(members(member), peer, LATER, service)

    assert answer(BIRCH, Service.ONE_TO_ONE) == Allow((NEW.id,))
    assert answer(CEDAR, Service.ONE_TO_ONE) == Allow((STAYS.id,))
    assert isinstance(answer(CEDAR, Service.CRITICAL_INCIDENT), Allow)
    assert not isinstance(answer(BIRCH, Service.CRITICAL_INCIDENT), Allow)


def test_where_the_old_version_says_so_who_does_not_sign_leaves() -> None:
    old = a_version(amendment=Amendment.LEAVES)
    pact = a_pact(*in_force(version=old).facts, *signed(NEW, ALDER, BIRCH), declared(NEW, LATER), versions=[old, NEW])

    assert standing_at(pact, LATER).versions[1] is VersionState.SUPERSEDED
    assert in_force_between(Reach((pact,)), ALDER, CEDAR, LATER) == ()
    assert in_force_between(Reach((pact,)), ALDER, CEDAR, LATER - MOMENT) != ()


def test_the_old_version_is_over_when_the_last_one_has_signed_the_new() -> None:
    pact = amended(*signed(NEW, CEDAR, at=LATER + DAY))

    assert standing_at(pact, LATER).versions[1] is VersionState.IN_FORCE
    assert standing_at(pact, LATER + DAY).versions[1] is VersionState.SUPERSEDED
    assert [each.version for each in standing_at(pact, LATER + DAY).bindings] == [NEW]


def test_who_leaves_the_new_version_does_not_fall_back_to_the_old_one() -> None:
    slow = a_version(amendment=Amendment.STAYS, notice_days=90)
    facts = [*in_force(version=slow).facts, *signed(NEW, ALDER, BIRCH, at=LATER - DAY), declared(NEW, LATER)]
    quick = a_version(2, notice_days=5, least_parties=2, parties=members(ALDER, BIRCH, DOGWOOD))
    facts = [*in_force(version=slow).facts, *signed(quick, ALDER, BIRCH, DOGWOOD), declared(quick, LATER)]
    pact = a_pact(*facts, notice(ALDER, LATER + DAY), versions=[slow, quick])
    then = LATER + 20 * DAY

    assert standing_at(pact, then).parties[ALDER] is PartyState.NOTICE_GIVEN, "the old one binds it to Cedar still"
    assert in_force_between(Reach((pact,)), ALDER, BIRCH, then) == ()
    assert in_force_between(Reach((pact,)), ALDER, CEDAR, then) != ()
    found = bindings_of(PACT, standing_at(pact, then))
    assert [each.version.number for each in found if each.holds(ALDER, None)] == [1]
    assert [each.version.number for each in found if each.holds(BIRCH, None)] == [2]


def test_who_rests_in_the_new_version_is_served_by_nobody_under_the_old_one() -> None:
    insured = a_version(2, insurance_needed=True, suspend_on=frozenset({Cause.INSURANCE}))
    facts = [*in_force(version=STAYS).facts, *signed(insured, ALDER, BIRCH), declared(insured, LATER)]
    pact = a_pact(*facts, versions=[STAYS, insured])
    found = bindings_of(PACT, standing_at(pact, LATER))

    assert [each.version.number for each in found if each.holds(ALDER, BIRCH)] == []
    assert [each.version.number for each in found if each.holds(ALDER, None)] == []
    assert [each.version.number for each in found if each.holds(CEDAR, None)] == [1]


def test_what_bound_two_agencies_on_a_day_and_what_it_allowed_is_one_question() -> None:
    version = a_version(
        provides={ALDER: frozenset({Service.ONE_TO_ONE})}, receives={BIRCH: frozenset({Service.CRITICAL_INCIDENT})}
    )
    pact = in_force(notice(BIRCH, LATER), version=version)
    reach = Reach((pact,))
    (found,) = in_force_between(reach, ALDER, BIRCH, LATER)

    assert found.told
    assert found.since == FIRST
    assert found.until == standing_at(pact, LATER).bindings[0].leaving[BIRCH]
    assert found.lends == {ALDER: frozenset(), BIRCH: version.terms.services}
    assert in_force_between(reach, ALDER, DOGWOOD, LATER) == ()
    assert in_force_between(reach, ALDER, BIRCH, found.until) == ()


BOARD = a_version(board_may_change=frozenset({"hours", "most_miles"}), term_months=12, renewal=Renewal.AUTO)


def minuted(**changes: Any) -> Version:
    terms = some_terms(
        **{"board_may_change": BOARD.terms.board_may_change, "term_months": 12, "renewal": Renewal.AUTO, **changes}
    )
    return Version.of(a_version(2).id, pact=PACT, number=2, text=some_text(terms), terms=terms)


def test_what_the_board_may_change_takes_effect_for_all_parties_with_its_minute() -> None:
    new = minuted(hours=(Window(480, 960),))
    old = [*in_force(joined(BOARD, DOGWOOD, FIRST), declared(BOARD, FIRST, DOGWOOD), version=BOARD).facts]
    pact = a_pact(*old, notice(CEDAR, LATER - DAY), said(FactKind.ADOPTED, new, LATER), versions=[BOARD, new])
    before, now = standing_at(pact, LATER - MOMENT), standing_at(pact, LATER)

    assert before.in_force == BOARD
    assert now.in_force == new
    assert now.versions == {1: VersionState.SUPERSEDED, 2: VersionState.IN_FORCE}
    assert now.parties == before.parties
    assert now.bindings[0].term == before.bindings[0].term, "the term goes on, it does not begin anew"
    assert CEDAR not in standing_at(pact, LATER + 60 * DAY).active


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"notice_days": 0}, "does not let the board change notice_days"),
        ({"hours": (Window(480, 960),), "run_off_days": 9}, "does not let the board change run_off_days"),
        ({}, "changes no term"),
    ],
)
def test_what_the_board_may_not_change_does_nothing(changes: dict[str, Any], words: str) -> None:
    new = minuted(**changes)
    pact = a_pact(*in_force(version=BOARD).facts, said(FactKind.ADOPTED, new, LATER), versions=[BOARD, new])

    assert words in (may_adopt(BOARD, new) or "")
    assert standing_at(pact, LATER).in_force == BOARD
    assert pact.history == a_pact(*in_force(version=BOARD).facts, versions=[BOARD, new]).history


def test_the_board_changes_no_words_beyond_the_clauses_of_its_terms() -> None:
    good = minuted(hours=(Window(480, 960),))
    terms = good.terms
    text = some_text(terms, WITHDRAWAL="Nobody may leave")
    sly = Version.of(good.id, pact=PACT, number=2, text=text, terms=terms)

    assert may_adopt(BOARD, good) is None
    assert "21 (Withdrawal" in (may_adopt(BOARD, sly) or "")
    assert "does not follow" in (may_adopt(good, BOARD) or "")
    elsewhere = a_version(2)
    assert "board_may_change" in (may_adopt(BOARD, elsewhere) or "")


def test_a_minute_while_nothing_is_in_force_does_nothing_later_either() -> None:
    new = minuted(hours=(Window(480, 960),))
    early = said(FactKind.ADOPTED, new, FIRST - DAY)
    pact = a_pact(*in_force(version=BOARD).facts, early, versions=[BOARD, new])

    assert standing_at(pact, LATER).in_force == BOARD


def void(version: Version, at: Any) -> Any:
    return said(FactKind.VOIDED, version, at, cause="The quorum was missing")


def test_where_an_amendment_is_void_what_it_replaced_is_in_force_again_from_that_day_on() -> None:
    old, new = a_version(), a_version(2, notice_days=5)
    facts = [*in_force(version=old).facts, *signed(new, ALDER, BIRCH, CEDAR), declared(new, LATER)]
    pact = a_pact(*facts, void(new, LATER + 9 * DAY), versions=[old, new])
    then, now = standing_at(pact, LATER + 9 * DAY - MOMENT), standing_at(pact, LATER + 9 * DAY)

    assert then.versions == {1: VersionState.SUPERSEDED, 2: VersionState.IN_FORCE}, "past days stay as they were"
    assert now.versions == {1: VersionState.IN_FORCE, 2: VersionState.VOID}
    assert now.active == members(ALDER, BIRCH, CEDAR)
    assert now.bindings[0].since == LATER + 9 * DAY
    assert isinstance(Reach((pact,)).may_serve(members(BIRCH, CEDAR), a_peer(), LATER + 9 * DAY), Allow)


def test_who_left_a_void_version_or_gave_notice_in_it_leaves_the_earlier_one_too() -> None:
    old, new = a_version(), a_version(2, notice_days=5, parties=members(ALDER, BIRCH, CEDAR, DOGWOOD))
    facts = [*in_force(version=old).facts, *signed(new, ALDER, BIRCH, CEDAR, DOGWOOD), declared(new, LATER)]
    late = notice(CEDAR, LATER + 8 * DAY)
    pact = a_pact(*facts, late, void(new, LATER + 9 * DAY), versions=[old, new])
    gone = a_pact(*facts, notice(CEDAR, LATER + DAY), void(new, LATER + 9 * DAY), versions=[old, new])

    assert standing_at(pact, LATER + 9 * DAY).parties[CEDAR] is PartyState.NOTICE_GIVEN
    assert standing_at(pact, LATER + 20 * DAY).active == members(ALDER, BIRCH)
    assert standing_at(gone, LATER + 9 * DAY).active == members(ALDER, BIRCH)
    over = pact.with_fact(said(FactKind.ENDS, old, LATER + 2 * DAY))
    assert standing_at(over, LATER + 9 * DAY).versions == {1: VersionState.EXPIRED, 2: VersionState.VOID}


def test_a_void_version_no_longer_parts_those_who_stayed_on_the_old_one() -> None:
    pact = amended(void(NEW, LATER + DAY))

    for at, found in ((LATER, NEW), (LATER + DAY, STAYS)):
        (held,) = in_force_between(Reach((pact,)), ALDER, BIRCH, at)
        assert held.version == found


def test_a_minute_that_is_void_gives_the_terms_back_and_what_is_told_to_one_version_is_not_told_to_the_other() -> None:
    new = minuted(hours=(Window(480, 960),))
    facts = [*in_force(version=BOARD).facts, said(FactKind.ADOPTED, new, LATER)]
    joins = [joined(new, DOGWOOD, LATER + DAY), declared(new, LATER + DAY, DOGWOOD)]
    pact = a_pact(*facts, *joins, void(new, LATER + 2 * DAY), versions=[BOARD, new])
    with_it, without = standing_at(pact, LATER + DAY), standing_at(pact, LATER + 2 * DAY)

    assert with_it.counted[2] == members(ALDER, BIRCH, CEDAR, DOGWOOD)
    assert with_it.counted[1] == with_it.signed[1] == members(ALDER, BIRCH, CEDAR)
    assert without.in_force == BOARD
    assert without.active == members(ALDER, BIRCH, CEDAR)
