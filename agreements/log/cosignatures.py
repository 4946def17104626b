"""Cosignatures (c2sp.org/tlog-cosignature, Ed25519): a witness says which head of a log it saw, and when.

A cosignature says: as of this time, the largest consistent head of this log that I have seen has this root.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agreements.log.errors import NoteError, SignatureError
from agreements.log.notes import Manner, Note, Signature, VerifierKey, check_bytes, verifier_of

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LENGTH: Final = 8 + 64
_LATEST: Final = 253_402_300_799  # the last second of the year 9999


def cosign(text: str, name: str, key: Ed25519PrivateKey, at: datetime) -> Signature:
    """The cosignature of a checkpoint's three lines, at an instant in whole seconds."""
    seconds = int((at - _EPOCH) / timedelta(seconds=1))
    value = seconds.to_bytes(8, "big") + key.sign(_message(text, seconds))
    return Signature(name, verifier_of(name, key, Manner.COSIGNATURE).id, value)


def check_cosignature(text: str, signature: Signature, key: VerifierKey) -> datetime:
    """See that a witness' cosignature holds over a checkpoint's three lines; when it was made.

    Raises:
        NoteError: it is none.
        SignatureError: it is another key's, or does not hold.
    """
    if key.manner is not Manner.COSIGNATURE or not signature.is_by(key):
        raise SignatureError(f"This is no cosignature of {key.name}.")
    if len(signature.value) != _LENGTH:
        raise NoteError("A cosignature is a time and an Ed25519 signature, 72 bytes.")
    seconds = int.from_bytes(signature.value[:8], "big")
    if seconds > _LATEST:
        raise NoteError("This cosignature is of a time that is none.")
    check_bytes(key, signature.value[8:], _message(text, seconds))
    return _EPOCH + timedelta(seconds=seconds)


def cosigned_at(note: Note, key: VerifierKey) -> datetime | None:
    """When a witness cosigned this note last; ``None`` if it did not.

    Raises:
        NoteError, SignatureError: a line says that it is this witness' and does not hold.
    """
    return max((check_cosignature(note.text, each, key) for each in note.by(key)), default=None)


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
