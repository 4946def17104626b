"""What the page of sister consortia says: how each stands and, while it is in force, what one knows of the other."""

import hmac
from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from consortium.support.facts import Facts
from consortium.support.name_sister import notice_days
from consortium.support.sisters import GuestZone, Link, Sister
from geo import AgencyId, Point, Zone, certificate, miles
from geo.places import point
from geo.standing import middle_of
from scheduling import Span, shifts

_NEAREST: Final = 5
"""Miles are told to the nearest five: the whole is told to about seven."""
_LETTERS: Final = 5
_AROUND: Final = timedelta(days=28)
_NOTHING_READ: Final[dict[str, Any]] = {
    "slug": "",
    "they_stop_at": None,
    "ours": None,
    "left_out": [],
    "theirs": None,
    "people": 0,
    "next_cover": None,
    "takes": False,
    "ready": False,
    "kept_out": 0,
}


def see_sisters(facts: Facts, parties: Mapping[AgencyId, str], now: datetime) -> list[dict[str, Any]]:
    """Every sister that was named, by title."""
    known = {sister.id: sister for sister in facts.sisters}
    found = [
        _sister(facts, known[link.id], link, parties, now) if link.id in known else _unread(facts, link, parties, now)
        for link in facts.links
    ]
    return sorted(found, key=lambda each: str(each["title"]))


def _unread(facts: Facts, link: Link, parties: Mapping[AgencyId, str], now: datetime) -> dict[str, Any]:
    """One whose facts can't be read now: it can still be stopped."""
    return _NOTHING_READ | {
        "id": str(link.id),
        "title": parties.get(link.party, ""),
        "party": parties.get(link.party, ""),
        "state": "unread" if link.holds(now) else "ended",
        "ends_at": link.ends_at,
        "notice_days": notice_days(facts, link, now),
    }


def _sister(facts: Facts, sister: Sister, link: Link, parties: Mapping[AgencyId, str], now: datetime) -> dict[str, Any]:
    ours, theirs = sister.whole(now), sister.guest(now)
    return {
        "id": str(sister.id),
        "title": sister.title,
        "slug": sister.slug,
        "party": parties.get(link.party, ""),
        "state": _state(sister, link, now),
        "ends_at": link.ends_at,
        "they_stop_at": sister.stops_at,
        "notice_days": notice_days(facts, link, now),
        "ours": _size(ours, facts) if ours else None,
        "left_out": _left_out(facts, ours, now),
        "theirs": _size(theirs[1], facts) if theirs else None,
        "people": sister.people(now),
        "next_cover": None if sister.people(now) else sister.next_cover(now),
        "takes": sister.takes(now),
        "ready": sister.ready,
        "kept_out": len(sister.tied),
    }


def _state(sister: Sister, link: Link, now: datetime) -> str:
    """How it stands: ``ended``, ``one_sided``, ``nothing`` (no agreement), ``we_serve``, ``they_serve`` or ``both``."""
    if not link.holds(now):
        return "ended"
    if not sister.says(now):
        return "one_sided"
    ours, theirs = sister.whole(now) is not None, sister.guest(now) is not None
    return {(True, True): "both", (True, False): "they_serve", (False, True): "we_serve"}.get((ours, theirs), "nothing")


def _size(zone: Zone, facts: Facts) -> dict[str, int]:
    promised = certificate(zone, facts.region.policy)
    return {"officers": promised.officers, "departments": promised.departments}


def _left_out(facts: Facts, ours: Zone | None, now: datetime) -> list[str]:
    """Our agencies with an agreement in force that are not in the whole."""
    if ours is None:
        return []
    return sorted(facts.agency_names[agency] for agency in facts.reach.live(now) - ours.agencies)


def on_duty(beyond: Facts, back: Sister, now: datetime, secret: bytes) -> list[dict[str, Any]]:
    """Who may be asked for the sister now, as a consortium lets her know it: a handle and about how many miles.

    A handle is of this pair of consortia and of this turn of duty; nobody can tell from two of them that they are one
    person's. Read in the scope of those who are on duty.
    """
    held = back.guest(now)
    if held is None or not isinstance(held[1], GuestZone):
        return []
    there = point(middle_of(held[1].departments))
    ladder = beyond.ladder(held[1], now, wanted="peer", way="call_peer", without=frozenset(), draw=0)
    began = {
        shift.person: shift.span.start
        for shift in shifts(beyond.schedule, Span(now - _AROUND, now + timedelta(minutes=1)))
        if shift.span.start <= now < shift.span.end
    }
    found = [
        {
            "handle": _handle(secret, back, f"{offer.person} {began.get(offer.person, now.date())}"),
            "miles": _rounded(there, offer.at) if offer.at else None,
        }
        for offer in ladder
    ]
    return sorted(found, key=lambda each: str(each["handle"]))


def _handle(secret: bytes, back: Sister, turn: str) -> str:
    mark = hmac.digest(secret, f"{back.id} {turn}".encode(), "sha256")
    return b32encode(mark).decode()[:_LETTERS]


def _rounded(one: Point, other: Point) -> int:
    return max(_NEAREST, round(miles(one, other) / _NEAREST) * _NEAREST)
