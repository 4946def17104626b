"""An agency's own page: whether its officers are covered tonight, what it lends by duty, and its peers. Pure.

Everything comes from the published rota, the agreements and the papers of the peers. Nothing here knows of a request,
and no figure here could be worked out from one.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol

from agreements import PeerFacts
from consortium.duty.coverage.judge import judge
from consortium.duty.coverage.values import CoverFacts, Kind
from consortium.duty.views import RotaFacts
from consortium.members.values import PeerCard
from geo import AgencyId, Offer, PersonId, Seat, Zone
from scheduling import Span, hours_by_person
from scheduling.spans import EARLIEST
from scheduling.wallclock import instant, zone

DUSK: Final = time(18)
DAWN: Final = time(6)
SOON: Final = timedelta(days=60)
_HOUR: Final = timedelta(hours=1)


class AgencyFacts(CoverFacts, Protocol):
    """What this page needs besides the rota."""

    def able(self, zone: Zone, at: datetime, *, wanted: str, way: str) -> tuple[Offer, ...]:
        """Whoever may be paged for a zone, by seat."""


def see_cover(facts: AgencyFacts, agency: AgencyId, now: datetime) -> dict[str, Any]:
    """Whether somebody on call may serve the agency's part now, and in the night that runs or comes next.

    By the judgement of coverage, so by the level of service; why something is missing is not a head's matter.
    """
    found = part_of(facts, agency, now)
    night = next_night(facts.region.timezone, now)
    if found is None:
        return {"part": "", "night": night, "now": "none", "tonight": "none", "times": []}
    outlook = judge(facts, Span(max(now, night["start"]), night["end"]))
    times = [
        {"state": "off_duty" if gap.others else "none", "start": gap.span.start, "end": gap.span.end}
        for gap in outlook.gaps
        if gap.kind is Kind.ZONE and gap.zone == found.id
    ]
    states = {each["state"] for each in times}
    nothing = "none" in states or not outlook.promised
    tonight = "none" if nothing else "off_duty" if "off_duty" in states else "covered"
    return {
        "part": facts.label(found),
        "night": night,
        "now": cover_at(facts, agency, now),
        "tonight": tonight,
        "times": times,
    }


def part_of(facts: RotaFacts, agency: AgencyId, at: datetime) -> Zone | None:
    """The part of the region in which the agency's officers can ask; ``None`` when there is none now."""
    standing = facts.standing(at)
    zones = standing.plan.zones if standing else ()
    return next((zone for zone in zones if agency in zone.agencies), None)


def cover_at(facts: AgencyFacts, agency: AgencyId, at: datetime) -> str:
    """``covered``: somebody on call may serve; ``off_duty``: only peers who may be rung off duty; ``none``: nobody."""
    found = part_of(facts, agency, at)
    if found is None:
        return "none"
    asked = facts.able(found, at, wanted="peer", way="call_peer")
    reached = [offer for offer in asked if facts.barred(offer.person, found, at) is None]
    if any(offer.seat is not Seat.OFF_DUTY for offer in reached):
        return "covered"
    return "off_duty" if reached else "none"


def next_night(timezone: str, now: datetime) -> dict[str, datetime]:
    """The night that runs, or the coming one: from 6 p.m. to 6 a.m. by the consortium's clock."""
    clock = zone(timezone)
    today = now.astimezone(clock).date()
    first = today - timedelta(days=1) if now < instant(today, DAWN, clock) else today
    return {"start": instant(first, DUSK, clock), "end": instant(first + timedelta(days=1), DAWN, clock)}


def see_own_peers(facts: RotaFacts, agency: AgencyId, now: datetime) -> list[dict[str, Any]]:
    """The people whom the agency lends, by name, with how their papers stand."""
    cards = sorted((card for card in facts.cards.values() if card.agency == agency), key=lambda card: card.name)
    return [_peer(card, facts.peers[card.person], facts, now) for card in cards if card.person in facts.peers]


def see_lent(facts: RotaFacts, agency: AgencyId, now: datetime) -> dict[str, Any]:
    """Hours on duty of the agency's people in the last whole month and in this quarter to date, from the rota.

    A turn counts whole, whether or not anybody called in it: nothing about a request can be read off it.
    """
    clock = zone(facts.region.timezone)
    today = now.astimezone(clock).date()
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    quarter = date(today.year, today.month - (today.month - 1) % 3, 1)
    starts = [instant(day, time(0), clock) for day in (last_month, this_month, quarter)]
    people = {card.person: card.name for card in facts.cards.values() if card.agency == agency}
    months = _hours(facts, people, starts[0], starts[1])
    quarters = _hours(facts, people, starts[2], now)
    rows = [
        {"name": name, "month": _round(months.get(person)), "quarter": _round(quarters.get(person))}
        for person, name in sorted(people.items(), key=lambda pair: pair[1])
    ]
    return {
        "month": last_month,
        "quarter": quarter,
        "today": today,
        "people": rows,
        "month_total": _round(sum(months.values(), timedelta())),
        "quarter_total": _round(sum(quarters.values(), timedelta())),
    }


def _hours(facts: RotaFacts, people: Iterable[PersonId], start: datetime, end: datetime) -> dict[PersonId, timedelta]:
    if end <= max(start, EARLIEST):
        return {}
    found = hours_by_person(facts.schedule, Span(start, end))
    return {person: found[person] for person in people if person in found}


def _round(length: timedelta | None) -> int:
    return round((length or timedelta()) / _HOUR)


def _peer(card: PeerCard, peer: PeerFacts, facts: RotaFacts, now: datetime) -> dict[str, Any]:
    papers = peer.papers.at(now)
    until = peer.in_date_until(now)
    away = any(leave.person == card.person and now in leave.during for leave in facts.schedule.leave)
    return {
        "name": card.name,
        "title": card.title,
        "state": _state(papers, until, now),
        "until": until,
        "away": away and not papers.suspended,
    }


def _state(papers: Any, until: datetime | None, now: datetime) -> str:
    if papers.suspended:
        return "suspended"
    if until is None:
        return "none"
    if not papers.in_date:
        return "lapsed"
    return "soon" if until - now <= SOON else "ok"
