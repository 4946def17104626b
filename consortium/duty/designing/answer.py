"""A design worked out: the parts proposed and what they cost, beside the parts that hold now, and yardsticks. Pure."""

from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import count
from typing import Any, Final
from uuid import UUID

import numpy as np

from consortium.duty.designing.question import Question
from consortium.duty.designing.values import EFFORTS
from geo import AgencyId, Policy, ZoneId, best_promise
from geo.design import BOUND_SAMPLES, Design, design
from geo.judge import Figures, judge
from geo.one_request import mean_bound
from geo.scene import UNSERVED
from geo.tables import Tables, served
from geo.transport import Ints
from geo.yardsticks import nearest_cost

CROWDS: Final = (20, 40, 60, 80)
"""What is tried to show what a promise costs."""
FEW_RUNS: Final = 4

Told = Callable[[float, float], bool]
"""Takes the share done and the best mean miles so far; whether to go on."""


def answer(question: Question, told: Told) -> dict[str, Any]:
    """The proposal as a row keeps it.

    ``parts`` holds agencies with their officers, and is empty where no two parts keep the promise; then ``best`` is
    the largest crowd that two could. ``figures``, ``now`` and ``nearest`` are miles, far, uncovered and zones;
    ``bound`` is mean miles of the best that could be done for one single request.
    """
    wanted, tables = question.wanted, question.tables.along_curve().apart(question.wanted.apart)
    share = 0.5 if wanted.compare else 1.0
    stopped = False

    def heard(done: float, miles: float) -> bool:
        nonlocal stopped
        stopped = not told(done * share, miles)
        return not stopped

    found = designed(question, wanted.policy, EFFORTS[wanted.effort], heard)
    line = tables.departments
    common = {"nearest": nearest_of(tables), "bound": bound_of(tables, wanted.policy), "now": _now(question, tables)}
    if found is None:
        best = best_promise(line, wanted.policy, group=question.states)
        return {"parts": [], "best": best, "costs": [], "stopped": stopped, **common}
    costs = [] if stopped or not wanted.compare else _costs(question, found.figures, told)
    return {
        "parts": [
            [{"agency": str(each.agency), "sworn": each.sworn} for each in zone.departments]
            for zone in found.plan.zones
        ],
        "figures": plain(found.figures),
        "covered": covered(tables, tables.parts_of(found.plan), len(found.plan.zones)),
        "costs": costs,
        "stopped": stopped,
        **common,
    }


def designed(question: Question, policy: Policy, runs: int | None, told: Told | None = None) -> Design | None:
    """The best plan found for a policy, as the question stands otherwise."""
    tables, numbers = question.tables, count(1)
    return design(
        tables.departments,
        tables.miles,
        tables.allowed,
        tables.samples,
        policy,
        question.seed,
        ids=lambda: ZoneId(UUID(int=next(numbers))),
        group=question.states,
        least_apart=question.wanted.apart,
        runs=runs,
        progress=told,
        ranges=tables.ranges,
        first=tables.first,
    )


def plain(figures: Figures) -> dict[str, Any]:
    """Figures as JSON holds them."""
    return {key: value for key, value in asdict(figures).items() if key != "bound"}


def nearest_of(tables: Tables) -> dict[str, Any]:
    """What the nearest peer on call who may come would cost, with no promise at all."""
    return plain(nearest_cost(_manned(tables)))


def bound_of(tables: Tables, policy: Policy) -> float | None:
    """Mean miles of the best that could be done for one single request, of those whom anybody on call may serve.

    Reckoned at a few instants, as what it costs over the nearest at the same instants.
    """
    whole = _manned(tables)
    few = whole.thinned(BOUND_SAMPLES)
    near = nearest_cost(few)
    if near.uncovered >= 1 or not few.departments:
        return None
    best = (mean_bound(few, policy) - UNSERVED * near.uncovered) / (1 - near.uncovered)
    return float(nearest_cost(whole).miles + max(best - near.miles, 0.0))


def covered(tables: Tables, parts: Ints, zones: int) -> list[float]:
    """For each part, the share of the instants at which somebody on call may serve it."""
    around, tables = served(tables, parts, zones), _manned(tables)
    return [float(((tables.samples > 0) & row).any(axis=1).mean()) for row in around.serving]


def _now(question: Question, tables: Tables) -> dict[str, Any] | None:
    """What the parts that hold now cost by the same tables; ``None`` where there are none."""
    homes = {agency: place for place, part in enumerate(question.now) for agency in part}
    parts = np.array([homes.get(each.agency, -1) for each in tables.departments], dtype=np.int64)
    if not question.now or len(set(parts.tolist()) - {-1}) < len(question.now):
        return None
    return plain(judge(_manned(tables), parts, len(question.now), question.policy_now.load_factor))


def _costs(question: Question, mine: Figures, told: Told) -> list[dict[str, Any]]:
    """What other crowds cost, found with few runs; parts that hide among more are not dearer for hiding among fewer."""
    tried: dict[int, Figures | None] = {}
    for number, crowd in enumerate(CROWDS):
        if not told(0.5 + 0.5 * number / len(CROWDS), float("inf")):
            return []
        found = designed(question, replace(question.wanted.policy, crowd=crowd), FEW_RUNS)
        tried[crowd] = None if found is None else found.figures
    known = [*tried.items(), (question.wanted.crowd, mine)]
    best = {
        crowd: min((each for other, each in known if each and other >= crowd), key=_charged, default=None)
        for crowd in CROWDS
    }
    return [{"crowd": crowd} | ({"zones": 0} if each is None else plain(each)) for crowd, each in best.items()]


def _charged(figures: Figures) -> float:
    return figures.charged


def _manned(tables: Tables) -> Tables:
    """The same, each agency with one peer where none is known: as ``design`` takes it."""
    if (tables.samples > 0).any():
        return tables
    return replace(tables, samples=np.ones((1, len(tables.departments)), dtype=np.int64), first=None)


def parts_of(proposal: Any) -> tuple[frozenset[AgencyId], ...]:
    """The proposed parts, as agencies."""
    return tuple(frozenset(AgencyId(UUID(each["agency"])) for each in part) for part in proposal["parts"])
