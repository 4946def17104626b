"""Temporary schedules as their pages show them: the list, one, and a look before it counts. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from consortium.duty.missing import fallback, sides_at
from consortium.duty.one_part import of_one_part
from consortium.duty.see_rotations import SOMEBODY
from consortium.duty.store import Temporary
from consortium.duty.tell_changed import what_changed
from consortium.duty.views import RotaFacts
from geo import PersonId
from scheduling import Line, Roster, Schedule, Span, gaps

_NAMES: Final[Mapping[Line, str]] = {Line.PRIMARY: "primary", Line.BACKUP: "backup", Line.CLINICIAN: "clinician"}


def list_temporary(kept: Iterable[Temporary], slug: str, now: datetime) -> list[dict[str, Any]]:
    """All of them, the latest first."""
    return [_row(each, slug, now) for each in kept]


def see_temporary(kept: Temporary, facts: RotaFacts, slug: str, now: datetime) -> dict[str, Any]:
    """One, with its shifts by line."""
    return {**_row(kept, slug, now), "shifts": _shifts(kept.roster, facts)}


def look(roster: Roster, before: RotaFacts, after: RotaFacts) -> dict[str, Any]:
    """What it would do: its shifts, its gaps, and whose duty would be another."""
    during = roster.during
    return {
        "shifts": _shifts(roster, before),
        "gaps": _gaps(roster, after),
        "one_sided": [{"start": each.start, "end": each.end} for each in _of_one_part(after, during)],
        "people": changed(before, before.schedule, after.schedule, during),
    }


def changed(facts: RotaFacts, before: Schedule, after: Schedule, during: Span) -> list[dict[str, Any]]:
    """Everybody whose time on a line would be another, by name, with how much she gains and loses."""
    found = what_changed(before, after, during)
    rows = [
        {
            "name": _name(person, facts),
            "gained": [{"line": line.value, "start": span.start, "end": span.end} for line, span in what.gained],
            "lost": [{"line": line.value, "start": span.start, "end": span.end} for line, span in what.lost],
        }
        for person, what in found.items()
    ]
    return sorted(rows, key=lambda row: str(row["name"]))


def _of_one_part(facts: RotaFacts, during: Span) -> tuple[Span, ...]:
    return of_one_part(facts.schedule, during, sides_at(facts, during.start))


def _gaps(roster: Roster, after: RotaFacts) -> list[dict[str, Any]]:
    found = [(gap, line) for line in Line if line in roster.lines for gap in gaps(after.schedule, line, roster.during)]
    return [
        {
            "what": f"Nobody on call: {_NAMES[line]}",
            "start": gap.start,
            "end": gap.end,
            "instead": fallback(after, line, gap.start),
        }
        for gap, line in sorted(found)
    ]


def _row(kept: Temporary, slug: str, now: datetime) -> dict[str, Any]:
    during = kept.roster.during
    return {
        "href": f"/{slug}/rotations/temporary/{kept.roster.id}",
        "name": kept.name,
        "lines": [line.value for line in Line if line in kept.roster.lines],
        "start": during.start,
        "end": during.end,
        "state": _state(kept, now),
        "count": len(kept.roster.shifts),
    }


def _state(kept: Temporary, now: datetime) -> str:
    if kept.withdrawn:
        return "withdrawn"
    if kept.roster.during.end <= now:
        return "ended"
    return "coming" if kept.roster.during.start > now else "running"


def _shifts(roster: Roster, facts: RotaFacts) -> list[dict[str, Any]]:
    order = {line: number for number, line in enumerate(Line)}
    found = sorted(roster.shifts, key=lambda it: (it.span.start, order[it.line], it.person))
    return [
        {"line": it.line.value, "start": it.span.start, "end": it.span.end, "name": _name(it.person, facts)}
        for it in found
    ]


def _name(person: PersonId, facts: RotaFacts) -> str:
    card = facts.cards.get(person)
    return card.name if card else SOMEBODY
