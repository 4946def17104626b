"""Plans of duty as their pages show them: the list, one plan with its duties, what its rules say. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from consortium.duty.planning.question import Question, slot_id
from consortium.duty.planning.values import KeptRoster, PlannedShift, RosterState, Run
from consortium.duty.see_shifts import name_of
from consortium.duty.views import RotaFacts
from scheduling import Line
from scheduling.planner import Finding, SlotId
from scheduling.wallclock import zone

WEEKS_SHOWN: Final = 4
MOST_FINDINGS: Final = 12
_SEATS: Final = {line.value: place for place, line in enumerate(Line)}


def base_href(slug: str, kept: KeptRoster) -> str:
    """Where a plan's page is."""
    return f"/{slug}/rota/drafts/{kept.id}"


def see_plan(kept: KeptRoster, facts: RotaFacts, slug: str, now: datetime) -> dict[str, Any]:
    """One plan in a few words."""
    first = kept.span.start.astimezone(zone(facts.region.timezone)).date()
    shown = f"?draft={kept.id}" if kept.state is RosterState.DRAFT else ""
    return {
        "href": base_href(slug, kept),
        "timeline": f"/{slug}/schedule/{first.isoformat()}{shown}",
        "title": kept.title,
        "number": kept.number,
        "state": kept.state_at(now),
        "lines": sorted((line.value for line in kept.lines), key=_SEATS.__getitem__),
        "start": kept.span.start,
        "end": kept.span.end,
        "duties": len(kept.shifts),
        "empty": len(kept.unfilled),
        "made_at": kept.made_at,
        "published_at": kept.published_at,
        "withdrawn_at": kept.withdrawn_at,
        "counts": kept.counts is not None and kept.counts.end > now,
    }


def see_run(run: Run | None) -> dict[str, Any] | None:
    """How the planner's last run stands."""
    if run is None:
        return None
    return {
        "state": run.state.value,
        "open": run.state.open,
        "kind": run.kind,
        "asked_at": run.asked_at,
        "ended_at": run.ended_at,
        "seconds": run.seconds,
        "stop_asked": run.stop_asked,
        "found": run.progress.get("found", 0),
        "version": version_of(run),
    }


def version_of(run: Run | None) -> str:
    """Another word whenever the run's part of a page would look otherwise."""
    if run is None:
        return "none"
    return f"{run.id.hex[:8]}{run.state.value}{run.progress.get('found', 0)}{int(run.stop_asked)}"


def see_quality(kept: KeptRoster) -> dict[str, Any] | None:
    """What the planner said when it last filled the draft: how far from the best it can be, and what it strains."""
    if "cost" not in kept.stats:
        return None
    cost, bound = int(kept.stats["cost"]), int(kept.stats["bound"])
    return {
        "cost": cost,
        "bound": min(cost, bound),
        "proven": cost <= bound,
        "gap": max(1, round(100 * (cost - bound) / cost)) if cost > bound else 0,
        "stopped_early": bool(kept.stats.get("stopped_early")),
    }


def weeks_of(kept: KeptRoster, timezone: str, wanted: str) -> tuple[date, date, str, str]:
    """The days shown, ``[first, after)``, and the first days of the part before and the part after, or ""."""
    clock = zone(timezone)
    first, last = (at.astimezone(clock).date() for at in (kept.span.start, kept.span.end - timedelta(minutes=1)))
    step = timedelta(weeks=WEEKS_SHOWN)
    try:
        asked = date.fromisoformat(wanted)
    except ValueError:
        asked = first
    shown = first
    while shown + step <= min(max(asked, first), last):
        shown += step
    earlier = (shown - step).isoformat() if shown > first else ""
    later = (shown + step).isoformat() if shown + step <= last else ""
    return shown, shown + step, earlier, later


def see_days(
    kept: KeptRoster,
    facts: RotaFacts,
    slug: str,
    days: tuple[date, date],
    troubled: frozenset[SlotId],
    holidays: Mapping[date, str],
    now: datetime,
) -> list[dict[str, Any]]:
    """The duties by the day on which they begin, each with its page; ``troubled`` are those that break a rule."""
    clock = zone(facts.region.timezone)
    found: dict[date, list[PlannedShift]] = {}
    for shift in kept.shifts:
        day = shift.span.start.astimezone(clock).date()
        if days[0] <= day < days[1]:
            found.setdefault(day, []).append(shift)
    return [
        {
            "date": day,
            "holiday": holidays.get(day, ""),
            "duties": [
                {**see_duty(shift, facts, slug, kept, now), "troubled": slot_id(shift) in troubled}
                for shift in sorted(shifts, key=lambda each: (each.span.start, _SEATS[each.line.value], each.id))
            ],
        }
        for day, shifts in sorted(found.items())
    ]


def see_duty(shift: PlannedShift, facts: RotaFacts, slug: str, kept: KeptRoster, now: datetime) -> dict[str, Any]:
    """One duty."""
    card = None if shift.person is None else facts.cards.get(shift.person)
    return {
        "href": f"{base_href(slug, kept)}/shifts/{shift.id}",
        "line": shift.line.value,
        "start": shift.span.start,
        "end": shift.span.end,
        "name": "" if shift.person is None else name_of(facts, shift.person),
        "agency": (card.agency_name or "") if card else "",
        "kept": shift.kept,
        "over": shift.span.end <= now,
    }


def see_findings(
    found: Sequence[Finding], question: Question, kept: KeptRoster, facts: RotaFacts, slug: str
) -> dict[str, Any]:
    """What the rules say of a draft: what is broken, one by one, and what is strained, rule by rule."""
    shifts = {slot_id(shift): shift for shift in kept.shifts}
    mine = [each for each in found if not each.settled and (not each.slots or not shifts.keys().isdisjoint(each.slots))]
    broken = [each for each in mine if each.hard]
    words = {rule.name: rule.words() for rule in question.rules}
    costs: dict[str, int] = {}
    for each in mine:
        if each.cost and each.rule != "cover":
            costs[each.rule] = costs.get(each.rule, 0) + each.cost
    return {
        "broken": [see_finding(each, shifts, facts, slug, kept) for each in broken[:MOST_FINDINGS]],
        "more": max(0, len(broken) - MOST_FINDINGS),
        "strained": [
            {"rule": name, "words": words[name], "cost": cost}
            for name, cost in sorted(costs.items(), key=lambda it: -it[1])
        ],
    }


def see_finding(
    each: Finding, shifts: Mapping[SlotId, PlannedShift], facts: RotaFacts, slug: str, kept: KeptRoster
) -> dict[str, Any]:
    """One finding with whom it is about, and the duty at which it can be mended."""
    first = next((shifts[slot] for slot in each.slots if slot in shifts), None)
    return {
        "name": "" if each.person is None else name_of(facts, each.person),
        "words": each.sentence,
        "duty": None if first is None else see_duty(first, facts, slug, kept, kept.made_at),
    }


def troubled(found: Iterable[Finding]) -> frozenset[SlotId]:
    """The duties at which a rule that must be kept is broken."""
    return frozenset(slot for each in found if each.hard and not each.settled for slot in each.slots)
