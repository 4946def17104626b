"""What a poster may say about when somebody answers: never more than the rota of the next 28 days keeps. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from consortium.duty.missing import pieces
from consortium.members.hours import open_spans
from consortium.support.facts import Facts
from geo import Seat, Zone
from scheduling import Line, Span, gaps
from scheduling.spans import union

AHEAD: Final = timedelta(days=28)
_ON_CALL: Final = frozenset({Seat.PRIMARY, Seat.BACKUP})


@dataclass(frozen=True, slots=True)
class Claim:
    """What a part's posters may say of the service.

    Attributes:
        kind: ``day_and_night``, ``hours``, ``call_back`` or ``nothing``.
        why: why it is nothing, or empty: ``level_one``, ``gap``, ``no_hours``, ``no_time``.
        gap: the first time in the next 28 days that breaks the claim; only with ``gap``.
    """

    kind: str
    why: str = ""
    gap: Span | None = None


def claim_for(facts: Facts, zone: Zone, at: datetime) -> Claim:
    """The claim of this part's posters, by the service level and the rota of the next 28 days."""
    level, region = facts.region.service_level, facts.region
    if level == 1:
        return Claim("nothing", "level_one")
    if level == 2 and region.call_back_minutes is None:
        return Claim("nothing", "no_time")
    if level == 3 and not region.hours:
        return Claim("nothing", "no_hours")
    empty = unserved(facts, zone, Span(at, at + AHEAD))
    if level == 2:
        longest = timedelta(minutes=region.call_back_minutes or 0)
        return _unless(tuple(each for each in empty if each.length > longest), "call_back")
    if level == 3:
        opened = open_spans(region.hours, region.timezone, Span(at, at + AHEAD))
        return _unless(tuple(each for each in empty if any(each.overlaps(span) for span in opened)), "hours")
    return _unless(empty, "day_and_night")


def unserved(facts: Facts, zone: Zone, window: Span) -> tuple[Span, ...]:
    """When nobody is on primary, or nobody who is on call may serve this part; ordered, half-open.

    Who has only ticked "ring me off duty" does not count: that is no promise.
    """
    nobody = [piece for piece in pieces(facts, window) if not _served(facts, zone, piece.start)]
    return union([*nobody, *gaps(facts.schedule, Line.PRIMARY, window)])


def _served(facts: Facts, zone: Zone, at: datetime) -> bool:
    return any(offer.seat in _ON_CALL for offer in facts.able(zone, at, wanted="peer", way="call_peer"))


def _unless(broken: tuple[Span, ...], kind: str) -> Claim:
    return Claim("nothing", "gap", broken[0]) if broken else Claim(kind)
