"""Parts of the region (zones), the check that they keep their promise, and the numbers to show for it.

All officers of a zone look alike to everybody else: what others see depends on the zone alone, and peers come from
outside it. So nothing here or in ``geo.routing`` takes the agency of the one who asks. No words are made here
for officers; ``Certificate`` holds the numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from geo.errors import PlanError, Rule
from geo.names import AgencyId, ZoneId
from geo.places import Point
from geo.policy import Policy, needed_for_department, needed_for_officers


@dataclass(frozen=True, slots=True)
class Department:
    """An agency as officers to hide among: its station, and its sworn officers, counted low.

    Raises:
        PlanError: the number of officers is negative.
    """

    agency: AgencyId
    at: Point
    sworn: int

    def __post_init__(self) -> None:
        """Refuse a department that cannot be counted."""
        if self.sworn < 0:
            raise PlanError(f"A department cannot have {self.sworn} sworn officers.", Rule.DEPARTMENTS)

    @property
    def weight(self) -> int:
        """How much its miles count: its officers, and 1 where none is counted (reserves still ask)."""
        return max(self.sworn, 1)


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the region: departments whose officers hide among each other, ordered by agency.

    Attributes:
        absent: planned agencies without an agreement in force now. They add nothing to the crowd, and their
            people do not serve the zone: an officer of theirs may still be in a talk that is finishing.

    Raises:
        PlanError: it has no department, or one agency twice.
    """

    id: ZoneId
    departments: tuple[Department, ...]
    absent: frozenset[AgencyId] = frozenset()

    def __post_init__(self) -> None:
        """Put the departments in order and refuse a zone that is none."""
        object.__setattr__(self, "departments", tuple(sorted(self.departments, key=lambda each: each.agency)))
        object.__setattr__(self, "absent", frozenset(self.absent))
        if not self.departments:
            raise PlanError("A part of the region needs departments.", Rule.DEPARTMENTS, self.id)
        refuse_twice((*(each.agency for each in self.departments), *sorted(self.absent)), zone=self.id)

    @property
    def agencies(self) -> frozenset[AgencyId]:
        """The agencies that count now: every one of them must allow a peer."""
        return frozenset(each.agency for each in self.departments)

    @property
    def inside(self) -> frozenset[AgencyId]:
        """The agencies whose people never serve this zone, absent ones included."""
        return self.agencies | self.absent

    @property
    def officers(self) -> int:
        """How many officers hide here."""
        return sum(each.sworn for each in self.departments)


@dataclass(frozen=True, slots=True)
class ZonePlan:
    """A version of the parts of the region, ordered by id. Not to be routed on before ``verify``.

    Raises:
        PlanError: an agency stands in two zones, or two zones have one id.
    """

    version: int
    policy: Policy
    zones: tuple[Zone, ...]

    def __post_init__(self) -> None:
        """Put the zones in order and refuse overlaps."""
        object.__setattr__(self, "zones", tuple(sorted(self.zones, key=lambda each: each.id)))
        ids = [each.id for each in self.zones]
        if len(set(ids)) < len(ids):
            raise PlanError("Two parts of the region have the same id.", Rule.OVERLAP)
        refuse_twice(agency for zone in self.zones for agency in sorted(zone.inside))

    def zone(self, zone: ZoneId) -> Zone:
        """The zone of that id.

        Raises:
            PlanError: the plan has none.
        """
        for each in self.zones:
            if each.id == zone:
                return each
        raise PlanError("This plan has no such part of the region.", Rule.UNKNOWN, zone)


class VerifiedPlan(ZonePlan):
    """A plan whose every zone keeps its promise. It cannot be made otherwise: making one checks it.

    One zone, or none, is sound too; whether anybody may serve a zone is told by ``geo.routing.unserved``.

    Raises:
        PlanError: a zone breaks the inequality or mixes too few departments.
    """

    __slots__ = ()

    def __post_init__(self) -> None:
        """Refuse a plan that breaks its promise anywhere."""
        ZonePlan.__post_init__(self)
        for zone in self.zones:
            recheck(zone, self.policy)


