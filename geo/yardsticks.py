"""Ways to choose a peer, as tables of chances, to hold our parts of the region against: what each gives and gives away.

``chances`` here are (samples, departments, agencies): how likely an officer of a department (row) is sent to a peer of
an agency (column) at each instant; a row sums to 1, or to 0 where nobody on call may serve her. "Nearest" and "radius"
are what looks private and is not; the linear program is the best for one single request (``geo.one_request``).
"""

import numpy as np

from geo.judge import Figures
from geo.measures import gini
from geo.one_request import WHOLE, lp_route
from geo.policy import Policy
from geo.tables import Tables, served
from geo.transport import Bools, Floats, Ints


def nearest(tables: Tables) -> Floats:
    """Always the nearest agency on call that may serve the department."""
    found = np.zeros((len(tables.samples), *tables.miles.shape))
    for sample, peers in enumerate(tables.samples):
        far = np.where(tables.allowed & (peers > 0), tables.miles, np.inf)
        rows = np.flatnonzero(np.isfinite(far).any(axis=1))
        found[sample, rows, far[rows].argmin(axis=1)] = 1.0
    return found


def radius(tables: Tables, crowd: int) -> Floats:
    """Any peer on call in the smallest circle around the station with ``crowd`` officers; beyond it, the nearest.

    So "spatial cloaking" (Gruteser and Grunwald 2003) is often taken over; who is asked still tells the circle.
    """
    inside, found = _circles(tables, crowd), nearest(tables)
    for sample, peers in enumerate(tables.samples):
        near = np.where(tables.allowed & inside, peers, 0).astype(np.float64)
        total = near.sum(axis=1)
        rows = np.flatnonzero(total)
        found[sample, rows] = near[rows] / total[rows, None]
    return found


def one_request(tables: Tables, policy: Policy) -> Floats:
    """The fewest miles that keep ``policy`` for one single request, worked out anew at each instant.

    Nobody is served at an instant at which that cannot be done.
    """
    sworn = [each.sworn for each in tables.departments]
    found = np.zeros((len(tables.samples), *tables.miles.shape))
    for sample, peers in enumerate(tables.samples):
        on_call = np.flatnonzero(peers)
        rows = np.flatnonzero(tables.allowed[:, on_call].any(axis=1)) if on_call.size else on_call
        both = np.ix_(rows, on_call)
        best = lp_route(tables.miles[both], tables.allowed[both], [sworn[each] for each in rows], policy)
        if best is not None:
            found[sample][both] = best.shares / WHOLE
    return found


def zones(tables: Tables, parts: Ints, policy: Policy) -> Floats:
    """Our rule: what an officer meets depends on her part only. ``parts``: -1 for a department in none."""
    around = served(tables, parts)
    found = np.zeros((len(tables.samples), *tables.miles.shape))
    for sample in range(len(tables.samples)):
        rows = np.zeros((len(around.officers) + 1, len(tables.departments)))  # the last: for departments in no part
        rows[:-1] = around.asked(tables, sample, policy.load_factor)
        total = rows.sum(axis=1, keepdims=True)
        found[sample] = np.divide(rows, total, out=np.zeros_like(rows), where=total > 0)[parts]
    return found


def cost(tables: Tables, chances: Floats) -> Figures:
    """Miles of chances, each officer counting once at each instant; ``zones`` is 0, as there are none."""
    officers = tables.weights[None, :, None] * chances
    total, reached = float(tables.weights.sum() * len(tables.samples)), float(officers.sum())
    if not reached:
        return Figures(0.0, 0.0, 1.0 if total else 0.0, 0)
    ways = officers.sum(axis=0).ravel()
    order = np.argsort(tables.miles, axis=None, kind="stable")
    up_to = np.cumsum(ways[order])
    far = tables.miles.ravel()[order[min(int(np.searchsorted(up_to, 0.95 * reached)), len(order) - 1)]]
    return Figures(float(ways @ tables.miles.ravel()) / reached, float(far), 1 - reached / total, 0)


def nearest_cost(tables: Tables) -> Figures:
    """What always the nearest would cost."""
    return cost(tables, nearest(tables))


def load_gini(tables: Tables, chances: Floats) -> float:
    """How unevenly the first asking falls on agencies, for each instant that a peer of theirs is on call."""
    asked = np.einsum("a,sab->b", tables.weights.astype(np.float64), chances)
    there = tables.samples.sum(axis=0)
    return gini((asked[there > 0] / there[there > 0]).tolist())


def _circles(tables: Tables, crowd: int) -> Bools:
    """(A, A) who lies in the smallest circle around each station that holds so many officers, her own included."""
    sworn = np.array([each.sworn for each in tables.departments])
    order = np.argsort(tables.miles, axis=1, kind="stable")
    enough = np.cumsum(sworn[order], axis=1) >= crowd
    last = np.where(enough.any(axis=1), enough.argmax(axis=1), len(sworn) - 1)
    reach = np.take_along_axis(tables.miles, order, axis=1)[np.arange(len(sworn)), last]
    return np.asarray(tables.miles <= reach[:, None], dtype=np.bool_)
