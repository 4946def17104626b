"""The terms of the second form stop whom they are meant to stop, and the refusal cites its clause and version."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agreements import (
    Affiliation,
    Allow,
    Bond,
    Cause,
    Clause,
    Deny,
    Period,
    Privilege,
    Reach,
    Service,
    StateRules,
    Surroundings,
    Why,
    Window,
    if_left,
    may_finish,
)
from agreements.pauses import why_it_rests
from tests.agreements.builders import (
    ALDER,
    BIRCH,
    CEDAR,
    DAY,
    FIRST,
    LATER,
    a_designation,
    a_pact,
    a_peer,
    a_training,
    a_version,
    declared,
    in_force,
    members,
    resumed,
    signed,
    suspended,
)
from tests.agreements.gates import AROUND, OREGON, OTHER, allowed, reach_of, refused


def test_terms_that_say_nothing_more_stop_nobody_whatever_is_known_around() -> None:
    for around in (AROUND, Surroundings()):
        assert allowed(reach_of(around=around), BIRCH)
        assert allowed(reach_of(around=around), CEDAR)


def test_who_gives_less_lends_nobody_for_that_and_who_takes_less_is_served_with_nothing_else() -> None:
    some = frozenset({Service.CRITICAL_INCIDENT})
    assert refused(reach_of(provides={ALDER: some}), BIRCH) is Why.NOT_LENT
    assert refused(reach_of(receives={BIRCH: some}), BIRCH) is Why.NOT_RECEIVED
    assert allowed(reach_of(receives={BIRCH: some}), CEDAR)
    assert allowed(reach_of(provides={BIRCH: some}), BIRCH), "who gives less is served all the same"
    given = reach_of(provides={ALDER: some}).may_serve(members(BIRCH), a_peer(), LATER, Service.CRITICAL_INCIDENT)
    assert isinstance(given, Allow)


def test_a_greatest_distance_counts_as_the_crow_flies_from_seat_to_seat_and_an_unknown_one_is_told_apart() -> None:
    reach = reach_of(most_miles=35)
    assert allowed(reach, BIRCH)
    assert refused(reach, CEDAR) is Why.TOO_FAR
    assert refused(reach_of(most_miles=34), BIRCH) is Why.TOO_FAR
    assert refused(reach_of(most_miles=35, around=Surroundings()), BIRCH) is Why.DISTANCE_UNKNOWN
    clinician = a_peer(home=None, designations=(a_designation(BIRCH),))
    assert refused(reach, BIRCH, clinician) is Why.DISTANCE_UNKNOWN, "who is lent by nobody has no seat"


def test_weekly_hours_follow_the_agreements_wall_clock_and_whenever_leaves_them_out() -> None:
    nine_to_five = Window(4 * 1440 + 9 * 60, 4 * 1440 + 17 * 60)
    reach = reach_of(hours=(nine_to_five,))
    friday = datetime(2026, 4, 10, 15, 0, tzinfo=UTC)  # 9:00 in Denver
    assert allowed(reach, BIRCH, at=friday)
    assert refused(reach, BIRCH, at=friday - timedelta.resolution) is Why.OUT_OF_HOURS
    assert refused(reach, BIRCH, at=friday + timedelta(hours=8)) is Why.OUT_OF_HOURS
    assert isinstance(reach.may_serve(members(BIRCH), a_peer(), friday - DAY, whenever=True), Allow)
    assert reach.serves(a_peer(), friday - DAY) == frozenset()
    assert reach.serves(a_peer(), friday - DAY, whenever=True) == members(BIRCH, CEDAR)
    assert {friday, friday + timedelta(hours=8)} == reach.turns(friday - DAY, friday + DAY)


def test_an_hour_that_the_clocks_leave_out_is_in_no_window_and_one_that_comes_twice_is_in_it_twice() -> None:
    two_to_three = Window(6 * 1440 + 2 * 60, 7 * 1440 - 21 * 60)
    reach = reach_of(hours=(two_to_three,))
    spring, autumn = datetime(2026, 3, 8, 9, tzinfo=UTC), datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert not allowed(reach, BIRCH, at=spring), "at 2:00 the clocks show 3:00"
    assert allowed(reach, BIRCH, at=spring + 7 * DAY - timedelta(hours=1))
    assert allowed(reach, BIRCH, at=autumn + timedelta(hours=1)), "2:00, after 1:00 came twice"
    one_to_two = reach_of(hours=(Window(6 * 1440 + 60, 6 * 1440 + 120),))
    assert [allowed(one_to_two, BIRCH, at=autumn + timedelta(hours=hour)) for hour in (-2, -1, 0, 1)] == [
        False,
        True,
        True,
        False,
    ]


def test_parties_kept_apart_do_not_serve_each_other_by_any_tie() -> None:
    reach = reach_of(kept_apart=frozenset({members(ALDER, BIRCH)}))
    assert refused(reach, BIRCH) is Why.KEPT_APART
    assert allowed(reach, CEDAR)
    tied = a_peer(home=CEDAR, affiliations=frozenset({Affiliation(ALDER, Bond.RESERVE)}))
    assert refused(reach, BIRCH, tied) is Why.KEPT_APART


def test_hours_of_training_of_the_year_are_those_finished_in_the_last_365_days() -> None:
    done = LATER - 365 * DAY
    old, new = a_training(40, finished=done), a_training(8, finished=LATER - DAY)
    reach = reach_of(yearly_training_hours=8)
    assert refused(reach, BIRCH, a_peer(trainings=(old,))) is Why.TOO_FEW_THIS_YEAR
    assert allowed(reach, BIRCH, a_peer(trainings=(old,)), at=LATER - timedelta.resolution)
    assert allowed(reach, BIRCH, a_peer(trainings=(old, new)))
    assert LATER in reach.dates_of(a_peer(trainings=(old,)))


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"VA": OREGON}, None),
        ({}, Why.PRIVILEGE_UNREAD),
        ({"VA": replace(OREGON, protects_across=False)}, Why.NOT_PRIVILEGED),
    ],
)
def test_where_privilege_must_be_assured_a_state_that_does_not_protect_or_was_not_read_says_no(
    rules: dict[str, StateRules], why: Why | None
) -> None:
    around = replace(AROUND, rules={"OR": OREGON, **rules})
    reach = reach_of(around=around, privilege=Privilege.ASSURED)
    assert allowed(reach, BIRCH)
    assert (refused(reach, CEDAR) if why else allowed(reach, CEDAR)) == (why or True)
    from_cedar = a_peer(home=CEDAR)
    assert (refused(reach, BIRCH, from_cedar) if why else allowed(reach, BIRCH, from_cedar)) == (why or True)


def test_a_sworn_peer_whom_her_state_obliges_to_report_does_not_serve_where_the_agreement_says_so() -> None:
    obliged = replace(AROUND, rules={"OR": replace(OREGON, must_report=True)})
    assert refused(reach_of(around=obliged, reporters_serve=False), BIRCH) is Why.MUST_REPORT
    assert allowed(reach_of(around=obliged, reporters_serve=False), BIRCH, a_peer(sworn=False))
    assert allowed(reach_of(around=obliged), BIRCH)
    assert refused(reach_of(reporters_serve=False), BIRCH, a_peer(home=CEDAR)) is Why.REPORTING_UNREAD


def test_a_team_whose_state_wants_an_accreditation_serves_only_while_it_has_one() -> None:
    rules = {"OR": replace(OREGON, wants_accreditation=True), "VA": OREGON}
    until = {ALDER: (Period(FIRST, LATER),), BIRCH: (Period(FIRST, None),)}
    around = replace(AROUND, rules=rules, accredited=until)
    for terms, why in (
        ({"privilege": Privilege.ASSURED}, Why.NOT_ACCREDITED),
        ({"suspend_on": frozenset({Cause.ACCREDITATION})}, Why.ACCREDITATION_LAPSED),
    ):
        reach = reach_of(around=around, **terms)
        assert allowed(reach, BIRCH, at=LATER - timedelta.resolution)
        assert refused(reach, BIRCH) is why
        assert LATER in reach.changes
    assert allowed(reach_of(around=around), BIRCH), "no term asks for it"


def test_a_party_whose_accreditation_has_lapsed_rests_whole_and_talks_that_are_open_run_off() -> None:
    rules = {"OR": replace(OREGON, wants_accreditation=True), "VA": OREGON}
    around = replace(AROUND, rules=rules, accredited={ALDER: (Period(FIRST, None),), BIRCH: (Period(FIRST, LATER),)})
    reach = reach_of(around=around, suspend_on=frozenset({Cause.ACCREDITATION}))

    assert refused(reach, BIRCH) is Why.ACCREDITATION_LAPSED, "its own people are not served either"
    assert reach.live(LATER - timedelta.resolution) == members(ALDER, BIRCH, CEDAR)
    assert reach.live(LATER) == members(ALDER, CEDAR), "so the part of the region can be merged"
    finish = may_finish(reach, members(BIRCH), a_peer(), opened=LATER - DAY, at=LATER + DAY)
    assert isinstance(finish, Allow)
    assert isinstance(may_finish(reach, members(BIRCH), a_peer(), opened=LATER - DAY, at=LATER + 9 * DAY), Deny)
    (why,) = why_it_rests(reach.pacts[0], BIRCH, LATER + DAY, around)
    assert (why.cause, why.since, why.by_itself, why.clause) == ("accreditation", LATER, True, Clause.SUSPENSION)


def test_where_privilege_must_be_assured_the_officers_state_counts_as_much_as_the_peers() -> None:
    """Cedar's state protects accredited teams only; Alder's team has no accreditation, and its own state wants none."""
    wants = {"OR": OREGON, "VA": replace(OREGON, wants_accreditation=True)}
    reach = reach_of(around=replace(AROUND, rules=wants), privilege=Privilege.ASSURED)
    assert refused(reach, CEDAR) is Why.NOT_ACCREDITED
    assert allowed(reach, BIRCH)
    unread = {"OR": OREGON, "VA": StateRules(protects_across=True, must_report=False)}
    reach = reach_of(around=replace(AROUND, rules=unread), privilege=Privilege.ASSURED)
    assert refused(reach, CEDAR) is Why.ACCREDITATION_UNREAD
    assert refused(reach, BIRCH, a_peer(home=CEDAR)) is Why.ACCREDITATION_UNREAD
    accredited = replace(AROUND, rules=unread, accredited={ALDER: (Period(),)})
    assert allowed(reach_of(around=accredited, privilege=Privilege.ASSURED), CEDAR), "it has what might be wanted"


def test_a_party_that_pauses_is_told_apart_from_one_that_is_suspended() -> None:
    pause = suspended(BIRCH, LATER, cause=Cause.PAUSE.value)
    assert refused(reach_of(pause), BIRCH) is Why.AGENCY_PAUSED
    assert refused(reach_of(pause, suspended(BIRCH, LATER)), BIRCH) is Why.AGENCY_SUSPENDED
    back = resumed(BIRCH, LATER + DAY, cause=Cause.PAUSE.value)
    assert allowed(reach_of(pause, back), BIRCH, at=LATER + DAY)


def test_who_is_not_served_one_to_one_holds_up_nobody_in_its_part_of_the_region() -> None:
    reach = reach_of(receives={CEDAR: frozenset({Service.CRITICAL_INCIDENT})})
    assert reach.live(LATER) == members(ALDER, BIRCH)
    assert reach.live(LATER, Service.CRITICAL_INCIDENT) == members(ALDER, BIRCH, CEDAR)
    assert isinstance(reach.may_serve(reach.live(LATER) - {ALDER}, a_peer(), LATER), Allow)


def test_what_would_be_if_one_left_is_worked_out_by_the_fold_of_the_facts_themselves() -> None:
    reach = reach_of(required_parties=members(CEDAR))
    after, (when,) = if_left(reach, BIRCH, LATER)
    assert when > LATER + 30 * DAY
    assert allowed(after, BIRCH, at=when - timedelta.resolution)
    assert not allowed(after, BIRCH, at=when)
    assert allowed(after, CEDAR, at=when)
    ended, (when,) = if_left(reach, CEDAR, LATER)
    assert ended.bound(when) == frozenset(), "without a party that it needs it ends for all"


def test_what_would_be_if_one_left_looks_only_at_versions_that_bind_it_and_while_they_do() -> None:
    slow, quick = a_version(notice_days=400), a_version(2, notice_days=10)
    facts = [*in_force(version=slow).facts, *signed(quick, ALDER, BIRCH), declared(quick, LATER)]
    reach = Reach((a_pact(*facts, versions=[slow, quick]),))
    _, (when,) = if_left(reach, BIRCH, LATER + DAY)
    assert when < LATER + 13 * DAY, "the version that was replaced says 400 days"
    assert if_left(reach, CEDAR, LATER + DAY)[1] == (), "no version binds it any more"
    short = a_version(1, OTHER, parties=members(ALDER, BIRCH), notice_days=10, term_months=6)
    year = in_force(version=a_version(notice_days=365, term_months=12))
    both = Reach((year, in_force(version=short)))
    after, (when,) = if_left(both, BIRCH, LATER)
    assert both.between(ALDER, BIRCH, when) != after.between(ALDER, BIRCH, when), "what is over before is left out"
