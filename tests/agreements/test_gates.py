"""The terms of the second form stop whom they are meant to stop, and the refusal cites its clause and version."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from agreements import (
    Affiliation,
    Allow,
    Bond,
    Cause,
    Clause,
    Deny,
    Kind,
    PactId,
    PeerFacts,
    Period,
    Privilege,
    Reach,
    Role,
    Service,
    StateRules,
    Surroundings,
    Why,
    Window,
    if_left,
)
from geo import Point
from geo.names import AgencyId
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
    a_designation,
    a_peer,
    a_training,
    a_version,
    in_force,
    members,
    person,
    resumed,
    suspended,
)

OREGON = StateRules(protects_across=True, must_report=False, wants_accreditation=False)
AROUND = Surroundings(
    places={ALDER: Point(40.0, -105.0), BIRCH: Point(40.5, -105.0), CEDAR: Point(41.5, -105.0)},
    states={ALDER: "OR", BIRCH: "OR", CEDAR: "VA"},
    rules={"OR": OREGON},
)
"""Birch lies 34.5 miles from Alder, Cedar 103.5; nobody has read Virginia's law."""


def reach_of(*facts: Any, around: Surroundings = AROUND, **terms: Any) -> Reach:
    return Reach((in_force(*facts, version=a_version(**terms)),), around)


def refused(reach: Reach, member: AgencyId, peer: PeerFacts | None = None, at: datetime = LATER) -> Why:
    """Why one agency's people may not be served; the refusal must cite its clause and the version."""
    answer = reach.may_serve(members(member), peer or a_peer(), at)
    assert isinstance(answer, Deny)
    assert answer.version == a_version().id
    assert answer.clause in Clause
    return answer.why


def allowed(reach: Reach, member: AgencyId, peer: PeerFacts | None = None, at: datetime = LATER) -> bool:
    return isinstance(reach.may_serve(members(member), peer or a_peer(), at), Allow)


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
    until = {ALDER: (Period(FIRST, LATER),)}
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


def test_a_party_that_pauses_is_told_apart_from_one_that_is_suspended() -> None:
    pause = suspended(BIRCH, LATER, cause=Cause.PAUSE.value)
    assert refused(reach_of(pause), BIRCH) is Why.AGENCY_PAUSED
    assert refused(reach_of(pause, suspended(BIRCH, LATER)), BIRCH) is Why.AGENCY_SUSPENDED
    back = resumed(BIRCH, LATER + DAY, cause=Cause.PAUSE.value)
    assert allowed(reach_of(pause, back), BIRCH, at=LATER + DAY)


# A practice (Dogwood) whose clinicians serve Alder and Birch; and another consortium (Elm), with Alder as our lead.

PRACTICE = {
    "parties": members(ALDER, BIRCH, DOGWOOD),
    "receives": {DOGWOOD: frozenset[Service]()},
    "roles": frozenset({Role.CLINICIAN}),
}
OTHER = PactId(UUID(int=79))


def a_clinician(home: AgencyId, *by: AgencyId, pact: PactId = PACT) -> PeerFacts:
    made = tuple(a_designation(each, person(9), pact=pact) for each in by)
    return a_peer(9, home, role=Role.CLINICIAN, designations=made)


def practice_reach(*facts: Any) -> Reach:
    around = replace(AROUND, elsewhere=members(DOGWOOD))
    return reach_of(*facts, around=around, kind=Kind.PRACTICE, **PRACTICE)


def test_a_practice_lends_its_clinicians_and_its_agreement_lets_nobody_else_serve() -> None:
    reach = practice_reach()
    assert allowed(reach, BIRCH, a_clinician(DOGWOOD, ALDER, BIRCH))
    assert refused(reach, BIRCH, a_clinician(ALDER, BIRCH)) is Why.NOT_LENT, "agencies lend each other nobody by it"
    assert refused(reach, BIRCH, a_clinician_of_nobody(BIRCH)) is Why.NOT_LENT
    assert reach.may_lend(DOGWOOD, ALDER, LATER) == Deny(Why.NOT_LENT, ALDER, a_version().id)
    assert reach.live(LATER) == frozenset(), "it puts nobody into a part of the region"
    assert reach.bound(LATER) == members(ALDER, BIRCH, DOGWOOD)


def a_clinician_of_nobody(*by: AgencyId) -> PeerFacts:
    return a_peer(9, None, designations=tuple(a_designation(each, person(9)) for each in by))


def test_what_ends_the_practices_part_ends_what_its_clinicians_may_do() -> None:
    reach = practice_reach(suspended(DOGWOOD, LATER))
    answer = reach.may_serve(members(BIRCH), a_clinician(DOGWOOD, BIRCH), LATER)
    assert isinstance(answer, Deny)
    assert (answer.why, answer.agency) == (Why.AGENCY_SUSPENDED, DOGWOOD)


def consortia(*facts: Any, lead: AgencyId | None = ALDER) -> Reach:
    ours = in_force(*facts, version=a_version(lead=lead))
    theirs = a_version(1, OTHER, parties=members(ALDER, ELM), kind=Kind.CONSORTIA, least_training_hours=0)
    return Reach((ours, in_force(version=theirs)), replace(AROUND, elsewhere=members(ELM)))


def a_guest(*by: AgencyId) -> PeerFacts:
    """Somebody whom the other consortium lends, designated by agencies of ours under the agreement between both."""
    return a_peer(7, ELM, designations=tuple(a_designation(each, person(7), pact=OTHER) for each in by))


def test_a_lead_agency_signs_with_another_consortium_for_all_that_its_own_agreement_binds() -> None:
    reach = consortia()
    assert allowed(reach, BIRCH, a_guest(BIRCH))
    assert allowed(reach, ALDER, a_guest(ALDER))
    answer = reach.may_serve(members(BIRCH, CEDAR), a_guest(BIRCH), LATER)
    assert isinstance(answer, Deny)
    assert (answer.why, answer.agency) == (Why.NOT_DESIGNATED, CEDAR), "each agency designates, as always"
    assert reach.live(LATER) == members(ALDER, BIRCH, CEDAR)


def test_who_no_longer_stands_behind_the_lead_is_no_longer_served_by_the_other_consortium() -> None:
    gone = consortia(suspended(BIRCH, LATER))
    answer = gone.may_serve(members(BIRCH), a_guest(BIRCH), LATER)
    assert isinstance(answer, Deny)
    assert answer.why is Why.AGENCY_SUSPENDED
    alone = consortia(lead=None)
    assert not allowed(alone, BIRCH, a_guest(BIRCH)), "nobody gave the first agency that power"
    assert allowed(alone, ALDER, a_guest(ALDER))


def test_the_agreement_between_two_consortia_lets_nobody_serve_her_own_side() -> None:
    mine = a_peer(designations=(a_designation(BIRCH, pact=OTHER), a_designation(CEDAR, pact=OTHER)))
    assert refused(consortia(), BIRCH, mine) is Why.NOT_DESIGNATED, "only the agreement at home lets her, by its annex"


def test_what_would_be_if_one_left_is_worked_out_by_the_fold_of_the_facts_themselves() -> None:
    reach = reach_of(required_parties=members(CEDAR))
    after, when = if_left(reach, BIRCH, LATER)
    assert when > LATER + 30 * DAY
    assert allowed(after, BIRCH, at=when - timedelta.resolution)
    assert not allowed(after, BIRCH, at=when)
    assert allowed(after, CEDAR, at=when)
    ended, when = if_left(reach, CEDAR, LATER)
    assert ended.bound(when) == frozenset(), "without a party that it needs it ends for all"
