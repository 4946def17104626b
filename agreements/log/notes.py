"""Signed notes (c2sp.org/signed-note): text, an empty line, and one line a signature.

A key is known by its name and by four bytes that stand for its kind and its public half. Lines of keys that nobody
asked for are passed over, as the format asks; a line of a key that was asked for must hold.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from agreements.log.errors import NoteError, SignatureError

_DASH: Final = "\u2014"
_MOST_SIGNATURES: Final = 100
MOST_BYTES: Final = 1_000_000
_LINE: Final = re.compile(f"{_DASH} ([^ +]+) ([A-Za-z0-9+/]+={{0,2}})")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME: Final = re.compile(r"[^\s+\x00-\x1f]+")
_VERIFIER: Final = re.compile(r"([^ +]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class Manner(IntEnum):
    """How a key signs: the byte that goes into its id."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of an Ed25519 key, with its name and the manner in which it signs.

    Raises:
        NoteError: the name is empty or has a space or a plus in it, or the key is not of 32 bytes.
    """

    name: str
    public: bytes
    manner: Manner = Manner.ED25519

    def __post_init__(self) -> None:
        """Refuse a name that no signature line could carry."""
        if not is_name(self.name):
            raise NoteError("The name of a key is not empty and has no space, no plus and no control character in it.")
        if len(self.public) != 32:
            raise NoteError("An Ed25519 key has 32 bytes.")

    @property
    def id(self) -> bytes:
        """Its four bytes."""
        return sha256(self.name.encode() + b"\n" + bytes([self.manner]) + self.public).digest()[:4]

    def line(self) -> str:
        """It as one line of text: name, id and key."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.manner]) + self.public).decode()}"

    @classmethod
    def read(cls, line: str) -> Self:
        """The key that :meth:`line` wrote.

        Raises:
            NoteError: it is none, or its id is that of another.
        """
        found = _VERIFIER.fullmatch(line.strip())
        material = from_base64(found[3]) if found else b""
        if found is None or not material or material[0] not in set(Manner):
            raise NoteError("A key is written as name+id+key.")
        key = cls(found[1], material[1:], Manner(material[0]))
        if key.id.hex() != found[2]:
            raise NoteError("This key was altered: its id is that of another.")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: whose, by which key id (four bytes), and the bytes that follow."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """The line, with its end."""
        return f"{_DASH} {self.name} {b64encode(self.key_id + self.value).decode()}\n"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether it says that it is by this key; whether it holds is another question."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line end, and who signed it."""

    text: str
    signatures: tuple[Signature, ...]

    def written(self) -> str:
        """The note as it is sent and kept."""
        return self.text + "\n" + "".join(each.line() for each in self.signatures)

    def by(self, key: VerifierKey) -> tuple[Signature, ...]:
        """The signature lines that say they are by this key."""
        return tuple(each for each in self.signatures if each.is_by(key))

    def also(self, signatures: Iterable[Signature]) -> "Note":
        """The same note with more signatures, each once."""
        return Note(self.text, tuple(dict.fromkeys((*self.signatures, *signatures))))


def read_note(written: str) -> Note:
    """The note that :meth:`Note.written` wrote.

    Raises:
        NoteError: it is none.
    """
    if len(written) > MOST_BYTES or _CONTROL.search(written):
        raise NoteError("This is too long for a signed note, or has control characters in it.")
    text, parted, lines = written.rpartition("\n\n")
    if not parted or not lines.endswith("\n") or not text:
        raise NoteError("A signed note is a text, an empty line, and a line for each signature.")
    return Note(text + "\n", read_signatures(lines))


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines alone, as a witness answers with.

    Raises:
        NoteError: a line is none, or there are too many.
    """
    each = lines.removesuffix("\n").split("\n")
    if len(each) > _MOST_SIGNATURES:
        raise NoteError("More signatures stand under this note than anybody would read.")
    return tuple(map(_signature, each))


def sign_note(text: str, name: str, key: Ed25519PrivateKey) -> Note:
    """The text, signed in the plain manner."""
    verifier = verifier_of(name, key)
    return Note(text, (Signature(name, verifier.id, key.sign(text.encode())),))


def check_note(note: Note, key: VerifierKey) -> None:
    """See that the note is signed by this key in the plain manner.

    Raises:
        SignatureError: it is not, or what says so does not hold.
    """
    found = note.by(key)
    if not found or key.manner is not Manner.ED25519:
        raise SignatureError(f"This note is not signed by the key {key.line()}.")
    for signature in found:
        check_bytes(key, signature.value, note.text.encode())


def check_bytes(key: VerifierKey, signature: bytes, message: bytes) -> None:
    """See that an Ed25519 signature (64 bytes) holds.

    Raises:
        SignatureError: it does not.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError) as wrong:
        raise SignatureError(f"The signature of {key.name} does not hold over this text.") from wrong


def verifier_of(name: str, key: Ed25519PrivateKey, manner: Manner = Manner.ED25519) -> VerifierKey:
    """The public half of a key under this name."""
    return VerifierKey(name, key.public_key().public_bytes_raw(), manner)


def is_name(name: str) -> bool:
    """Whether a key may be called so."""
    return _NAME.fullmatch(name) is not None


def from_base64(text: str) -> bytes:
    """The bytes of standard base64, written in its one way.

    Raises:
        NoteError: it is not.
    """
    try:
        value = b64decode(text, validate=True)
    except ValueError as wrong:
        raise NoteError("This is no base64.") from wrong
    if b64encode(value).decode() != text:
        raise NoteError("This is base64, but not written in its one way.")
    return value


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None or not is_name(found[1]):
        raise NoteError("A signature line is a dash, a name and base64.")
    value = from_base64(found[2])
    if len(value) <= 4:
        raise NoteError("A signature is longer than the id of its key.")
    return Signature(found[1], value[:4], value[4:])