def verify(plan: ZonePlan) -> VerifiedPlan:
    """The same plan, checked at load, as the one type that can be routed on.

    Raises:
        PlanError: the first zone, by id, that breaks its promise.
    """
    return VerifiedPlan(plan.version, plan.policy, plan.zones)


def recheck(zone: Zone, policy: Policy) -> None:
    """Refuse a zone that does not keep the promise now. Microseconds: done before every route.

    Raises:
        PlanError: which rule it breaks, with the numbers.
    """
    breach = find_breach(zone.departments, policy)
    if breach is not None:
        rule, why = breach
        raise PlanError(why, rule, zone.id)


def holds(departments: Iterable[Department], policy: Policy) -> bool:
    """Whether these departments together keep the promise."""
    return find_breach(departments, policy) is None


def find_breach(departments: Iterable[Department], policy: Policy) -> tuple[Rule, str] | None:
    """The first rule that these departments together break, and why; None when they keep the promise.

    Departments without a counted officer neither add to the crowd nor count as departments.
    """
    sizes = [each.sworn for each in departments]
    officers, mixed = sum(sizes), sum(size > 0 for size in sizes)
    if mixed < policy.least_departments:
        return Rule.DEPARTMENTS, (
            f"This part of the region mixes {mixed} departments that have officers; "
            f"it needs at least {policy.least_departments}."
        )
    needed = max(needed_for_officers(size, policy) for size in sizes)
    if officers < needed:
        return Rule.CROWD, (
            f"This part of the region has {officers} officers; to hide each among {policy.crowd} it needs {needed}."
        )
    needed = max(needed_for_department(size, policy) for size in sizes)
    if officers < needed:
        return Rule.SMALL, (
            f"This part of the region has {officers} officers; with {needed} no small department would stand out in it."
        )
    return None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a zone promises, for any number of requests and whoever puts together what they saw.

    Attributes:
        officers: officers in the zone.
        departments: its departments that have officers.
        crowd: nobody's chance to be the one who asked is above 1/crowd; rounded down.
        largest_department: the most that anybody can be sure of a department.
        largest_small: the same among small departments; 0 when there is none.
    """

    officers: int
    departments: int
    crowd: int
    largest_department: Fraction
    largest_small: Fraction


def certificate(zone: Zone, policy: Policy) -> Certificate:
    """The numbers of a zone, exact, under the worst belief that the policy's slack admits."""
    slack, officers = Fraction(policy.slack), zone.officers
    sizes = [each.sworn for each in zone.departments]
    surest = {size: slack * size / (slack * size + officers - size) for size in sizes if size}
    return Certificate(
        officers=officers,
        departments=sum(size > 0 for size in sizes),
        crowd=hidden_among(sizes, policy),
        largest_department=max(surest.values(), default=Fraction(0)),
        largest_small=max((surest[size] for size in surest if size <= policy.small), default=Fraction(0)),
    )


def hidden_among(sizes: Sequence[int], policy: Policy) -> int:
    """The crowd that departments of these sizes make: 1 / the worst belief about an officer, rounded down.

    It is at least k exactly when their sum is at least ``needed_for_officers`` of each at crowd k.
    """
    slack, officers = policy.slack, sum(sizes)
    return min(size + (officers - size) * slack.denominator // slack.numerator for size in sizes)


def refuse_twice(agencies: Iterable[AgencyId], *, zone: ZoneId | None = None) -> None:
    """Refuse a plan in which an agency stands twice.

    Raises:
        PlanError: the first agency that does.
    """
    seen: set[AgencyId] = set()
    for agency in agencies:
        if agency in seen:
            raise PlanError(f"Agency {agency} stands in the plan twice.", Rule.OVERLAP, zone)
        seen.add(agency)
