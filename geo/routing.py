"""Whom to ask, in which order, for an officer of one part of the region.

The order depends on the zone, on the offers and on the seed, and on nothing else: no function here can be told the
agency of the one who asks. The caller hands in offers that hold for the whole zone (every agency of it allows the
peer, she is free and on call), and a seed that is random and says nothing about the officer.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, groupby
from random import Random
from statistics import median

from geo.errors import OfferError
from geo.names import AgencyId, PersonId, ZoneId
from geo.places import Point, arc_miles, vector
from geo.policy import Policy
from geo.zones import Department, VerifiedPlan, Zone, recheck

DOORSTEP = 10.0
"""Miles added to each distance, so that a station next door does not outweigh all others."""
MOST_LOAD = 1e6
"""No hours or talks in one period come near this: a larger load is an error."""


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
        at: the station of her home agency; None when no agency lends her (a shared clinician or chaplain).
        load: hours or talks so far, in the same unit for all; 0 or more.
        wanted: she has the role that the officer asked for.

    Raises:
        OfferError: the load is no number from 0 to ``MOST_LOAD``.
    """

    person: PersonId
    seat: Seat
    affiliations: frozenset[AgencyId]
    at: Point | None
    load: float
    wanted: bool

    def __post_init__(self) -> None:
        """Refuse a load that is no load."""
        if not 0 <= self.load <= MOST_LOAD:
            raise OfferError(f"A load is a number from 0 to {MOST_LOAD:.0f}; this one is {self.load}.")


def order(plan: VerifiedPlan, zone: ZoneId, offers: Iterable[Offer], *, seed: int) -> tuple[Offer, ...]:
    """Everybody who may serve the zone, each person once, in the order in which to ask them.

    Those with the wanted role come first; within that, seat after seat; within a seat a draw without replacement
    with the weights of ``serve``. Clinicians are asked only when they are wanted. Whoever is affiliated to an
    agency of the zone, absent ones included, is left out. The order in which offers come does not matter.

    Raises:
        PlanError: the plan has no such zone, or the zone does not keep its promise now.
        OfferError: two offers of one person differ in more than seat and role.
    """
    asked = plan.zone(zone)
    recheck(asked, plan.policy)
    rng = Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    chosen: list[Offer] = []
    for _, group in groupby(_eligible(asked, offers), key=_turn):
        chosen += _drawn(asked, tuple(group), plan.policy, rng)
    return tuple(chosen)


def serve(zone: Zone, offers: Iterable[Offer], policy: Policy) -> dict[PersonId, float]:
    """The chance of each person to be asked first, among offers of one seat; they sum to 1, each above 0.

    A person's weight is closeness times rest. Closeness is 1 / (``DOORSTEP`` + miles)², miles being the
    officer-weighted mean of great-circle miles from the zone's departments to her station; no station counts as
    the median of the others. Rest is mean / (mean + load), mean being the mean load of those who may serve. Nobody's
    chance exceeds ``load_factor`` / number of people; what is above is shared out among the others by weight.
    Whoever is affiliated inside the zone has no chance and is not in the outcome; it is ordered by person.

    Raises:
        OfferError: two offers of one person differ in more than seat and role.
    """
    able = _once_each(sorted(_outside(zone, offers), key=lambda each: each.person.int))
    return dict(zip((each.person for each in able), _chances(zone, able, policy), strict=True))


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


def unserved(plan: VerifiedPlan, offers: Mapping[ZoneId, Collection[Offer]]) -> tuple[ZoneId, ...]:
    """The zones for which ``order`` has nobody, by id.

    Args:
        plan: the zones.
        offers: for each zone those who may serve it; a zone that is missing has none.
    """
    return _with_people(plan, offers, 0)


def thin(plan: VerifiedPlan, offers: Mapping[ZoneId, Collection[Offer]]) -> tuple[ZoneId, ...]:
    """The zones for which ``order`` has one single person, by id. Takes what ``unserved`` takes."""
    return _with_people(plan, offers, 1)


