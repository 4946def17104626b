"""The page of missing cover: two weeks in words, ninety days as a table, what is meant, shifts to confirm. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from agreements import Why
from consortium.duty.coverage.checks import Check, State
from consortium.duty.coverage.values import Bar, CoverFacts, Gap, Kind, Meant, Outlook, Reason, hours_of
from consortium.duty.coverage.words import instead, meant_what, what, why
from consortium.duty.links import change_href
from geo import PersonId, ZoneId
from scheduling import Line, Span
from scheduling.spans import LATEST
from scheduling.wallclock import instant, zone

SOON: Final = timedelta(days=14)
MOST_LATER: Final = 60
MOST_THIN: Final = 20
_DESIGNATION: Final = frozenset({Why.NOT_DESIGNATED, Why.DESIGNATION_ENDED, Why.DESIGNATION_NOT_YET})
_PERSONAL: Final = frozenset(
    {
        Why.PEER_SUSPENDED,
        Why.NO_LICENCE,
        Why.UNTRAINED,
        Why.TRAINING_LAPSED,
        Why.TOO_FEW_HOURS,
        Why.TOO_FEW_THIS_YEAR,
    }
)


def see_coverage(outlook: Outlook, facts: CoverFacts, meant: Iterable[Meant]) -> dict[str, Any]:
    """The names that ``duty/coverage.html`` takes from the judgement."""
    slug, soon = facts.region.slug, outlook.window.start + SOON
    near = [gap for gap in outlook.gaps if gap.span.start < soon]
    later = [gap for gap in outlook.gaps if gap.span.start >= soon]
    said = [gap for gap in outlook.meant if gap.span.start < soon]
    return {
        "soon": [_gap(gap, facts, slug) for gap in near],
        "later": [_gap(gap, facts, slug) for gap in later[:MOST_LATER]],
        "rest": max(0, len(later) - MOST_LATER),
        "thin": [_gap(gap, facts, slug) for gap in outlook.thin if gap.span.start < soon][:MOST_THIN],
        "count": len(outlook.gaps),
        "meant_count": len(outlook.meant),
        "meant_soon": [_gap(gap, facts, slug) for gap in said],
        "columns": _columns(outlook),
        "weeks": _weeks(outlook, facts.region.timezone, slug),
        "declared": [_declared(each, outlook) for each in meant],
    }


def see_checks(checks: Iterable[Check], facts: CoverFacts, now: datetime) -> list[dict[str, Any]]:
    """The messages before shifts, those not confirmed first; ``state`` is as the page's words know it."""
    shown = [
        {
            "person": str(check.person),
            "name": _name(facts, check.person),
            "line": check.line.value,
            "start": check.during.start,
            "running": check.during.start <= now,
            "state": check.state.value,
            "why": check.why,
            "ask_at": check.ask_at,
            "red": check.state in {State.ASKED, State.FAILED},
        }
        for check in checks
        if check.during.end > now
    ]
    return sorted(shown, key=lambda each: (not each["red"], each["start"], each["name"]))


def _gap(gap: Gap, facts: CoverFacts, slug: str) -> dict[str, Any]:
    href, mend = _mend(gap, facts, slug)
    return {
        "kind": gap.kind.value,
        "what": what(gap),
        "why": why(gap, facts),
        "instead": instead(gap, facts),
        "start": gap.span.start,
        "end": gap.span.end,
        "href": href,
        "mend": mend,
    }


def _mend(gap: Gap, facts: CoverFacts, slug: str) -> tuple[str, str]:
    """Where this is mended, and which words the link bears: fill, designate, person, agency or look."""
    if gap.kind is Kind.SEAT and gap.line:
        return change_href(slug, gap.line, gap.span), "fill"
    for reason in gap.reasons:
        found = _at_root(reason, slug)
        if found is not None:
            return found
    day = gap.span.start.astimezone(zone(facts.region.timezone)).date()
    return f"/{slug}/schedule/{day}", "look"


