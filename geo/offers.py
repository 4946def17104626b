"""Who may be asked now, and who may not serve a part of the region because she belongs to it.

Whether the agreements let somebody serve a part is the caller's matter: a ``Gate`` says so. Nothing here can be told
the agency of the one who asks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from geo.errors import OfferError
from geo.names import AgencyId, PersonId, ZoneId
from geo.places import Point
from geo.zones import VerifiedPlan, Zone

MOST_LOAD = 1e6
"""No hours or talks in one period come near this: a larger load is an error."""

Gate = Callable[[ZoneId, PersonId], bool]
"""Whether every agency of a part lets a person serve it now."""


class Seat(IntEnum):
    """The seats of duty, in the order in which they are asked. OFF_DUTY: ticked "ring me off duty"."""

    PRIMARY = 1
    BACKUP = 2
    CLINICIAN = 3
    OFF_DUTY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A person who may be asked now.

    Attributes:
        affiliations: every agency that she belongs to in any way; empty only for who belongs to none.
        home: the agency that lends her; None when no agency does (a shared clinician or chaplain).
        at: its station; None where there is none.
        load: hours or talks so far, in the same unit for all; 0 or more.
        wanted: she has the role that the officer asked for.

    Raises:
        OfferError: the load is no number from 0 to ``MOST_LOAD``.
    """

    person: PersonId
    seat: Seat
    affiliations: frozenset[AgencyId]
    home: AgencyId | None
    at: Point | None
    load: float
    wanted: bool

    def __post_init__(self) -> None:
        """Refuse a load that is no load."""
        if not 0 <= self.load <= MOST_LOAD:
            raise OfferError(f"A load is a number from 0 to {MOST_LOAD:.0f}; this one is {self.load}.")

    @property
    def turn(self) -> tuple[bool, Seat]:
        """When she is asked: wanted roles first, then by seat."""
        return (not self.wanted, self.seat)


def in_turn(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """One offer a person, her earliest turn, by turn and person; clinicians only where they are wanted.

    Raises:
        OfferError: two offers of one person differ in more than seat and role.
    """
    known: dict[int, Offer] = {}
    first: dict[int, Offer] = {}
    for each in sorted(offers, key=lambda each: (*each.turn, each.person.int)):
        if _facts(known.setdefault(each.person.int, each)) != _facts(each):
            raise OfferError(f"Two offers of person {each.person} differ in more than seat and role.")
        if each.wanted or each.seat is not Seat.CLINICIAN:
            first.setdefault(each.person.int, each)
    return tuple(first.values())


def _facts(offer: Offer) -> tuple[object, ...]:
    """What cannot differ between two offers of one person."""
    return (offer.affiliations, offer.home, offer.at, offer.load)


def able(zone: Zone, offers: Iterable[Offer], may: Gate) -> tuple[Offer, ...]:
    """Those who may serve the zone: outside all its agencies, absent ones included, and let in by the gate."""
    inside = zone.inside
    return tuple(each for each in offers if each.affiliations.isdisjoint(inside) and may(zone.id, each.person))


def same_side(
    primary: Iterable[frozenset[AgencyId]], backup: Iterable[frozenset[AgencyId]], plan: VerifiedPlan
) -> bool:
    """Whether all holders of primary and backup belong to one zone, which then has neither.

    Args:
        primary: the affiliations of each holder of the primary seat now.
        backup: the same for the backup seat.
        plan: the zones.

    Returns:
        False when nobody holds either seat: that is a gap, and told as one.
    """
    holders = (*primary, *backup)
    return bool(holders) and any(not any(holder.isdisjoint(zone.inside) for holder in holders) for zone in plan.zones)


def unserved(plan: VerifiedPlan, offers: Iterable[Offer], may: Gate) -> tuple[ZoneId, ...]:
    """The zones for which ``geo.routing.order`` has nobody, by id."""
    return _with_people(plan, offers, may, 0)


def thin(plan: VerifiedPlan, offers: Iterable[Offer], may: Gate) -> tuple[ZoneId, ...]:
    """The zones for which it has one single person, by id."""
    return _with_people(plan, offers, may, 1)


def _with_people(plan: VerifiedPlan, offers: Iterable[Offer], may: Gate, number: int) -> tuple[ZoneId, ...]:
    people = in_turn(offers)
    return tuple(zone.id for zone in plan.zones if len(able(zone, people, may)) == number)
