"""What a member agency says when it countersigns the log with a passkey, and what the passkey is asked for it.

The statement holds the checkpoint itself, and which head the agency saw before. Its canonical bytes under a tag make
the WebAuthn challenge, so that an answer to another head, or to another question, is no countersignature.
"""

from dataclasses import dataclass
from hashlib import sha256
from json import JSONDecodeError, loads
from typing import Final, Self
from uuid import UUID

from agreements.canonical import canonical_bytes
from agreements.log.checkpoints import Checkpoint
from agreements.log.errors import LogError
from agreements.log.leaves import counted, typed

FORM: Final = "consortium log countersignature, form 1"
_WORDS: Final = ("checkpoint", "agency_name", "name", "public_key", "confirmed_on", "confirmed_by")
TAG: Final = b"consortium log countersignature v1\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """That somebody of an agency saw this head of the log, and that it had grown out of the one of ``old`` events.

    Args:
        checkpoint: the three lines of the checkpoint.
        old: how many events the log had when the agency countersigned last; 0 for the first time.
        agency, agency_name, person, name: who says so.
        public_key: the SHA-256 of the public half of her passkey, hexadecimal.
        confirmed_on: the day on which its fingerprint was confirmed out of band, and ``confirmed_by`` whom by.
    """

    checkpoint: str
    old: int
    agency: UUID
    agency_name: str
    person: UUID
    name: str
    public_key: str
    confirmed_on: str
    confirmed_by: str

    @property
    def head(self) -> Checkpoint:
        """The checkpoint."""
        return Checkpoint.of(self.checkpoint)

    def canonical(self) -> bytes:
        """The bytes that are signed."""
        return canonical_bytes(
            {
                "form": FORM,
                "checkpoint": self.checkpoint,
                "old": self.old,
                "agency": str(self.agency),
                "agency_name": self.agency_name,
                "person": str(self.person),
                "name": self.name,
                "public_key": self.public_key,
                "confirmed_on": self.confirmed_on,
                "confirmed_by": self.confirmed_by,
            }
        )

    def challenge(self) -> bytes:
        """What the passkey is asked to sign: 32 bytes, SHA-256 over the tag and the canonical statement."""
        return sha256(TAG + self.canonical()).digest()

    @classmethod
    def read(cls, written: bytes) -> Self:
        """The statement that :meth:`canonical` wrote.

        Raises:
            LogError: it is none, or not written in the one way.
        """
        try:
            said = loads(written)
            found = cls(
                old=counted(said["old"]),
                agency=UUID(typed(said["agency"], str)),
                person=UUID(typed(said["person"], str)),
                **{name: typed(said[name], str) for name in _WORDS},
            )
            same = found.canonical() == written and found.head.size >= found.old
        except (JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, RecursionError) as wrong:
            raise LogError("This is no statement of a witness.") from wrong
        if not same:
            raise LogError("This statement of a witness is not written in the one way.")
        return found
