"""The private part of a request: a number to ring, if she left one, and a broad topic. Sealed under its own key.

Every sealed part has the same length, whatever it holds, so that its size tells nothing.
"""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from consortium.keys import KeyGoneError, KeysAwayError, RequestKeys, seal, unseal

_LENGTH = 160
_TEXT_STEP = 256
TOPICS = ("none", "incident", "family", "loss", "work", "alcohol", "health")


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """What only the peer who accepted may see. ``ring_away``: ring even when the page is closed."""

    number: str | None
    ring_away: bool
    topic: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A request's own key, held open for one transaction."""

    request: UUID
    key: bytes

    def seal(self, private: Private) -> bytes:
        """The private part, padded to one length and sealed."""
        return seal(self.key, _padded(json.dumps(asdict(private)).encode(), _LENGTH), about=self.request.bytes)

    def open(self, sealed: bytes) -> Private:
        """The private part again."""
        return Private(**json.loads(unseal(self.key, sealed, about=self.request.bytes).rstrip(b"\0")))

    def seal_text(self, body: bytes) -> bytes:
        """A text or public key, padded to steps of 256 bytes and sealed."""
        length = -(-(len(body) + 1) // _TEXT_STEP) * _TEXT_STEP
        return seal(self.key, _padded(body + b"\1", length), about=self.request.bytes)

    def open_text(self, sealed: bytes) -> bytes:
        """The text again."""
        return unseal(self.key, sealed, about=self.request.bytes).rstrip(b"\0")[:-1]


def new_envelope(keys: RequestKeys, request: UUID, day: date) -> tuple[Envelope, bytes]:
    """A fresh key for a request, and the same key wrapped by the day's key, which is what the database holds."""
    key = secrets.token_bytes(32)
    return Envelope(request, key), seal(keys.mac(day, "wrap", ""), key, about=request.bytes)


def open_envelope(keys: RequestKeys, request: UUID, day: date, wrapped: bytes) -> Envelope:
    """The request's key again.

    Raises:
        KeysAwayError: the day's key, which lives longer than the request, is not there: nothing may be erased for it.
    """
    try:
        keys.held(day)
    except KeyGoneError as gone:
        raise KeysAwayError(f"the key of {day} is not in the folder of the request keys") from gone
    return Envelope(request, unseal(keys.mac(day, "wrap", ""), wrapped, about=request.bytes))


def _padded(plain: bytes, length: int) -> bytes:
    if len(plain) > length:
        raise ValueError("the private part is longer than any form allows")
    return plain.ljust(length, b"\0")
