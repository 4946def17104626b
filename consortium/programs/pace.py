"""How often one key may be used, per process and in memory: it needs no trace."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from math import ceil


@dataclass(slots=True)
class Pace:
    """A bucket for each key: it holds ``burst`` uses and gets ``each_second`` new ones every second.

    With several processes each has its own buckets, so a program may be let in that many times as often.
    """

    burst: float = 120.0
    each_second: float = 2.0
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)

    def wait(self, key: Hashable, at: float) -> int:
        """Use the key at ``at`` (seconds of any steady clock): 0, or the whole seconds to wait before trying again."""
        left, since = self._left.get(key, (self.burst, at))
        left = min(self.burst, left + (at - since) * self.each_second)
        if left < 1:
            self._left[key] = (left, at)
            return ceil((1 - left) / self.each_second)
        self._left[key] = (left - 1, at)
        return 0
