"""A first sound partition of a region: quick, the same every time, and never tighter than its promise.

Departments are taken along a Hilbert curve, state by state, and a part is closed as soon as it keeps the promise
with headroom. What is left over is merged; a region for two parts at most is halved (``geo.halves``). Then single
departments move or swap places while that saves miles (``geo.closer``). The outcome is sound; that it is the
shortest there is, nobody says.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from geo.closer import Members, bring_closer
from geo.halves import ALL_HALVES, largest_crowd, sound_halves
from geo.hilbert import along_curve
from geo.names import ZoneId
from geo.policy import Policy
from geo.standing import NO_GROUPS, Groups, Part, mend
from geo.zones import Department, Zone, ZonePlan, holds

Line = tuple[Department, ...]
"""All departments, in the order of the curve."""


def first_partition(
    departments: Iterable[Department],
    policy: Policy,
    *,
    ids: Callable[[], ZoneId],
    group: Groups = NO_GROUPS,
    version: int = 1,
) -> ZonePlan | None:
    """Parts of the region that keep ``policy.crowd`` with headroom, each within one state where that can be.

    Args:
        departments: the agencies with an agreement in force, in any order.
        policy: what the parts must keep.
        ids: gives a new id for each part, in the curve's order.
        group: the state of each agency.
        version: the number that the plan shall bear.

    Returns:
        A plan of two or more parts, for each must be served from outside; None when this way finds no two. With
        ``ALL_HALVES`` departments or fewer, None means that there are no two.

    Raises:
        PlanError: an agency is given twice.
    """
    designed = designed_for(policy)
    line = along_curve(departments)
    parts = _stretches(line, designed, group) or sound_halves(line, designed, group)
    if not parts:
        return None
    parts = bring_closer(line, parts, designed, group)
    return ZonePlan(version, policy, tuple(Zone(ids(), _of(line, part)) for part in parts))


def best_promise(departments: Iterable[Department], policy: Policy, *, group: Groups = NO_GROUPS) -> int:
    """The largest crowd for which ``first_partition`` still finds two parts, all else as in ``policy``; 0 if none.

    Raises:
        PlanError: an agency is given twice.
    """
    line = along_curve(departments)
    promise = math.floor(largest_crowd(line, policy) / Fraction(policy.headroom))
    if group and len(line) > ALL_HALVES:  # stretches of single states can do better than those of the whole line
        most = sum(each.sworn for each in line) // 2
        for crowd in range(most, max(promise, 1), -1):
            if _stretches(line, designed_for(replace(policy, crowd=crowd)), group):
                return crowd
    return promise if promise > 1 else 0


def designed_for(policy: Policy) -> Policy:
    """The policy that parts are made for: its crowd with headroom."""
    return replace(policy, crowd=math.ceil(policy.crowd * policy.headroom))


def _stretches(line: Line, policy: Policy, group: Groups) -> tuple[Members, ...]:
    """Two or more parts that keep the promise, made of stretches of the curve; none if there are not two."""
    if sum(each.sworn for each in line) < 2 * policy.crowd:
        return ()
    by_state: dict[str | None, list[int]] = {}
    for place, each in enumerate(line):
        by_state.setdefault(group.get(each.agency), []).append(place)
    closed = [bucket for places in by_state.values() for bucket in _closed(line, tuple(places), policy)]
    parts = [Part(each, each) for each in (_of(line, bucket) for bucket in closed)]
    clusters = mend(parts, policy, group)
    if len(clusters) < 2:
        return ()
    return tuple(tuple(chain.from_iterable(closed[i] for i in cluster)) for cluster in clusters)


def _closed(line: Line, places: Members, policy: Policy) -> Iterator[Members]:
    """The places in stretches, each closed as soon as it keeps the promise; the last one may break it."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or holds(_of(line, places[start:end]), policy):
            yield places[start:end]
            start = end


def _of(line: Line, places: Members) -> Line:
    return tuple(line[place] for place in places)
