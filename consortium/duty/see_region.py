"""The parts of the region as their page shows them: who hides among whom, who serves them, what is missing. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from agreements import Deny
from consortium.duty.designing.question import DesignFacts
from consortium.members.values import AgencyLine, PlannedZones
from geo import AgencyId, PersonId, Standing, Zone, ZoneId, best_promise, certificate
from geo.roads import Roads
from scheduling import Line, Shift


class RegionFacts(DesignFacts, Protocol):
    """What this page needs besides what a design is made from."""

    @property
    def labels(self) -> Mapping[ZoneId, str]:
        """The parts' names on screen."""

    @property
    def roads(self) -> Roads:
        """What is known of the roads between agencies."""

    def asked_before(self, zone: Zone) -> int | None:
        """Among how many an officer of the zone hides at least who asked before too; ``None``: among all of it."""

    def next_cover(self, zone: Zone, at: datetime) -> datetime | None:
        """From when somebody may serve the zone."""


def see_region(
    planned: PlannedZones | None,
    agencies: Mapping[AgencyId, AgencyLine],
    facts: RegionFacts,
    on_call: Iterable[Shift],
    now: datetime,
) -> dict[str, Any]:
    """The names that ``members/zones.html`` needs."""
    standing = facts.standing(now)
    zones = standing.plan.zones if standing else ()
    shifts = tuple(on_call)
    return {
        "plan": {
            "version": planned.plan.version,
            "made_on": planned.made_on,
            "crowd": planned.plan.policy.crowd,
            "least_departments": planned.plan.policy.least_departments,
        }
        if planned and zones
        else None,
        "parts": sorted(
            (_part(zone, standing, agencies, facts, shifts, now) for zone in zones if standing),
            key=lambda part: str(part["label"]),
        ),
        "outside": _outside(agencies, zones, facts, now) if zones else [],
        "ladder": None if zones else _ladder(facts, now),
        "now": now,
    }


def _part(
    zone: Zone,
    standing: Standing | None,
    agencies: Mapping[AgencyId, AgencyLine],
    facts: RegionFacts,
    shifts: tuple[Shift, ...],
    now: datetime,
) -> dict[str, Any]:
    promised = certificate(zone, facts.region.policy)
    served = facts.served(zone, now)
    moved = standing.moved if standing else {}
    return {
        "label": facts.label(zone),
        "departments": [
            {
                "name": agencies[each.agency].name,
                "sworn": each.sworn,
                "county": agencies[each.agency].county,
                "state": agencies[each.agency].state,
            }
            for each in sorted(zone.departments, key=lambda each: agencies[each.agency].name)
        ],
        "absent": sorted(facts.agency_names[agency] for agency in zone.absent),
        "certificate": {
            "officers": promised.officers,
            "departments": promised.departments,
            "crowd": promised.crowd,
        },
        "serving": [_serving(shift, facts) for shift in shifts if _may(shift, zone, facts, now)],
        "gap": None if served else {"next": facts.next_cover(zone, now)},
        "thin": served == 1,
        "again": facts.asked_before(zone),
        "merged": sorted(facts.labels[old] for old, new in moved.items() if new == zone.id),
    }


def _may(shift: Shift, zone: Zone, facts: RegionFacts, now: datetime) -> bool:
    peer = facts.peers.get(shift.person)
    if peer is None or zone.inside & {bond.agency for bond in peer.affiliations}:
        return False
    return not isinstance(facts.reach.may_serve(zone.agencies, peer, now), Deny)


def _serving(shift: Shift, facts: RegionFacts) -> dict[str, Any]:
    card = facts.cards[PersonId(UUID(str(shift.person)))]
    line: Line = shift.line
    return {"line": line.value, "name": card.name, "agency": card.agency_name or "", "until": shift.span.end}


def _outside(
    agencies: Mapping[AgencyId, AgencyLine], zones: Iterable[Zone], facts: RegionFacts, now: datetime
) -> list[dict[str, str]]:
    inside = {agency for zone in zones for agency in zone.agencies}
    live = facts.reach.live(now)
    return [
        {
            "name": line.name,
            "why": "It joins with the next version of the plan, where that lets nobody be told apart."
            if agency in live
            else "No agreement binds it now.",
        }
        for agency, line in sorted(agencies.items(), key=lambda pair: pair[1].name)
        if agency not in inside and agency not in facts.reach.around.elsewhere
    ]


def _ladder(facts: RegionFacts, now: datetime) -> dict[str, int]:
    live = facts.reach.live(now)
    bound = [each for agency, each in sorted(facts.departments.items()) if agency in live]
    return {
        "officers": sum(each.sworn for each in bound),
        "departments": sum(each.sworn > 0 for each in bound),
        "crowd": facts.region.policy.crowd,
        "best": best_promise(bound, facts.region.policy),
    }
