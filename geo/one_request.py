"""The best that can be done for one single request, when no part of the region can be kept: and what it promises.

For who is on call now, a linear program (GLOP, of OR-Tools) shares each department's officers out over the agencies
on call so that any outcome could have come from a crowd, with the fewest miles. The promise is for one request: two
that are linked can point at a department. It is the fallback and the yardstick, never the rule (``geo.zones``).

The solver reckons with floats. What is told is not taken from it: its answer is rounded to whole shares, and every
inequality is checked again in whole numbers. An answer that fails then is no answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper as linear

from geo.errors import GeoError
from geo.policy import Policy, required_crowd
from geo.scene import UNSERVED
from geo.tables import Tables
from geo.transport import Bools, Floats, Ints

WHOLE = 720_720_000
"""A certainty in whole shares: a half, a third, … a sixteenth are whole, so that even splits stay exact."""
MARGIN = 1e-5
"""The promise is first asked for with this much to spare, so that rounding cannot break it."""
TINY = 1e-6
"""A chance below this is none."""


@dataclass(frozen=True, slots=True, eq=False)
class OneRequest:
    """How departments' officers are shared out over the agencies on call, for one single request.

    Attributes:
        shares: (departments, agencies on call) chances in parts of ``WHOLE``; a row sums to ``WHOLE``.
        crowd: nobody's chance to be the one who asked is above 1/crowd after this one request; rounded down.
        miles: mean miles of an officer.
    """

    shares: Ints
    crowd: int
    miles: float

    def chances(self, department: int) -> tuple[Fraction, ...]:
        """The chance of each agency on call to be asked for an officer of that department; exact."""
        return tuple(Fraction(int(each), WHOLE) for each in self.shares[department])


def lp_route(
    miles: Floats, allowed: Bools, sworn: Sequence[int], policy: Policy, *, caps: Floats | None = None
) -> OneRequest | None:
    """The sharing with the fewest miles whose every outcome hides an officer as ``policy`` asks, for one request.

    Args:
        miles: (departments, agencies on call).
        allowed: (departments, agencies on call) whether the agency may serve the department; never its own.
        sworn: officers of each department.
        policy: crowd, cap for small departments and slack; how many departments mix is of no matter here.
        caps: the most officers that each agency on call may take; none without.

    Returns:
        None when the program has no answer, or none that stands in whole numbers.

    Raises:
        GeoError: the tables do not fit each other.
    """
    if miles.shape != allowed.shape or len(miles) != len(sworn):
        raise GeoError("Departments, miles and agencies on call do not fit together.")
    if not miles.size or not allowed.any(axis=1).all():
        return None
    officers = np.asarray(sworn, dtype=np.int64)
    needed = np.array([max(required_crowd(each, policy), 1) for each in sworn], dtype=np.int64)
    for margin in (MARGIN, 0.0):
        chances = _solved(miles, allowed, officers, (needed * (1 + margin)).astype(np.float64), caps)
        shares = None if chances is None else _whole(chances, allowed, officers, needed)
        if shares is not None:
            weights = np.maximum(officers, 1)
            mean = float((weights @ (shares * miles)).sum() / WHOLE / weights.sum())
            return OneRequest(shares, hidden_in(shares, sworn, policy.slack), mean)
    return None


def max_k(miles: Floats, allowed: Bools, sworn: Sequence[int], policy: Policy) -> OneRequest | None:
    """The sharing with the largest crowd that one request can be promised, the other rules being ``policy``'s.

    None when not even a crowd of two can be.
    """
    low, high, best = 1, sum(sworn), None
    while low < high:
        crowd = (low + high + 1) // 2
        found = lp_route(miles, allowed, sworn, replace(policy, crowd=crowd))
        if found is None:
            high = crowd - 1
        else:
            low, best = max(crowd, min(found.crowd, high)), found
    return best


def hidden_in(shares: Ints, sworn: Sequence[int], slack: Fraction | int) -> int:
    """1 / the worst belief about an officer after one request, rounded down; exact.

    ``shares`` are chances in any whole parts; departments without a counted officer hide among the others.
    """
    officers = [int(each) for each in sworn]
    crowds = []
    for column in shares.T.tolist():
        everyone = sum(count * each for count, each in zip(officers, column, strict=True))
        for count, each in zip(officers, column, strict=True):
            if each:
                others = Fraction(everyone - count * each, each) / slack
                crowds.append(count + others.numerator // others.denominator)
    return min(crowds, default=0)


def mean_bound(tables: Tables, policy: Policy) -> float:
    """Mean miles that no plan which keeps ``policy`` goes below at these instants; unserved ones count ``UNSERVED``.

    It is the one-request optimum of each instant without a load limit, or plainly the nearest where that has none.
    """
    weights, total = tables.weights, 0.0
    sworn = [each.sworn for each in tables.departments]
    for peers in tables.samples:
        on_call = np.flatnonzero(peers)
        far = np.where(tables.allowed[:, on_call], tables.miles[:, on_call], np.inf)
        reached = np.flatnonzero(np.isfinite(far).any(axis=1)) if on_call.size else np.array([], dtype=np.int64)
        total += UNSERVED * float(weights.sum() - weights[reached].sum())
        if not reached.size:
            continue
        rows = np.ix_(reached, on_call)
        counted = np.array([sworn[each] for each in reached], dtype=np.int64)
        needed = np.array([required_crowd(int(each), policy) for each in counted], dtype=np.float64)
        chances = _solved(tables.miles[rows], tables.allowed[rows], counted, needed, None)
        nearest = far[reached].min(axis=1)
        mean = nearest if chances is None else np.maximum((chances * tables.miles[rows]).sum(axis=1), nearest)
        total += float(weights[reached] @ mean)
    return total / float(weights.sum()) / len(tables.samples)


def _solved(miles: Floats, allowed: Bools, officers: Ints, needed: Floats, caps: Floats | None) -> Floats | None:
    """Chances (departments, agencies): row sums 1, needed * chance <= officers of the outcome <= cap; None: cannot be.

    Besides a chance for each allowed pair there is one variable for the officers of each outcome.
    """
    rows, columns = np.nonzero(allowed)
    pairs, (departments, agencies) = len(rows), miles.shape
    weights = np.maximum(officers, 1)
    upper = np.concatenate((np.ones(pairs), np.full(agencies, np.inf) if caps is None else caps))
    cost = np.concatenate((weights[rows] * miles[rows, columns] / weights.sum(), np.zeros(agencies)))
    model = linear.ModelBuilderHelper()
    add: Any = model.add_var_array_with_bounds  # its stub names arrays in the order of another NumPy
    add(np.zeros(len(cost)), upper, np.zeros(len(cost), dtype=np.bool_), "")
    model.set_objective_coefficients(list(range(len(cost))), cost.tolist())
    each = [_row(model, 1.0, 1.0) for _ in range(departments)]
    outcome = [_row(model, 0.0, 0.0) for _ in range(agencies)]
    for agency, row in enumerate(outcome):
        model.add_term_to_constraint(row, pairs + agency, -1.0)
    for pair, (department, agency) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        model.add_term_to_constraint(each[department], pair, 1.0)
        model.add_term_to_constraint(outcome[agency], pair, float(officers[department]))
        hidden = _row(model, -np.inf, 0.0)
        model.add_term_to_constraint(hidden, pair, float(needed[department]))
        model.add_term_to_constraint(hidden, pairs + agency, -1.0)
    solver = linear.ModelSolverHelper("glop")
    solver.solve(model)
    if solver.status() != linear.OPTIMAL:
        return None
    found = np.zeros(miles.shape)
    found[rows, columns] = np.asarray(solver.variable_values())[:pairs]
    return found


def _row(model: linear.ModelBuilderHelper, low: float, high: float) -> int:
    row = model.add_linear_constraint()
    model.set_constraint_lower_bound(row, low)
    model.set_constraint_upper_bound(row, high)
    return row


def _whole(chances: Floats, allowed: Bools, officers: Ints, needed: Ints) -> Ints | None:
    """The chances in whole shares that keep every inequality exactly, mended where rounding broke one; else None."""
    shares = np.rint(np.where(chances < TINY, 0.0, chances) * WHOLE).astype(np.int64)
    for _ in range(20):
        shares = _lowered(shares, officers, needed)
        missing = WHOLE - shares.sum(axis=1)
        if not missing.any():
            return shares if _kept(shares, officers, needed) else None
        spare = np.where(allowed, officers @ shares - needed[:, None] * shares, -1)
        best = np.where(missing > 0, spare.argmax(axis=1), shares.argmax(axis=1))
        shares[np.arange(len(shares)), best] += missing
        if (shares < 0).any():
            return None
    return None


def _kept(shares: Ints, officers: Ints, needed: Ints) -> bool:
    """Whether every outcome hides whom it must; in whole numbers."""
    return bool((needed[:, None] * shares <= officers @ shares).all())


def _lowered(shares: Ints, officers: Ints, needed: Ints) -> Ints:
    """Every share cut to what its outcome's officers allow, until all fit."""
    for _ in range(200):
        fitting = np.minimum(shares, (officers @ shares) // needed[:, None])
        if (fitting == shares).all():
            break
        shares = fitting
    return shares
