"""A practice (Dogwood) whose clinicians serve Alder and Birch; and another consortium (Elm), with Alder as our lead."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from agreements import (
    Affiliation,
    Allow,
    Bond,
    Clause,
    Deny,
    FactKind,
    Kind,
    PactId,
    PeerFacts,
    Reach,
    Role,
    Service,
    Why,
    may_finish,
)
from agreements.together import in_force_between
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
    a_fact,
    a_licence,
    a_peer,
    a_version,
    in_force,
    members,
    person,
    suspended,
)
from tests.agreements.gates import AROUND, OTHER, allowed, reach_of, refused

PRACTICE = {
    "parties": members(ALDER, BIRCH, DOGWOOD),
    "receives": {DOGWOOD: frozenset[Service]()},
    "roles": frozenset({Role.CLINICIAN}),
}


def a_clinician(home: AgencyId, *by: AgencyId, pact: PactId = PACT) -> PeerFacts:
    made = tuple(a_designation(each, person(9), pact=pact) for each in by)
    return a_peer(9, home, role=Role.CLINICIAN, trainings=(a_licence(),), designations=made)


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


LET = tuple(a_fact(FactKind.EMPOWERED, FIRST, each, about=ALDER) for each in (BIRCH, CEDAR))
"""Birch and Cedar have let Alder act for them with the other consortium, in writing."""


def consortia(*facts: Any, lead: AgencyId | None = ALDER, let: Any = LET, ends: Any = (), **home: Any) -> Reach:
    ours = in_force(*facts, version=a_version(lead=lead, **home))
    theirs = a_version(1, OTHER, parties=members(ALDER, ELM), kind=Kind.CONSORTIA, least_training_hours=0)
    return Reach((ours, in_force(*let, *ends, version=theirs)), replace(AROUND, elsewhere=members(ELM)))


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


def test_a_lead_agency_acts_only_for_those_that_have_let_it_in_writing_and_only_until_they_take_that_back() -> None:
    guest = a_guest(BIRCH, CEDAR)
    silent = consortia(let=LET[1:])
    answer = silent.may_serve(members(BIRCH), guest, LATER)
    assert answer == Deny(Why.NOT_EMPOWERED, BIRCH, silent.pacts[1].versions[0].id)
    assert answer.clause is Clause.PARTIES
    assert allowed(silent, CEDAR, guest)
    back = consortia(ends=(a_fact(FactKind.REVOKED, LATER, BIRCH, about=ALDER),))
    assert allowed(back, BIRCH, guest, at=LATER - timedelta.resolution)
    assert not allowed(back, BIRCH, guest)
    assert isinstance(may_finish(back, members(BIRCH), guest, opened=LATER - DAY, at=LATER + DAY), Allow)
    stranger = consortia(let=(a_fact(FactKind.EMPOWERED, FIRST, DOGWOOD, about=ALDER),))
    assert not allowed(stranger, DOGWOOD, a_guest(DOGWOOD)), "no agreement at home binds it to the lead"


def test_nobody_gives_or_takes_through_its_lead_what_it_does_not_at_home() -> None:
    debriefs = frozenset({Service.CRITICAL_INCIDENT})
    home = consortia(receives={BIRCH: debriefs}, provides={CEDAR: debriefs})
    answer = home.may_serve(members(BIRCH), a_guest(BIRCH), LATER)
    assert isinstance(answer, Deny)
    assert (answer.why, answer.agency) == (Why.BEYOND_LEAD, BIRCH)
    assert isinstance(home.may_serve(members(BIRCH), a_guest(BIRCH), LATER, Service.CRITICAL_INCIDENT), Allow)
    assert BIRCH not in home.live(LATER)
    assert BIRCH in home.live(LATER, Service.CRITICAL_INCIDENT)
    lent = home.may_lend(ELM, CEDAR, LATER)
    assert isinstance(lent, Deny)
    assert (lent.why, lent.agency) == (Why.BEYOND_LEAD, CEDAR)
    assert isinstance(home.may_lend(ELM, CEDAR, LATER, Service.CRITICAL_INCIDENT), Allow)
    apart = consortia(kept_apart=frozenset({members(BIRCH, CEDAR)}))
    tied = replace(a_guest(BIRCH, ALDER), affiliations=frozenset({Affiliation(CEDAR, Bond.RESERVE)}))
    assert not allowed(apart, BIRCH, tied)
    assert allowed(apart, ALDER, tied)


def test_a_talk_across_consortia_that_may_begin_may_go_on_at_that_very_moment() -> None:
    reach = consortia()
    finish = may_finish(reach, members(BIRCH), a_guest(BIRCH), opened=LATER, at=LATER)
    assert finish == reach.may_serve(members(BIRCH), a_guest(BIRCH), LATER)
    (found,) = in_force_between(reach, BIRCH, ELM, LATER)
    assert (found.since, found.until) == (FIRST, None)
    assert found.lends == {BIRCH: found.version.terms.services, ELM: found.version.terms.services}


def test_what_a_practice_lends_is_all_that_its_agreement_allows_between_two() -> None:
    reach = practice_reach()
    (found,) = in_force_between(reach, DOGWOOD, BIRCH, LATER)
    assert found.lends == {DOGWOOD: found.version.terms.services, BIRCH: frozenset()}
    (agencies,) = in_force_between(reach, ALDER, BIRCH, LATER)
    assert agencies.lends == {ALDER: frozenset(), BIRCH: frozenset()}
