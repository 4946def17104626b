"""Which two parts of the region could become one, as the page shows it: who hides then, the miles, the cover. Pure."""

from datetime import datetime
from typing import Any, Final

from consortium.duty.designing.question import DesignFacts, bound, tables_of
from consortium.duty.designing.see_design import percent
from geo import Zone, ZoneId, ZonePlan, certificate
from geo.judge import Figures, judge
from geo.merging import SAMPLES, Merger, mergers
from geo.roads import Roads

SHOWN: Final = 6


def see_merges(facts: DesignFacts, roads: Roads, now: datetime) -> dict[str, Any] | None:
    """What ``found`` of ``duty/zones_merge.html`` holds; ``None`` where no parts hold."""
    held = facts.standing(now)
    if held is None or not held.plan.zones:
        return None
    plan, line = held.plan, bound(facts, now)
    tables = tables_of(line, facts, roads, now)
    parts, count = tables.parts_of(plan), len(plan.zones)
    found = mergers(tables, parts, count, plan.policy.load_factor)
    return {
        "crowd": plan.policy.crowd,
        "now": _figures(judge(tables.thinned(SAMPLES), parts, count, plan.policy.load_factor)),
        "merges": [_merge(each, plan, facts) for each in found[:SHOWN]],
        "more": max(len(found) - SHOWN, 0),
    }


def _merge(each: Merger, plan: ZonePlan, facts: DesignFacts) -> dict[str, Any]:
    one, other = plan.zones[each.one], plan.zones[each.other]
    whole = Zone(ZoneId(one.id), (*one.departments, *other.departments))
    told = certificate(whole, plan.policy)
    return {
        "one": str(one.id),
        "other": str(other.id),
        "labels": [facts.label(one), facts.label(other)],
        "names": sorted(facts.agency_names[agency] for agency in whole.agencies),
        "officers": told.officers,
        "departments": told.departments,
        "crowd": told.crowd,
        "covered": percent(each.covered, down=True),
        **_figures(each.figures),
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "zones": figures.zones,
        "miles": figures.miles,
        "far": figures.far,
        "uncovered": 100 * figures.uncovered,
    }
