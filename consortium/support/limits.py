"""How asking is limited: per consortium, never per person; addresses only slow down.

Counts live in the memory of one process and are gone with it. An address is remembered as an HMAC under a random key
that changes every hour and is never kept; many asks from one address make its answers slower, never refused, because
a department may share one address. Times here are seconds of a monotonic counter, not of a clock.
"""

import hmac
import secrets
from collections import Counter
from dataclasses import dataclass, field

HOUR = 3600.0
FREE_ASKS = 20
FREE_GUESSES = 30
SLOWEST = 2.0


@dataclass(slots=True)
class Limits:
    """The counts of this hour, in one process."""

    _hour: int = -1
    _key: bytes = b""
    _addresses: Counter[bytes] = field(default_factory=Counter)
    _asks: Counter[str] = field(default_factory=Counter)
    _guesses: Counter[str] = field(default_factory=Counter)

    def may_ask(self, slug: str, most: int, at: float) -> bool:
        """Whether this consortium takes one more request this hour; counts it if so."""
        self._turn(at)
        if self._asks[slug] >= most:
            return False
        self._asks[slug] += 1
        return True

    def wait_for(self, address: str, at: float) -> float:
        """Seconds to wait before this address is answered, 0 to 2; counts the ask."""
        self._turn(at)
        mark = hmac.digest(self._key, address.encode(), "sha256")
        self._addresses[mark] += 1
        return _slow(self._addresses[mark] - FREE_ASKS)

    def wrong_words(self, slug: str, at: float) -> None:
        """Count one try with words that open nothing."""
        self._turn(at)
        self._guesses[slug] += 1

    def wait_for_words(self, slug: str, at: float) -> float:
        """Seconds to wait before words are looked up, 0 to 2, by the wrong tries of this hour."""
        self._turn(at)
        return _slow(self._guesses[slug] - FREE_GUESSES)

    def _turn(self, at: float) -> None:
        hour = int(at // HOUR)
        if hour != self._hour:
            self._hour, self._key = hour, secrets.token_bytes(32)
            for counts in (self._addresses, self._asks, self._guesses):
                counts.clear()


def _slow(over: int) -> float:
    return min(SLOWEST, max(0, over) * 0.1)
