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
ASKS_FOR_ONE_OPEN = 3
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
    _spent: set[bytes] = field(default_factory=set)

    def may_ask(self, slug: str, most: int, at: float) -> bool:
        """Whether this consortium takes one more request this hour; ``most`` is for how many it takes at once."""
        self._turn(at)
        return self._asks[slug] < most * ASKS_FOR_ONE_OPEN

    def asked(self, slug: str, words: str, at: float) -> None:
        """Count a request that was taken, and remember for this hour that its words were used."""
        self._turn(at)
        self._asks[slug] += 1
        self._spent.add(hmac.digest(self._key, words.encode(), "sha256"))

    def spent(self, words: str, at: float) -> bool:
        """Whether these words opened a request this hour: a form sent again after erasing asks nobody again."""
        self._turn(at)
        return hmac.digest(self._key, words.encode(), "sha256") in self._spent

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
            for counts in (self._addresses, self._asks, self._guesses, self._spent):
                counts.clear()


def _slow(over: int) -> float:
    return min(SLOWEST, max(0, over) * 0.1)
