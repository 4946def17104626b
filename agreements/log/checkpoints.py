"""Checkpoints (c2sp.org/tlog-checkpoint): which log, how many events, which root; signed as a note."""

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agreements.log.errors import NoteError
from agreements.log.merkle import EMPTY, Hash, a_hash
from agreements.log.notes import Note, VerifierKey, check_note, from_base64, is_name, read_note, sign_note

_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, its size in events, and the root over them.

    Raises:
        NoteError: the origin could not stand in its line, or the size is below 0, or an empty log has another root.
        LogError: the root has not 32 bytes.
    """

    origin: str
    size: int
    root: Hash

    def __post_init__(self) -> None:
        """Refuse what could not be written in three lines."""
        if not is_name(self.origin) or self.size < 0:
            raise NoteError("A checkpoint names its log in one word, and its size is not below 0.")
        if (self.size == 0) != (a_hash(self.root) == EMPTY):
            raise NoteError("An empty log has one root, and no other log has it.")

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def of(cls, text: str) -> Self:
        """The checkpoint that :meth:`text` wrote. Lines after the third, which we never write, are refused.

        Raises:
            NoteError: it is none.
        """
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or _SIZE.fullmatch(lines[1]) is None:
            raise NoteError("A checkpoint is three lines: the log, how many events it has, and its root.")
        return cls(lines[0], int(lines[1]), a_hash(from_base64(lines[2])))

    def signed(self, key: Ed25519PrivateKey) -> Note:
        """The checkpoint as a note, signed by the log's key under the log's own name."""
        return sign_note(self.text(), self.origin, key)


def open_checkpoint(written: str, key: VerifierKey) -> tuple[Checkpoint, Note]:
    """The checkpoint in a note that this key signed, and the note.

    Raises:
        NoteError: it is no checkpoint, or one of a log that has another name than the key.
        SignatureError: the key did not sign it.
    """
    note = read_note(written)
    check_note(note, key)
    found = Checkpoint.of(note.text)
    if found.origin != key.name:
        raise NoteError(f"This is a checkpoint of {found.origin}, not of {key.name}.")
    return found, note
