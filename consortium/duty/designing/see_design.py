"""A design of the parts of the region as its page shows it. Pure but for the outlines of the map."""

import math
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from consortium.duty.designing.answer import parts_of
from consortium.duty.designing.values import Design, Wanted
from consortium.members.draw_map import LOOKS, Mark, draw, letter, pattern
from consortium.members.part_names import part_names
from consortium.members.promise import PROMISE
from consortium.members.values import Agencies
from geo import AgencyId, Department, PlanError, Standing, Zone, ZoneId, ZonePlan, certificate, standing


def see_run(design: Design) -> dict[str, Any]:
    """How a design stands."""
    return {
        "id": str(design.id),
        "state": design.state.value,
        "open": design.state.open,
        "stop_asked": design.stop_asked,
        "asked_at": design.asked_at,
        "share": round(100 * float(design.progress.get("done", 0.0))),
        "miles": design.progress.get("miles"),
        "wanted": see_wanted(design.wanted),
        "seed": design.seed,
        "made_version": design.made_version,
        "parts": len(design.proposal["parts"]) if design.proposal else 0,
        "mean": design.proposal["figures"]["miles"] if design.proposal and design.proposal["parts"] else None,
        "version": version_of(design),
    }


def version_of(design: Design) -> str:
    """Another word whenever the page would look otherwise."""
    return f"{design.state.value}{round(100 * float(design.progress.get('done', 0.0)))}{int(design.stop_asked)}"


def see_wanted(wanted: Wanted) -> dict[str, Any]:
    """The numbers of the form."""
    return wanted.plain()


def zones_of(design: Design, departments: Mapping[AgencyId, Department]) -> tuple[Zone, ...]:
    """The proposed parts, each department with the officers that it had when they were proposed.

    Agencies that are gone since are left out; the parts keep the order of the proposal.
    """
    sworn = {each["agency"]: each["sworn"] for part in (design.proposal or {"parts": []})["parts"] for each in part}
    found = []
    for number, part in enumerate(parts_of(design.proposal), start=1):
        inside = [
            Department(agency, departments[agency].at, sworn[str(agency)]) for agency in part if agency in departments
        ]
        if inside:
            found.append(Zone(ZoneId(UUID(int=number)), tuple(inside)))
    return tuple(found)


def see_proposal(design: Design, agencies: Agencies) -> dict[str, Any] | None:
    """What a design proposes; ``None`` while it proposes nothing."""
    if design.proposal is None:
        return None
    told = design.proposal
    if not told["parts"]:
        return {"parts": [], "best": told["best"], "stopped": told["stopped"]}
    zones = zones_of(design, agencies.departments)
    labels = part_names(zones, agencies.counties)
    return {
        "parts": [_part(number, zone, labels, design, agencies) for number, zone in enumerate(zones)],
        "rows": _rows(told),
        "prices": _prices(told),
        "costs": [_figures(each) | {"crowd": each["crowd"]} if each["zones"] else each for each in told["costs"]],
        "stopped": told["stopped"],
        "drawn": draw(_marks(zones, agencies)),
    }


def see_glance(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the form's numbers come to, as ``glance`` tells it."""
    if not told["zones"]:
        return {"zones": 0, "best": told["best"]}
    bound = told["bound"]
    return {
        **_figures(told),
        "over_nearest": max(told["miles"] - told["nearest"], 0.0),
        "over_one": None if bound is None else max(told["miles"] - bound, 0.0),
    }


def _part(number: int, zone: Zone, labels: Mapping[ZoneId, str], design: Design, agencies: Agencies) -> dict[str, Any]:
    promised = certificate(zone, design.wanted.policy)
    covered = (design.proposal or {}).get("covered", ())
    return {
        "letter": letter(number),
        "look": number % LOOKS,
        "pattern": pattern(number),
        "label": labels[zone.id],
        "officers": promised.officers,
        "departments": promised.departments,
        "crowd": promised.crowd,
        "surest": percent(float(promised.largest_department)),
        "surest_small": percent(float(promised.largest_small)),
        "states": sorted({agencies.states[each.agency] for each in zone.departments}),
        "covered": percent(covered[number], down=True) if number < len(covered) else None,
        "members": sorted(
            ({"name": agencies.names[each.agency], "sworn": each.sworn} for each in zone.departments),
            key=lambda each: str(each["name"]),
        ),
    }


def _rows(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """This proposal, the parts now and the yardsticks, beside each other."""
    rows = [{"key": "this", **_figures(told["figures"])}]
    if told["now"]:
        rows.append({"key": "now", **_figures(told["now"])})
    rows.append({"key": "nearest", **_figures(told["nearest"]), "zones": None})
    if told["bound"] is not None:
        rows.append({"key": "one", "miles": told["bound"], "far": None, "uncovered": None, "zones": None})
    return rows


def _figures(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "zones": told["zones"],
        "miles": told["miles"],
        "far": told["far"],
        "uncovered": 100 * told["uncovered"],
    }


def _prices(told: Mapping[str, Any]) -> dict[str, float | None]:
    """Miles that the proposal costs over the two yardsticks; 0 where it costs none."""
    mine = told["figures"]["miles"]
    return {
        "nearest": max(mine - told["nearest"]["miles"], 0.0),
        "one": None if told["bound"] is None else max(mine - told["bound"], 0.0),
    }


def _marks(zones: Iterable[Zone], agencies: Agencies) -> list[Mark]:
    parts = {each.agency: number for number, zone in enumerate(zones) for each in zone.departments}
    return [
        Mark(name=agencies.names[agency], at=agencies.departments[agency].at, part=part, form="served")
        for agency, part in parts.items()
    ]


def see_without(design: Design, agencies: Agencies, gone: AgencyId) -> dict[str, Any]:
    """The proposal's parts once one agency has left: who is left in each, and what merges."""
    zones = zones_of(design, agencies.departments)
    labels = part_names(zones, agencies.counties)
    live = frozenset(agency for zone in zones for agency in zone.agencies) - {gone}
    try:
        held: Standing | None = standing(ZonePlan(1, design.wanted.policy, zones), live, group=agencies.states)
    except PlanError:
        held = None
    kept = held.plan.zones if held else ()
    return {
        "name": agencies.names[gone],
        "parts": [
            {
                "label": labels[zone.id],
                "officers": zone.officers,
                "departments": len(zone.departments),
                "crowd": certificate(zone, design.wanted.policy).crowd,
                "took": sorted(labels[old] for old, new in (held.moved if held else {}).items() if new == zone.id),
            }
            for zone in kept
        ],
        "ends": len(kept) < 2,
    }


def changes(design: Design, settled: Mapping[str, int]) -> list[dict[str, Any]]:
    """The numbers of the promise that making this would change: ``name``, ``before`` and ``after``."""
    told = design.wanted.plain()
    return [
        {"name": name, "before": settled[name], "after": told[name]} for name in PROMISE if settled[name] != told[name]
    ]


def percent(share: float, *, down: bool = False) -> int:
    """A share in whole percent: of a danger rounded up, of a good ``down``."""
    return math.floor(100 * share + 1e-9) if down else math.ceil(100 * share - 1e-9)
