"""Proof files (c2sp.org/tlog-proof): one event's place in the log, checked without us.

And the question that a witness is asked (c2sp.org/tlog-witness, ``add-checkpoint``): the size that it saw last, how the
log grew from there, and the checkpoint.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from agreements.log.checkpoints import Checkpoint, open_checkpoint
from agreements.log.errors import LogError, NoteError
from agreements.log.merkle import Hash, a_hash, leaf_hash
from agreements.log.notes import MOST_BYTES, Note, VerifierKey, from_base64
from agreements.log.proofs import includes

_FIRST: Final = "c2sp.org/tlog-proof@v1"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,15})")
_OLD: Final = re.compile(r"old (0|[1-9][0-9]{0,15})")
_MOST_HASHES: Final = 63


@dataclass(frozen=True, slots=True)
class ProofFile:
    """That the event of an index, counted from 0, is in the log under a checkpoint (a note as it is written)."""

    index: int
    hashes: tuple[Hash, ...]
    checkpoint: str

    def written(self) -> str:
        """The file."""
        return f"{_FIRST}\nindex {self.index}\n{_lines(self.hashes)}\n{self.checkpoint}"

    @classmethod
    def read(cls, written: str) -> Self:
        """The file that :meth:`written` wrote; what it carries under ``extra`` is left aside.

        Raises:
            NoteError: it is none.
        """
        head, hashes, checkpoint = _parts(written)
        if len(head) == 3 and re.fullmatch(r"extra [A-Za-z0-9+/]+={0,2}", head[1]):
            head = [head[0], head[2]]
        index = _INDEX.fullmatch(head[1]) if len(head) == 2 and head[0] == _FIRST else None
        if index is None:
            raise NoteError("A proof begins with c2sp.org/tlog-proof@v1 and the number of the event.")
        return cls(int(index[1]), hashes, checkpoint)

    def check(self, leaf: bytes, key: VerifierKey) -> tuple[Checkpoint, Note]:
        """See that this event is in the log that the key signs for; the checkpoint, and its note.

        Raises:
            NoteError, SignatureError: the checkpoint is none, or not of this log.
            LogError: the event is not at this place under it.
        """
        return self.check_hash(leaf_hash(leaf), key)

    def check_hash(self, leaf: Hash, key: VerifierKey) -> tuple[Checkpoint, Note]:
        """The same for an event of which only the hash is there.

        Raises:
            NoteError, SignatureError, LogError: as for :meth:`check`.
        """
        checkpoint, note = open_checkpoint(self.checkpoint, key)
        if not includes(checkpoint.root, checkpoint.size, leaf, self.index, self.hashes):
            raise LogError(f"This event is not number {self.index} of the log under this checkpoint.")
        return checkpoint, note


@dataclass(frozen=True, slots=True)
class Growth:
    """What a witness is asked: its last size, the consistency proof from there, and the checkpoint (a note)."""

    old: int
    hashes: tuple[Hash, ...]
    checkpoint: str

    def written(self) -> str:
        """The question as it is sent."""
        return f"old {self.old}\n{_lines(self.hashes)}\n{self.checkpoint}"

    @classmethod
    def read(cls, written: str) -> Self:
        """The question that :meth:`written` wrote.

        Raises:
            NoteError: it is none.
        """
        head, hashes, checkpoint = _parts(written)
        old = _OLD.fullmatch(head[0]) if len(head) == 1 else None
        if old is None:
            raise NoteError("The growth of a log begins with the size that it had.")
        return cls(int(old[1]), hashes, checkpoint)


def _lines(hashes: Sequence[Hash]) -> str:
    return "".join(b64encode(each).decode() + "\n" for each in hashes)


def _parts(written: str) -> tuple[list[str], tuple[Hash, ...], str]:
    """What stands before the hashes (lines with a space in them, or the first), the hashes, and the checkpoint."""
    if len(written) > MOST_BYTES:
        raise NoteError("This is too long for a proof.")
    above, parted, checkpoint = written.partition("\n\n")
    lines = above.split("\n")
    words = [line for place, line in enumerate(lines) if place == 0 or " " in line]
    hashes = lines[len(words) :]
    if not parted or lines[: len(words)] != words or len(hashes) > _MOST_HASHES:
        raise NoteError("This is no proof of a log.")
    return words, tuple(a_hash(from_base64(line)) for line in hashes), checkpoint
