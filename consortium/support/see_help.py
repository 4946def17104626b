"""What the officers' first page shows: the lines, the parts of the region with their numbers, the limits that hold.

Everything on it is public and the same for everybody who opens it, so it is rendered once and kept for some seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from consortium.access.store import Place
from consortium.members.values import CrisisLine, Notice
from consortium.pages import zone_label
from consortium.support.desk import Desk
from consortium.support.see_duty import limits_for, missing_notices
from geo import Zone, best_promise, certificate

FRESH = timedelta(days=180)
_BLURBS = {
    "en": "Suicide and Crisis Lifeline, by call or text, day and night",
    "es": "Línea de Prevención del Suicidio y Crisis, por llamada o texto, de día y de noche",
}
NATIONAL_LINE: Mapping[str, list[dict[str, Any]]] = {
    language: [{"name": "988", "number": "988", "href": "tel:988", "blurb": blurb, "fresh": True, "verified_on": None}]
    for language, blurb in _BLURBS.items()
}
"""What every page shows while a consortium has recorded no line of its own, or the database is away."""
WAYS = ("call_peer", "ring_me", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """The public facts of one consortium at one instant."""

    place: Place
    desk: Desk
    at: datetime

    @property
    def lines(self) -> tuple[CrisisLine, ...]:
        """The crisis lines that the consortium has recorded."""
        return self.desk.facts.lines

    @property
    def notices(self) -> Mapping[tuple[str, str], Notice]:
        """The approved limits, by state and language."""
        return self.desk.facts.notices


def see_help(public: Public, language: str) -> dict[str, Any]:
    """The names that ``support/help.html`` needs, but for the words, the once-key and what was typed."""
    why = why_closed(public)
    parts = [_part(public, zone) for zone in _zones(public)] if why is None else []
    return {
        **frame(public, language),
        "parts": parts,
        "limits": _limits(public, language),
        "ways": [way for way in WAYS if way != "text" or public.desk.facts.region.text_offered],
        "open": why is None,
        "why_closed": why or "",
        "promise": promise(public) if why == "too_small" else 0,
    }


def frame(public: Public, language: str) -> dict[str, Any]:
    """What every officers' page shows."""
    region = public.desk.facts.region
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
        "lines": lines_for(public, language) or NATIONAL_LINE[language],
        "other_language": other,
        "other_language_href": f"/{region.slug}/es/help" if other == "es" else f"/{region.slug}/help",
    }


def lines_for(public: Public, language: str) -> list[dict[str, Any]]:
    """The crisis lines; one that nobody has verified for 180 days stands last and says so."""
    today = public.at.date()
    shown = [
        {
            "name": line.name,
            "number": line.number,
            "href": line.href,
            "blurb": line.blurb_es if language == "es" else line.blurb_en,
            "verified_on": line.verified_on,
            "fresh": today - line.verified_on <= FRESH,
        }
        for line in public.lines
    ]
    return sorted(shown, key=lambda line: not line["fresh"])


def why_closed(public: Public) -> str | None:
    """Why nobody can ask here now, or ``None``: ``paused``, ``not_ready`` or ``too_small``."""
    if public.desk.facts.region.paused:
        return "paused"
    if not any(line["fresh"] for line in lines_for(public, "en")) or public.desk.facts.region.service_level == 1:
        return "not_ready"
    if not _zones(public):
        return "too_small"
    if all(missing_notices(public.desk, zone, public.notices) for zone in _zones(public)):
        return "not_ready"
    return None


def promise(public: Public) -> int:
    """The largest crowd that this region could hide anybody in; 0 if it could not."""
    facts = public.desk.facts
    live = facts.reach.live(public.at)
    return best_promise(
        [each for agency, each in sorted(facts.departments.items()) if agency in live], facts.region.policy
    )


def _zones(public: Public) -> tuple[Zone, ...]:
    standing = public.desk.facts.standing(public.at)
    return standing.plan.zones if standing is not None and len(standing.plan.zones) > 1 else ()


def _part(public: Public, zone: Zone) -> dict[str, Any]:
    facts, promised = public.desk.facts, certificate(zone, public.desk.facts.region.policy)
    served = facts.served(zone, public.at)
    return {
        "id": str(zone.id),
        "label": facts.label(zone),
        "departments": list(facts.departments_in(zone)),
        "crowd": promised.officers,
        "departments_count": promised.departments,
        "covered": served > 0,
        "thin": served == 1,
        "next_cover": None if served else facts.next_cover(zone, public.at),
        "ready": not missing_notices(public.desk, zone, public.notices),
    }


def _limits(public: Public, language: str) -> list[dict[str, Any]]:
    """The limits, each text once, with the parts of the region that it holds for."""
    labels: dict[tuple[str, str], list[str]] = {}
    found: dict[tuple[str, str], Notice] = {}
    for zone in _zones(public):
        for notice in limits_for(public.desk, zone, public.notices, public.at, language):
            key = (notice.state, notice.language)
            found[key] = notice
            labels.setdefault(key, []).append(public.desk.facts.label(zone))
    return [
        {
            "parts": labels[key],
            "state": notice.state,
            "text": notice.text,
            "misconduct": notice.misconduct_duty,
            "approved_by": notice.approved_by,
            "approved_on": notice.approved_on,
            "example": notice.example,
            "language": notice.language,
        }
        for key, notice in sorted(found.items())
    ]
