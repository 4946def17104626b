"""What the officers' first page shows: the lines, the parts of the region with their numbers, the limits that hold.

Everything on it is public and the same for everybody who opens it, so it is rendered once and kept for some seconds.
"""

from datetime import time, timedelta
from typing import Any

from consortium.duty.coverage.promised import CALL_BACK, SET_HOURS
from consortium.members.hours import Hours, next_opening
from consortium.members.us_states import state_name
from consortium.members.values import Notice
from consortium.support.help_frame import frame
from consortium.support.protection import Across, across_in
from consortium.support.public import Answering, Public, label_of, promise, served_by, wholes_of
from consortium.support.see_duty import limits_for, missing_notices
from consortium.support.sisters import Sister
from consortium.support.why_closed import why_closed
from geo import Zone, certificate

WAYS = ("call_peer", "ring_me", "text")


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


def _texts(public: Public) -> bool:
    """Whether texts are offered for a line: by us, and by who answers where all of us are one."""
    return public.desk.facts.region.text_offered and all(each.sister.text for each in wholes_of(public))


def _parts(public: Public) -> list[dict[str, Any]]:
    own = [_part(public, zone) for zone in public.parts]
    return own or [_line(public, each) for each in wholes_of(public)]


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
        "again": facts.asked_before(zone),
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
        "again": facts.asked_before(zone),
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
    for zone in public.parts:
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
    found = (served_by(public, zone.id) for zone in public.parts)
    return [(label_of(public, by), by.sister) for by in (*found, *wholes_of(public)) if by is not None]
