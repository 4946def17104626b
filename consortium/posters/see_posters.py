"""What the posters' page shows: each part with its sheets, what they say, and why a sentence is missing."""

from typing import Any

from consortium.posters.statement import TOO_SMALL, Sheet, fresh_lines, sheets
from consortium.support.public import Public
from geo import certificate


def see_posters(public: Public) -> dict[str, Any]:
    """The names that ``posters/posters.html`` needs beside what was done and what was wrong."""
    region, found, today = public.desk.facts.region, sheets(public), public.at.date()
    return {
        "parts": [_part(public, sheet) for sheet in found],
        "too_small": "" if found else TOO_SMALL,
        "level": region.service_level,
        "paused": region.paused_at(public.at),
        "opened": region.opened_on is not None,
        "old_lines": [line.name for line in public.lines if line not in fresh_lines(public)],
        "without_code": sum(sheet.code is None for sheet in found),
        "due": [sheet.label for sheet in found if sheet.code is not None and sheet.code.due(today)],
    }


def _part(public: Public, sheet: Sheet) -> dict[str, Any]:
    promised = certificate(sheet.zone, public.desk.facts.region.policy)
    return {
        "id": str(sheet.zone.id),
        "label": sheet.label,
        "departments": list(public.desk.facts.departments_in(sheet.zone)),
        "officers": promised.officers,
        "claim": sheet.claim.kind,
        "why": sheet.claim.why,
        "gap": sheet.claim.gap.start if sheet.claim.gap else None,
        "why_not": sheet.why_not,
        "since": sheet.code.since if sheet.code else None,
        "until": sheet.code.until if sheet.code else None,
    }
