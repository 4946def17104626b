"""What if an agency joined, or left: the parts of the region and the rota, before and after. Pure; nothing is kept.

Supposed is that it has joined, or is out, from now on. To join is to sign what is in force; the parts then grow as they
do when parts are planned while an earlier plan can still be linked with them: the newcomer joins the nearest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from agreements import Designation, Fact, FactKind, Pact, PactId, PeerFacts, in_force_version, standing_at
from consortium.duty.coverage.judge import judge
from consortium.duty.coverage.values import Kind, Meant, Outlook
from consortium.members.parts import grown
from consortium.support.facts import Facts
from geo import AgencyId, Certificate, PersonId, Zone, certificate
from scheduling import Span, shifts

_SUPPOSED: Final = "supposed"
_EVER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the region: its departments by name, the crowd it makes, and the hours in which nobody serves it."""

    label: str
    departments: tuple[str, ...]
    promise: Certificate
    hours: float


@dataclass(frozen=True, slots=True)
class Lost:
    """Duty of one person that would not count any more."""

    name: str
    shifts: int
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Before and after. ``ends``: agreements that would end for everybody; ``possible``: nothing stands in the way."""

    joins: bool
    possible: bool
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    lost: tuple[Lost, ...]
    ends: tuple[str, ...]
    notice_days: int
    peers: int


def what_if(facts: Facts, agency: AgencyId, now: datetime, window: Span, meant: Sequence[Meant] = ()) -> WhatIf:
    """What the agency's joining would make of the region, or its leaving, if an agreement binds it now."""
    joins = agency not in facts.reach.live(now)
    after = _joined(facts, agency, now) if joins else _without(facts, agency, now)
    possible = joins == (agency in after.reach.live(now))
    bound = [pact for pact in facts.reach.pacts if agency in standing_at(pact, now).active]
    versions = [version for pact in bound if (version := in_force_version(pact, now))]
    return WhatIf(
        joins=joins,
        possible=possible,
        before=tuple(_parts(facts, judge(facts, window, meant), now)),
        after=tuple(_parts(after, judge(after, window, meant), now)) if possible else (),
        lost=() if joins else tuple(_lost(facts, agency, window)),
        ends=tuple(pact.title for pact in bound if _would_end(pact, agency, now)),
        notice_days=max((version.terms.notice_days for version in versions), default=0),
        peers=sum(peer.lent_by == agency for peer in facts.peers.values()),
    )


def _without(facts: Facts, agency: AgencyId, now: datetime) -> Facts:
    pacts = []
    for pact in facts.reach.pacts:
        if agency in standing_at(pact, now).active:
            rests = Fact(kind=FactKind.SUSPENDED, at=now, attested_by=_SUPPOSED, agency=agency, cause=_SUPPOSED)
            over = Fact(kind=FactKind.TERMINATED, at=now, attested_by=_SUPPOSED)
            pacts.append(pact.with_fact(over if _would_end(pact, agency, now) else rests))
        else:
            pacts.append(pact)
    return replace(facts, reach=replace(facts.reach, pacts=tuple(pacts)), standings={}, loads={})


def _would_end(pact: Pact, agency: AgencyId, now: datetime) -> bool:
    """Whether too few parties would be left, or one that is needed would not be there."""
    version, active = in_force_version(pact, now), standing_at(pact, now).active
    if version is None or agency not in active:
        return False
    return len(active) - 1 < version.terms.least_parties or agency in version.terms.required_parties


def _joined(facts: Facts, agency: AgencyId, now: datetime) -> Facts:
    """It has signed every agreement in force, and has designated everybody whom all others have designated there."""
    pacts = tuple(_signed(pact, agency, now) for pact in facts.reach.pacts)
    bound = {pact.id: facts_of.active for pact in facts.reach.pacts if (facts_of := standing_at(pact, now)).in_force}
    peers = {person: _designated(peer, agency, bound, now) for person, peer in facts.peers.items()}
    plans = facts.plans
    home = facts.departments.get(agency)
    if plans and home is not None and not any(agency in zone.inside for zone in plans[-1].zones):
        ids = iter([zone.id for zone in plans[-1].zones])  # the same parts, so that they keep their names
        plan = grown(plans[-1], (home,), facts.agency_states, ids=ids.__next__, version=plans[-1].version)
        plans = (*plans[:-1], plan)
    return replace(facts, reach=replace(facts.reach, pacts=pacts), peers=peers, plans=plans, standings={}, loads={})


def _signed(pact: Pact, agency: AgencyId, now: datetime) -> Pact:
    version = in_force_version(pact, now)
    if version is None:
        return pact
    kinds = (FactKind.SIGNED,) if agency in version.terms.parties else (FactKind.JOINED, FactKind.IN_FORCE)
    for kind in kinds:
        pact = pact.with_fact(Fact(kind=kind, at=now, attested_by=_SUPPOSED, agency=agency, digest=version.digest))
    return pact


def _designated(
    peer: PeerFacts, agency: AgencyId, bound: Mapping[PactId, frozenset[AgencyId]], now: datetime
) -> PeerFacts:
    own = peer.affiliated(now)
    made = []
    for pact, active in bound.items():
        by = {
            each.agency for each in peer.designations if each.pact == pact and (each.until is None or each.until > now)
        }
        if agency not in own and agency not in by and active - own <= by:
            made.append(Designation(agency=agency, person=peer.person, pact=pact, annex=1, since=now - _EVER))
    return replace(peer, designations=(*peer.designations, *made)) if made else peer


def _parts(facts: Facts, outlook: Outlook, now: datetime) -> Iterator[Part]:
    standing = facts.standing(now)
    zones: Sequence[Zone] = standing.plan.zones if standing else ()
    for zone in sorted(zones, key=facts.label):
        yield Part(
            label=facts.label(zone),
            departments=facts.departments_in(zone),
            promise=certificate(zone, facts.region.policy),
            hours=outlook.hours(outlook.window, kind=Kind.ZONE, zone=zone.id),
        )


def _lost(facts: Facts, agency: AgencyId, window: Span) -> Iterator[Lost]:
    """The shifts of the people whom it lends, who serve nobody once it is out; the most hours first."""
    found: dict[PersonId, list[float]] = {}
    for shift in shifts(facts.schedule, window):
        peer = facts.peers.get(shift.person)
        if peer is not None and peer.lent_by == agency:
            found.setdefault(shift.person, []).append(shift.span.length / timedelta(hours=1))
    for person, hours in sorted(found.items(), key=lambda pair: -sum(pair[1])):
        yield Lost(facts.cards[person].name, len(hours), sum(hours))
