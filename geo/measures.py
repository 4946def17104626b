"""What an outcome gives away, measured: crowds, certainty of a department, bits. For showing and for benchmarks.

These are floats and averages next to the exact promise (``geo.zones.certificate``, ``geo.one_request.hidden_in``).
Averages hide the worst outcome, so nothing is promised by them: in one region a mean leakage of one bit left a crowd
of 23. P(agency asked | department) is called ``chances`` here: (departments, outcomes), rows sum to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.errors import GeoError
from geo.transport import Floats


@dataclass(frozen=True, slots=True)
class Measures:
    """One table of chances, measured, every officer being thought equally likely unless ``slack`` says otherwise.

    Attributes:
        crowd: 1 / the worst belief about one officer over all outcomes, under the worst belief that slack admits
            (min-entropy set size).
        effective: the median over requests of 2 to the entropy of beliefs about officers (Serjantov and Danezis 2002).
        department: the most that anybody can be sure of a department after one outcome.
        mutual: mutual information of department and outcome, bits.
        min_entropy: min-entropy leakage, bits (Smith 2009).
    """

    crowd: float
    effective: float
    department: float
    mutual: float
    min_entropy: float


def measure(chances: Floats, sworn: Sequence[int], slack: float = 1.0) -> Measures:
    """Measure a table of chances; departments without a counted officer are left out.

    Raises:
        GeoError: the table does not fit, or nobody is counted.
    """
    officers, likely = _counted(chances, sworn)
    joint = officers[:, None] * likely
    outcome = joint.sum(axis=0)
    likely, joint, outcome = (each[..., outcome > 0] for each in (likely, joint, outcome))
    officer = slack * likely / (slack * joint + outcome - joint)
    belief, share = joint / outcome, outcome / officers.sum()
    entropy = -(belief * _log2(belief / officers[:, None])).sum(axis=0)
    each = officers[:, None] / officers.sum()
    return Measures(
        crowd=float(1 / officer.max()),
        effective=_median(2.0**entropy, share),
        department=float((officer * officers[:, None]).max()),
        mutual=float((share * (belief * _log2(belief / each)).sum(axis=0)).sum()),
        min_entropy=float(np.log2(likely.max(axis=0).sum())),
    )


def posterior(chances: Floats, sworn: Sequence[int], rates: Sequence[float] | None = None) -> Floats:
    """(departments, outcomes) how sure somebody is of each department after an outcome; 0 for one that cannot be.

    Args:
        chances: P(outcome | department).
        sworn: officers of each department.
        rates: how much likelier an officer of each department is thought to ask; all alike without.
    """
    believed = np.asarray(sworn, dtype=np.float64) * (1.0 if rates is None else np.asarray(rates, dtype=np.float64))
    joint = believed[:, None] * chances
    total = joint.sum(axis=0)
    return np.asarray(np.divide(joint, total, out=np.zeros_like(joint), where=total > 0))


def linked_posterior(seen: Sequence[Floats], sworn: Sequence[int], rates: Sequence[float] | None = None) -> Floats:
    """(departments) the same after several requests known to come from one officer.

    Args:
        seen: for each request the chance of what was seen, for each department.
        sworn: officers of each department.
        rates: as in ``posterior``.
    """
    together = np.prod(np.asarray(seen, dtype=np.float64).reshape(len(seen), len(sworn)), axis=0)
    return np.asarray(posterior(together[:, None], sworn, rates)[:, 0])


def gini(loads: Sequence[float]) -> float:
    """How unevenly loads lie: 0 when all are alike, towards 1 when one has all; 0 when there is none."""
    ordered = np.sort(np.asarray(loads, dtype=np.float64))
    count, total = len(ordered), float(ordered.sum())
    if not total:
        return 0.0
    return float((2 * np.arange(1, count + 1) - count - 1) @ ordered / (count * total))


def _counted(chances: Floats, sworn: Sequence[int]) -> tuple[Floats, Floats]:
    officers = np.asarray(sworn, dtype=np.float64)
    if chances.ndim != 2 or len(chances) != len(officers) or not (officers > 0).any():
        raise GeoError("Chances need a row for each department, and a department with officers.")
    return officers[officers > 0], np.asarray(chances[officers > 0], dtype=np.float64)


def _log2(values: Floats) -> Floats:
    """The binary logarithm; 0 of 0, which is always multiplied by 0."""
    return np.asarray(np.log2(values, out=np.zeros_like(values), where=values > 0))


def _median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values, kind="stable")
    up_to = np.cumsum(weights[order])
    return float(values[order[int(np.searchsorted(up_to, 0.5 * up_to[-1]))]])
