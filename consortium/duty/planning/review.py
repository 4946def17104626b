"""What publishing a plan, or withdrawing it, would change: who gains, who loses, who is told, which gaps stay. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from consortium.duty.missing import fallback
from consortium.duty.see_shifts import name_of
from consortium.duty.tell_changed import what_changed
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Line, Schedule, Span, gaps, shifts
from scheduling.fairness import Weights, burdens, expected

MOST_TIMES: Final = 6
MOST_GAPS: Final = 20


def see_changes(
    facts: RotaFacts, before: Schedule, after: Schedule, span: Span, *, told: Collection[PersonId]
) -> dict[str, Any]:
    """Everybody whose duty would not be the same, by name; ``told`` are those whom a mail would reach."""
    changed = what_changed(before, after, span)
    people = [
        {
            "name": name_of(facts, person),
            "gained": _times(what.gained),
            "lost": _times(what.lost),
            "told": person in told,
        }
        for person, what in changed.items()
    ]
    return {
        "people": sorted(people, key=lambda each: str(each["name"])),
        "told": sum(1 for person in changed if person in told),
    }


def see_gaps(
    facts: RotaFacts, before: Schedule, after: Schedule, span: Span, lines: Collection[Line]
) -> dict[str, Any]:
    """The time in which nobody would be on these lines, and whether somebody is on them now."""
    then = facts.with_schedule(after)
    found = [
        {
            "line": line.value,
            "start": gap.start,
            "end": gap.end,
            "instead": fallback(then, line, gap.start),
            "new": not any(each.contains(gap) for each in gaps(before, line, span)),
        }
        for line in Line
        if line in lines
        for gap in gaps(after, line, span)
    ]
    found.sort(key=lambda each: (each["start"], each["line"]))
    return {"gaps": found[:MOST_GAPS], "more": max(0, len(found) - MOST_GAPS)}


def see_fairness(
    facts: RotaFacts,
    before: Schedule,
    after: Schedule,
    year: Span,
    weights: Weights,
    shares: Sequence[Mapping[PersonId, float]],
) -> list[dict[str, Any]]:
    """Weighted hours of ``year``, before and after, of those for whom they change; who changes most comes first.

    ``shares`` are of people who are weighed against each other: peers apart, clinicians apart.
    """
    old, new = (burdens(shifts(each, year), weights) for each in (before, after))
    share = {person: hours for each in shares for person, hours in expected(new, each).items()}
    rows = []
    for person in sorted(old.keys() | new.keys()):
        was, then = (round(each[person].weighted) if person in each else 0 for each in (old, new))
        if was != then:
            rows.append(
                {
                    "name": name_of(facts, person),
                    "before": was,
                    "after": then,
                    "share": round(share.get(person, 0.0)),
                    "more": then - round(share.get(person, 0.0)),
                }
            )
    return sorted(rows, key=lambda row: (-abs(row["after"] - row["before"]), row["name"]))


def _times(times: tuple[tuple[Line, Span], ...]) -> dict[str, Any]:
    return {
        "times": [{"line": line.value, "start": span.start, "end": span.end} for line, span in times[:MOST_TIMES]],
        "more": max(0, len(times) - MOST_TIMES),
        "count": len(times),
    }
