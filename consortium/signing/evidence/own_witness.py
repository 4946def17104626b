"""What a witness does on its own machine: remember the last head, take a newer one only if it grew out of it. Pure.

The witness believes the log's key that it was given and what it has seen itself, and nothing else.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agreements.log import (
    Checkpoint,
    ForkError,
    Growth,
    LogError,
    Manner,
    Note,
    NoteError,
    VerifierKey,
    extends,
    open_checkpoint,
    read_note,
    verifier_of,
)
from agreements.log.notes import from_base64

_SIGNER: Final = re.compile(r"PRIVATE\+KEY\+([^ +]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The agency's own key and its name; the private half, written in the form that tools for signed notes read."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> VerifierKey:
        """The half that the others get."""
        return verifier_of(self.name, self.private, Manner.COSIGNATURE)

    def written(self) -> str:
        """The key as a line of text, to be kept where nobody else reads."""
        data = bytes([Manner.COSIGNATURE]) + self.private.private_bytes_raw()
        return f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{b64encode(data).decode()}\n"

    @classmethod
    def read(cls, written: str) -> Self:
        """The key that :meth:`written` wrote.

        Raises:
            NoteError: it is none.
        """
        found = _SIGNER.fullmatch(written.strip())
        data = from_base64(found[3]) if found else b""
        if found is None or len(data) != 33 or data[0] != Manner.COSIGNATURE:
            raise NoteError("This file holds no key of a witness. To make one: consortium agreement witness --new NAME")
        key = cls(found[1], Ed25519PrivateKey.from_private_bytes(data[1:]))
        if key.public.id.hex() != found[2]:
            raise NoteError("This key was altered: its id is that of another.")
        return key


@dataclass(frozen=True, slots=True)
class Seen:
    """What the witness keeps of a log: the log's key, and the head that it countersigned last, as it was written."""

    key: VerifierKey
    checkpoint: str = ""

    @property
    def head(self) -> Checkpoint | None:
        """The head that it countersigned last."""
        return Checkpoint.of(read_note(self.checkpoint).text) if self.checkpoint else None

    @property
    def size(self) -> int:
        """How many events that had."""
        head = self.head
        return head.size if head else 0

    def document(self) -> dict[str, Any]:
        """It as JSON values."""
        return {"key": self.key.line(), "checkpoint": self.checkpoint}

    @classmethod
    def read(cls, document: dict[str, Any]) -> Self:
        """What :meth:`document` wrote."""
        return cls(VerifierKey.read(document["key"]), document["checkpoint"])


def take(seen: Seen, growth: Growth) -> tuple["Seen", Note]:
    """Look at a newer head; what is to be remembered from now on, and the note that may be countersigned.

    Raises:
        NoteError, SignatureError: it is no head that the log's key signed.
        ForkError: the log has not grown out of the one that was seen: somebody changed its past.
        LogError: the proof is from another size than the one that was seen last.
    """
    new, note = open_checkpoint(growth.checkpoint, seen.key)
    old = seen.head
    if old is not None:
        if new.size < old.size:
            raise ForkError(f"The log shows {new.size} events. It had {old.size} when you countersigned last.")
        if new.size == old.size and new.root != old.root:
            raise ForkError(f"The log shows other events: both times {new.size}, and not the same.")
        if growth.old != old.size:
            raise LogError(f"This proof begins at {growth.old} events. You need one that begins at {old.size}.")
        if not extends(old.size, old.root, new.size, new.root, growth.hashes):
            raise ForkError(f"The log of {new.size} events has not grown out of the {old.size} that you countersigned.")
    return Seen(seen.key, growth.checkpoint), note
