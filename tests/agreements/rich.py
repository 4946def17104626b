"""Random agreements that use every term of the gate, what is known around them, and an answer found without the gate.

The reference reads the standings and the papers themselves and goes through every condition one by one; it remembers
nothing, knows no shortcut, and shares no rule with the code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from agreements import (
    Amendment,
    Cause,
    Designation,
    FactKind,
    Kind,
    Pact,
    PactId,
    PeerFacts,
    Period,
    Privilege,
    Reach,
    Role,
    Service,
    StateRules,
    Surroundings,
    Terms,
    TrainingKind,
    Version,
    Window,
    standing_at,
)
from agreements.standing import Bound
from geo import Point, miles
from geo.names import AgencyId
from tests.agreements.builders import DAY, FIRST, a_fact, a_version, declared, person, signed
from tests.agreements.oracle import is_designated
from tests.agreements.strategies import AGENCIES, LONG_AGO, PACTS, Digits, a_stray_fact, numbers, peers

SOME = frozenset({Service.ONE_TO_ONE})
NONE = frozenset[Service]()
NIGHTS = tuple(Window(day * 1440, day * 1440 + 8 * 60) for day in range(7))


@dataclass(frozen=True)
class RichWorld:
    """Everything that one question is about."""

    pacts: tuple[Pact, ...]
    around: Surroundings
    peer: PeerFacts

    @property
    def reach(self) -> Reach:
        """A gate that remembers nothing yet."""
        return Reach(self.pacts, self.around)


def a_rich_version(number: int, pact: PactId, choices: int) -> Version:
    digits = Digits(choices)
    one, two = AGENCIES[0], AGENCIES[1]
    kind = digits.pick([Kind.MUTUAL_AID, Kind.MUTUAL_AID, Kind.PRACTICE, Kind.CONSORTIA])
    return a_version(
        number,
        pact,
        kind=kind,
        parties=frozenset(AGENCIES) if kind is not Kind.CONSORTIA else frozenset({one, AGENCIES[3]}),
        lead=digits.pick([None, one]),
        services=digits.pick([frozenset(Service), SOME]),
        provides=digits.pick([{}, {}, {one: NONE}, {one: SOME}]),
        receives={AGENCIES[3]: NONE} if kind is Kind.PRACTICE else digits.pick([{}, {}, {one: NONE}]),
        roles=digits.pick([frozenset(Role), frozenset({Role.PEER, Role.CLINICIAN})]),
        most_miles=digits.pick([None, None, 60]),
        hours=digits.pick([(), (), NIGHTS]),
        kept_apart=frozenset()
        if kind is Kind.CONSORTIA
        else digits.pick([frozenset(), frozenset({frozenset({one, two})})]),
        least_training_hours=digits.pick([0, 24]),
        yearly_training_hours=digits.pick([0, 0, 8]),
        privilege=digits.pick([Privilege.TOLD, Privilege.TOLD, Privilege.ASSURED]),
        reporters_serve=digits.pick([True, True, False]),
        amendment=digits.pick(list(Amendment)),
        suspend_on=digits.pick([frozenset(), frozenset({Cause.ACCREDITATION}), frozenset({Cause.OTHER})]),
        notice_days=4,
        run_off_days=2,
    )


def a_rich_pact(pact: PactId, choices: Sequence[int], strays: Sequence[int]) -> Pact:
    """The first version is signed by all and in force early; a second one, if there is one, a week later."""
    versions = tuple(a_rich_version(number, pact, each) for number, each in enumerate(choices, start=1))
    facts = [a_stray_fact(number, versions) for number in strays]
    for number, version in enumerate(versions):
        at = FIRST + number * 7 * DAY
        who = sorted(version.terms.parties)[: 3 if number else None]
        facts += [*signed(version, *who, at=at - DAY), declared(version, at)]
    lets = Digits(choices[0] // 7)
    for each in AGENCIES[1:]:
        let = (FactKind.EMPOWERED, FactKind.EMPOWERED, FactKind.REVOKED)[: lets.pick([0, 1, 1, 3])]
        facts += [a_fact(kind, lets.instant(), each, about=AGENCIES[0]) for kind in let]
    return Pact(id=pact, title="North Valley Peer Support", versions=versions, facts=tuple(facts))


def some_surroundings(number: int) -> Surroundings:
    digits = Digits(number)
    seats = [Point(40.0, -105.0), Point(40.5, -105.0), Point(41.5, -105.0), Point(40.0, -104.0)]
    known = digits.pick([4, 4, 3])
    yes_or_no = [True, True, False, None]
    rules = {
        state: StateRules(
            protects_across=digits.pick(yes_or_no),
            must_report=digits.pick([False, False, True, None]),
            wants_accreditation=digits.pick([False, None, True]),
        )
        for state in ("OR", "VA")
    }
    accredited = {AGENCIES[0]: (Period(digits.instant(), None),), AGENCIES[1]: (Period(None, digits.instant()),)}
    return Surroundings(
        places=dict(zip(AGENCIES[:known], seats, strict=False)),
        states={each: digits.pick(["OR", "VA"]) for each in AGENCIES},
        rules=rules,
        accredited=digits.pick([accredited, {}]),
        elsewhere=digits.pick([frozenset(), frozenset(AGENCIES[3:])]),
    )


def designated_by_all(peer: PeerFacts) -> PeerFacts:
    """Mostly the annexes are there: there is more to find where they are."""
    made = [
        Designation(agency=each, person=person(1), pact=pact, annex=1, since=LONG_AGO)
        for each in AGENCIES
        for pact in PACTS
    ]
    return replace(peer, designations=(*peer.designations, *made), sworn=peer.role is Role.PEER)


rich_pacts = st.builds(
    a_rich_pact, st.just(PACTS[0]), st.lists(numbers, min_size=1, max_size=2), st.lists(numbers, max_size=4)
)
more_pacts = st.builds(a_rich_pact, st.just(PACTS[1]), st.lists(numbers, min_size=1, max_size=1), st.just(()))
rich_worlds = st.builds(
    RichWorld,
    st.tuples(rich_pacts) | st.tuples(rich_pacts, more_pacts),
    numbers.map(some_surroundings),
    peers | peers.map(designated_by_all),
)


def allowed_by_hand(
    world: RichWorld, member: AgencyId, at: datetime, service: Service, *, at_any_hour: bool = False
) -> bool:
    """Whether some version in force lets the peer serve this agency, every condition looked at one by one."""
    peer = world.peer
    if member in own_agencies(peer, at) or any(period.covers(at) for period in peer.suspensions):
        return False
    for pact in world.pacts:
        for bound in standing_at(pact, at).bindings:
            terms = bound.version.terms
            if (parties := bound_together(world, pact, bound, member, at)) is None:
                continue
            behind = [each for each in (member, world.peer.lent_by) if each and each not in parties]
            if terms.kind is Kind.CONSORTIA and not all(at_home(world, each, parties, at, service) for each in behind):
                continue
            allowed = (
                (at_any_hour or in_hours(terms, at))
                and service in terms.services
                and peer.role in terms.roles
                and trained(terms, peer, at)
                and is_designated(terms, pact, member, peer, at)
                and between_allows(world, terms, member, parties, at, service)
            )
            if allowed:
                return True
    return False


def bound_together(
    world: RichWorld, pact: Pact, bound: Bound, member: AgencyId, at: datetime
) -> tuple[AgencyId, AgencyId | None] | None:
    """The parties that speak for the member and for whoever lends, if this version binds the two to each other."""
    terms, home = bound.version.terms, world.peer.lent_by
    party = speaks_for(world, pact, bound, member, at)
    if party is None:
        return None
    if home is None:
        return None if newer_binds(pact, bound.version, party, at) else (party, None)
    lender = speaks_for(world, pact, bound, home, at)
    if lender is None or (lender == party and terms.kind is Kind.CONSORTIA) or not bound.between(party, lender):
        return None
    return party, lender


def newer_binds(pact: Pact, version: Version, party: AgencyId, at: datetime) -> bool:
    later = (bound for bound in standing_at(pact, at).bindings if bound.version.number > version.number)
    return any(party in bound.members for bound in later)


def own_agencies(peer: PeerFacts, at: datetime) -> set[AgencyId]:
    own = {bond.agency for bond in peer.affiliations if bond.during.covers(at)}
    return own | ({peer.lent_by} if peer.lent_by else set())


def awake(world: RichWorld, bound: Bound, at: datetime) -> set[AgencyId]:
    """Who is active, and does not rest for want of an accreditation that its state is known to want."""
    if Cause.ACCREDITATION not in bound.version.terms.suspend_on:
        return set(bound.active)
    return {each for each in bound.active if not (state_wants(world, each) is True and not accredited(world, each, at))}


def state_wants(world: RichWorld, agency: AgencyId) -> bool | None:
    return world.around.rules.get(world.around.states[agency], StateRules()).wants_accreditation


def accredited(world: RichWorld, agency: AgencyId, at: datetime) -> bool:
    return any(period.covers(at) for period in world.around.accredited.get(agency, ()))


def speaks_for(world: RichWorld, pact: Pact, bound: Bound, agency: AgencyId, at: datetime) -> AgencyId | None:
    active = awake(world, bound, at)
    if agency in active:
        return agency
    if bound.version.terms.kind is not Kind.CONSORTIA:
        return None
    for lead in sorted(active):
        if homes(world, lead, agency, at) and has_let(pact, agency, lead, at):
            return lead
    return None


def homes(world: RichWorld, lead: AgencyId, agency: AgencyId, at: datetime) -> list[Terms]:
    """The terms that bind an agency at home to one that they name as lead."""
    found = []
    for pact in world.pacts:
        for bound in standing_at(pact, at).bindings:
            terms = bound.version.terms
            named = terms.kind is Kind.MUTUAL_AID and terms.lead == lead
            if named and {lead, agency} <= awake(world, bound, at) and bound.between(lead, agency):
                found.append(terms)
    return found


def has_let(pact: Pact, agency: AgencyId, lead: AgencyId, at: datetime) -> bool:
    """The last word counts; of one instant, the one that takes it back."""
    kinds = {FactKind.EMPOWERED, FactKind.REVOKED}
    facts = [each for each in pact.facts if each.kind in kinds and (each.agency, each.about) == (agency, lead)]
    last = max((each.at for each in facts if each.at <= at), default=None)
    return last is not None and {each.kind for each in facts if each.at == last} == {FactKind.EMPOWERED}


def at_home(
    world: RichWorld, agency: AgencyId, parties: tuple[AgencyId, AgencyId | None], at: datetime, service: Service
) -> bool:
    """An agency behind a lead gives or takes at home what is asked of it, and is kept apart from nobody of hers."""
    giving = agency == world.peer.lent_by
    found = [terms for lead in parties if lead for terms in homes(world, lead, agency, at)]
    does = [(terms.provides if giving else terms.receives).get(agency, terms.services) for terms in found]
    return any(service in each and service in terms.services for each, terms in zip(does, found, strict=True))


def in_hours(terms: Terms, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(terms.calendar))
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    return not terms.hours or any(window.start <= minute < window.end for window in terms.hours)


def trained(terms: Terms, peer: PeerFacts, at: datetime) -> bool:
    had = [course for course in peer.trainings if course.finished <= at]
    wanted = TrainingKind.LICENCE if peer.role is Role.CLINICIAN else TrainingKind.COURSE
    if not any(course.valid_until > at and course.kind is wanted for course in had):
        return False
    of_year = sum(course.hours for course in had if course.finished > at - timedelta(days=365))
    enough = sum(course.hours for course in had) >= terms.least_training_hours
    return peer.role is Role.CLINICIAN or (enough and of_year >= terms.yearly_training_hours)


def between_allows(
    world: RichWorld,
    terms: Terms,
    member: AgencyId,
    parties: tuple[AgencyId, AgencyId | None],
    at: datetime,
    service: Service,
) -> bool:
    party, lender = parties
    practice = terms.kind is not Kind.PRACTICE or (lender is not None and terms.receives.get(lender) == NONE)
    given = lender is None or service in terms.provides.get(lender, terms.services)
    taken = service in terms.receives.get(party, terms.services)
    own = own_agencies(world.peer, at)
    apart = any({party, each} == set(pair) for each in own for pair in terms.kept_apart)
    if terms.kind is Kind.CONSORTIA:
        leads = [each for each in parties if each]
        for each in (member, *own):
            beyond = [] if each in leads else [home for lead in leads for home in homes(world, lead, each, at)]
            apart = apart or any(
                {member, one} == set(pair) for home in beyond for one in own for pair in home.kept_apart
            )
    return (
        practice and given and taken and not apart and near(world, terms, member) and lawful(world, terms, member, at)
    )


def near(world: RichWorld, terms: Terms, member: AgencyId) -> bool:
    if terms.most_miles is None:
        return True
    home = world.peer.lent_by
    here, there = world.around.places.get(member), world.around.places.get(home) if home else None
    return here is not None and there is not None and miles(here, there) <= terms.most_miles


def lawful(world: RichWorld, terms: Terms, member: AgencyId, at: datetime) -> bool:
    around, home, own = world.around, world.peer.lent_by, own_agencies(world.peer, at)
    rules = {each: around.rules.get(around.states[each], StateRules()) for each in {member, *own}}
    if terms.privilege is Privilege.ASSURED:
        if not all(each.protects_across for each in rules.values()):
            return False
        wants = {state_wants(world, each) for each in (member, home) if home and each}
        if home is not None and not accredited(world, home, at) and wants != {False}:
            return False
    return terms.reporters_serve or not world.peer.sworn or all(rules[each].must_report is False for each in own)
