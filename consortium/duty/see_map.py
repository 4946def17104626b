"""The map of the region: which agency stands in which part, and how each part is covered now.

It says what the pages of agencies and of the parts say, once more in space: no more, and nothing of who asks.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consortium.duty.see_region import RegionFacts
from consortium.members.draw_map import LOOKS, Mark, draw, letter, pattern
from consortium.members.see_distances import see_distance
from consortium.members.values import AgencyLine
from geo import AgencyId, Point, Zone
from geo.away import Ranging
from geo.places import middle, point, vector
from geo.roads import Distance, Source


def see_map(
    facts: RegionFacts,
    agencies: Mapping[AgencyId, AgencyLine],
    serving: Mapping[str, list[dict[str, Any]]],
    now: datetime,
    *,
    part: str = "",
) -> dict[str, Any]:
    """The names that ``duty/map.html`` needs besides those of every page.

    Args:
        facts: what paging decides on.
        agencies: what the viewer may see of the agencies.
        serving: who serves each part now, by the part's label, as ``see_region`` tells.
        now: the instant.
        part: the letter of the part to look from, or nothing.
    """
    standing = facts.standing(now)
    zones = sorted(standing.plan.zones, key=facts.label) if standing else []
    numbers = {agency: number for number, zone in enumerate(zones) for agency in zone.agencies}
    forms = [_form(facts.served(zone, now)) for zone in zones]
    here = {agency: line for agency, line in agencies.items() if not _gone(line, now)}
    marks = [
        Mark(
            name=_short(line.name),
            at=line.at,
            part=numbers.get(agency),
            form=forms[numbers[agency]] if agency in numbers else "none",
            weight=line.sworn,
        )
        for agency, line in here.items()
    ]
    chosen = next((number for number in range(len(zones)) if letter(number) == part), None)
    around = None if chosen is None else _middle_of(zones[chosen])
    parts = [
        {
            "letter": letter(number),
            "look": number % LOOKS,
            "pattern": pattern(number),
            "label": facts.label(zone),
            "form": forms[number],
            "serving": serving.get(facts.label(zone), []),
            "agencies": [_row(here[agency]) for agency in _by_name(zone, here)],
            "officers": zone.officers,
        }
        for number, zone in enumerate(zones)
    ]
    return {
        "drawn": draw(marks, around=around),
        "parts": parts,
        "outside": [_row(line) for agency, line in here.items() if agency not in numbers],
        "chosen": None if chosen is None else _chosen(parts[chosen], zones[chosen], facts, agencies, now),
        "now": now,
    }


def _chosen(
    part: Mapping[str, Any], zone: Zone, facts: RegionFacts, agencies: Mapping[AgencyId, AgencyLine], now: datetime
) -> dict[str, Any]:
    """Who may serve the chosen part, with the miles that routing reckons with: the mean of the part's officers."""
    stands = {line.name: line for line in agencies.values()}
    ranging = Ranging(facts.roads, now.month)
    away, found = ranging.to(zone), []
    for each in part["serving"]:
        line = stands.get(each["agency"])
        road = None
        if line is not None:
            source = _source(facts, zone, line.id, now)
            road = see_distance(Distance(*away(ranging.station(line.id, line.at)), source))
        found.append({**each, "road": road})
    return {"letter": part["letter"], "label": part["label"], "serving": found}


def _source(facts: RegionFacts, zone: Zone, home: AgencyId, now: datetime) -> Source:
    """What the mean of several roads rests on: an estimate where one of them does, then what somebody told."""
    known = [facts.roads.known(home, each.agency, now.month) for each in zone.departments]
    if any(each is None for each in known):
        return Source.ESTIMATED
    told = any(each is not None and each.source in {Source.TOLD, Source.CLOSED} for each in known)
    return Source.TOLD if told else Source.MEASURED


def _middle_of(zone: Zone) -> Point:
    """The middle of a part, each officer counting once."""
    return point(middle((vector(each.at), each.weight) for each in zone.departments))


def _by_name(zone: Zone, here: Mapping[AgencyId, AgencyLine]) -> list[AgencyId]:
    return sorted((agency for agency in zone.agencies if agency in here), key=lambda agency: here[agency].name)


def _row(line: AgencyLine) -> dict[str, Any]:
    return {"name": line.name, "county": line.county, "state": line.state, "sworn": line.sworn, "peers": line.peers}


def _form(served: int) -> str:
    return "gap" if not served else "thin" if served == 1 else "served"


def _gone(line: AgencyLine, now: datetime) -> bool:
    return line.ends_on is not None and line.ends_on <= now.date()


def _short(name: str) -> str:
    """A name as it fits a map: the table has it whole."""
    for long, short in ((" Police Department", " Police"), (" County Sheriff's Office", " Co. Sheriff")):
        if name.endswith(long):
            return name.removesuffix(long) + short
    return name