def _with_people(plan: VerifiedPlan, offers: Mapping[ZoneId, Collection[Offer]], number: int) -> tuple[ZoneId, ...]:
    return tuple(zone.id for zone in plan.zones if len(_eligible(zone, offers.get(zone.id, ()))) == number)


def _outside(zone: Zone, offers: Iterable[Offer]) -> list[Offer]:
    """The offers of those who belong to no agency of the zone, as long as no offer contradicts another."""
    inside = zone.inside
    known: dict[int, Offer] = {}
    able: list[Offer] = []
    for each in offers:
        other = known.setdefault(each.person.int, each)
        if other is not each and _facts(other) != _facts(each):
            raise OfferError(f"Two offers of person {each.person} differ in more than seat and role.")
        if each.affiliations.isdisjoint(inside):
            able.append(each)
    return able


def _facts(offer: Offer) -> tuple[object, ...]:
    """What cannot differ between two offers of one person."""
    return (offer.affiliations, offer.at, offer.load)


def _eligible(zone: Zone, offers: Iterable[Offer]) -> list[Offer]:
    """One offer a person, her earliest turn, ordered by turn and person."""
    able = [each for each in _outside(zone, offers) if each.wanted or each.seat is not Seat.CLINICIAN]
    return _once_each(sorted(able, key=lambda each: (*_turn(each), each.person.int)))


def _once_each(offers: Iterable[Offer]) -> list[Offer]:
    """The first offer of each person."""
    first: dict[int, Offer] = {}
    for each in offers:
        first.setdefault(each.person.int, each)
    return list(first.values())


def _turn(offer: Offer) -> tuple[bool, Seat]:
    """Wanted roles first, then by seat."""
    return (not offer.wanted, offer.seat)


def _drawn(zone: Zone, offers: Sequence[Offer], policy: Policy, rng: Random) -> list[Offer]:
    """A weighted draw without replacement: who waits for the shortest exponential time comes first.

    The first is drawn by ``serve``; each next one by what remains of it (Efraimidis and Spirakis 2006).
    """
    waits = [-math.log(1.0 - rng.random()) / chance for chance in _chances(zone, offers, policy)]
    return [offers[index] for index in sorted(range(len(offers)), key=waits.__getitem__)]


def _chances(zone: Zone, offers: Sequence[Offer], policy: Policy) -> list[float]:
    """The chance of each offer, as ``serve`` tells; all may serve, each is another person's."""
    if not offers:
        return []
    mean = math.fsum(each.load for each in offers) / len(offers)
    weights = [
        (mean / (mean + each.load) if mean else 1.0) / (DOORSTEP + far) ** 2
        for each, far in zip(offers, _miles_away(zone, offers), strict=True)
    ]
    return _capped(weights, float(policy.load_factor) / len(offers))


def _miles_away(zone: Zone, offers: Sequence[Offer]) -> list[float]:
    away = _ranging(zone.departments)
    known = [None if each.at is None else away(each.at) for each in offers]
    fallback = median([far for far in known if far is not None] or [0.0])
    return [fallback if far is None else far for far in known]


@lru_cache(maxsize=256)
def _ranging(departments: tuple[Department, ...]) -> Callable[[Point], float]:
    """Mean miles from some departments, each officer counting once; remembered for each station."""
    places = [(vector(each.at), each.weight) for each in departments]
    total = sum(weight for _, weight in places)

    @lru_cache(maxsize=512)
    def away(station: Point) -> float:
        there = vector(station)
        return math.fsum(weight * arc_miles(place, there) for place, weight in places) / total

    return away


def _capped(weights: list[float], cap: float) -> list[float]:
    """Shares of 1 by weight, none above ``cap``: the heaviest are filled to it, the rest share what is left."""
    lightest_first = sorted(range(len(weights)), key=lambda index: weights[index])
    up_to = list(accumulate(weights[index] for index in lightest_first))
    shares, left = [cap] * len(weights), 1.0
    for place in reversed(range(len(weights))):
        if left * weights[lightest_first[place]] <= cap * up_to[place]:
            for index in lightest_first[: place + 1]:
                shares[index] = left * weights[index] / up_to[place]
            break
        left -= cap
    return shares
