"""What would change if an agency left: which pairs, which parts of the region lose whom, what would end. Pure.

Supposed is that it gives notice now; looked at is each instant at which a notice has run, with and without it, so that
nothing is laid to it that would change anyhow. Parts are told as of the first such instant that changes one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agreements import PeerFacts, Reach, if_left, lent, standing_at
from consortium.signing.what_follows import AgencyFacts
from geo import AgencyId, PersonId, Standing, Zone, standing


def see_without(facts: AgencyFacts, agency: AgencyId, at: datetime) -> dict[str, Any]:
    """The name ``without`` of ``signing/matrix.html``."""
    before = facts.reach
    after, instants = if_left(before, agency, at)
    names = facts.agency_names
    looks = [_look(facts, after, agency, when) for when in instants]
    lost = {pair for look in looks for pair in look.lost}
    return {
        "name": names[agency],
        "when": instants[-1] if instants else at,
        "bound": bool(instants),
        "lends_to": sorted(names[member] for lender, member in lost if lender == agency),
        "served_by": sorted(names[lender] for lender, member in lost if member == agency),
        "others": sorted((names[lender], names[member]) for lender, member in lost if agency not in (lender, member)),
        "unserved": sorted(names[each] for each in frozenset[AgencyId]().union(*(look.unserved for look in looks))),
        "ends": sorted({title for look in looks for title in look.ends}),
        "parts": next((look.parts for look in looks if look.parts), []),
    }


@dataclass(frozen=True, slots=True)
class _Look:
    """What would be lost at one instant: pairs, agencies, whole agreements, and of which parts of the region."""

    lost: frozenset[tuple[AgencyId, AgencyId]]
    unserved: frozenset[AgencyId]
    ends: frozenset[str]
    parts: list[dict[str, Any]]


def _look(facts: AgencyFacts, after: Reach, agency: AgencyId, when: datetime) -> _Look:
    before = facts.reach
    serves = {person: before.serves(peer, when, whenever=True) for person, peer in facts.peers.items()}
    still = {person: after.serves(peer, when, whenever=True) for person, peer in facts.peers.items()}
    return _Look(
        lost=frozenset(_lost_pairs(facts.peers.values(), serves, still)),
        unserved=before.live(when) - after.live(when) - {agency},
        ends=frozenset(_ends(before, after, when)),
        parts=_parts(facts, after, serves, still, agency, when),
    )


def _lost_pairs(
    peers: Iterable[PeerFacts],
    serves: Mapping[PersonId, frozenset[AgencyId]],
    still: Mapping[PersonId, frozenset[AgencyId]],
) -> list[tuple[AgencyId, AgencyId]]:
    lost = []
    for lender, people in lent(peers).items():
        now = frozenset[AgencyId]().union(*(serves[each.person] for each in people))
        then = frozenset[AgencyId]().union(*(still[each.person] for each in people))
        lost += [(lender, member) for member in now - then]
    return lost


def _ends(before: Reach, after: Reach, when: datetime) -> list[str]:
    pairs = zip(before.pacts, after.pacts, strict=True)
    return [old.title for old, new in pairs if standing_at(old, when).in_force and not standing_at(new, when).in_force]


def _parts(
    facts: AgencyFacts,
    after: Reach,
    serves: Mapping[PersonId, frozenset[AgencyId]],
    still: Mapping[PersonId, frozenset[AgencyId]],
    agency: AgencyId,
    when: datetime,
) -> list[dict[str, Any]]:
    """Each part of the region that would change: who serves it whole now and then, and what becomes of it."""
    if not facts.plans:
        return []
    now = standing(facts.plans[-1], facts.reach.live(when), group=facts.agency_states)
    then = standing(facts.plans[-1], after.live(when), group=facts.agency_states)
    told = (_part(facts, zone, then, serves, still, agency) for zone in now.plan.zones)
    return sorted(filter(None, told), key=lambda part: str(part["label"]))


def _part(
    facts: AgencyFacts,
    zone: Zone,
    then: Standing,
    serves: Mapping[PersonId, frozenset[AgencyId]],
    still: Mapping[PersonId, frozenset[AgencyId]],
    agency: AgencyId,
) -> dict[str, Any] | None:
    held = then.moved.get(zone.id, zone.id)
    later = next((each for each in then.plan.zones if each.id == held), None)
    able = _able(facts, zone, serves)
    left = _able(facts, later, still) if later else frozenset()
    gone, merged = able - left, later is not None and later.id != zone.id
    if not (gone or merged or later is None or agency in zone.agencies):
        return None
    lenders = {home for person in gone if (home := facts.peers[person].lent_by)}
    return {
        "label": facts.labels[zone.id],
        "before": len(able),
        "after": len(left),
        "loses": sorted(facts.agency_names[home] for home in lenders),
        "into": facts.labels[later.id] if later and merged else "",
        "closed": later is None,
        "leaves": agency in zone.agencies,
    }


def _able(facts: AgencyFacts, zone: Zone, serves: Mapping[PersonId, frozenset[AgencyId]]) -> frozenset[PersonId]:
    """Everybody who may serve the whole part, whoever is on call."""
    return frozenset(
        person
        for person, peer in facts.peers.items()
        if zone.agencies <= serves[person] and zone.inside.isdisjoint({bond.agency for bond in peer.affiliations})
    )
