"""What an event says, as the leaf that the log keeps: canonical JSON, readable without us.

An event holds what happened to an agreement: its versions by digest, its dated facts with who attests them, records of
signatures. It holds nothing about officers, requests, rotas or peers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from json import JSONDecodeError, loads
from typing import Any, Final, Self
from uuid import UUID

from agreements.canonical import canonical_bytes
from agreements.errors import CanonicalError
from agreements.log.errors import LogError
from agreements.times import utc

FORM: Final = "consortium agreement event, form 1"
BEGUN: Final = "log"
"""The first event: the log's own name and key."""
KEY: Final = "key"
"""The log is signed by another key from here on."""
SITE: Final = "site"
"""Passkeys are asked on another site from here on."""
WITNESS: Final = "witness"
"""An agency registered a key with which it countersigns."""
WITNESS_ENDED: Final = "witness_ended"
"""An agency took such a key back: heads after this event do not count by it."""
OF_THE_LOG: Final = frozenset({BEGUN, KEY, SITE, WITNESS, WITNESS_ENDED})
"""Events about the log itself and who watches it: they belong to every bundle."""
KEY_CONFIRMED: Final = "key_confirmed"
"""Somebody other than the coordinator heard a head read out the fingerprint of her passkey: that key by its digest."""
VERSION: Final = "version"
FACT: Final = "fact"
SIGNATURE: Final = "signature"
SEALED: Final = "sealed"
VERDICT: Final = "verdict"
HOLD: Final = "hold"
ANNEX: Final = "annex"
"""Heads were told of a roster annex, or one objected: the annex by its digest alone, never who is on it."""
OF_COUNSEL: Final = frozenset({VERDICT, HOLD})
"""What counsel said or asked for: in the bundle of whoever takes no part in drafting only the hash of it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event.

    Args:
        origin: which log it is in.
        number: its place in it, from 0.
        at: when it was written down, not from when it holds. Two that were written at the same time may stand in
            either order.
        kind: what happened; a constant of the code.
        agreement: whose event it is; ``None`` for one of the log itself.
        body: what is to be kept of it, as plain JSON values.
    """

    origin: str
    number: int
    at: datetime
    kind: str
    agreement: UUID | None
    body: Mapping[str, object]

    def leaf(self) -> bytes:
        """The canonical bytes.

        Raises:
            CanonicalError: the body holds something that has no canonical form.
        """
        return canonical_bytes(
            {
                "form": FORM,
                "log": self.origin,
                "number": self.number,
                "at": instant_text(self.at),
                "kind": self.kind,
                "agreement": None if self.agreement is None else str(self.agreement),
                "body": plain(self.body),
            }
        )

    @classmethod
    def read(cls, leaf: bytes) -> Self:
        """The event that :meth:`leaf` wrote.

        Raises:
            LogError: it is none, or not written in the one way.
        """
        try:
            said = loads(leaf)
            agreement = typed(said["agreement"], str, type(None))
            found = cls(
                origin=typed(said["log"], str),
                number=counted(said["number"]),
                at=datetime.fromisoformat(typed(said["at"], str)),
                kind=typed(said["kind"], str),
                agreement=None if agreement is None else UUID(agreement),
                body=typed(said["body"], dict),
            )
            same = found.leaf() == leaf
        except (JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, RecursionError) as wrong:
            raise LogError("This is no event of a log of agreements.") from wrong
        if not same:
            raise LogError("This event is not written in the one way in which it is kept.")
        return found


def typed(value: Any, *kinds: type) -> Any:
    """A value as JSON had it, if it is of one of these kinds, and a truth value is no number.

    Raises:
        TypeError: it is of another.
    """
    if type(value) not in kinds:
        raise TypeError(f"A {type(value).__name__} stands where something else belongs.")
    return value


def counted(value: Any) -> int:
    """A whole number from 0.

    Raises:
        TypeError, ValueError: it is none.
    """
    number: int = typed(value, int)
    if number < 0:
        raise ValueError("Nothing is counted below 0.")
    return number


def instant_text(at: datetime) -> str:
    """An instant as events write it: ISO 8601 in UTC, with ``Z``."""
    return utc(at).isoformat().replace("+00:00", "Z")


def plain(value: object) -> object:
    """A value as JSON has it: ids, days and words of a list as text, instants in UTC, bytes in hexadecimal.

    Raises:
        CanonicalError: it has no place in an event.
    """
    match value:
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case set() | frozenset():
            return sorted(str(plain(each)) for each in value)
        case _:
            return _single(value)


def _single(value: object) -> object:
    match value:
        case Enum():
            return _single(value.value)
        case datetime():
            return instant_text(value.astimezone(UTC))
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
        case None | bool() | int() | str():
            return value
        case _:
            raise CanonicalError(f"A {type(value).__name__} has no place in an event.")
