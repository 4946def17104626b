"""By which key the log was signed when: read off its own events. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from agreements.log import Checkpoint, Event, LogError, Note, SignatureError, VerifierKey, check_note, read_note
from agreements.log.leaves import BEGUN, KEY


@dataclass(frozen=True, slots=True)
class LogKeys:
    """The keys of a log, each with the number of the event from which on it signs."""

    since: tuple[tuple[int, VerifierKey], ...]

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        """The keys that these events name; others among them are passed over.

        Raises:
            LogError: one of them is no event.
        """
        events = sorted(map(Event.read, leaves), key=lambda event: event.number)
        return cls(
            tuple(
                (each.number, VerifierKey(each.origin, bytes.fromhex(str(each.body.get("public_key")))))
                for each in events
                if each.kind in {BEGUN, KEY}
            )
        )

    @property
    def all(self) -> tuple[VerifierKey, ...]:
        """Every key by which it was signed, the oldest first."""
        return tuple(key for _, key in self.since)

    @property
    def newest(self) -> VerifierKey | None:
        """The key that signs now."""
        return self.since[-1][1] if self.since else None

    def at(self, size: int) -> VerifierKey:
        """The key that signs the head of a size.

        Raises:
            SignatureError: the log does not say.
        """
        found = [key for number, key in self.since if number < size]
        if not found:
            raise SignatureError("The log does not say by which key it is signed.")
        return found[-1]

    def opened(self, written: str) -> tuple[Checkpoint, Note]:
        """The checkpoint in a note, signed by the key that signed heads of its size.

        Raises:
            LogError: it is none, or that key did not sign it.
        """
        note = read_note(written)
        head = Checkpoint.of(note.text)
        key = self.at(head.size)
        check_note(note, key)
        if head.origin != key.name:
            raise LogError(f"This is a checkpoint of {head.origin}, not of {key.name}.")
        return head, note
