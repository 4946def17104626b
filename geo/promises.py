"""The most that a few agencies can promise, for any number of requests and for one single request; what is missing.

Two parts are the least that can be: each is served from the other. So what two halves can keep is what can be promised
for good; the greatest crowd of one request is a yardstick, as a second request undoes it (``geo.one_request``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from statistics import median_low
from uuid import UUID

from geo.halves import sound_halves
from geo.hilbert import along_curve
from geo.names import AgencyId, ZoneId
from geo.one_request import max_k
from geo.partition import best_promise, designed_for, first_partition
from geo.policy import Policy
from geo.standing import NO_GROUPS
from geo.transport import Bools, Floats
from geo.zones import Department

MOST_MORE = 40
"""So many agencies more are tried."""


@dataclass(frozen=True, slots=True)
class Halves:
    """The largest crowd that two parts keep, and those parts.

    Attributes:
        crowd: with the headroom of the policy; 0 where no two parts keep any.
        parts: which two.
        surest: the most that anybody could be sure of a department in them; 0 without parts.
    """

    crowd: int
    parts: tuple[tuple[Department, ...], ...]
    surest: Fraction


@dataclass(frozen=True, slots=True)
class Promises:
    """What agencies can promise.

    Attributes:
        officers: of all agencies.
        departments: agencies that have officers.
        settled: by all rules of the policy, for any number of requests.
        mixed: the same with two departments a part and no more.
        crowd_only: the same with two departments a part, and nothing promised of departments.
        one: the greatest crowd of one single request, while every agency that lends peers has one on call; 0 if none.
        one_crowd_only: the same with nothing promised of departments.
        more_agencies: so many more, each of the middle size, would let the policy's own crowd be promised; 0 where it
            can be already; None where not even ``MOST_MORE`` would.
        officers_short: so many officers fewer than two parts with the policy's crowd and headroom need.
    """

    officers: int
    departments: int
    settled: Halves
    mixed: Halves
    crowd_only: Halves
    one: int
    one_crowd_only: int
    more_agencies: int | None
    officers_short: int


def most_promised(departments: Iterable[Department], miles: Floats, allowed: Bools, policy: Policy) -> Promises:
    """What these agencies can promise at most.

    Args:
        departments: in the order of the tables, none twice.
        miles: (departments, agencies that lend peers).
        allowed: (the same) whether a peer of the agency may serve the department; never its own.
        policy: the rules that are settled; its crowd is what is wished.
    """
    line = tuple(departments)
    sworn = [each.sworn for each in line]
    two = replace(policy, least_departments=2)

    def single(rules: Policy) -> int:
        found = max_k(miles, allowed, sworn, rules) if line and allowed.size else None
        return found.crowd if found else 0

    return Promises(
        officers=sum(sworn),
        departments=sum(each > 0 for each in sworn),
        settled=_halves(line, policy),
        mixed=_halves(line, two),
        crowd_only=_halves(line, replace(two, small=0)),
        one=single(policy),
        one_crowd_only=single(replace(policy, small=0)),
        more_agencies=_more(line, policy),
        officers_short=max(2 * ceil(policy.crowd * policy.headroom) - sum(sworn), 0),
    )


def _halves(line: tuple[Department, ...], policy: Policy) -> Halves:
    crowd = best_promise(line, policy)
    if not crowd:
        return Halves(0, (), Fraction(0))
    ordered = along_curve(line)
    found = sound_halves(ordered, designed_for(replace(policy, crowd=crowd)), NO_GROUPS)
    parts = tuple(tuple(ordered[place] for place in half) for half in found)
    return Halves(crowd, parts, max((_surest(part, policy) for part in parts), default=Fraction(0)))


def _surest(part: tuple[Department, ...], policy: Policy) -> Fraction:
    slack, officers = Fraction(policy.slack), sum(each.sworn for each in part)
    return max(slack * each.sworn / (slack * each.sworn + officers - each.sworn) for each in part if each.sworn)


def _more(line: tuple[Department, ...], policy: Policy) -> int | None:
    """How many agencies of the middle size, where the first one stands, let two parts keep the policy."""
    sized = [each.sworn for each in line if each.sworn]
    if not sized:
        return None
    middle, numbers = median_low(sized), iter(range(2 * MOST_MORE * MOST_MORE))

    def parted(more: int) -> bool:
        come = (Department(AgencyId(UUID(int=number)), line[0].at, middle) for number in range(more))
        return first_partition((*line, *come), policy, ids=lambda: ZoneId(UUID(int=next(numbers)))) is not None

    return next((more for more in range(MOST_MORE + 1) if parted(more)), None)
