"""What is ahead for one agreement: typed, dated, each under the clause that it follows from."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agreements import Clause, FactKind, Filing, Pact, Renewal, standing_at
from agreements.dates import Ahead, Due, ahead, kept_until
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    DAY,
    FIRST,
    LATER,
    a_fact,
    a_version,
    ends,
    evaluated,
    in_force,
    notice,
    out,
    said,
    signed,
    suspended,
    terminated,
)
from tests.agreements.lives import dated, each_day, lives
from tests.agreements.strategies import often

MOMENT = timedelta.resolution


def instant(*of: int) -> datetime:
    return datetime(*of, tzinfo=UTC)  # type: ignore[arg-type, misc]


def of_kind(pact: Pact, at: datetime, kind: Due) -> list[Ahead]:
    return [each for each in ahead(pact, at) if each.kind is kind]


def test_before_effect_the_window_and_the_first_day_are_ahead() -> None:
    version = evaluated(signing_days=60, effective_from=date(2026, 7, 1), filing=Filing.RECORDED)
    pact = out(version, *signed(version, ALDER, BIRCH, at=LATER))

    assert ahead(pact, FIRST) == (
        Ahead(instant(2026, 3, 2, 7), Due.WINDOW_CLOSES, 1),
        Ahead(instant(2026, 7, 1, 6), Due.EFFECT_POSSIBLE, 1),
    )
    in_time = out(version, *signed(version, ALDER, BIRCH, at=FIRST))
    assert [each.kind for each in ahead(in_time, FIRST)] == [Due.EFFECT_POSSIBLE], "signed by those needed in time"


def test_the_end_of_a_term_is_told_ninety_sixty_and_thirty_days_before() -> None:
    pact = in_force(version=a_version(term_months=12, renewal=Renewal.AFFIRM, review_months=5))
    found = [(each.at, each.kind, each.days, each.clause) for each in ahead(pact, FIRST)]

    assert found == [
        (instant(2026, 6, 1, 6), Due.REVIEW_DUE, None, Clause.TERM),
        (instant(2026, 10, 3, 6), Due.RENEWAL_NOTICE, 90, Clause.TERM),
        (instant(2026, 11, 2, 7), Due.RENEWAL_NOTICE, 60, Clause.TERM),
        (instant(2026, 12, 2, 7), Due.RENEWAL_NOTICE, 30, Clause.TERM),
        (instant(2027, 1, 1, 7), Due.TERM_ENDS, None, Clause.TERM),
    ]
    assert [each.at for each in of_kind(pact, instant(2026, 8, 1), Due.REVIEW_DUE)] == [instant(2026, 11, 1, 6)]


def test_a_term_that_renews_itself_is_told_again_each_time() -> None:
    pact = in_force(version=a_version(term_months=12, renewal=Renewal.AUTO))

    assert [each.at for each in of_kind(pact, instant(2031, 5, 1), Due.TERM_ENDS)] == [instant(2032, 1, 1, 7)]


def test_who_leaves_is_told_with_the_day_and_then_with_the_end_of_its_run_off() -> None:
    pact = in_force(notice(BIRCH, LATER))
    leaves = standing_at(pact, LATER).bindings[0].leaving[BIRCH]

    assert ahead(pact, LATER) == (Ahead(leaves, Due.NOTICE_RUNS_OUT, 1, BIRCH),)
    (run_off,) = ahead(pact, leaves)
    assert (run_off.kind, run_off.agency, run_off.clause) == (Due.RUN_OFF_ENDS, BIRCH, Clause.WITHDRAWAL)
    assert leaves + 3 * DAY <= run_off.at <= leaves + 4 * DAY
    assert ahead(pact, run_off.at) == ()


def test_one_who_rests_and_comes_back_has_no_run_off_any_more() -> None:
    rests = in_force(suspended(BIRCH, LATER))
    back = rests.with_fact(a_fact(FactKind.RESUMED, LATER + DAY, BIRCH, cause="insurance"))

    assert [each.agency for each in of_kind(rests, LATER + DAY, Due.RUN_OFF_ENDS)] == [BIRCH]
    assert of_kind(back, LATER + DAY, Due.RUN_OFF_ENDS) == []


def test_when_it_is_over_for_all_the_run_off_is_everybodys_and_it_is_kept_for_its_years() -> None:
    pact = in_force(terminated(LATER), version=a_version(agreement_years=7))
    kinds = [(each.kind, each.agency) for each in ahead(pact, LATER)]

    assert kinds == [(Due.RUN_OFF_ENDS, None), (Due.KEPT_UNTIL, None)]
    assert kept_until(pact, LATER - MOMENT) is None
    assert kept_until(pact, LATER) == kept_until(pact, LATER + 9000 * DAY) == instant(2033, 4, 11, 6)


def test_a_version_that_never_went_out_keeps_no_agreement_open_and_one_that_never_was_is_kept_too() -> None:
    old, draft = a_version(), a_version(2)
    with_draft = Pact(
        id=old.pact, title="North Valley", versions=(old, draft), facts=in_force(ends(old, LATER), version=old).facts
    )
    void = out(evaluated(), said(FactKind.VOIDED, evaluated(), LATER, cause="The court said so"))

    assert kept_until(with_draft, LATER) == instant(2032, 4, 11, 6)
    assert kept_until(void, LATER) == instant(2032, 4, 11, 6)
    assert kept_until(out(evaluated()), LATER) is None


def test_a_certificate_and_a_recorded_end_are_told() -> None:
    version = a_version(insurance_needed=True)
    pact = in_force(
        a_fact(FactKind.INSURED, FIRST, ALDER, leaves_on=LATER),
        a_fact(FactKind.INSURED, LATER - DAY, ALDER, leaves_on=LATER + 90 * DAY),
        ends(version, LATER + 300 * DAY),
        version=version,
    )

    assert [each.at for each in of_kind(pact, FIRST, Due.INSURANCE_ENDS)] == [LATER]
    assert [each.at for each in of_kind(pact, LATER - DAY, Due.INSURANCE_ENDS)] == [LATER + 90 * DAY]
    assert [each.at for each in of_kind(pact, FIRST, Due.ENDS)] == [LATER + 300 * DAY]


@often
@given(lives, st.sampled_from(each_day))
def test_in_every_life_what_is_ahead_lies_ahead_in_order_and_no_end_comes_unannounced(pact: Pact, at: datetime) -> None:
    found = ahead(pact, at)

    assert list(found) == sorted(found, key=lambda each: each.at)
    assert all(each.at > at for each in found)
    now = standing_at(pact, at)
    for bound in now.bindings:
        for agency, leaves in bound.leaving.items():
            assert any(each.at == leaves and each.agency == agency for each in found)
    following = next((change for change in pact.changes if change > at), None)
    told = {each.at for each in found} | {fact.at for fact in pact.facts} | {fact.leaves_on for fact in pact.facts}
    if following is not None and now.bindings:
        assert following in told | dated_before_effect(pact)


def dated_before_effect(pact: Pact) -> set[datetime]:
    """What follows for versions that are not in force yet is not told as anybody's leaving."""
    return dated(pact) if len(pact.versions) > 1 else set()
