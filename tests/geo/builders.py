"""Regions to test with: valid unless a test changes what matters, and Hypothesis strategies for random ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from geo import (
    AgencyId,
    Department,
    Offer,
    PersonId,
    Point,
    Policy,
    Seat,
    VerifiedPlan,
    Zone,
    ZoneId,
    ZonePlan,
    certificate,
    verify,
)
from geo.zones import holds


def tried(times: int) -> settings:
    """So many random examples; slow machines are no failures."""
    return settings(max_examples=times, deadline=None)


def agency(number: int) -> AgencyId:
    return AgencyId(UUID(int=0xA000 + number))


def person(number: int) -> PersonId:
    return PersonId(UUID(int=0xB000 + number))


def zone_id(number: int) -> ZoneId:
    return ZoneId(UUID(int=0xC000 + number))


def ids() -> Callable[[], ZoneId]:
    numbers = iter(range(10_000))
    return lambda: zone_id(next(numbers))


def a_department(number: int, sworn: int = 15, *, lat: float = 44.0, lon: float | None = None) -> Department:
    """Department ``number``; without a longitude they stand in a row, a quarter of a degree apart."""
    return Department(agency(number), Point(lat, -121 + number / 4 if lon is None else lon), sworn)


def a_zone(number: int, numbers: Sequence[int], sworn: int = 15) -> Zone:
    return Zone(zone_id(number), tuple(a_department(each, sworn) for each in numbers))


def a_plan(policy: Policy | None = None, *zones: Zone) -> ZonePlan:
    """Three parts of three departments each, 45 officers in each part, from west to east."""
    return ZonePlan(1, policy or Policy(), zones or tuple(a_zone(z, range(3 * z, 3 * z + 3)) for z in range(3)))


def a_sound_plan() -> VerifiedPlan:
    return verify(a_plan())


def an_offer(
    number: int,
    *homes: int,
    seat: Seat = Seat.PRIMARY,
    load: float = 0.0,
    wanted: bool = True,
    at: Point | None = None,
) -> Offer:
    """Person ``number`` of the agencies ``homes``, at the station of the first unless told otherwise."""
    station = at or (a_department(homes[0]).at if homes else None)
    affiliations = frozenset(agency(home) for home in homes)
    home = agency(homes[0]) if homes else None
    return Offer(
        person=person(number), seat=seat, affiliations=affiliations, home=home, at=station, load=load, wanted=wanted
    )


def freely(_zone: ZoneId, _person: PersonId) -> bool:
    """A gate that lets everybody serve everybody."""
    return True


latitudes = st.integers(4350, 4450).map(lambda hundredths: hundredths / 100)
longitudes = st.integers(-12250, -12050).map(lambda hundredths: hundredths / 100)
points = st.builds(Point, latitudes, longitudes)
slacks: st.SearchStrategy[Fraction | int] = st.sampled_from([1, Fraction(3, 2), 2, Fraction(7, 3), 4])
policies = st.builds(
    Policy,
    crowd=st.sampled_from([2, 5, 12, 20, 40]),
    small=st.sampled_from([0, 10, 25]),
    agency_cap=st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(3, 4), 1]),
    least_departments=st.integers(2, 4),
    slack=slacks,
    headroom=st.sampled_from([1, Fraction(23, 20), Fraction(3, 2)]),
    load_factor=st.sampled_from([1, Fraction(3, 2), 2, 5]),
)


@st.composite
def regions(
    draw: st.DrawFn, *, least: int = 3, most: int = 12, smallest: int = 0, largest: int = 45
) -> tuple[Department, ...]:
    """Departments with distinct agencies; places and sizes may coincide."""
    sizes = draw(st.lists(st.integers(smallest, largest), min_size=least, max_size=most))
    return tuple(Department(agency(number), draw(points), sworn) for number, sworn in enumerate(sizes))


@st.composite
def sound_plans(draw: st.DrawFn, *, smallest: int = 1) -> VerifiedPlan:
    """A random parting into two or three zones, with the strongest policy that it keeps."""
    zones = []
    number = 0
    for index in range(draw(st.integers(2, 3))):
        sizes = draw(st.lists(st.integers(smallest, 30), min_size=3, max_size=5))
        if sum(size > 0 for size in sizes) < 3:
            sizes = [size + 1 for size in sizes]
        members = []
        for sworn in sizes:
            members.append(Department(agency(number), draw(points), sworn))
            number += 1
        zones.append(Zone(zone_id(index), tuple(members)))
    loose = Policy(crowd=2, small=0, agency_cap=1, slack=draw(slacks), load_factor=draw(st.sampled_from([1, 2, 3])))
    crowd = min(certificate(zone, loose).crowd for zone in zones)
    strong = replace(loose, crowd=max(2, crowd), small=25, agency_cap=Fraction(1, 2))
    if crowd < 2 or not all(holds(zone.departments, strong) for zone in zones):
        strong = replace(loose, crowd=max(2, crowd))
    zones = [zone for zone in zones if holds(zone.departments, strong)]
    return verify(ZonePlan(1, strong, tuple(zones)))


@st.composite
def offers_for(draw: st.DrawFn, plan: ZonePlan, *, most: int = 8) -> tuple[Offer, ...]:
    """People of the plan's agencies and of others, some of several, some of none, some in two seats."""
    known = sorted(each for zone in plan.zones for each in zone.inside)
    some = st.frozensets(st.sampled_from([*known, agency(900), agency(901)]), max_size=2)
    offers = []
    for number in range(draw(st.integers(0, most))):
        offer = Offer(
            person=person(number),
            seat=draw(st.sampled_from(Seat)),
            affiliations=draw(some),
            home=None,
            at=draw(st.none() | points),
            load=draw(st.sampled_from([0.0, 0.5, 3.0, 40.0])),
            wanted=draw(st.booleans()),
        )
        offers.append(offer)
        if draw(st.integers(0, 5)) == 0:
            offers.append(replace(offer, seat=draw(st.sampled_from(Seat))))
    return tuple(offers)


@st.composite
def plans_with_offers(draw: st.DrawFn) -> tuple[VerifiedPlan, tuple[Offer, ...]]:
    plan = draw(sound_plans())
    return plan, draw(offers_for(plan))


def two_sound_halves(departments: Sequence[Department], policy: Policy) -> bool:
    """By trying all: whether the departments can be parted into two zones that both keep the policy."""
    return any(
        holds(some, policy) and holds([each for each in departments if each not in some], policy)
        for size in range(1, len(departments))
        for some in combinations(departments, size)
    )


def states(groups: Mapping[AgencyId, str], zone: Zone) -> set[str]:
    return {groups[each] for each in zone.agencies}
