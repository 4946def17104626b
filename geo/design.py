"""Parts of the region designed as well as can be: fewest miles under the true serving rule, promise and headroom kept.

``first_partition`` is quick and good for a start; here many partitions are annealed from it, from stretches of the
Hilbert curve, from departments dealt out along it and from chance (``geo.search``). The best few are then judged by
the serving rule itself, and the best of these is what comes out: verified, and never worse than the quick one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from geo.judge import Figures, judge
from geo.names import ZoneId
from geo.one_request import mean_bound
from geo.partition import designed_for, first_partition
from geo.policy import Policy
from geo.scene import scene
from geo.search import Progress, numbered, search, starts_for
from geo.standing import NO_GROUPS, Groups, states_of
from geo.tables import Tables
from geo.transport import Bools, Floats, Ints, Ranges
from geo.zones import Department, VerifiedPlan, Zone, ZonePlan, holds, verify

RUNS = 32
"""Partitions that are annealed side by side; fewer in regions of more than a hundred agencies."""
STEPS_EACH = 150
"""Changes tried in each of them for every department; above thirty departments ``SLOWER`` for each more."""
SLOWER = 50
LONGEST = 3000
SPARE = 1
"""Parts more than there can be: room for one to come up while another goes."""
MOST_SAMPLES = 160
"""So many instants guide the search; more cost time and change little."""
FINALISTS = 8
"""So many of the best found are judged by the serving rule, on a few instants; then the best of them on all."""
FEW_SAMPLES = 40
LAST = 3
BOUND_SAMPLES = 20
"""The bound is a mean over so many instants."""


@dataclass(frozen=True, slots=True)
class Design:
    """A plan and what it costs over the samples that it was designed for."""

    plan: VerifiedPlan
    figures: Figures


def design(
    departments: Iterable[Department],
    miles: Floats,
    allowed: Bools,
    samples: Ints,
    policy: Policy,
    seed: int,
    *,
    ids: Callable[[], ZoneId],
    group: Groups = NO_GROUPS,
    version: int = 1,
    least_apart: float = 0.0,
    whole_states: bool = True,
    runs: int | None = None,
    bound: bool = False,
    progress: Progress | None = None,
    ranges: Ranges | None = None,
    first: Ints | None = None,
) -> Design | None:
    """The best plan found; every zone keeps ``policy`` with its headroom and may be served from outside.

    Neither the order of the departments nor their ids decide anything. Time grows with agencies, samples and
    ``runs``, never with a clock.

    Args:
        departments: those with an agreement in force, in the order of the tables.
        miles: (A, A) from the officer's station (row) to the peer's (column).
        allowed: (A, A) whether the peer's agency (column) may serve the department (row).
        samples: (S, A) peers on call of each agency, at instants that are like those to come. Without any, every
            agency counts as having one.
        policy: what the zones must keep.
        seed: of every draw.
        ids: gives a new id for each zone.
        group: the state of each agency.
        version: the number that the plan shall bear.
        least_apart: no peer serves a zone from a station nearer than so many miles to one of it.
        whole_states: whether fewer states straddled come before fewer miles (as in ``first_partition``).
        runs: partitions annealed side by side; with 0 only ``first_partition`` is judged.
        bound: whether to reckon the lower bound too (a second or so).
        progress: told the share done and an estimate of the best miles; it stops the search by answering False.
        ranges: (A, A) the least and the most that the miles may be, where they are not exact.
        first: (S, A) those of ``samples`` who hold the seat that is asked first. The search takes everybody on call for
            one seat, and miles for exact; what it finds is judged by the rule of routing.

    Returns:
        None when no two parts were found that keep the promise.

    Raises:
        PlanError: an agency is given twice.
        GeoError: the tables do not fit the departments.
    """
    tables = Tables(tuple(departments), miles, allowed, samples, ranges, first).along_curve().apart(least_apart)
    if not (tables.samples > 0).any():
        tables = replace(tables, samples=np.ones((1, len(tables.departments)), dtype=np.int64), first=None)
    asked = designed_for(policy)
    states = group if whole_states else NO_GROUPS
    quick = _quick(tables, policy, group)
    found = _annealed(tables, asked, states, quick, np.random.default_rng(seed), _runs(tables, runs), progress)
    if quick is not None:
        found.append(quick)
    sound = [parts for parts in found if _is_sound(tables, parts, asked)]
    if not sound:
        return None
    parts, figures = _best(tables, sound, policy, states)
    plan = verify(ZonePlan(version, policy, _zones(tables, parts, ids)))
    return Design(plan, replace(figures, bound=mean_bound(tables.thinned(BOUND_SAMPLES), policy) if bound else None))


def _annealed(
    tables: Tables,
    asked: Policy,
    states: Groups,
    quick: Ints | None,
    rng: np.random.Generator,
    runs: int,
    progress: Progress | None,
) -> list[Ints]:
    size, sworn = len(tables.departments), [each.sworn for each in tables.departments]
    counted = sum(each > 0 for each in sworn)
    most = min(sum(sworn) // asked.crowd, counted // asked.least_departments)
    if most < 2 or runs < 1:
        return []
    facts = scene(tables.thinned(MOST_SAMPLES), asked, states)
    starts = starts_for(size, most, runs, quick, rng)
    parts = max(most, *(int(each.max()) + 1 for each in starts)) + SPARE
    return search(
        facts,
        starts,
        parts,
        rng,
        steps=min(STEPS_EACH * size, LONGEST + SLOWER * size),
        whole_states=bool(states),
        progress=progress,
    )[:FINALISTS]


def _runs(tables: Tables, asked: int | None) -> int:
    """Large regions need longer runs rather than more of them."""
    return max(RUNS // 4, min(RUNS, 100 * RUNS // max(len(tables.departments), 1))) if asked is None else asked


def _quick(tables: Tables, policy: Policy, group: Groups) -> Ints | None:
    """The parts of ``first_partition``."""
    numbers = iter(range(len(tables.departments)))
    plan = first_partition(tables.departments, policy, ids=lambda: ZoneId(UUID(int=next(numbers))), group=group)
    return None if plan is None else numbered(tables.parts_of(plan))


def _is_sound(tables: Tables, parts: Ints, asked: Policy) -> bool:
    """Whether each part keeps the promise with headroom, exactly, and some agency with peers may serve it."""
    rostered = (tables.samples > 0).any(axis=0)
    inside = [np.flatnonzero(parts == zone) for zone in range(int(parts.max()) + 1)]
    return all(
        holds([tables.departments[each] for each in members], asked)
        and bool((tables.allowed[members].all(axis=0) & rostered).any())
        for members in inside
    )


def _best(tables: Tables, found: list[Ints], policy: Policy, states: Groups) -> tuple[Ints, Figures]:
    """By the serving rule itself: on a few instants first, and of the best of these on all."""

    def judged(parts: Ints, some: Tables) -> tuple[int, float, Figures]:
        figures = judge(some, parts, int(parts.max()) + 1, policy.load_factor)
        return _straddled(tables, parts, states), figures.charged, figures

    few = tables.thinned(FEW_SAMPLES)
    first = sorted(found, key=lambda parts: judged(parts, few)[:2])[:LAST]
    last = [(parts, judged(parts, tables)) for parts in (*first, found[-1])]  # the quick one: nothing worse comes out
    parts, (_, _, figures) = min(last, key=lambda each: each[1][:2])
    return parts, figures


def _straddled(tables: Tables, parts: Ints, states: Groups) -> int:
    """States beyond one, over all parts."""
    inside = (
        [tables.departments[each] for each in np.flatnonzero(parts == zone)] for zone in range(int(parts.max()) + 1)
    )
    return sum(len(states_of(members, states)) - 1 for members in inside)


def _zones(tables: Tables, parts: Ints, ids: Callable[[], ZoneId]) -> tuple[Zone, ...]:
    return tuple(
        Zone(ids(), tuple(tables.departments[each] for each in np.flatnonzero(parts == zone)))
        for zone in range(int(parts.max()) + 1)
    )