def _at_root(reason: Reason, slug: str) -> tuple[str, str] | None:
    barred = reason.barred
    if barred.gate in _DESIGNATION:
        return f"/{slug}/designations", "designate"
    if barred.gate in _PERSONAL or barred.bar in {Bar.UNPROVED, Bar.NO_MAIL, Bar.NO_NUMBER}:
        return f"/{slug}/people/{reason.person}", "person"
    if barred.gate and barred.gate != Why.OWN_AGENCY and barred.agency:
        return f"/{slug}/agencies/{barred.agency}", "agency"
    return None


def _columns(outlook: Outlook) -> list[dict[str, str]]:
    parts = dict(outlook.zones) | {gap.zone: gap.label for gap in outlook.gaps if gap.zone is not None}
    lines = [{"kind": "line", "key": line.value, "label": ""} for line in Line]
    return lines + [
        {"kind": "zone", "key": str(key), "label": label}
        for key, label in sorted(parts.items(), key=lambda pair: pair[1])
    ]


def _weeks(outlook: Outlook, timezone: str, slug: str) -> list[dict[str, Any]]:
    """Each week from Monday to Monday, with the hours that are missing in it, by line and by part."""
    home = zone(timezone)
    first = outlook.window.start.astimezone(home).date()
    monday, rows = first - timedelta(days=first.weekday()), []
    while (start := instant(monday, time(0), home)) < outlook.window.end:
        following = monday + timedelta(days=7)
        span = Span(start, instant(following, time(0), home))
        rows.append(
            {
                "first_day": monday,
                "last_day": following - timedelta(days=1),
                "href": f"/{slug}/schedule/{monday}",
                "cells": [_cell(outlook, span, column) for column in _columns(outlook)],
            }
        )
        monday = following
    return rows


def _cell(outlook: Outlook, span: Span, column: Mapping[str, str]) -> dict[str, int]:
    """Whole hours, rounded up: with nobody, in part, and meant."""
    return {
        "hours": _whole(hours_of(_in(outlook.gaps, column, {Kind.SEAT, Kind.ZONE}), span)),
        "part": _whole(hours_of(_in(outlook.gaps, column, {Kind.PART}), span)) if column["kind"] == "line" else 0,
        "meant": _whole(hours_of(_in(outlook.meant, column, {Kind.SEAT, Kind.ZONE}), span)),
    }


def _in(gaps: Iterable[Gap], column: Mapping[str, str], kinds: set[Kind]) -> Sequence[Gap]:
    key = column["key"]
    of_line = column["kind"] == "line"
    return [gap for gap in gaps if gap.kind in kinds and (gap.line == key if of_line else str(gap.zone or "") == key)]


def _whole(hours: float) -> int:
    return -int(-hours // 1)


def _declared(meant: Meant, outlook: Outlook) -> dict[str, Any]:
    labels: dict[object, str] = dict(outlook.zones)
    known = meant.zone is None or meant.zone in labels
    return {
        "id": str(meant.id),
        "what": meant_what(meant, labels),
        "line": meant.line.value if meant.line else "",
        "known": known,
        "start": meant.during.start,
        "end": None if meant.during.end == LATEST else meant.during.end,
        "why": meant.why,
        "over": meant.during.end <= outlook.window.start,
        "hours": _whole(hours_of((gap for gap in outlook.meant if meant.covers(gap)), outlook.window)),
    }


def _name(facts: CoverFacts, person: PersonId) -> str:
    card = facts.cards.get(person)
    return card.name if card else ""


def choices(outlook: Outlook) -> list[tuple[str, str]]:
    """What a gap can be said to be meant of, as the form's values: lines, then parts with their labels."""
    lines = [(f"line:{line.value}", "") for line in Line]
    return lines + [(f"zone:{key}", label) for key, label in outlook.zones]


def chosen(value: str) -> tuple[Line | None, ZoneId | None]:
    """The line or part that a form's value names; neither, if it is none of ours."""
    kind, _, key = value.partition(":")
    try:
        return (Line(key), None) if kind == "line" else (None, ZoneId(UUID(key)) if kind == "zone" else None)
    except ValueError:
        return None, None


def days_of(first: date, last: date | None, timezone: str) -> tuple[datetime, datetime | None]:
    """From the midnight of the first day to the midnight after the last; ``None``: without an end."""
    home = zone(timezone)
    end = None if last is None else instant(last + timedelta(days=1), time(0), home)
    return instant(first, time(0), home), end
