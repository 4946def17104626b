"""How asking is limited: per consortium, never per person; addresses only slow down.

Counts live in the memory of one process and are gone with it. An address is remembered as an HMAC under a random key
that changes every hour and is never kept; many asks from one address make its answers slower, never refused, because
a department may share one address. A code from one of our posters opens room that an hour full of asks does not
reach: as much again for each code, so that a code which somebody misuses takes nothing from the others. It is never
required. Times here are seconds of a monotonic counter, not of a clock.
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
    _by_code: Counter[bytes] = field(default_factory=Counter)
    _guesses: Counter[str] = field(default_factory=Counter)
    _spent: set[bytes] = field(default_factory=set)

    def may_ask(self, slug: str, most: int, at: float, *, code: str = "") -> bool:
        """Whether this consortium takes one more request this hour; ``most`` is for how many it takes at once.

        ``code`` is one of the consortium's own, in date, or empty.
        """
        self._turn(at)
        room = most * ASKS_FOR_ONE_OPEN
        return self._asks[slug] < room or (bool(code) and self._by_code[self._mark(code)] < room)

    def asked(self, slug: str, words: str, at: float, *, code: str = "") -> None:
        """Count a request that was taken, and remember for this hour that its words were used.

        One that came with a code is counted for the code, and takes no room from those without.
        """
        self._turn(at)
        if code:
            self._by_code[self._mark(code)] += 1
        else:
            self._asks[slug] += 1
        self._spent.add(self._mark(words))

    def spent(self, words: str, at: float) -> bool:
        """Whether these words opened a request this hour: a form sent again after erasing asks nobody again."""
        self._turn(at)
        return self._mark(words) in self._spent

    def wait_for(self, address: str, at: float) -> float:
        """Seconds to wait before this address is answered, 0 to 2; counts the ask."""
        self._turn(at)
        mark = self._mark(address)
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

    def _mark(self, word: str) -> bytes:
        return hmac.digest(self._key, word.encode(), "sha256")

    def _turn(self, at: float) -> None:
        hour = int(at // HOUR)
        if hour != self._hour:
            self._hour, self._key = hour, secrets.token_bytes(32)
            for counts in (self._addresses, self._asks, self._by_code, self._guesses, self._spent):
                counts.clear()


def _slow(over: int) -> float:
    return min(SLOWEST, max(0, over) * 0.1)
