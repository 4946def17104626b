"""What stands on every officers' page: whose it is, and the crisis lines that somebody has rung."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consortium.members.line_age import Age, age_of, counts
from consortium.members.values import CrisisLine, Region
from consortium.pages import zone_label
from consortium.support.public import Public

_BLURBS = {
    "en": "Suicide and Crisis Lifeline, by call or text, day and night",
    "es": "Línea de Prevención del Suicidio y Crisis, por llamada o texto, de día y de noche",
}
NATIONAL_LINE: Mapping[str, list[dict[str, Any]]] = {
    language: [{"name": "988", "number": "988", "href": "tel:988", "blurb": blurb, "fresh": True, "verified_on": None}]
    for language, blurb in _BLURBS.items()
}
"""What every page shows while a consortium has recorded no line of its own, or the database is away."""


def frame(public: Public, language: str) -> dict[str, Any]:
    """What every officers' page shows."""
    return frame_of(public.desk.facts.region, public.lines, public.at, language)


def frame_of(region: Region, lines: tuple[CrisisLine, ...], at: datetime, language: str) -> dict[str, Any]:
    """The same from nothing but the region and its lines, for when no more than that can be read."""
    other = "es" if language == "en" else "en"
    return {
        "consortium": {
            "title": region.title,
            "slug": region.slug,
            "timezone": region.timezone,
            "state_network": region.state_network,
        },
        "demo": region.invented,
        "zone_label": zone_label(region.timezone, language=language),
        "lines": lines_shown(lines, at, language) or NATIONAL_LINE[language],
        "other_language": other,
        "other_language_href": f"/{region.slug}/es/help" if other == "es" else f"/{region.slug}/help",
    }


def lines_for(public: Public, language: str) -> list[dict[str, Any]]:
    """The crisis lines that somebody has rung; one that nobody rang for 180 days stands last and says so."""
    return lines_shown(public.lines, public.at, language)


def lines_shown(lines: tuple[CrisisLine, ...], at: datetime, language: str) -> list[dict[str, Any]]:
    """The same, of these lines."""
    today = at.date()
    shown = [
        {
            "name": line.name,
            "number": line.number,
            "href": line.href,
            "blurb": line.blurb_es if language == "es" else line.blurb_en,
            "verified_on": line.verified_on,
            "fresh": counts(line.verified_on, today),
        }
        for line in lines
        if age_of(line.verified_on, today) is not Age.NEVER
    ]
    return sorted(shown, key=lambda line: not line["fresh"])
