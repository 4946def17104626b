"""What the officers' first page shows: the lines, the parts of the region with their numbers, the limits that hold.

Everything on it is public and the same for everybody who opens it, so it is rendered once and kept for some seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from consortium.access.store import Place
from consortium.members.hours import Hours, is_open, next_opening
from consortium.members.line_age import Age, age_of, counts
from consortium.members.us_states import state_name
from consortium.members.values import CrisisLine, Notice, Region
from consortium.pages import zone_label
from consortium.support.desk import Desk
from consortium.support.protection import Across, across_in
from consortium.support.see_duty import limits_for, missing_notices
from consortium.support.sisters import Sister
from geo import Zone, best_promise, certificate

DIRECTORY, CALL_BACK, SET_HOURS = 1, 2, 3
"""Levels of service (decision 17); round the clock is 4."""
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


class Answering(NamedTuple):
    """A sister consortium whose peers may be asked for us, we as one whole, and the line that was chosen.

    The whole is told to her. Who chose the line hides in the line only: which lines go to her is known to everybody.
    """

    sister: Sister
    whole: Zone
    line: Zone


def see_help(public: Public, language: str) -> dict[str, Any]:
    """The names that ``support/help.html`` needs, but for the words, the once-key and what was typed."""
    why = why_closed(public)
    parts = _parts(public) if why is None else []
    return {
        **frame(public, language),
        "parts": parts,
        "limits": _limits(public, language),
        "ways": [way for way in WAYS if way != "text" or _texts(public)],
        "open": why is None,
        "why_closed": why or "",
        "promise": promise(public) if why == "too_small" else 0,
        "least": public.desk.facts.region.policy.crowd,
        **_service(public),
    }


def _service(public: Public) -> dict[str, Any]:
    """What the level of service and a pause make the page say: never more than the consortium has settled."""
    region = public.desk.facts.region
    level, hours, minutes = region.service_level, region.hours, region.call_back_minutes
    return {
        "call_back": timedelta(minutes=minutes) if level == CALL_BACK and minutes else None,
        "hours": _by_hours(hours) if level == SET_HOURS else [],
        "opens": next_opening(hours, region.timezone, public.at) if level == SET_HOURS else None,
        "pause_until": region.paused_until,
        "pause_reason": region.pause_reason,
    }


def _by_hours(hours: tuple[Hours, ...]) -> list[dict[str, Any]]:
    """The weekdays that share their hours, together, from Monday on; days are numbers, 0 for Monday."""
    shared: dict[tuple[time, time], list[int]] = {}
    for each in hours:
        shared.setdefault((each.opens, each.closes), []).append(each.weekday)
    return [
        {"days": days, "opens": opens, "closes": closes, "all_day": Hours(0, opens, closes).all_day}
        for (opens, closes), days in shared.items()
    ]


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


def why_closed(public: Public) -> str | None:
    """Why nobody can ask here now, or ``None``.

    ``not_open`` (set up, but not opened), ``directory`` (this level of service asks nobody), ``paused``, ``not_ready``
    (no line or no notice to rely on), ``too_small`` or ``hours`` (closed at this hour).
    """
    return _settled(public) or _unready(public) or _out_of_hours(public)


def _settled(public: Public) -> str | None:
    """What the people who run it have settled."""
    region = public.desk.facts.region
    if region.opened_on is None:
        return "too_small" if _too_few(public) else "not_open"
    if region.service_level == DIRECTORY:
        return "directory"
    return "paused" if region.paused_at(public.at) else None


def _too_few(public: Public) -> bool:
    """Whether the agencies in force could not keep the promise, however the region were parted."""
    live = public.desk.facts.reach.live(public.at)
    return (
        bool(live)
        and not _zones(public)
        and not _wholes(public)
        and promise(public) < public.desk.facts.region.policy.crowd
    )


def _unready(public: Public) -> str | None:
    """What would harm: no line that was rung, nobody hidden, no limits that somebody approved."""
    if not any(line["fresh"] for line in lines_for(public, "en")):
        return "not_ready"
    zones, wholes = _zones(public), _wholes(public)
    if not zones and not wholes:
        return "too_small"
    bare = all(missing_notices(public.desk, zone, public.notices) for zone in zones)
    if bare and not wholes:
        return "not_ready"
    return "paused" if wholes and not any(each.sister.takes(public.at) for each in wholes) else None


def _out_of_hours(public: Public) -> str | None:
    region = public.desk.facts.region
    closed = region.service_level == SET_HOURS and not is_open(region.hours, region.timezone, public.at)
    return "hours" if closed else None


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


def _sisters(public: Public) -> tuple[Answering, ...]:
    """The sister consortia that may serve us as one whole now."""
    found = ((sister, sister.whole(public.at)) for sister in public.desk.facts.sisters)
    return tuple(Answering(sister, whole, whole) for sister, whole in found if whole is not None and sister.ready)


def _wholes(public: Public) -> tuple[Answering, ...]:
    """Those of them that stand on the page as a line: where nobody here is outside, all of us are one line.

    One whose service takes no request is left out, unless all are like that: then nobody can be asked here.
    """
    found = () if _zones(public) else _sisters(public)
    return tuple(each for each in found if each.sister.takes(public.at)) or found


def served_by(public: Public, part: UUID) -> Answering | None:
    """The sister consortium by whose peers this line is answered now; ``None`` where it is by our own.

    A part of our own goes there while nobody here may be asked for it and somebody there may. It is the line and the
    rota that decide, and both are known to everybody. It is told there as all of us, which holds the part.
    """
    zone = next((each for each in _zones(public) if each.id == part), None)
    if zone is None:
        return next((each for each in _wholes(public) if each.sister.id == part), None)
    if public.desk.facts.served(zone, public.at):
        return None
    able = (each._replace(line=zone) for each in _sisters(public) if each.sister.people(public.at))
    return next((each for each in able if zone.agencies <= each.whole.agencies), None)


def _texts(public: Public) -> bool:
    """Whether texts are offered for a line: by us, and by who answers where all of us are one."""
    return public.desk.facts.region.text_offered and all(each.sister.text for each in _wholes(public))


def _parts(public: Public) -> list[dict[str, Any]]:
    own = [_part(public, zone) for zone in _zones(public)]
    return own or [_line(public, each) for each in _wholes(public)]


def label_of(public: Public, by: Answering) -> str:
    """What the line is called: all of us go by the consortium's name."""
    facts = public.desk.facts
    return facts.region.title if by.line is by.whole else facts.label(by.line)


