"""A region as whole numbers, for the search for better parts: officers, miles, who may come, who is on call when.

Miles are counted in whole units, so that sums come out the same in whatever order they are made.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.policy import Policy, required_crowd
from geo.standing import Groups
from geo.tables import Tables
from geo.transport import Floats, Ints

Shorts = npt.NDArray[np.int16]

UNSERVED = 400.0
"""Miles that an officer counts for whom nobody on call may serve: farther than anybody would come."""
THOUSAND = 1000
LONG = 10_000
"""An officer whom nobody serves counts so many units; this says how long a unit is: 0.04 miles in most regions."""
NEVER = 16_000
"""Units that stand for "may not" and for "is not on call"; two of them still fit into 16 bits."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the search reckons with; (A) departments in a line, (R) those that ever have somebody on call, (S) samples.

    Attributes:
        weight: (A) officers whose miles count.
        sworn: (A) officers to hide among.
        needed: (A) officers that a part with this department must hold.
        state: (A) which state, as a bit.
        unit: miles of a unit.
        far: (A, R) officers times thousandths of a unit to each agency that is ever on call.
        banned: (A, R) 1 where the agency may not serve the department: its own, too near, or no agreement.
        away: (R, S) 0 where the agency is on call in the sample, else ``NEVER``.
        fair: (R, S) officers that an agency may take when the load is even; 0 where it is off.
        near: (A, A-1) the other departments, the nearest first.
        least: departments with officers that a part must mix.
    """

    weight: Ints
    sworn: Ints
    needed: Ints
    state: Ints
    unit: float
    far: Ints
    banned: Ints
    away: Shorts
    fair: Floats
    near: Ints
    least: int

    @property
    def size(self) -> int:
        """How many departments there are."""
        return len(self.weight)


def scene(tables: Tables, policy: Policy, group: Groups) -> Scene:
    """The numbers of a region; ``policy`` is the one to design for, headroom included."""
    line, size = tables.departments, len(tables.departments)
    columns = np.flatnonzero((tables.samples > 0).any(axis=0))
    peers = tables.samples[:, columns].T
    weight = tables.weights
    unit = max(UNSERVED, 1.5 * float(tables.miles.max(initial=0.0))) / LONG
    units = np.rint(tables.miles * (THOUSAND / unit)).astype(np.int64)
    names = sorted({group.get(each.agency, "") for each in line})
    bits = [1 << min(names.index(group.get(each.agency, "")), 62) for each in line]
    return Scene(
        weight=weight,
        sworn=np.array([each.sworn for each in line], dtype=np.int64),
        needed=np.array([required_crowd(each.sworn, policy) for each in line], dtype=np.int64),
        state=np.array(bits, dtype=np.int64),
        unit=unit,
        far=weight[:, None] * units[:, columns],
        banned=(~tables.allowed[:, columns]).astype(np.int64),
        away=np.where(peers > 0, 0, NEVER).astype(np.int16),
        fair=int(weight.sum()) * float(policy.load_factor) * peers / np.maximum(peers.sum(axis=0), 1),
        near=np.argsort(units - np.eye(size, dtype=np.int64), axis=1, kind="stable")[:, 1:],
        least=policy.least_departments,
    )