def _line(public: Public, by: Answering) -> dict[str, Any]:
    """A line that a sister consortium's peers answer."""
    facts, zone = public.desk.facts, by.line
    promised = certificate(zone, facts.region.policy)
    people = by.sister.people(public.at)
    return {
        "id": str(zone.id),
        "label": label_of(public, by),
        "departments": list(facts.departments_in(zone)),
        "crowd": promised.officers,
        "departments_count": promised.departments,
        "covered": people > 0,
        "thin": people == 1,
        "next_cover": None if people else by.sister.next_cover(public.at),
        "ready": True,
        "by": by.sister.title,
    }


def _part(public: Public, zone: Zone) -> dict[str, Any]:
    by = served_by(public, zone.id)
    if by is not None:
        return _line(public, by)
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
        "by": "",
    }


def _limits(public: Public, language: str) -> list[dict[str, Any]]:
    """The limits, each text once, with the parts of the region that it holds for."""
    labels: dict[tuple[str, str], list[str]] = {}
    found: dict[tuple[str, str], Notice] = {}
    told: dict[tuple[str, str], Across] = {}
    for zone in _zones(public):
        for notice in limits_for(public.desk, zone, public.notices, public.at, language):
            key = (notice.state, notice.language)
            found[key] = notice
            labels.setdefault(key, []).append(public.desk.facts.label(zone))
            told[key] = told.get(key) or across_in(public.desk.facts, zone, notice.state, public.at)
    for label, sister in _by_sisters(public):
        for state in sorted({state for state, _ in sister.notices}):
            notice = sister.notices.get((state, language)) or sister.notices[state, "en"]
            key = (notice.state, notice.language)
            found.setdefault(key, notice)
            labels[key] = sorted({*labels.get(key, ()), label})
            told[key] = told.get(key) or Across(sister.across.get(state, ""))
    return [
        {
            "parts": labels[key],
            "state": state_name(notice.state),
            "across": told[key].value,
            "text": notice.text,
            "misconduct": notice.misconduct_duty,
            "approved_by": notice.approved_by,
            "approved_on": notice.approved_on,
            "example": notice.example,
            "language": notice.language,
        }
        for key, notice in sorted(found.items())
    ]


def _by_sisters(public: Public) -> list[tuple[str, Sister]]:
    """The lines that a sister consortium's peers answer now, by label."""
    found = (served_by(public, zone.id) for zone in _zones(public))
    return [(label_of(public, by), by.sister) for by in (*found, *_wholes(public)) if by is not None]
